"""What a change is held against: the base as it is told with the change, and the default branch."""

from __future__ import annotations

from pathlib import Path

import pytest

from stewardship.repository import bases, git, revisions, trees
from stewardship.repository.contents import Unreadable
from tests.git.test_changes import BEFORE, CASES
from tests.repos import Repo, make_repo

WAIVERS = ".steward/waivers.yaml"
CHANGES = [pytest.param(*case.values[:1], id=str(case.id)) for case in CASES]


def default(repo: Repo, root: str = ".") -> dict[str, object]:
    found = git.find(repo.path, repo.path / root)
    return dict(bases.default(found, WAIVERS).read([WAIVERS], 999))


@pytest.mark.parametrize("change", CHANGES)
def test_the_base_of_a_change_is_head(repo: Repo, change: object) -> None:
    repo.commit("first", BEFORE)
    assert callable(change)
    change(repo)
    repo.add()
    found = git.find(repo.path)
    changes = revisions.changes_staged(found)
    head = trees.commit(found, "HEAD").entries()
    paths = {path for one in changes for path in (one.path, one.old_path) if path}
    for path in sorted({*paths, "kept.md", "nowhere.md"}):
        known = bases.before(found, changes).entries()
        assert known.get(path) == head.get(path)
        assert (path in known) == (path in head)
    assert dict(bases.before(found, changes).entries()) == dict(head)


def test_the_changed_files_are_known_without_another_question(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit("first", BEFORE)
    repo.stage({"card.md": "other", "new.md": "new"})
    found = git.find(repo.path)
    changes = revisions.changes_staged(found)
    monkeypatch.setattr("subprocess.run", None)
    known = bases.before(found, changes).entries()
    assert known["card.md"].blob
    assert "new.md" not in known


def test_before_the_first_commit_there_was_nothing(repo: Repo) -> None:
    repo.stage({"card.md": "new"})
    found = git.find(repo.path)
    assert dict(bases.before(found, revisions.changes_staged(found)).entries()) == {}


def test_a_conflict_leaves_the_base_to_be_looked_up(repo: Repo) -> None:
    repo.commit("first", {"card.md": "one\n"})
    repo.branch("other")
    repo.commit("theirs", {"card.md": "two\n"})
    repo.git("checkout", "--quiet", "main")
    repo.commit("ours", {"card.md": "three\n"})
    repo.git("merge", "other", ok=False)
    found = git.find(repo.path)
    known = bases.before(found, revisions.changes_staged(found)).entries()
    assert known["card.md"] == trees.commit(found, "HEAD").entries()["card.md"]


def test_what_is_granted_is_what_the_default_branch_of_the_remote_has(tmp_path: Path) -> None:
    origin = make_repo(tmp_path / "origin", {WAIVERS: "theirs"})
    origin.git("clone", "--quiet", ".", str(tmp_path / "clone"))
    clone = Repo(tmp_path / "clone")
    clone.commit("mine", {WAIVERS: "mine"})
    assert default(clone) == {WAIVERS: b"theirs"}
    clone.git("remote", "set-head", "origin", "--delete")
    assert default(clone) == {WAIVERS: b"mine"}


def test_a_default_branch_without_the_file_grants_nothing(tmp_path: Path) -> None:
    origin = make_repo(tmp_path / "origin", {"card.md": "x"})
    origin.git("clone", "--quiet", ".", str(tmp_path / "clone"))
    clone = Repo(tmp_path / "clone")
    clone.commit("mine", {WAIVERS: "mine"})
    assert default(clone) == {WAIVERS: Unreadable("is not in the tree")}


@pytest.mark.parametrize("folder", ["models", "a\nb"], ids=["plain", "with a line end"])
def test_a_folder_of_the_repository_has_its_own(repo: Repo, folder: str) -> None:
    repo.commit("first", {WAIVERS: "top", f"{folder}/{WAIVERS}": "below"})
    repo.write({f"{folder}/{WAIVERS}": "changed"})
    assert default(repo, folder) == {WAIVERS: b"below"}


def test_without_a_commit_nothing_is_granted(repo: Repo) -> None:
    repo.stage({WAIVERS: "proposed"})
    assert default(repo) == {WAIVERS: Unreadable("is not in the tree")}

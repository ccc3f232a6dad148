"""What changed: staged, between two commits, and on disk; in the shapes that git tells it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from stewardship.errors import GateError, UserError
from stewardship.repository import git, revisions
from stewardship.repository.revisions import Change
from tests.repos import Repo, make_repo

TEXT = "".join(f"line {n}\n" for n in range(30))
BEFORE = {"kept.md": "same", "card.md": TEXT, "a/b.md": "in a folder"}


def modify(repo: Repo) -> None:
    repo.write({"card.md": TEXT + "more"})


def delete(repo: Repo) -> None:
    (repo.path / "card.md").unlink()


def move(repo: Repo) -> None:
    (repo.path / "card.md").rename(repo.path / "moved.md")


def move_and_edit(repo: Repo) -> None:
    delete(repo)
    repo.write({"moved.md": TEXT + "more"})


def link(repo: Repo) -> None:
    delete(repo)
    (repo.path / "card.md").symlink_to("kept.md")


def make_executable(repo: Repo) -> None:
    (repo.path / "card.md").chmod(0o755)


def become_folder(repo: Repo) -> None:
    delete(repo)
    repo.write({"card.md/README.md": "new"})


def odd_names(repo: Repo) -> None:
    repo.write({"-rf": "1", "new\nline": "2", os.fsdecode(b"\xff"): "3"})


def nothing(repo: Repo) -> None:
    repo.write({"card.md": TEXT})


CASES = [
    pytest.param(nothing, [], id="nothing"),
    pytest.param(modify, [Change("M", "card.md")], id="an edit"),
    pytest.param(make_executable, [Change("M", "card.md")], id="a mode"),
    pytest.param(delete, [Change("D", "card.md")], id="a deletion"),
    pytest.param(link, [Change("T", "card.md")], id="a file becomes a link"),
    pytest.param(move, [Change("R", "moved.md", "card.md")], id="a move"),
    pytest.param(move_and_edit, [Change("R", "moved.md", "card.md")], id="a move with an edit"),
    pytest.param(
        become_folder,
        [Change("D", "card.md"), Change("A", "card.md/README.md")],
        id="a file becomes a folder",
    ),
    pytest.param(
        odd_names,
        [Change("A", "-rf"), Change("A", "new\nline"), Change("A", os.fsdecode(b"\xff"))],
        id="names that need care",
    ),
]


def ordered(changes: tuple[Change, ...]) -> list[Change]:
    return sorted(changes, key=lambda change: change.path)


@pytest.mark.parametrize(("change", "expected"), CASES)
def test_what_is_staged(repo: Repo, change: Callable[[Repo], None], expected: list[Change]) -> None:
    repo.commit("first", BEFORE)
    change(repo)
    repo.add()
    assert ordered(revisions.changes_staged(git.find(repo.path))) == expected


@pytest.mark.parametrize(("change", "expected"), CASES)
def test_what_changed_between_commits(
    repo: Repo, change: Callable[[Repo], None], expected: list[Change]
) -> None:
    base = repo.commit("first", BEFORE)
    change(repo)
    head = repo.commit("second")
    found = git.find(repo.path)
    assert ordered(revisions.changes_between(found, base, head)) == expected
    assert ordered(revisions.changes_between(found, "main~1", "main")) == expected


@pytest.mark.parametrize(("change", "expected"), CASES[1:])
def test_what_changed_on_disk(
    repo: Repo, change: Callable[[Repo], None], expected: list[Change]
) -> None:
    """As when staged, but that a move to where git has not looked yet is two changes."""
    repo.commit("first", BEFORE)
    change(repo)
    apart = [
        part
        for one in expected
        for part in (
            [Change("D", one.old_path), Change("A", one.path)] if one.status == "R" else [one]
        )
    ]
    assert ordered(revisions.changes_worktree(git.find(repo.path))) == apart


def test_a_move_on_disk_that_git_was_told_of_is_one_change(repo: Repo) -> None:
    repo.commit("first", BEFORE)
    repo.git("mv", "card.md", "moved.md")
    moved = Change("R", "moved.md", "card.md")
    assert revisions.changes_worktree(git.find(repo.path)) == (moved,)


def test_before_the_first_commit_everything_is_added(repo: Repo) -> None:
    repo.stage({"a.md": "1"})
    repo.write({"b.md": "2"})
    found = git.find(repo.path)
    assert revisions.changes_staged(found) == (Change("A", "a.md"),)
    assert ordered(revisions.changes_worktree(found)) == [Change("A", "a.md"), Change("A", "b.md")]


def test_a_damaged_commit_is_not_taken_for_none_at_all(repo: Repo) -> None:
    commit = repo.commit("first", BEFORE)
    (repo.path / ".git" / "objects" / commit[:2] / commit[2:]).unlink()
    with pytest.raises(GateError, match="git diff-index failed"):
        revisions.changes_staged(git.find(repo.path))


def test_only_what_is_staged_is_staged(repo: Repo) -> None:
    repo.commit("first", BEFORE)
    repo.stage({"card.md": "staged"})
    repo.write({"card.md": "more", "kept.md": "not staged", "untracked.md": "", "later.md": ""})
    repo.git("add", "--intent-to-add", "later.md")
    assert revisions.changes_staged(git.find(repo.path)) == (Change("M", "card.md"),)


def test_a_file_out_of_the_index_that_is_still_on_disk_is_no_deletion(repo: Repo) -> None:
    repo.commit("first", BEFORE)
    repo.git("rm", "--quiet", "--cached", "card.md")
    found = git.find(repo.path)
    assert revisions.changes_staged(found) == (Change("D", "card.md"),)
    assert revisions.changes_worktree(found) == (Change("M", "card.md"),)


def test_ignored_files_and_untracked_repositories_are_no_change(repo: Repo) -> None:
    repo.commit("first", {".gitignore": "*.log\n"})
    repo.write({"build.log": "x"})
    make_repo(repo.path / "clone", {"a.md": "1"})
    assert revisions.changes_worktree(git.find(repo.path)) == ()


def test_an_unresolved_merge_is_told(repo: Repo) -> None:
    repo.commit("first", BEFORE)
    repo.branch("side")
    repo.commit("theirs", {"card.md": "theirs"})
    repo.git("checkout", "--quiet", "main")
    repo.commit("ours", {"card.md": "ours"})
    repo.git("merge", "--quiet", "side", ok=False)
    found = git.find(repo.path)
    assert revisions.changes_staged(found) == (Change("U", "card.md"),)
    assert [change.path for change in revisions.changes_worktree(found)] == ["card.md"]


def test_a_submodule_that_moves_is_a_change_and_its_inside_is_not(
    repo: Repo, tmp_path: Path
) -> None:
    inner = make_repo(tmp_path / "inner", {"card.md": "1"})
    repo.git("submodule", "--quiet", "add", str(inner.path), "inner")
    repo.git("config", "--file", ".gitmodules", "submodule.inner.ignore", "all")
    base = repo.commit("first")
    nested = Repo(repo.path / "inner")
    nested.write({"card.md": "not committed"})
    found = git.find(repo.path)
    assert revisions.changes_worktree(found) == ()
    nested.commit("second")
    assert revisions.changes_worktree(found) == (Change("M", "inner"),)
    repo.git("add", "--force", "inner")
    assert revisions.changes_staged(found) == (Change("M", "inner"),)
    repo.git("commit", "--quiet", "--message", "moves")
    assert revisions.changes_between(found, base, "HEAD") == (Change("M", "inner"),)


@pytest.mark.parametrize(
    ("moves", "expected"),
    [
        pytest.param({"a/b.md": "a/c.md"}, Change("R", "c.md", "b.md"), id="within"),
        pytest.param({"a/b.md": "b.md"}, Change("D", "b.md"), id="out of it"),
        pytest.param({"card.md": "a/card.md"}, Change("A", "card.md"), id="into it"),
    ],
)
def test_moves_as_a_folder_as_root_sees_them(
    repo: Repo, moves: dict[str, str], expected: Change
) -> None:
    repo.commit("first", BEFORE)
    for old, new in moves.items():
        repo.git("mv", old, new)
    repo.write({"outside.md": "new"})
    found = git.find(repo.path, repo.path / "a")
    assert revisions.changes_staged(found) == (expected,)
    repo.commit("second")
    assert revisions.changes_between(found, "HEAD~1", "HEAD") == (expected,)


@pytest.mark.parametrize("renames", ["false", "copies"])
def test_settings_of_a_person_do_not_alter_the_answer(repo: Repo, renames: str) -> None:
    repo.commit("first", BEFORE)
    repo.git("config", "diff.renames", renames)
    repo.git("config", "diff.renameLimit", "1")
    repo.git("config", "diff.noprefix", "true")
    repo.git("config", "diff.relative", "true")
    repo.git("config", "diff.ignoreSubmodules", "all")
    repo.git("config", "core.quotePath", "true")
    repo.git("mv", "card.md", "modèle.md")
    repo.git("mv", "a/b.md", "a/c.md")
    expected = [Change("R", "a/c.md", "a/b.md"), Change("R", "modèle.md", "card.md")]
    assert ordered(revisions.changes_staged(git.find(repo.path / "a"))) == expected


def test_a_revision_that_is_not_there_is_said_with_what_to_do(repo: Repo) -> None:
    repo.commit("first")
    with pytest.raises(
        UserError, match="the revision `main~7` is not in this repository"
    ) as caught:
        revisions.changes_between(git.find(repo.path), "main~7", "main")
    assert "full history" in str(caught.value.hint)

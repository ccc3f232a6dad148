"""The files of a commit, told from the index or from another commit: as git lists the commit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from stewardship.errors import GateError
from stewardship.repository import git, listings, revisions
from stewardship.repository.listings import Listing, listed
from tests.repos import Repo

FIRST = {"a/README.md": "a\n" * 9, "b/MLmodel": "b\n", "c.md": "c\n", "d/e/f.txt": "f\n"}


def _clean(repo: Repo) -> None:
    pass


def _staged(repo: Repo) -> None:
    repo.stage({"a/README.md": "other", "z.md": "new", "a/first.md": "new"})
    repo.git("rm", "-q", "--cached", "new/x.md")


def _intended(repo: Repo) -> None:
    repo.write({"n.md": "n"})
    repo.git("add", "-N", "n.md")


def _conflict(repo: Repo) -> None:
    repo.git("checkout", "-q", "-b", "other", "HEAD~1")
    repo.commit("other", {"b/MLmodel": "theirs\n"})
    repo.git("merge", "main", ok=False)


def _no_index(repo: Repo) -> None:
    (repo.path / ".git/index").unlink()


def _submodule(repo: Repo) -> None:
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{repo.head},sub")
    repo.git("commit", "-q", "-m", "submodule")


STATES: dict[str, Callable[[Repo], None]] = {
    "nothing is staged": _clean,
    "files are staged, and one is taken out": _staged,
    "a file is intended to be added": _intended,
    "a merge has a conflict": _conflict,
    "there is no index": _no_index,
    "there is a submodule": _submodule,
}


@pytest.fixture
def history(repo: Repo) -> Repo:
    """Two commits: the second changes, renames, adds, deletes, and makes a file a link."""
    repo.commit("first", FIRST)
    repo.git("mv", "a/README.md", "a/CARD.md")
    repo.git("rm", "-q", "c.md")
    (repo.path / "d/e/f.txt").unlink()
    (repo.path / "d/e/f.txt").symlink_to("../../b/MLmodel")
    repo.commit("second", {"b/MLmodel": "ours\n", "new/x.md": "x"})
    return repo


def entries(found: Listing) -> list[object]:
    return list(found.values())


@pytest.mark.parametrize("root", [".", "a"])
@pytest.mark.parametrize("sentence", STATES)
def test_a_commit_has_the_files_that_git_lists_while(
    sentence: str, root: str, history: Repo
) -> None:
    tips = [history.head, history.git("rev-parse", "HEAD~1").strip()]
    STATES[sentence](history)
    found = git.find(history.path, history.path / root)
    for first, second in (tips, tips[::-1], (history.head, tips[0])):
        listings.committed.cache_clear()
        listings._LISTED.clear()
        revisions.changes_between(found, first, second)
        for commit in (first, second, first):
            wanted = Listing(listed(found, commit), listings._parts)
            got = listings.committed(found, commit)
            assert entries(got) == entries(wanted)
            assert got.blobs(got) == {path: entry.blob if not entry.trouble else ""
                                      for path, entry in wanted.items()}  # fmt: skip


def test_the_second_commit_is_told_from_the_first(
    history: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    kept = git.ask

    def watched(repo: git.Repository, *arguments: str, **more: bytes) -> bytes:
        asked.append(arguments[0])
        return kept(repo, *arguments)

    monkeypatch.setattr(listings, "ask", watched)
    found = git.find(history.path)
    listings.committed(found, history.head)
    listings.committed(found, history.git("rev-parse", "HEAD~1").strip())
    assert asked == ["ls-files", "diff-index", "diff-tree"]


def test_a_commit_that_is_not_there_has_no_files(history: Repo) -> None:
    with pytest.raises(GateError):
        listings.committed(git.find(history.path), "0" * 39 + "1")


def test_an_id_that_git_has_told_is_not_asked_about_again(
    history: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = git.find(history.path)
    told = revisions.commit_id(found, "HEAD")

    def never(folder: Path, arguments: object) -> None:
        raise AssertionError(arguments)

    monkeypatch.setattr(revisions, "run", never)
    assert revisions.commit_id(found, told) == told

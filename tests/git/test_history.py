"""Walks through history: where branches part, who touched a path, and when it was first seen."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from stewardship.errors import GateError, UserError
from stewardship.repository import git, history
from tests.repos import Repo

LATIN = os.fsdecode(b"caf\xe9.md")


def test_the_merge_base_is_where_two_branches_parted(repo: Repo) -> None:
    base = repo.commit("base")
    repo.branch("side")
    repo.commit("side", {"a.md": "1"})
    repo.git("checkout", "--quiet", "main")
    repo.commit("main", {"b.md": "1"})
    assert history.merge_base(git.find(repo.path), "main", "side") == base


def test_branches_without_a_common_past_have_no_merge_base(repo: Repo) -> None:
    repo.commit("one")
    repo.git("checkout", "--quiet", "--orphan", "other")
    repo.commit("two", {"a.md": "1"})
    assert history.merge_base(git.find(repo.path), "main", "other") is None


def test_a_shallow_clone_may_not_know_the_merge_base(repo: Repo, tmp_path: Path) -> None:
    repo.commit("base")
    repo.branch("side")
    repo.commit("side", {"a.md": "1"})
    repo.git("checkout", "--quiet", "main")
    repo.commit("main", {"b.md": "1"})
    url = f"file://{repo.path}"
    repo.git("clone", "-q", "--depth=1", "--no-single-branch", url, str(tmp_path / "shallow"))
    assert history.merge_base(git.find(tmp_path / "shallow"), "main", "origin/side") is None


def test_a_merge_base_with_nothing_is_a_user_error(repo: Repo) -> None:
    repo.commit("first")
    with pytest.raises(UserError, match="`gone` is not in this repository"):
        history.merge_base(git.find(repo.path), "main", "gone")


@pytest.mark.parametrize("path", ["card.md", "-rf", "*", "new\nline", LATIN, ":(top)card.md"])
def test_commits_that_touched_a_path_newest_first(repo: Repo, path: str) -> None:
    first = repo.commit("first", {path: "1", "other.md": "1"})
    repo.commit("other", {"other.md": "2"})
    second = repo.commit("second", {path: "2"})
    third = repo.commit("third", {path: "3"})
    found = git.find(repo.path)
    touches = history.commits_touching(found, path, limit=9)
    assert [touch.commit for touch in touches] == [third, second, first]
    assert touches[:2] == history.commits_touching(found, path, limit=2)
    assert history.first_seen(found, path) == history.Touch(
        first, datetime(2026, 1, 5, 12, tzinfo=UTC), "Dana Example", "dana@acme.example"
    )


def test_paths_are_those_of_the_root(repo: Repo) -> None:
    repo.commit("first", {"card.md": "1"})
    inside = repo.commit("second", {"a/card.md": "1"})
    found = git.find(repo.path, repo.path / "a")
    assert [touch.commit for touch in history.commits_touching(found, "card.md", 9)] == [inside]


def test_times_are_told_in_utc(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-03-01T01:30:00+05:30")
    repo.commit("first", {"card.md": "1"})
    touch = history.first_seen(git.find(repo.path), "card.md")
    assert touch
    assert touch.when.isoformat() == "2026-02-28T20:00:00+00:00"


def test_a_path_that_no_commit_touched_was_never_seen(repo: Repo) -> None:
    repo.commit("first")
    found = git.find(repo.path)
    assert history.first_seen(found, "card.md") is None
    assert history.commits_touching(found, "card.md", 9) == ()


def test_where_history_is_cut_off_nothing_is_known_to_be_first(repo: Repo, tmp_path: Path) -> None:
    repo.commit("first", {"card.md": "1"})
    repo.commit("second", {"card.md": "2"})
    repo.git("clone", "-q", "--depth=1", f"file://{repo.path}", str(tmp_path / "shallow"))
    assert history.first_seen(git.find(tmp_path / "shallow"), "card.md") is None


def commit_object(repo: Repo, **changes: str) -> None:
    """Make HEAD a commit object written by hand."""
    lines = {
        "tree": repo.git("rev-parse", "HEAD^{tree}"),
        "author": "D <d@acme.example> 1767614400 +0000",
        "committer": "D <d@acme.example> 1767614400 +0000",
        **changes,
    }
    text = "".join(f"{key} {value}\n" for key, value in lines.items()) + "\nmessage\n"
    repo.write({"../commit": text})
    commit = repo.git("hash-object", "-t", "commit", "-w", "--literally", "../commit")
    repo.git("update-ref", "refs/heads/main", commit)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"encoding": "no-such-encoding"}, id="an unknown encoding"),
        pytest.param({"author": "D <d@acme.example> 1 +0000 x"}, id="a malformed author"),
        pytest.param({"committer": "D <d> 99999999999999999999 +0000"}, id="a date beyond time"),
        pytest.param({"committer": "D <d> 1 +9999999"}, id="an impossible time zone"),
        pytest.param({"committer": "nobody"}, id="no date"),
    ],
)
def test_a_malformed_commit_is_no_traceback(repo: Repo, changes: dict[str, str]) -> None:
    repo.commit("first", {"card.md": "1"})
    commit_object(repo, **changes)
    try:
        touches = history.commits_touching(git.find(repo.path), "card.md", 9)
    except GateError as error:
        assert str(error).startswith("git's history could not be read: ")  # noqa: PT017
    else:
        assert [touch.commit for touch in touches] == [repo.head]


def test_a_failing_git_is_a_failure_of_the_gate(repo: Repo) -> None:
    commit = repo.commit("first", {"card.md": "1"})
    repo.commit("second", {"card.md": "2"})
    (repo.path / ".git" / "objects" / commit[:2] / commit[2:]).unlink()
    with pytest.raises(GateError, match="git's history could not be read"):
        history.commits_touching(git.find(repo.path), "card.md", 9)


def test_gitpython_is_not_imported_before_it_is_used() -> None:
    code = "import sys, stewardship.repository.history; sys.exit('git' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0

"""Commits asked one by one of one git process are the same as those asked at once."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from stewardship.errors import UserError
from stewardship.repository import commits, git, revisions
from stewardship.repository.commits import Commits
from tests.repos import Repo

UNKNOWN = "0123456789" * 4


def names_in(repo: Repo) -> list[str]:
    """Names of every sort, for a repository with one commit."""
    commit = repo.commit("first", {"a.md": "1"})
    repo.git("tag", "--annotate", "--message", "x", "v1")
    repo.git("branch", "abcdef12")
    tag, tree = repo.git("rev-parse", "v1"), repo.git("rev-parse", "HEAD^{tree}")
    words = ("abcdef12", "main", "HEAD", "", commit.upper(), f"{commit}\n{tree}", f"{commit} x")
    return [commit, commit[:7], tag, tree, UNKNOWN, *words]


def test_one_by_one_is_the_same_as_at_once(repo: Repo) -> None:
    names = names_in(repo)
    found = git.find(repo.path)
    with Commits(found) as held:
        told = {name: held.hold(name) for name in names}
        again = {name: held.hold(name) for name in reversed(names)}
    assert told == again == revisions.has_commits(found, names)
    assert told[names[0]] is True


def test_however_many_are_asked_git_is_started_once(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = names_in(repo)
    started: list[tuple[str, ...]] = []
    kept = subprocess.Popen

    def watched(command: tuple[str, ...], **how: Any) -> object:
        started.append(command)
        return kept(command, **how)

    found = git.find(repo.path)
    monkeypatch.setattr(subprocess, "Popen", watched)
    with Commits(found) as held:
        for name in [*names, *(f"{number:040x}" for number in range(99))]:
            held.hold(name)
    # and once to learn that the history is whole
    assert [one for one in started if "cat-file" in one] == started[:1]
    assert len(started) == 2


def test_where_nothing_is_asked_git_is_not_started(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = git.find(repo.path)
    monkeypatch.setattr(commits, "program", lambda: pytest.fail("git was started"))
    with Commits(found) as held:
        assert held.hold("main") is False


def test_in_a_shallow_clone_an_older_commit_may_or_may_not_be(repo: Repo, tmp_path: Path) -> None:
    for number in range(3):
        repo.commit(f"{number}", {"a.md": f"{number}"})
    repo.git("clone", "--quiet", "--depth=1", f"file://{repo.path}", str(tmp_path / "shallow"))
    with Commits(git.find(tmp_path / "shallow")) as held:
        asked = (repo.head, UNKNOWN, "main")
        assert [held.hold(name) for name in asked] == [True, None, False]


def test_a_git_that_was_killed_is_no_answer(repo: Repo) -> None:
    commit = repo.commit("first", {"a.md": "1"})
    with Commits(git.find(repo.path)) as held:
        assert held.hold(UNKNOWN) is False
        assert held._git is not None
        held._git.kill()
        held._git.wait()
        assert held.hold(commit) is True
        assert held.hold(commit[:9]) is True


def test_a_partial_clone_does_not_go_to_the_network(repo: Repo, tmp_path: Path) -> None:
    repo.commit("first", {"a.md": "1"})
    repo.git("config", "uploadpack.allowFilter", "true")
    clone = str(tmp_path / "partial")
    repo.git("clone", "--quiet", "--no-checkout", "--filter=tree:0", f"file://{repo.path}", clone)
    with Commits(git.find(Path(clone))) as held:
        assert held.hold(repo.head) is True
        try:
            assert held.hold(UNKNOWN) is False
        except UserError as error:
            assert "partial clone" in error.message  # noqa: PT017

"""Commits by name: which there are, which cannot be told, which names are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from stewardship.errors import UserError
from stewardship.repository import git, revisions
from tests.repos import Repo

UNKNOWN = "0123456789" * 4


@pytest.fixture
def shallow(repo: Repo, tmp_path: Path) -> Repo:
    """A clone of depth 1 of a repository of three commits."""
    for n in range(3):
        repo.commit(f"{n}", {"a.md": f"{n}"})
    repo.git("clone", "--quiet", "--depth=1", f"file://{repo.path}", str(tmp_path / "shallow"))
    return Repo(tmp_path / "shallow")


@pytest.mark.parametrize("name", ["HEAD", "main", "refs/heads/main", "v1", "HEAD~0", "@"])
def test_a_commit_has_many_names(repo: Repo, name: str) -> None:
    commit = repo.commit("first")
    repo.git("tag", "--annotate", "--message", "x", "v1")
    found = git.find(repo.path)
    assert revisions.resolve(found, name) == commit
    assert revisions.resolve(found, commit[:8]) == commit


@pytest.mark.parametrize("name", ["nothing", "HEAD~9", "HEAD:a.md", "HEAD^{tree}", UNKNOWN])
def test_what_is_no_commit_has_no_id(repo: Repo, name: str) -> None:
    repo.commit("first", {"a.md": "1"})
    assert revisions.resolve(git.find(repo.path), name) is None


@pytest.mark.parametrize("name", ["-h", "--all", "--output=x", "", "main\n", "a\0b", "\x1b[31m"])
def test_a_name_that_could_be_an_option_is_refused(repo: Repo, name: str) -> None:
    repo.commit("first")
    with pytest.raises(UserError, match="is not a revision"):
        revisions.resolve(git.find(repo.path), name)


def test_commits_of_these_ids_are_told_at_once(repo: Repo) -> None:
    commit = repo.commit("first", {"a.md": "1"})
    tree = repo.git("rev-parse", "HEAD^{tree}")
    repo.git("tag", "--annotate", "--message", "x", "v1")
    repo.git("branch", "abcdef12")
    names = {
        commit: True,
        commit[:10]: True,
        repo.git("rev-parse", "v1"): False,
        tree: False,
        UNKNOWN: False,
        "abcdef12": False,
        "main": False,
        "HEAD": False,
        commit.upper(): False,
        "": False,
        f"{commit}\n{tree}": False,
    }
    found = git.find(repo.path)
    assert revisions.has_commits(found, list(names)) == names
    assert {name: revisions.has_commit(found, name) for name in names} == names


def test_no_names_ask_nothing(repo: Repo) -> None:
    assert revisions.has_commits(git.find(repo.path), []) == {}


def test_in_a_shallow_clone_an_older_commit_may_or_may_not_be(repo: Repo, shallow: Repo) -> None:
    found = git.find(shallow.path)
    assert revisions.is_shallow(found)
    assert not revisions.is_shallow(git.find(repo.path))
    assert revisions.has_commits(found, [repo.head, UNKNOWN, "main"]) == {
        repo.head: True,
        UNKNOWN: None,
        "main": False,
    }


def test_a_base_that_a_shallow_clone_lacks_is_said_with_what_to_do(shallow: Repo) -> None:
    with pytest.raises(UserError) as caught:
        revisions.changes_between(git.find(shallow.path), "HEAD~1", "HEAD")
    assert "full history" in str(caught.value.hint)


def test_there_is_no_head_before_the_first_commit(repo: Repo) -> None:
    found = git.find(repo.path)
    assert revisions.head(found) is None
    assert revisions.default_base(found) is None
    assert repo.commit("first") == revisions.head(found) == revisions.default_base(found)


def test_the_base_is_the_default_branch_of_the_remote(repo: Repo, tmp_path: Path) -> None:
    base = repo.commit("first")
    repo.git("clone", "--quiet", str(repo.path), str(tmp_path / "clone"))
    clone = Repo(tmp_path / "clone")
    clone.branch("work")
    clone.commit("mine", {"a.md": "1"})
    assert revisions.default_base(git.find(clone.path)) == base

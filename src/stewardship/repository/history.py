"""Questions that need a walk through history, asked through GitPython.

Importing GitPython takes 90 ms and more, so that is done on first use, and no hook asks. It runs
git, which therefore gets the settings and the environment of ``git``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING

from stewardship.errors import GateError
from stewardship.frozen import dataclass
from stewardship.repository.git import SETTINGS, Repository, environment, program, shorten
from stewardship.repository.revisions import commit_id, is_shallow

if TYPE_CHECKING:
    from git import Commit, Repo


@dataclass(frozen=True, slots=True)
class Touch:
    """A commit that touched a path: its id, when it was committed (UTC), and its author."""

    commit: str
    when: datetime
    author: str
    email: str


def merge_base(repo: Repository, one: str, other: str) -> str | None:
    """The commit at which two revisions parted; None where the known history has none.

    History is often cut short in CI (``is_shallow``), and then the answer may be None, too.
    ``UserError`` for a name of no commit.
    """
    ids = commit_id(repo, one), commit_id(repo, other)
    with _opened(repo) as opened:
        bases = opened.merge_base(*ids)
        return bases[0].hexsha if bases else None


def commits_touching(repo: Repository, path: str, limit: int) -> tuple[Touch, ...]:
    """The commits up to HEAD that changed a path (a file or folder), newest first."""
    with _opened(repo) as opened:
        return tuple(_touch(commit) for commit in islice(_walk(opened, repo, path), limit))


def first_seen(repo: Repository, path: str) -> Touch | None:
    """The oldest commit at or before HEAD that touched a path.

    None where no commit did, and where history was cut off, since it may be older then.
    """
    if is_shallow(repo):
        return None
    with _opened(repo) as opened:
        oldest = None
        for commit in _walk(opened, repo, path):
            oldest = commit
        return _touch(oldest) if oldest else None


def _walk(opened: Repo, repo: Repository, path: str) -> Iterator[Commit]:
    return opened.iter_commits(commit_id(repo, "HEAD"), paths=repo.prefix + path)


def _touch(commit: Commit) -> Touch:
    when = commit.committed_datetime.astimezone(UTC)
    return Touch(commit.hexsha, when, commit.author.name or "", commit.author.email or "")


@contextmanager
def _opened(repo: Repository) -> Iterator[Repo]:
    """The repository as GitPython sees it, while the process has the environment of ``git``.

    GitPython takes ``os.environ`` as it is, even to decide which repository it opens.
    """
    before = dict(os.environ)
    os.environ.clear()
    os.environ.update(environment(), GIT_PYTHON_GIT_EXECUTABLE=program())
    try:
        from git import GitError, Repo

        try:
            with Repo(repo.top) as opened:
                opened.git.set_persistent_git_options(c=list(SETTINGS), literal_pathspecs=True)
                yield opened
        except (GitError, OSError, ValueError, LookupError, ArithmeticError) as error:
            # The last three: a commit with a malformed or impossible date, an unknown encoding.
            said = str(error).strip().splitlines() or [type(error).__name__]
            raise GateError(f"git's history could not be read: {shorten(said[-1])}") from None
    finally:
        os.environ.clear()
        os.environ.update(before)

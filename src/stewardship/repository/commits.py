"""Which commits a repository holds, asked of one git process however many they are.

Every model may name the commit that it was built by: a process for each of them would take longer
than all else that a run does.
"""

from __future__ import annotations

import subprocess
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING

from stewardship.repository.git import SAFE, Repository, environment, program
from stewardship.repository.revisions import HEX, has_commit, is_shallow

if TYPE_CHECKING:
    Process = subprocess.Popen[bytes]

ASKED = ("cat-file", "--batch-check=%(objectname) %(objecttype)")


class Commits:
    """The commits of a repository by their ids, whole or abbreviated. A context manager.

    Git is started at the first question and ended with the context.
    """

    def __init__(self, repo: Repository) -> None:
        self._repo = repo
        self._git: Process | None = None
        self._told: dict[str, bool | None] = {}

    def __enter__(self) -> Commits:
        return self

    def __exit__(self, *error: object) -> None:
        self._end()

    def hold(self, name: str) -> bool | None:
        """What ``revisions.has_commit`` answers: None where history is shallow, so that a commit
        which is not here may be one all the same."""
        if name not in self._told:
            self._told[name] = self._ask(name) if name and HEX.issuperset(name) else False
        return self._told[name]

    def _ask(self, name: str) -> bool | None:
        answer = self._line(f"{name}^{{commit}}")
        if answer is None:  # git ended, and says why if it is asked once more
            return has_commit(self._repo, name)
        # A branch may be named like an abbreviated id; what it points at begins otherwise.
        if answer.startswith(name) and answer.endswith(" commit"):
            return True
        return self._lost

    @cached_property
    def _lost(self) -> bool | None:
        """What it means that a commit is not there."""
        return None if is_shallow(self._repo) else False

    def _line(self, question: str) -> str | None:
        """Git's answer to one question; None where there is none."""
        if self._git is None:
            self._git = self._started()
        if self._git is None or self._git.stdin is None or self._git.stdout is None:
            return None
        try:
            self._git.stdin.write(f"{question}\n".encode())
            self._git.stdin.flush()
            answer = self._git.stdout.readline()
        except OSError:
            answer = b""
        if not answer.endswith(b"\n"):
            self._end()
            return None
        return answer.decode().rstrip("\n")

    def _started(self) -> Process | None:
        try:
            return subprocess.Popen(
                (program(), *SAFE, *ASKED),
                cwd=self._repo.top,
                env=environment(self._repo.index),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # why a name is no commit, in many lines for some
            )
        except OSError:
            return None

    def _end(self) -> None:
        git, self._git = self._git, None
        if git is None:
            return
        for pipe in (git.stdin, git.stdout):
            with suppress(OSError):  # there may be nobody left to tell the last question
                if pipe is not None:
                    pipe.close()
        git.wait()

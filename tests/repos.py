"""Real git repositories for tests: write files, commit, branch; nothing is simulated.

Names may be any that git takes: a newline, a leading dash, bytes that are not UTF-8 (as
``os.fsdecode`` spells them). ``conftest.py`` gives every test the same author, date and empty
home, so that commit ids do not change between runs.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

Files = Mapping[str, str | bytes]


@dataclass(frozen=True, slots=True)
class Repo:
    """A repository in a folder of its own; ``path`` is its top level."""

    path: Path

    def git(self, *arguments: str, env: Mapping[str, str] | None = None, ok: bool = True) -> str:
        """What git prints, without the last line end; a failure fails the test unless not ``ok``.

        ``env`` is added to the environment of the test.
        """
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.path,
            env={**os.environ, **(env or {})},
            capture_output=True,
        )
        if ok and done.returncode:
            raise AssertionError(f"git {arguments} in {self.path}: {os.fsdecode(done.stderr)}")
        return os.fsdecode(done.stdout).removesuffix("\n")

    def write(self, files: Files) -> None:
        """Write files and their folders; a str is written as UTF-8, its line ends as they are."""
        for name, content in files.items():
            file = self.path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content.encode() if isinstance(content, str) else content)

    def add(self, *paths: str) -> None:
        """Stage these paths, or everything when none is named."""
        self.git("add", *(("--", *paths) if paths else ("--all",)))

    def stage(self, files: Files) -> None:
        """Write files and stage these, and only these."""
        self.write(files)
        self.add(*files)

    def commit(self, message: str = "change", files: Files | None = None) -> str:
        """Write the files, stage everything, commit; hooks run. The id of the commit."""
        self.write(files or {})
        self.add()
        self.git("commit", "--quiet", "--allow-empty", "--message", message)
        return self.head

    def branch(self, name: str) -> None:
        """Make a branch here and go to it."""
        self.git("checkout", "--quiet", "-b", name)

    def hook(self, name: str, script: str) -> None:
        """Install a hook of this repository: a script for sh."""
        file = self.path / ".git" / "hooks" / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"#!/bin/sh\n{script}\n")
        file.chmod(0o755)

    @property
    def head(self) -> str:
        """The id of the current commit."""
        return self.git("rev-parse", "HEAD")


def make_repo(path: Path, files: Files | None = None, *arguments: str) -> Repo:
    """A new repository at ``path``, on branch ``main``; with files, they are its first commit.

    ``arguments`` are given to ``git init``.
    """
    path.mkdir(parents=True, exist_ok=True)
    repo = Repo(path)
    repo.git("init", "--quiet", "--initial-branch=main", *arguments)
    if files is not None:
        repo.commit("first", files)
    return repo

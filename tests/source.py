"""This repository as other tools take it: a copy, committed in a repository of its own.

The copy holds what git knows here and what it does not ignore, as it stands in the work tree: so
a test sees the change that is being made, and no tool that builds in the copy leaves a trace.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from tests.repos import Repo, make_repo

ROOT = Path(__file__).resolve().parent.parent


def files() -> list[str]:
    """The names of all files of this checkout that are not ignored."""
    # A checkout of another user's (a mounted folder in a container) is one that we test, too.
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others"]
    done = subprocess.run(
        [*command, "--exclude-standard"], cwd=ROOT, capture_output=True, check=True
    )
    names = os.fsdecode(done.stdout).split("\0")[:-1]
    return sorted(name for name in set(names) if (ROOT / name).is_file())


def copied(path: Path) -> Repo:
    """A copy of this checkout at ``path``, all of it in one commit."""
    for name in files():
        target = path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, target)
    repo = make_repo(path)
    repo.commit("the whole of it")
    return repo

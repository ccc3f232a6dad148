"""Whether what is installed lies in the checked tree: nothing of that is ever run."""

from __future__ import annotations

import os
import sys

from stewardship.repository import git
from stewardship.repository.git import Repository


class Checked:
    """The checked tree, as far as an import is concerned."""

    def __init__(self, repo: Repository | None) -> None:
        self._repo = repo
        self._top = os.path.realpath(repo.top) if repo else ""

    def holds(self, place: str) -> bool:
        """Whether a file or folder is the tree's, by its own path or where its links lead."""
        if not self._repo:
            return False
        for path in {os.path.abspath(place), os.path.realpath(place)}:
            if _inside(path, self._top) and not self._installed(path):
                return True
        return False

    def _installed(self, path: str) -> bool:
        """Whether it is of the environment that steward runs in, and nothing that git tracks."""
        homes = {os.path.abspath(sys.prefix), os.path.realpath(sys.prefix)} - {self._top}
        if not self._repo or not any(_inside(path, home) for home in homes):
            return False
        inner = os.path.relpath(path, self._top)
        return not git.ask(self._repo, "ls-files", "-z", "--", inner)

    def shown(self, place: str) -> str:
        """The path in the tree, for a message."""
        real = os.path.realpath(place)
        return os.path.relpath(real if _inside(real, self._top) else place, self._top)


def _inside(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)

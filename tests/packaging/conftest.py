"""What is published, built once: the source distribution, and the wheel that is made of it."""

from __future__ import annotations

import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.programs import run
from tests.repos import Repo
from tests.source import copied


@dataclass(frozen=True, slots=True)
class Built:
    """The two files of a release, and the tree that they were built from."""

    tree: Path
    sdist: Path
    wheel: Path

    @property
    def names(self) -> frozenset[str]:
        """The files in the wheel."""
        with zipfile.ZipFile(self.wheel) as archive:
            return frozenset(archive.namelist())

    def text(self, ending: str) -> str:
        """The one file of the wheel whose name ends so."""
        (name,) = (name for name in self.names if name.endswith(ending))
        with zipfile.ZipFile(self.wheel) as archive:
            return archive.read(name).decode()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A release of this tree. `build` unpacks the sdist and makes the wheel of that."""
    folder = tmp_path_factory.mktemp("release")
    tree: Repo = copied(folder / "tree")
    done = run(tree.path, sys.executable, "-m", "build", "--outdir", folder / "dist")
    assert done.code == 0, done.text
    (sdist,) = (folder / "dist").glob("*.tar.gz")
    (wheel,) = (folder / "dist").glob("*.whl")
    return Built(tree.path, sdist, wheel)


@pytest.fixture(scope="session")
def programs(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of a fresh environment that has the wheel, and what it asks for."""
    environment = tmp_path_factory.mktemp("fresh") / "environment"
    made = run(built.tree, sys.executable, "-m", "venv", environment)
    assert made.code == 0, made.text
    installed = run(
        environment, environment / "bin/python", "-m", "pip", "install", "--quiet", built.wheel
    )
    assert installed.code == 0, installed.text
    return environment / "bin"

"""Fresh environments with installed wheels: the product, its peer, and click alone.

An editable install would add the milliseconds of a path hook to every start.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("src/stewardship", "policies", "hooks")
METADATA = ("setup.cfg", "pyproject.toml", "README.md", "LICENSE", "NOTICE")


@dataclass(frozen=True)
class Environment:
    """A virtual environment."""

    folder: Path

    def program(self, name: str) -> str:
        """The path of one of its programs."""
        return str(self.folder / "bin" / name)

    def versions(self) -> dict[str, str]:
        """What is installed, by name."""
        listed = ("-m", "pip", "--disable-pip-version-check", "list", "--format", "json")
        done = subprocess.run([self.program("python"), *listed], check=True, capture_output=True)
        return {one["name"].lower(): one["version"] for one in json.loads(done.stdout)}


def product(work: Path) -> Environment:
    """An environment with the wheel of this tree, built anew when the tree has changed."""
    digest = _digest()
    build = work / "build"
    wheels = work / "wheels" / digest
    if not wheels.exists():
        shutil.rmtree(build, ignore_errors=True)
        ignored = shutil.ignore_patterns("__pycache__", "*.egg-info")
        for name in SOURCES:
            shutil.copytree(ROOT / name, build / name, ignore=ignored)
        for name in METADATA:
            shutil.copy(ROOT / name, build / name)
        _pip(sys.executable, "wheel", "--no-deps", "--wheel-dir", str(wheels), str(build))
    wheel = next(wheels.glob("*.whl"))
    return environment(work, f"product-{digest}", [str(wheel)])


def environment(work: Path, name: str, requirements: Sequence[str]) -> Environment:
    """An environment with these requirements, made once."""
    folder = work / "environments" / name
    done = folder / "installed"
    if not done.exists():
        shutil.rmtree(folder, ignore_errors=True)
        venv.create(folder, with_pip=True)
        _pip(str(folder / "bin" / "python"), "install", *requirements)
        done.touch()
    return Environment(folder)


def _pip(python: str, *arguments: str) -> None:
    command = [python, "-m", "pip", "--quiet", "--disable-pip-version-check", *arguments]
    subprocess.run(command, check=True)


def _digest() -> str:
    """What names the state of everything that goes into the wheel."""
    digest = hashlib.sha256()
    for file in _files():
        digest.update(b"%b\0%b\0" % (str(file.relative_to(ROOT)).encode(), file.read_bytes()))
    return digest.hexdigest()[:12]


def _files() -> Iterator[Path]:
    yield from (ROOT / name for name in METADATA)
    for name in SOURCES:
        found = (ROOT / name).rglob("*")
        yield from sorted(one for one in found if one.is_file() and "__pycache__" not in one.parts)

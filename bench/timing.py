"""Whole processes timed from outside, in turn, so that a machine's moods fall on all alike."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True)
class Command:
    """What is run: ``code`` is the exit code that it has to end with, ``before`` is not timed."""

    name: str
    arguments: Sequence[str]
    folder: Path
    environment: Mapping[str, str]
    code: int = 0
    before: Callable[[], None] = lambda: None


@dataclass(frozen=True)
class Run:
    """One run: seconds of the wall clock, of the processor, and the peak of memory in MiB."""

    wall: float
    cpu: float
    memory: float


def run(command: Command) -> Run:
    """Start it, wait for its end, and read what the operating system counted for it.

    The processor's time and the memory are those of the process and of all that it waited for.
    """
    command.before()
    started = time.perf_counter()
    process = subprocess.Popen(
        command.arguments,
        cwd=command.folder,
        env=command.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != command.code:
        raise SystemExit(f"{command.name}: exit code {process.returncode}, not {command.code}")
    scale = 1024 if os.uname().sysname == "Linux" else 1024 * 1024
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / scale)


def in_turn(commands: Sequence[Command], rounds: int) -> dict[str, list[Run]]:
    """A round runs each command once; the first round warms up and is not counted."""
    runs: dict[str, list[Run]] = {command.name: [] for command in commands}
    for number in range(rounds + 1):
        for command in commands:
            done = run(command)
            if number:
                runs[command.name].append(done)
    return runs


def ratio(one: Sequence[Run], other: Sequence[Run]) -> tuple[float, float, float]:
    """Least, median and greatest ratio of wall times, taken round by round."""
    ratios = [a.wall / b.wall for a, b in zip(one, other, strict=True)]
    return min(ratios), median(ratios), max(ratios)


def more(one: Sequence[Run], other: Sequence[Run]) -> tuple[float, float, float]:
    """Least, median and greatest difference of wall times in ms, taken round by round."""
    found = [(a.wall - b.wall) * 1000 for a, b in zip(one, other, strict=True)]
    return min(found), median(found), max(found)

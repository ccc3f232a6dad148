"""The figures as a page: what was measured, what was claimed, and how it came out."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import NamedTuple

from subjects import Claim, Subject
from timing import Run, more, ratio

Runs = Mapping[str, Sequence[Run]]


class Measured(NamedTuple):
    """A subject, and the runs of each of its commands."""

    subject: Subject
    runs: Runs


HEAD = """\
# How long one waits

Written by `make bench` (`bench/run.py`); do not edit. Times are whole processes on the wall
clock, from start to exit, of wheels installed into fresh environments; the commands run in turn,
so that a busy moment falls on all of them, and a ratio is taken round by round. A figure means
nothing on another machine; a ratio does.
"""


def write(measured: Sequence[Measured], versions: Mapping[str, str]) -> str:
    """The whole page."""
    sections = [
        HEAD,
        f"{_machine()}\n\n{_software(versions)}\n",
        "## What is claimed\n\n" + _claims(measured),
    ]
    for subject, runs in measured:
        rounds = len(next(iter(runs.values())))
        said = f"{rounds} rounds, after one that is not counted."
        sections.append(f"## {subject.TITLE}\n\n{said}\n\n{_figures(runs)}\n{subject.WHAT}")
    return "\n".join(sections)


def _claims(measured: Sequence[Measured]) -> str:
    rows = [
        "| claim | against | at most | least | median | greatest | held |",
        "| --- | --- | ---: | ---: | ---: | ---: | --- |",
    ]
    rows += [_claim(one, runs) for subject, runs in measured for one in subject.CLAIMS]
    return "\n".join(rows) + "\n"


def _claim(one: Claim, runs: Runs) -> str:
    if one.against and one.unit == "ms":
        figures, held = _told(more(runs[one.command], runs[one.against]), one.most, ".0f")
        against = f"ms more than {one.against}"
    elif one.against:
        figures, held = _told(ratio(runs[one.command], runs[one.against]), one.most, ".2f")
        against = one.against
    elif one.unit == "ms":
        walls = sorted(run.wall * 1000 for run in runs[one.command])
        figures, held = _told((walls[0], median(walls), walls[-1]), one.most, ".0f")
        against = "ms"
    else:  # memory: what counts is the greatest
        peaks = sorted(run.memory for run in runs[one.command])
        figures = f"{peaks[0]:.0f} | {median(peaks):.0f} | **{peaks[-1]:.0f}**"
        held, against = peaks[-1] <= one.most, "MiB"
    answer = "yes" if held else "**no**"
    return f"| {one.sentence} | {against} | {one.most:.3g} | {figures} | {answer} |"


def _told(figures: tuple[float, float, float], most: float, form: str) -> tuple[str, bool]:
    """Least, median and greatest for the table; and whether the median holds."""
    least, middle, greatest = figures
    return f"{least:{form}} | **{middle:{form}}** | {greatest:{form}}", middle <= most


def _figures(runs: Runs) -> str:
    rows = [
        "| command | wall ms: least | median | greatest | processor ms: median | peak MiB |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name in runs:
        wall = sorted(run.wall * 1000 for run in runs[name])
        cpu = median(run.cpu * 1000 for run in runs[name])
        peak = max(run.memory for run in runs[name])
        spread = f"{wall[0]:.0f} | **{median(wall):.0f}** | {wall[-1]:.0f}"
        rows.append(f"| {name} | {spread} | {cpu:.0f} | {peak:.0f} |")
    return "\n".join(rows) + "\n"


def _machine() -> str:
    """What it ran on, without naming it."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    day = datetime.now(UTC).date().isoformat()
    return f"{day}, {platform.system()} on {_processor()}, {cores} cores, {memory:.0f} GiB."


def _processor() -> str:
    file = Path("/proc/cpuinfo")
    lines = file.read_text().splitlines() if file.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _software(versions: Mapping[str, str]) -> str:
    git = subprocess.run(["git", "--version"], check=True, capture_output=True, text=True)
    named = ("stewardship", "check-jsonschema", "click", "jsonschema", "pyyaml", "ruamel.yaml")
    parts = [f"Python {platform.python_version()}", git.stdout.strip()]
    return (
        ", ".join([*parts, *(f"{name} {versions[name]}" for name in named if name in versions)])
        + "."
    )

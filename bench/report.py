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

from timing import Command, Run, ratio

Runs = Mapping[str, Sequence[Run]]


class Claim(NamedTuple):
    """What is promised: this command takes at most so many times as long as that one."""

    sentence: str
    command: str
    against: str
    most: float


HEAD = """\
# How long one waits

Written by `make bench` (`bench/run.py`); do not edit. Times are whole processes on the wall
clock, from start to exit, of wheels installed into fresh environments; the commands run in turn,
so that a busy moment falls on all of them, and a ratio is taken round by round. A figure means
nothing on another machine; a ratio does.
"""

WHAT = """\
## What is run

- The manifests are `MLmodel` files of MLflow, 26 lines of YAML each, one a folder, no two alike.
- `steward` judges them by the ten rules of `bench/rules.yaml` *and* by the packs that come
  installed; check-jsonschema by the ten rules alone, as the JSON Schema `bench/schema.json`.
  Before anything is timed both have to pass the manifests and to refuse ten mistakes, one a rule.
- **hook**: `steward check --staged`, the entry of the hook, in a repository of 1,000 manifests of
  which one is staged with a content that was never seen before; the others are in the cache.
- **hook, cold**: the same with an empty cache, as on the first commit after an installation.
- **cold**: `steward check` on the 1,000 manifests with an empty cache: nothing is known, not even
  that the policies are valid.
- **nothing governed**: `steward check --staged` where only `src/app.py` is staged.
- **peer**: `check-jsonschema --schemafile schema.json --default-filetype yaml FILES`.
"""


def write(
    commands: Sequence[Command],
    runs: Runs,
    claims: Sequence[Claim],
    versions: Mapping[str, str],
    large: Runs,
) -> str:
    """The whole page."""
    rounds = len(next(iter(runs.values())))
    sections = [
        HEAD,
        f"{_machine()}\n\n{_software(versions)}\n",
        f"{rounds} rounds, after one that is not counted.\n",
        "## What is claimed\n\n" + _claims(runs, claims),
        "## What was measured\n\n" + _figures(runs, [command.name for command in commands]),
        *(["## Five changed manifests among many\n\n" + _large(large)] if large else []),
        WHAT,
    ]
    return "\n".join(sections)


def _claims(runs: Runs, claims: Sequence[Claim]) -> str:
    rows = [
        "| claim | against | at most | least | median | greatest | held |",
        "| --- | --- | ---: | ---: | ---: | ---: | --- |",
    ]
    for one in claims:
        least, middle, greatest = ratio(runs[one.command], runs[one.against])
        figures = f"{least:.2f} | **{middle:.2f}** | {greatest:.2f}"
        held = "yes" if middle <= one.most else "**no**"
        rows.append(f"| {one.sentence} | {one.against} | {one.most} | {figures} | {held} |")
    return "\n".join(rows) + "\n"


def _figures(runs: Runs, names: Sequence[str]) -> str:
    rows = [
        "| command | wall ms: least | median | greatest | processor ms: median | peak MiB |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name in names:
        wall = sorted(run.wall * 1000 for run in runs[name])
        cpu = median(run.cpu * 1000 for run in runs[name])
        peak = max(run.memory for run in runs[name])
        spread = f"{wall[0]:.0f} | **{median(wall):.0f}** | {wall[-1]:.0f}"
        rows.append(f"| {name} | {spread} | {cpu:.0f} | {peak:.0f} |")
    return "\n".join(rows) + "\n"


def _large(large: Runs) -> str:
    few, many = large
    least, middle, greatest = (f"{one:.2f}" for one in ratio(large[many], large[few]))
    said = f"{many} against {few}: {least}, **{middle}**, {greatest} (least, median, greatest)."
    return f"{_figures(large, [few, many])}\n{said}\n"


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

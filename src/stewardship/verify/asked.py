"""What a verification is asked, and what it answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from stewardship.frozen import dataclass
from stewardship.verify.promises import Fault, Promise

Meter = Callable[[int, int], None]
"""Told now and then: bytes read so far, bytes to be read in all."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What to verify, and how. ``paths`` are relative to the root; ``jobs`` 0: one a core."""

    start: Path
    root: Path | None = None
    paths: tuple[str, ...] = ()
    quick: bool = False
    against: Path | None = None
    write: Path | None = None
    jobs: int = 0
    resume: bool = True
    require_all: bool = False
    meter: Meter = lambda done, total: None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a verification came to. ``files`` were looked at and have ``size`` bytes together, of
    which ``reused`` files were not read now; ``list`` is what ``--write`` has to write."""

    faults: tuple[Fault, ...]
    absent: tuple[Promise, ...]
    matched: int
    files: int
    size: int
    reused: int
    seconds: float
    notes: tuple[str, ...] = ()
    list: bytes | None = None

"""What is measured, one module a subject: to measure something more is to add one file here.

A subject module has:

- ``TITLE``: the heading of its part of the page;
- ``WHAT``: what each of its commands is, as Markdown;
- ``CLAIMS``: what is promised of them;
- ``ROUNDS`` (optional): how often each command is timed, 11 unless stated;
- ``commands(stage)``: the commands in the order of a round. What it does before the first of them
  is done is preparation and not timed; it has to hold the commands it compares against each other
  (``SystemExit`` where they do not do the same work), or nothing is compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import NamedTuple, Protocol, cast

from stage import Stage
from timing import Command


class Claim(NamedTuple):
    """What is promised of a command.

    Against another command: that it takes at most so many times as long, or so many ms more where
    that is the ``unit``. Without one: that it takes at most so many MiB of memory at its peak, or
    so many ms on the wall clock.
    """

    sentence: str
    command: str
    against: str
    most: float
    unit: str = ""


class Subject(Protocol):
    """What a subject module offers; ``ROUNDS`` is asked for with ``getattr``."""

    __name__: str
    TITLE: str
    WHAT: str
    CLAIMS: Sequence[Claim]
    commands: Callable[[Stage], Iterable[Command]]


ROUNDS = 11


def names() -> list[str]:
    """All subjects of this folder."""
    return sorted(file.stem for file in Path(__file__).parent.glob("[a-z]*.py"))


def load(name: str) -> Subject:
    """The subject of this name."""
    return cast(Subject, import_module(f"{__name__}.{name}"))

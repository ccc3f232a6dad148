"""One module a format. A reporter turns a ``Report`` into text, and decides nothing.

A reporter module has:

- a docstring: its manual page (who reads this format, what is in it, its limits);
- ``render(report, color=…, width=…)``: the whole output as one text that ends in a newline.
  ``color`` allows terminal colors and ``width`` is the terminal's, in cells; a format for
  machines takes both and heeds neither.

All that a report says may come from a hostile tree, so a reporter prints nothing that has not
gone through ``clean``. A module whose name is a standard library's ends in an underscore, which
is no part of the reporter's name: ``json_`` is ``json``.
"""

from __future__ import annotations

import os
from functools import cache
from importlib import import_module
from typing import Protocol, cast

from stewardship.model import Report

# Modules of this folder that are no reporters: what reporters share, and the parts of ``text``.
HELPERS = frozenset(
    (
        "__init__",
        "approving",
        "by_resource",
        "by_rule",
        "cells",
        "clean",
        "closing",
        "excerpt",
        "tally",
    )
)


class Reporter(Protocol):
    """What a reporter module offers."""

    __name__: str
    __doc__: str | None

    def render(self, report: Report, *, color: bool = False, width: int = 100) -> str:
        """The report in this format, ending in a newline."""


@cache
def names() -> tuple[str, ...]:
    """The names of all reporters, from the files of this folder, without importing any."""
    return tuple(sorted(stem.rstrip("_") for stem in _stems() - HELPERS))


def _stems() -> frozenset[str]:
    files = os.listdir(os.path.dirname(os.path.abspath(__file__)))
    return frozenset(name.removesuffix(".py") for name in files if name.endswith(".py"))


@cache
def load(name: str) -> Reporter:
    """The reporter of this name; only the formats that a run asks for are ever imported."""
    if name not in names():
        raise KeyError(name)
    module = name if name in _stems() else f"{name}_"
    return cast(Reporter, import_module(f"{__name__}.{module}"))

"""One module a fixer: what can be mended by an exact edit, and what is left for a person.

A fixer module has:

- a docstring: what it mends, with what, and where it finds that out;
- ``TAKES``: pairs of a check and a path, as ``fnmatch`` patterns: the findings of every rule that
  asks this check at this path are its own, whatever the rule is called and whoever wrote it;
- ``fix(finding, at, resource, site)``, where ``at`` is that path in full: yields ``Fix``es, each
  one change of one file, and a ``Left`` with the reason and the way by hand where it cannot. It
  writes nothing; what it finds out is true of this machine and this tree, and never guessed.

A module whose name begins with an underscore is a part of the fixers that it serves. ``work``
gathers what they say, and writes it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from fnmatch import fnmatchcase
from functools import cache
from importlib import import_module
from typing import Protocol, cast

from stewardship.fixers._site import Fix, Left, Site
from stewardship.model import Finding, Resource, Rule

__all__ = ["Fix", "Fixer", "Left", "Site", "fixer_of", "fixes", "names"]


class Fixer(Protocol):
    """What a fixer module offers."""

    __name__: str
    __doc__: str | None
    TAKES: tuple[tuple[str, str], ...]
    fix: Callable[[Finding, str, Resource, Site], Iterable[Fix | Left]]


HELPERS = ("__init__.py", "work.py")


def names() -> tuple[str, ...]:
    """The names of all fixers: the files of this folder, without importing any."""
    files = sorted(os.listdir(os.path.dirname(os.path.abspath(__file__))))
    own = [name for name in files if name.endswith(".py") and name not in HELPERS]
    return tuple(name.removesuffix(".py").replace("_", "-") for name in own if name[0] != "_")


@cache
def load(name: str) -> Fixer:
    """The fixer of this name."""
    return cast(Fixer, import_module(f"{__name__}.{name.replace('-', '_')}"))


def fixer_of(rule: Rule) -> Fixer | None:
    """The fixer of a rule's findings; None where nothing but a person can mend them."""
    if len(rule.alternatives) != 1:
        return None  # several ways to mend it: that is a choice
    check, at = rule.alternatives[0].check, path_of(rule)
    fixers = (load(name) for name in names())
    return next((fixer for fixer in fixers if _takes(fixer, check, at)), None)


def path_of(rule: Rule) -> str:
    """Where a rule of one check looks, item by item or not."""
    return ".".join(part for part in (rule.each, rule.alternatives[0].at) if part)


def _takes(fixer: Fixer, check: str, path: str) -> bool:
    return any(name == check and fnmatchcase(path, at) for name, at in fixer.TAKES)


def fixes(finding: Finding, rule: Rule, site: Site) -> list[Fix | Left]:
    """What is to be done about a finding: edits, or why there are none."""
    fixer, resource = fixer_of(rule), site.universe.by_key(f"{finding.kind}|{finding.id}")
    if fixer is None or resource is None:
        return [Left("", finding.remedy)]
    return list(fixer.fix(finding, path_of(rule), resource, site)) or [Left("", finding.remedy)]

"""What a package is used as: by where the tree names it, by its scope, else by the default."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from stewardship.checks.matrix import context_of
from stewardship.model import Location, Resource, Value
from stewardship.packages import Package

if TYPE_CHECKING:
    from pathlib import Path


def contexts(options: Mapping[str, Any], root: Path | None) -> Callable[[Package], str]:
    """The context that each package is used in, by the options of ``license-use``."""
    named = _named(root) if options["contexts"] else {}

    @cache
    def unnamed(scope: str) -> str:
        place = Location(".steward/licenses.lock")
        fields = {"scope": Value(scope, place)} if scope else {}
        return context_of(Resource("dependency", "", "", place, fields), options).context

    def context(package: Package) -> str:
        found = named.get(package.purl)
        return context_of(found, options).context if found else unnamed(package.scope)

    return context


def _named(root: Path | None) -> Mapping[str, Resource]:
    """The packages that the repository names, by package URL: paths decide about them."""
    from stewardship.cli.licenses.tree import repository  # late: an environment needs no tree

    if repository(root) is None:
        return {}
    from stewardship.cli.looking import picture

    return {one.id: one for one in picture(root).universe.all() if one.kind == "dependency"}

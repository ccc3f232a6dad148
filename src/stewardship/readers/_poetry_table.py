"""The dependencies in Poetry's own table ``[tool.poetry]``, for the pyproject reader.

Read from Poetry's documentation: a constraint is a text (``^1.2``; a bare ``1.2.3`` is exact), a
table, or a list of tables for several platforms. ``python`` is no package. Groups other than
``main`` are for development.
"""

from __future__ import annotations

from collections.abc import Iterator

from stewardship.document import Document
from stewardship.model import Fragment, Location, Problem, Value
from stewardship.pattern import pattern
from stewardship.readers._dependency import dependency, extras, scope, source
from stewardship.readers._lock import inside, word
from stewardship.readers.facts import said

_EXACT = pattern(r"(?:={2,3}\s*)?v?([0-9][A-Za-z0-9.+!_-]*)")


def poetry_dependencies(document: Document, origin: str) -> Iterator[Fragment | Problem]:
    """One dependency for each constraint; what is none is a problem at its place."""
    base = ("tool", "poetry")
    yield from _table(document, (*base, "dependencies"), origin, dev=False)
    yield from _table(document, (*base, "dev-dependencies"), origin, dev=True)
    groups = document.get(*base, "group")
    for name in groups if isinstance(groups, dict) else ():
        pointer = (*base, "group", name, "dependencies")
        yield from _table(document, pointer, origin, dev=name != "main")


def _table(
    document: Document, pointer: tuple[str, ...], origin: str, dev: bool
) -> Iterator[Fragment | Problem]:
    node = document.get(*pointer)
    if node is not None and not isinstance(node, dict):
        yield Problem(f"`{pointer[-1]}` has to be a table", document.location(*pointer))
        return
    for name, constraint in (node or {}).items():
        if name.lower() == "python":
            continue
        place = document.location(*pointer, name)
        for one in constraint if isinstance(constraint, list) else (constraint,):
            table = {"version": one} if isinstance(one, str) else one
            if not isinstance(table, dict):
                yield Problem(f"`{name}` has to be a version or a table", place)
            elif not inside(word(table, "path")):
                yield _one(name, table, place, origin, dev)


def _one(name: str, table: dict[str, object], place: Location, origin: str, dev: bool) -> Fragment:
    specifier = word(table, "version")
    exact = _EXACT.fullmatch(specifier)
    version = exact.group(1) if exact else ""
    marker = word(table, "markers")
    fields = {
        "specifier": said(specifier, place, origin) if specifier not in ("", "*") else None,
        "version": said(version, place, origin) if version else None,
        "marker": said(marker, place, origin) if marker else None,
        "extras": _extras(table, place, origin),
        "source": _source(table, place, origin),
        "direct": Value(True, place, origin),
        "scope": scope(dev, place, origin),
        "optional": Value(True, place, origin) if table.get("optional") is True else None,
    }
    return dependency(name, place, origin, fields, version=version)


def _extras(table: dict[str, object], place: Location, origin: str) -> Value | None:
    stated = table.get("extras")
    names = stated if isinstance(stated, list) else ()
    return extras((name for name in names if isinstance(name, str)), place, origin)


def _source(table: dict[str, object], place: Location, origin: str) -> Value | None:
    if git := word(table, "git"):
        revision = word(table, "rev") or word(table, "tag") or word(table, "branch")
        return source("vcs", git, place, origin, revision)
    for key, way in (("url", "url"), ("path", "path"), ("file", "path"), ("source", "registry")):
        if stated := word(table, key):
            return source(way, stated, place, origin)
    return None

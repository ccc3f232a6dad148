"""Everybody whom the map of a tree names: by which handle, and where.

A person who has departed by the map is not expected to be on the forge, so their own entry names
nobody; another line that still names them does.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from stewardship.joining.universe import Universe
from stewardship.model import Location, Resource, Value
from stewardship.ownership.map import UNSTEWARDED
from stewardship.vocabulary import absence
from stewardship.vocabulary.owner_places import ALL_PLACES

FIELDS = ("on-call", "deputy", "members")
"""What an entry of the map says of others; the address of a schedule is nobody."""


def named(universe: Universe, day: date) -> dict[str, list[Location]]:
    """The lines that name each handle, in order, by the handle as it is first written.

    Handles begin with ``@`` or hold one (an e-mail address); they are one in any case.
    """
    found: dict[str, tuple[str, list[Location]]] = {}
    told = (*_map(universe, day), *_resources(universe))
    for handle, place in sorted(told, key=lambda one: (one[1].path, one[1].line or 0)):
        if "@" in handle:
            places = found.setdefault(handle.casefold(), (handle, []))[1]
            line = Location(place.path, place.line)
            places += [line] if line not in places else []
    return dict(found[key] for key in sorted(found))


def _map(universe: Universe, day: date) -> Iterator[tuple[str, Location]]:
    for entry in universe.of_kind("steward"):
        if not entry.place.path.startswith(".steward/"):
            continue
        if not absence.departed(entry, day):
            yield entry.name, entry.place
        for field in FIELDS:
            yield from _handles(entry.value(field))
    for entry in universe.of_kind("ownership-entry"):
        if _counts(entry):
            yield from _handles(entry.value("owners"))


def _counts(entry: Resource) -> bool:
    """Whether a line is one that somebody goes by; the forge skips those in error."""
    path = entry.place.path
    here = path.startswith(".steward/") or path in ALL_PLACES
    return here and entry.value("line-error").state == "absent"


def _resources(universe: Universe) -> Iterator[tuple[str, Location]]:
    for one in universe.all():
        if one.kind not in UNSTEWARDED:
            yield from _handles(one.value("steward"))


def _handles(value: Value) -> Iterator[tuple[str, Location]]:
    for one in value.data if isinstance(value.data, tuple) else (value,):
        if one.state == "present" and "://" not in str(one.data):
            yield str(one.data).strip(), one.location

"""The whole map at a glance: who holds what, how they are reached, what nobody holds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from stewardship.frozen import dataclass, field
from stewardship.joining.universe import Universe
from stewardship.model import Resource, Value
from stewardship.ownership.coverage import HELD
from stewardship.ownership.map import UNSTEWARDED, Ownership
from stewardship.vocabulary import absence
from stewardship.vocabulary.durations import date_of

SHOWN = ("contact", "on-call", "deputy", "budget", "roadmap", "reviewed-on")


@dataclass(frozen=True, slots=True)
class Held:
    """One resource that somebody answers for, and where that is written."""

    resource: Resource
    steward: Value


@dataclass(frozen=True, slots=True)
class Entry:
    """One steward: what the map says of it, what it holds, and what is wrong today.

    ``known`` is False for a handle that resources name and the map has no entry for. ``missing``
    says why nobody should wait for it (away, left); ``stale`` that nobody confirmed it in time.
    """

    name: str
    known: bool
    said: Mapping[str, str] = field(default_factory=dict)
    members: tuple[str, ...] = ()
    holds: tuple[Held, ...] = ()
    missing: str = ""
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Overview:
    """All stewards by name, then what nobody answers for."""

    entries: tuple[Entry, ...]
    unheld: tuple[Resource, ...]


def overview(ownership: Ownership, universe: Universe, day: date, lasts: timedelta) -> Overview:
    """The map as of a day; an entry stays true for so long after it was confirmed."""
    held: dict[str, list[Held]] = {}
    unheld = []
    for one in universe.all():
        if one.kind in UNSTEWARDED:
            continue
        steward = ownership.steward_of(one)
        if steward.state == "present":
            entry = ownership.entry(str(steward.data))
            name = entry.name if entry else str(steward.data)
            held.setdefault(name, []).append(Held(one, steward))
        elif one.kind in HELD:
            unheld.append(one)
    entries = [_entry(one, held.pop(one.name, []), day, lasts) for one in ownership.stewards]
    entries += [Entry(name, False, holds=_sorted(those)) for name, those in held.items()]
    entries.sort(key=lambda one: one.name.casefold())
    return Overview(tuple(entries), tuple(sorted(unheld, key=lambda one: one.key)))


def _entry(one: Resource, holds: list[Held], day: date, lasts: timedelta) -> Entry:
    values = {name: one.value(name) for name in SHOWN}
    said = {name: str(v.data) for name, v in values.items() if v.state == "present"}
    members = one.value("members").data
    names = tuple(str(member.data) for member in members) if isinstance(members, tuple) else ()
    confirmed = date_of(said.get("reviewed-on", ""))
    stale = confirmed is None or confirmed.date() + lasts < day
    missing = absence.missing(one, day)
    return Entry(one.name, True, said, names, _sorted(holds), missing, bool(holds) and stale)


def _sorted(holds: list[Held]) -> tuple[Held, ...]:
    return tuple(sorted(holds, key=lambda one: (one.resource.kind, one.resource.name)))


def as_data(found: Overview) -> dict[str, Any]:
    """The overview as JSON would hold it, version 1."""
    return {
        "version": 1,
        "stewards": [_entry_data(one) for one in found.entries],
        "unheld": [_resource_data(one) for one in found.unheld],
    }


def _entry_data(one: Entry) -> dict[str, Any]:
    holds = [
        _resource_data(held.resource)
        | {"from": {"path": held.steward.location.path, "line": held.steward.location.line}}
        for held in one.holds
    ]
    said = {name: one.said.get(name) for name in SHOWN}
    state = {"known": one.known, "missing": one.missing, "stale": one.stale}
    return {"name": one.name, "members": list(one.members), **said, **state, "holds": holds}


def _resource_data(one: Resource) -> dict[str, str]:
    return {"kind": one.kind, "id": one.id, "name": one.name, "path": one.place.path}

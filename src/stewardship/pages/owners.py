"""The ownership map as a page: who holds what, what nobody holds, what is stale."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from stewardship.model import Resource
from stewardship.ownership.overview import SHOWN, Entry, Held, Overview
from stewardship.pages import fill, text


def page(found: Overview, title: str, day: date) -> str:
    """The page. ``title`` names the repository."""
    held = sum(len(one.holds) for one in found.entries)
    return fill(
        "owners",
        title=text(title),
        day=day.isoformat(),
        stewards=str(len(found.entries)),
        held=str(held),
        unheld=str(len(found.unheld)),
        stale=str(sum(one.stale for one in found.entries)),
        people="\n".join(map(_person, found.entries)),
        rows="\n".join(_rows(found)),
    )


def _person(one: Entry) -> str:
    marks = "".join(f'<b class="mark">{text(mark)}</b>' for mark in _marks(one))
    said = "".join(
        f"<dt>{text(name)}</dt><dd>{_said(one.said[name])}</dd>"
        for name in SHOWN
        if name in one.said
    )
    members = text(", ".join(one.members))
    team = f"<dt>members</dt><dd>{members}</dd>" if members else ""
    name = text(one.name)
    count = f"{len(one.holds)} held"
    return (
        f'<article data-find="{text(_words(one).casefold())}" data-state="{_state(one)}">'
        f"<h3>{name} {marks}<small>{count}</small></h3><dl>{team}{said}</dl></article>"
    )


def _said(value: str) -> str:
    """A value; one that is an address can be followed."""
    if value.startswith(("https://", "http://")):
        return f'<a href="{text(value)}" rel="noopener noreferrer">{text(value)}</a>'
    return text(value)


def _marks(one: Entry) -> Iterator[str]:
    if not one.known:
        yield "not in the map"
    if one.missing:
        yield one.missing
    if one.stale and one.known:
        yield "not confirmed in time"


def _state(one: Entry) -> str:
    return "stale" if any(_marks(one)) else "fine"


def _words(one: Entry) -> str:
    names = (held.resource.name for held in one.holds)
    return " ".join((one.name, *one.members, *one.said.values(), *names))


def _rows(found: Overview) -> Iterator[str]:
    for one in found.unheld:
        yield _row(one, "nobody", "", "unheld")
    for entry in found.entries:
        for held in entry.holds:
            yield _row(held.resource, entry.name, _where(held), _state(entry))


def _where(held: Held) -> str:
    place = held.steward.location
    return f"{place.path}:{place.line}" if place.line else place.path


def _row(one: Resource, steward: str, where: str, state: str) -> str:
    words = f"{one.kind} {one.name} {one.place.path} {steward}".casefold()
    cells = (one.kind, one.name, steward, one.place.path, where)
    shown = "".join(f"<td>{text(cell)}</td>" for cell in cells)
    return f'<tr data-find="{text(words)}" data-state="{state}">{shown}</tr>'

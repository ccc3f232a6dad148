"""Whether somebody of the ownership map is there on a day: ``away`` and ``departed``.

``away`` lists days (``2026-12-24``) and spans whose both ends are included
(``2026-12-24..2027-01-03`` or ``{from: 2026-12-24, to: 2027-01-03}``); ``departed`` is the first
day on which a person is gone for good.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from stewardship.model import Resource, Value
from stewardship.vocabulary.durations import date_of


def span(value: Value) -> tuple[date, date] | None:
    """First and last day of an absence; None for what is neither a day nor a span of days."""
    if isinstance(value.data, Mapping):
        if value.data.keys() != {"from", "to"}:
            return None
        first, last = (str(value.data[end].data) for end in ("from", "to"))
    else:
        first, dots, last = (part.strip() for part in str(value.data).partition(".."))
        last = last if dots else first
    begins, ends = date_of(first), date_of(last)
    if begins is None or ends is None or ends < begins:
        return None
    return begins.date(), ends.date()


def missing(entry: Resource, day: date) -> str:
    """Why nobody should wait for this entry on that day, as a clause; empty where one may.

    What is written and cannot be read as a date counts as there: the reader has said so.
    """
    if left := departed(entry, day):
        return left
    for one in _items(entry.value("away")):
        found = span(one)
        if found and found[0] <= day <= found[1]:
            return f"is away until {found[1].isoformat()}"
    return ""


def departed(entry: Resource, day: date) -> str:
    """That somebody is gone for good on that day, as a clause; empty where they are not."""
    gone = entry.value("departed")
    left = date_of(str(gone.data)) if gone.state == "present" else None
    if gone.data is True:
        return "has left"
    return f"left on {left.date().isoformat()}" if left and left.date() <= day else ""


def _items(value: Value) -> tuple[Value, ...]:
    if isinstance(value.data, tuple):
        return value.data
    return () if value.state == "absent" else (value,)

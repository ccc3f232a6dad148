"""One license Value out of what a Python package says of it in several places.

What the places come to is decided in ``vocabulary.declared``; here it is given its place back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from stewardship.frozen import replace
from stewardship.model import Location, Value

_LONGEST = 200  # characters of what nobody knows, for a message
_DIGITS = 32  # hex digits, too many for somebody to make two texts with the same


def settled(stated: Mapping[str, Sequence[Value]]) -> Value | None:
    """The license of these fields (by the names of ``vocabulary.declared``), each with its place.

    Conflicting, with every side as a candidate, where they disagree. A family and a name that
    nobody knows stay as they are, for the checks to speak of; a whole text that is not known is
    no value at all, and what only points elsewhere is ``unknown``.
    """
    from stewardship.vocabulary import declared  # late: hooks seldom get here

    heard = {
        field: [one for one in values if isinstance(one.data, str | int | float)]
        for field, values in stated.items()
    }
    texts = {
        field: declared.SEPARATOR.join(str(one.data) for one in values)
        for field, values in heard.items()
    }
    found = declared.settle(texts)

    def placed(side: declared.Side) -> Value:
        values = heard[side.field]
        source = next((one for one in values if str(one.data).strip() == side.written), values[0])
        return Value(_said(side), source.location, source.origin)

    if found.kind == "nothing":
        first = next((one for values in stated.values() for one in values), None)
        return replace(first, state="unknown") if first and first.state == "present" else first
    if found.kind == "text":
        return None
    if found.kind != "conflicting":
        return placed(found.sides[0])
    sides = {one.data: one for one in reversed([placed(side) for side in found.sides])}
    candidates = tuple(reversed(sides.values()))
    first = candidates[0]
    return Value(first.data, first.location, first.origin, "conflicting", candidates)


def by_its_text(found: Value | None, text: str, place: Location, origin: str) -> Value | None:
    """The license, or where no declaration says one and its text is known by a SHA-256 (``text``),
    a reference made of that: whoever excuses or approves it does so for that text."""
    if not text or not (found is None or found.state == "unknown"):
        return found
    return Value(f"LicenseRef-text-{text[:_DIGITS]}", place, origin)


def _said(side: object) -> str:
    """The license as it is written, where others understand it so; else what is meant by it."""
    from stewardship.vocabulary import declared, licenses

    assert isinstance(side, declared.Side)
    if side.meaning and side.field == "classifiers":
        return side.meaning
    if side.meaning and licenses.resolve(side.written).expression != side.meaning:
        return side.meaning
    line = " ".join(side.written.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"

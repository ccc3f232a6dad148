"""How far the approvals that a change wants are there: as text, as JSON, and in one sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from stewardship.model.review import Standing
from stewardship.reporters import approving, clean
from stewardship.reporters.approving import SHORT


def sentence(standings: Sequence[Standing]) -> str:
    """One sentence for a status: "1 of 2 approvals is there; wanted: @dana"."""
    wanted = sum(one.need.approvals for one in standings)
    if not wanted:
        return "nobody has to approve this change"
    there = sum(min(len(one.by), one.need.approvals) for one in standings)
    verb = "is" if there == 1 else "are"
    said = f"{there} of {wanted} approvals {verb} there"
    missing = [name for one in standings if not one.is_met for name in one.need.asked or ("?",)]
    return f"{said}; wanted: {', '.join(dict.fromkeys(missing))}" if missing else said


def state(standings: Sequence[Standing]) -> str:
    """The state of a commit status: a need that nobody can meet, or that somebody who is entitled
    speaks against, is a failure; one that is open is pending."""
    left = [one for one in standings if not one.is_met]
    if not left:
        return "success"
    lost = any(not one.need.entitled or one.against for one in left)
    return "failure" if lost else "pending"


def text(standings: Sequence[Standing], head: str, notes: Sequence[str]) -> str:
    """For a terminal."""
    return clean.lines(_lines(standings, head, notes))


def _lines(standings: Sequence[Standing], head: str, notes: Sequence[str]) -> Iterator[str]:
    yield clean.terminal(f"{sentence(standings)} ({head[:SHORT]})")
    for one in standings:
        yield ""
        yield clean.terminal(f"{'met' if one.is_met else 'open'}: {one.need.because}")
        yield from (f"  {line}" for line in map(clean.terminal, _about(one)))
    for note in notes:
        yield f"note: {clean.terminal(note)}"


def _about(one: Standing) -> Iterator[str]:
    yield from (f"approved by {approving.said(review)}" for review in one.by)
    yield from approving.faded(one)
    if one.is_met:
        return
    if not one.need.entitled:
        yield "nobody may approve it: name a deputy or a `fallback` in the map"
        return
    short = one.need.approvals - len(one.by)
    yield f"{short} more by: {', '.join(one.need.entitled)}"


def as_json(standings: Sequence[Standing], head: str, notes: Sequence[str]) -> str:
    """As JSON, version 1."""
    data: dict[str, Any] = {
        "version": 1,
        "head": head,
        "met": all(one.is_met for one in standings),
        "state": state(standings),
        "needs": [approving.as_data(one) for one in standings],
        "notes": list(notes),
    }
    return clean.json_text(data)

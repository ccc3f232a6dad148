"""How far the approvals that a change wants are there: as text, as JSON, and in one sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from stewardship.model.review import Review, Standing
from stewardship.reporters import clean

SHORT = 12


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
    yield from (f"approved by {_said(review)}" for review in one.by)
    for review in one.lapsed:
        yield f"lapsed: approved by {_said(review)}; what it is about changed since"
    yield from (f"changes asked for by {_said(review)}" for review in one.against)
    if one.is_met:
        return
    if not one.need.entitled:
        yield "nobody may approve it: name a deputy or a `fallback` in the map"
        return
    short = one.need.approvals - len(one.by)
    yield f"{short} more by: {', '.join(one.need.entitled)}"


def _said(review: Review) -> str:
    return f"{review.user} at {review.submitted_at} for {review.commit[:SHORT]}"


def as_json(standings: Sequence[Standing], head: str, notes: Sequence[str]) -> str:
    """As JSON, version 1."""
    data: dict[str, Any] = {
        "version": 1,
        "head": head,
        "met": all(one.is_met for one in standings),
        "state": state(standings),
        "needs": [_need(one) for one in standings],
        "notes": list(notes),
    }
    return clean.json_text(data)


def _need(one: Standing) -> dict[str, Any]:
    need = one.need
    return {
        "because": need.because,
        "resource": need.resource,
        "rule": need.rule or None,
        "handle": need.handle,
        "met": one.is_met,
        "approvals": need.approvals,
        "by": [_review(review) for review in one.by],
        "lapsed": [_review(review) for review in one.lapsed],
        "against": [_review(review) for review in one.against],
        "asked": list(need.asked),
        "entitled": list(need.entitled),
    }


def _review(review: Review) -> dict[str, str]:
    return {"user": review.user, "commit": review.commit, "submitted-at": review.submitted_at}

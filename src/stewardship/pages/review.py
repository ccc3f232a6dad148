"""A review plan as text and as JSON; as Markdown: ``asking``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from stewardship.model import Plain, Resource, Verdict
from stewardship.model.review import Difference, Need, ReviewPlan, Touched
from stewardship.reporters import clean

MOST = 20
"""Values of one resource that are shown, and resources in one comment."""
LONGEST = 80


def counts(verdict: Verdict, plan: ReviewPlan) -> tuple[int, int]:
    """How many approvals are wanted, and how many findings block."""
    findings = verdict.findings
    blocks = [one for one in findings if one.severity == "block" and one.status == "new"]
    blocking = [one for one in blocks if one.mode not in ("observe", "off")]
    return sum(need.approvals for need in plan.needs), len(blocking)


def headline(verdict: Verdict, plan: ReviewPlan) -> str:
    """The sentence that says all: "1 approval wanted, nothing blocks"."""
    wanted, blocking = counts(verdict, plan)
    asks = f"{wanted} approval{'s' if wanted != 1 else ''} wanted" if wanted else "nobody is asked"
    stops = f"{blocking} block" if blocking else "nothing blocks"
    return f"{asks}, {stops}"


def text(verdict: Verdict, plan: ReviewPlan) -> str:
    """The plan for a terminal."""
    return clean.lines(_lines(verdict, plan))


def _lines(verdict: Verdict, plan: ReviewPlan) -> Iterator[str]:
    yield headline(verdict, plan)
    for need in plan.needs:
        yield ""
        yield clean.terminal(f"{', '.join(need.asked) or 'nobody'}: {_why(need)}")
        if len(need.entitled) > len(need.asked):
            others = [one for one in need.entitled if one not in need.asked]
            yield clean.terminal(f"  or: {', '.join(others)}")
    for one in plan.touched:
        yield ""
        yield clean.terminal(f"{one.resource.kind} {one.resource.name} is {one.fate}")
        for differs in one.differences[:MOST]:
            line = f"{differs.field}: {shown(differs.old)} -> {shown(differs.new)}"
            yield f"  {clean.terminal(line)} ({clean.terminal(at(differs))})"
        if len(one.differences) > MOST:
            yield f"  and {len(one.differences) - MOST} more values"
        if one.reaches:
            yield f"  reaches: {clean.terminal(chain(one.reaches))}"
    for warning in plan.warnings:
        yield f"warning: {clean.terminal(warning)}"


def _why(need: Need) -> str:
    place = need.place
    where = f" ({place.path}:{place.line})" if place and place.line else ""
    role = f", for {need.handle}" if need.handle and need.handle not in need.asked else ""
    return f"{need.because}{role}{where}"


def shown(value: Plain) -> str:
    """A value on one short line."""
    if value is None:
        return "(nothing)"
    flat = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return flat if len(flat) <= LONGEST else flat[: LONGEST - 1] + "…"


def at(differs: Difference) -> str:
    """Where a difference stands."""
    return (
        f"{differs.place.path}:{differs.place.line}" if differs.place.line else differs.place.path
    )


def chain(reaches: Sequence[Resource]) -> str:
    """What a change reaches, nearest first."""
    names = [f"{one.kind} {one.name}{_stage(one)}" for one in reaches[:MOST]]
    more = f" and {len(reaches) - MOST} more" if len(reaches) > MOST else ""
    return " → ".join(names) + more


def _stage(one: Resource) -> str:
    stage = one.value("stage")
    return f" ({stage.data})" if stage.state == "present" else ""


def as_json(verdict: Verdict, plan: ReviewPlan) -> str:
    """The plan as JSON, version 1."""
    return clean.json_text(as_data(verdict, plan))


def as_data(verdict: Verdict, plan: ReviewPlan) -> dict[str, Any]:
    """What the JSON holds."""
    data: dict[str, Any] = {
        "version": 1,
        "verdict": verdict.outcome,
        "asked": list(plan.asked),
        "needs": [_need(one) for one in plan.needs],
        "resources": [_touched(one) for one in plan.touched],
        "warnings": list(plan.warnings),
    }
    return clean.plain(data)  # type: ignore[return-value]


def _need(need: Need) -> dict[str, Any]:
    place = need.place
    return {
        "handle": need.handle,
        "because": need.because,
        "rule": need.rule or None,
        "resource": need.resource,
        "approvals": need.approvals,
        "asked": list(need.asked),
        "entitled": list(need.entitled),
        "path": place.path if place else None,
        "line": place.line if place else None,
    }


def _touched(one: Touched) -> dict[str, Any]:
    return {
        "kind": one.resource.kind,
        "id": one.resource.id,
        "name": one.resource.name,
        "fate": one.fate,
        "values": [
            {
                "field": differs.field,
                "old": differs.old,
                "new": differs.new,
                "path": differs.place.path,
                "line": differs.place.line,
            }
            for differs in one.differences
        ],
        "reaches": [{"kind": r.kind, "id": r.id, "name": r.name} for r in one.reaches],
    }

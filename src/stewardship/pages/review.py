"""A review plan for people: as text, as JSON, and as the Markdown of a pull request's comment.

In Markdown every word of the tree is escaped or stands as code, so that it formats nothing; only
those who are asked are mentioned, each once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from stewardship.model import Plain, Resource, Verdict
from stewardship.model.review import Difference, Need, ReviewPlan, Touched
from stewardship.pattern import pattern
from stewardship.reporters import clean

MOST = 20
"""Values of one resource that are shown, and resources in one comment."""
LONGEST = 80
HANDLE = pattern(r"@[A-Za-z0-9][A-Za-z0-9_-]{0,60}(?:/[A-Za-z0-9_.-]{1,100})?")


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
            line = f"{differs.field}: {_shown(differs.old)} -> {_shown(differs.new)}"
            yield f"  {clean.terminal(line)} ({clean.terminal(_at(differs))})"
        if len(one.differences) > MOST:
            yield f"  and {len(one.differences) - MOST} more values"
        if one.reaches:
            yield f"  reaches: {clean.terminal(_chain(one.reaches))}"
    for warning in plan.warnings:
        yield f"warning: {clean.terminal(warning)}"


def _why(need: Need) -> str:
    place = need.place
    where = f" ({place.path}:{place.line})" if place and place.line else ""
    role = f", for {need.handle}" if need.handle and need.handle not in need.asked else ""
    return f"{need.because}{role}{where}"


def _shown(value: Plain) -> str:
    if value is None:
        return "(nothing)"
    flat = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return flat if len(flat) <= LONGEST else flat[: LONGEST - 1] + "…"


def _at(differs: Difference) -> str:
    return (
        f"{differs.place.path}:{differs.place.line}" if differs.place.line else differs.place.path
    )


def _chain(reaches: Sequence[Resource]) -> str:
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


def markdown(verdict: Verdict, plan: ReviewPlan) -> str:
    """The plan as Markdown: what blocks and who is asked first, the rest folded."""
    return "\n".join(_markdown(verdict, plan)) + "\n"


def _markdown(verdict: Verdict, plan: ReviewPlan) -> Iterator[str]:
    yield f"### Stewardship: {headline(verdict, plan)}"
    by_key = {one.resource.key: one for one in plan.touched}
    told: set[str] = set()
    for handle in plan.asked:
        needs = [need for need in plan.needs if handle in need.asked]
        yield ""
        yield f"{_mention(handle)}, you are asked because:"
        yield ""
        yield from (f"- {_reason(need)}" for need in needs)
        for need in needs:
            touched = by_key.get(need.resource)
            if touched and need.resource not in told:
                told.add(need.resource)
                yield from _table(touched)
    if plan.needs:
        yield ""
        yield from _closing(plan)
    yield from _folded(verdict, plan)


def _reason(need: Need) -> str:
    place = need.place
    where = f" ({clean.code_span(f'{place.path}:{place.line}')})" if place and place.line else ""
    role = f", for {clean.code_span(need.handle)}" if need.handle not in need.asked else ""
    return f"{clean.code_span(need.because)}{role if need.handle else ''}{where}"


def _mention(handle: str) -> str:
    """The handle as one that notifies, where it is one; else as code."""
    return handle if HANDLE.fullmatch(handle) else clean.code_span(handle)


def _cell(text: str) -> str:
    return clean.code_span(text).replace("|", "\\|")


def _table(touched: Touched) -> Iterator[str]:
    if touched.differences:
        yield ""
        yield "| value | base | this change | where |"
        yield "| --- | --- | --- | --- |"
    for one in touched.differences[:MOST]:
        cells = (one.field, _shown(one.old), _shown(one.new), _at(one))
        yield f"| {' | '.join(_cell(cell) for cell in cells)} |"
    if len(touched.differences) > MOST:
        yield f"| and {len(touched.differences) - MOST} more | | | |"
    if touched.reaches:
        yield ""
        yield f"Reaches: {clean.code_span(_chain(touched.reaches))}"


def _closing(plan: ReviewPlan) -> Iterator[str]:
    others = dict.fromkeys(
        one for need in plan.needs for one in need.entitled if one not in plan.asked
    )
    yield (
        "Approving says: what is listed here is right. "
        "It lapses with the next change to the same resource."
    )
    if others:
        names = ", ".join(clean.code_span(one) for one in list(others)[:MOST])
        yield ""
        yield f"Not you? {names} may approve as well."


def _folded(verdict: Verdict, plan: ReviewPlan) -> Iterator[str]:
    if plan.warnings:
        count = len(plan.warnings)
        yield ""
        yield f"<details><summary>{count} warning{'s' if count != 1 else ''}</summary>"
        yield ""
        yield from (f"- {clean.code_span(one)}" for one in plan.warnings)
        yield ""
        yield "</details>"

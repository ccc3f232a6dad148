"""A review plan as the Markdown of a pull request's comment.

Every word of the tree is escaped or stands as code, so that it formats nothing; only those who are
asked are mentioned, each once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from stewardship.model import Verdict
from stewardship.model.review import Need, ReviewPlan, Touched
from stewardship.pages.review import MOST, at, chain, headline, shown
from stewardship.pattern import pattern
from stewardship.reporters import clean

SHOWN = 12
"""How much of a commit's id is shown."""
ROLES = {
    "on call": "you are on call for",
    "deputy": "you are deputy of",
    "member": "you are a member of",
    "fallback": "you are the fallback where nobody is there of",
}
HANDLE = pattern(r"@[A-Za-z0-9][A-Za-z0-9_-]{0,60}(?:/[A-Za-z0-9_.-]{1,100})?")


def markdown(
    verdict: Verdict, plan: ReviewPlan, base: str = "", unasked: Collection[str] = ()
) -> str:
    """The plan as Markdown: what blocks and who is asked first, the rest folded.

    ``base`` is the commit that the change starts from; with it the page says how to get the same.
    Who is ``unasked`` is named and not mentioned: on the forge it may be somebody else's name.
    """
    return "\n".join(_markdown(verdict, plan, base, unasked)) + "\n"


def _markdown(
    verdict: Verdict, plan: ReviewPlan, base: str, unasked: Collection[str]
) -> Iterator[str]:
    yield f"### Stewardship: {headline(verdict, plan)}"
    by_key = {one.resource.key: one for one in plan.touched}
    told: set[str] = set()
    for handle in plan.asked:
        needs = [need for need in plan.needs if handle in need.asked]
        yield ""
        name = clean.code_span(handle) if handle in unasked else _mention(handle)
        yield f"{name}, you are asked because:"
        yield ""
        yield from (f"- {_reason(need, handle)}" for need in needs)
        for need in needs:
            touched = by_key.get(need.resource)
            if touched and need.resource not in told:
                told.add(need.resource)
                yield from _table(touched)
    if plan.needs:
        yield ""
        yield from _closing(plan)
    yield from _folded(plan)
    if base:
        yield ""
        yield f"Reproduce: {clean.code_span(f'steward review plan --base {base[:SHOWN]}')}"


def _reason(need: Need, handle: str) -> str:
    place = need.place
    where = f" ({clean.code_span(f'{place.path}:{place.line}')})" if place and place.line else ""
    role = need.role(handle)
    whose = ""
    if need.handle not in ("", handle):
        whose = f"; {ROLES.get(role, 'for')} {clean.code_span(need.handle)}"
    elif role == "fallback":
        whose = "; nobody is named for it, and you are the fallback"
    return f"{clean.code_span(need.because)}{whose}{where}"


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
        cells = (one.field, shown(one.old), shown(one.new), at(one))
        yield f"| {' | '.join(_cell(cell) for cell in cells)} |"
    if len(touched.differences) > MOST:
        yield f"| and {len(touched.differences) - MOST} more | | | |"
    if touched.reaches:
        yield ""
        yield f"Reaches: {clean.code_span(chain(touched.reaches))}"


def _closing(plan: ReviewPlan) -> Iterator[str]:
    others: dict[str, str] = {}
    for need in plan.needs:
        for one in need.entitled:
            if one not in plan.asked:
                others.setdefault(one, need.role(one))
    yield (
        "Approving says: what is listed here is right. "
        "It lapses with the next change to the same resource."
    )
    if others:
        names = ", ".join(_titled(one, others[one]) for one in list(others)[:MOST])
        yield ""
        yield f"Not you? {names} may approve as well."


def _titled(handle: str, role: str) -> str:
    """A name that notifies nobody, with what matters of its role."""
    said = clean.code_span(handle)
    return f"{said} ({role})" if role in ("on call", "deputy") else said


def _folded(plan: ReviewPlan) -> Iterator[str]:
    if plan.warnings:
        count = len(plan.warnings)
        yield ""
        yield f"<details><summary>{count} warning{'s' if count != 1 else ''}</summary>"
        yield ""
        yield from (f"- {clean.code_span(one)}" for one in plan.warnings)
        yield ""
        yield "</details>"

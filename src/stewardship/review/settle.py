"""What people said of a change, held against what it asks of them: the gate's last word in CI.

A finding for review is open until everybody whom it asks has approved, by the map of the base; a
waiver that the change proposes governs from then on. What blocks is settled by no approval.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from stewardship.decide import counts_as, outcome
from stewardship.frozen import dataclass, replace
from stewardship.model import Finding, Report, Verdict
from stewardship.model.review import Review, ReviewPlan, Standing
from stewardship.ownership import Ownership
from stewardship.review import route
from stewardship.review.given import Given
from stewardship.review.holding import Holding
from stewardship.review.plan import Reviewed, review
from stewardship.review.standing import folded, standing
from stewardship.review.writers import writers
from stewardship.run import Request

Members = Callable[[str], tuple[str, ...] | None]
"""Who is in a team, by its handle; None for one that is not known."""


@dataclass(frozen=True, slots=True)
class Stood:
    """How far the needs of a change are met, who is in the teams that could meet them, and what
    of that could not be known."""

    standings: tuple[Standing, ...]
    members: dict[str, tuple[str, ...]]
    notes: tuple[str, ...]


def stand(
    request: Request,
    reviewed: Reviewed,
    reviews: Iterable[Review],
    author: str,
    head: str,
    known: Members,
    unknown: str,
) -> Stood:
    """Hold reviews against what was planned. ``head`` is the id of the commit that they should be
    of; ``unknown`` says in a clause why a team may be one that is not ``known``."""
    picture = reviewed.judged.picture
    ownership = picture.ownership if picture else Ownership()
    members, notes = _members(reviewed.plan, known, unknown, ownership)
    day = request.now.date()
    for team, names in members.items():
        members[team] = tuple(one for one in names if not route.departed(one, ownership, day))
    reviews = tuple(reviews)
    wrote = writers(request, head, ownership) if reviews else frozenset()
    found = standing(reviewed.plan, reviews, {author, *wrote}, members, Holding(request, head))
    approved = (one.user for one in reviews if one.state.upper() == "APPROVED")
    own = dict.fromkeys(one for one in approved if folded(one) in wrote - {folded(author)})
    notes += (f"{one} wrote a part of the change, and approves none of it" for one in own)
    return Stood(found, members, tuple(notes))


def _members(
    plan: ReviewPlan, known: Members, unknown: str, ownership: Ownership
) -> tuple[dict[str, tuple[str, ...]], list[str]]:
    """Who is in the teams that are entitled, else by the map that governs; and a note for each
    team of which the map alone is known."""
    teams = dict.fromkeys(one for need in plan.needs for one in need.entitled if "/" in one)
    found, notes = {}, []
    for team in teams:
        told = known(team)
        found[team] = told if told is not None else ownership.members(team)
        if told is None:
            count = len(found[team])
            members = (
                "1 member that the map states counts"
                if count == 1
                else (f"{count} members that the map states count")
            )
            by = f"the {members}"
            notes.append(f"{team}: {unknown}, so {by}")
    return found, notes


def settled(request: Request, given: Given, author: str, head: str) -> Report:
    """Judge a change, and settle what the reviews of a file approve.

    ``author`` is whose change it is, ``head`` the id of the commit that the reviews should be of.
    """
    reviewed = review(request, author)
    report = reviewed.judged.report
    if reviewed.judged.changes is None:
        said = "no change is judged here, so no approval was looked for"
        notes = (*report.verdict.notes, said)
        return replace(report, verdict=replace(report.verdict, notes=notes))
    plan = reviewed.plan
    every = replace(reviewed, plan=replace(plan, needs=(*plan.needs, *plan.before)))
    unknown = "the file does not say it"
    stood = stand(request, every, given.reviews, author, head, given.members.get, unknown)
    verdict = settle(report.verdict, stood.standings)
    more = (*reviewed.plan.warnings, *stood.notes, *_elsewhere(stood.standings))
    verdict = replace(verdict, notes=tuple(dict.fromkeys((*verdict.notes, *more))))
    return replace(report, verdict=verdict, approvals=stood.standings)


def _elsewhere(standings: Iterable[Standing]) -> Iterable[str]:
    """That a change of a resource wants an approval, too, which no finding waits for."""
    left = [one for one in standings if not one.need.rule and not one.is_met]
    if left:
        count = "1 approval" if len(left) == 1 else f"{len(left)} approvals"
        verb = "is" if len(left) == 1 else "are"
        yield f"{count} of what changed {verb} open besides: `steward review check` says whose"


def settle(verdict: Verdict, standings: Sequence[Standing]) -> Verdict:
    """The verdict in which a finding that everybody asked has approved does not count any more."""
    by_finding: dict[tuple[str, str], list[Standing]] = {}
    for one in standings:
        if one.need.rule:
            by_finding.setdefault((one.need.rule, one.need.resource), []).append(one)

    def settled(finding: Finding) -> Finding:
        asks = by_finding.get((finding.rule, f"{finding.kind}|{finding.id}"), [])
        waits = counts_as(finding) == "review" or finding.status == "proposed"
        if not waits or not asks or not all(one.is_met for one in asks):
            return finding
        approved = tuple(dict.fromkeys(review for one in asks for review in one.by))
        status = "waived" if finding.status == "proposed" else finding.status
        return replace(finding, approved=approved, status=status)

    findings = tuple(map(settled, verdict.findings))
    return replace(verdict, findings=findings, outcome=outcome(findings))

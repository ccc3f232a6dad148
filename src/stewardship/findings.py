"""From what a check said to a complete finding.

Only here are rule, severity, place, steward, message, remedy and fingerprint stamped, so that a
finding is born complete and a check stays a few lines. Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from stewardship.checks import wording
from stewardship.context import Surroundings
from stewardship.fingerprint import fingerprint, former_ids
from stewardship.frozen import dataclass
from stewardship.model import Finding, Problem, Resource, Rule, Value
from stewardship.policy import templates


@dataclass(frozen=True, slots=True)
class Hit:
    """A problem at a value: what a check said, and about what."""

    problem: Problem
    value: Value
    path: str


def stamp(
    rule: Rule, resource: Resource, hits: Sequence[Hit], around: Surroundings
) -> Iterator[Finding]:
    """Each hit as a complete finding."""
    seen: Counter[str] = Counter()
    steward, on_call = _steward(resource, around)
    former = former_ids(resource, around.renames)
    for hit in hits:
        problem = hit.problem
        mark = _mark(rule, resource, resource.id, hit, 0)
        ordinal = seen[mark]
        seen[mark] += 1
        yield Finding(
            rule.id,
            rule.severity,
            resource.kind,
            resource.id,
            resource.name,
            problem.location or hit.value.location,
            _message(rule, resource, hit),
            _mark(rule, resource, resource.id, hit, ordinal) if ordinal else mark,
            _remedy(rule, resource, hit),
            steward,
            problem.reviewers or rule.reviewers,
            problem.related,
            dict(problem.details) | ({"on-call": on_call} if on_call else {}),
            rule.waivable,
            former=tuple((old, _mark(rule, resource, old, hit, ordinal)) for old in former),
        )


def _mark(rule: Rule, resource: Resource, identity: str, hit: Hit, ordinal: int) -> str:
    """The fingerprint of one hit, under one id of its resource."""
    subject = hit.problem.value if hit.problem.value is not None else hit.value.plain()
    state = hit.value.state
    return fingerprint(rule.id, resource.kind, identity, hit.path, subject, state, ordinal)


def _steward(resource: Resource, around: Surroundings) -> tuple[str, str]:
    """The handle of who answers for a resource, and of who is on call for them."""
    answer = around.ownership.steward_of(resource)
    if answer.state != "present":
        return "", ""
    handle = str(answer.data)
    return handle, around.ownership.on_call(handle) or ""


def _message(rule: Rule, resource: Resource, hit: Hit) -> str:
    """What is wrong, in the rule's own words where it has some."""
    if not rule.message:
        return hit.problem.message
    values = {
        "resource.path": wording.shorten(_path(resource, hit)),
        "resource.manifest": wording.shorten(_path(resource, hit)),
        "resource.name": wording.shorten(resource.name),
        "resource.id": wording.shorten(resource.id),
        "value": wording.summary(hit.value),
        "field": hit.path,
        "problem": hit.problem.message,
    }
    return templates.fill(rule.message, values)


def _remedy(rule: Rule, resource: Resource, hit: Hit) -> str:
    """What to do: a command, so whatever comes from the tree is quoted, and never cut."""
    values = {
        "resource.path": _path(resource, hit),
        "resource.manifest": _path(resource, hit),
        "resource.name": resource.name,
        "resource.id": resource.id,
        "value": wording.flat(hit.value.plain()),
        "field": hit.path,
        "problem": hit.problem.message,
    }
    return templates.fill(rule.remedy, values, quoted=True)


def _path(resource: Resource, hit: Hit) -> str:
    """The file to open: where the problem stands, else where the resource is declared."""
    place = hit.problem.location or hit.value.location
    return place.path or resource.place.path

"""The rule engine: compiled rules and resources in, findings out. Pure; the time is passed in.

For each rule and resource: does it apply, which values does it look at, what does the check say.
Only the engine stamps rule, severity, place, steward, remedy and fingerprint, so that a finding
is born complete and a check stays a few lines.
"""

from __future__ import annotations

import re
import shlex
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from stewardship.checks import wording
from stewardship.context import At, Surroundings
from stewardship.fingerprint import fingerprint, former_ids
from stewardship.model import (
    Evaluation,
    Finding,
    Location,
    Problem,
    Resource,
    Rule,
    Unchecked,
    Unjudged,
    Value,
)
from stewardship.policy.compile import Compiled, Judge
from stewardship.policy.paths import Node, select
from stewardship.policy.references import Frame


@dataclass(frozen=True, slots=True)
class Hit:
    """A problem at a value: what a check said, and about what."""

    problem: Problem
    value: Value
    path: str


def evaluate(
    rules: Sequence[Compiled],
    scope: Iterable[Resource],
    around: Surroundings,
    whole: bool = True,
) -> Evaluation:
    """Judge every resource of the scope by every rule that applies to it.

    ``whole`` says that the scope is the universe, so that a rule which matched nothing is one
    that guards nothing here.
    """
    resources = list(scope)
    findings: list[Finding] = []
    unjudged: Counter[tuple[str, str]] = Counter()
    waiting: dict[str, set[str]] = {}
    assumed: Counter[str] = Counter()
    matched: set[str] = set()
    for compiled in rules:
        rule = compiled.rule
        for resource in resources:
            if resource.kind not in compiled.kinds or resource.removed != compiled.removed:
                continue
            applies, guess = compiled.when(resource)
            if not applies:
                continue
            matched.add(rule.id)
            if rule.needs and not (around.files | around.provided).intersection(rule.needs):
                waiting.setdefault(rule.needs[0], set()).add(resource.key)
                continue
            if resource.problems and not _judges_unreadable(compiled):
                unjudged[rule.id, "its manifest cannot be read"] += 1
                continue
            assumed.update([guess] if guess and not rule.if_present else [])
            hits = list(judge(compiled, resource, around))
            findings.extend(_findings(compiled, resource, hits, around))
            for said in hits:
                if isinstance(said, Unjudged):
                    unjudged[rule.id, said.reason] += 1
    unchecked = tuple(Unchecked(r, why, n) for (r, why), n in sorted(unjudged.items()))
    notes = (*_waiting(waiting), *_assumed(assumed), *_unmatched(rules if whole else (), matched))
    universe = len(around.universe)
    judged = sum(not resource.removed for resource in resources)
    return Evaluation(tuple(findings), unchecked, notes, judged, universe, len(rules))


def _judges_unreadable(compiled: Compiled) -> bool:
    """A broken manifest is one finding, not ten: only these rules look at it."""
    return all(getattr(judge.check, "UNREADABLE", False) for judge in compiled.judges)


def _waiting(waiting: dict[str, set[str]]) -> Iterator[str]:
    for path, keys in sorted(waiting.items()):
        yield f"{_count(len(keys), 'resource')} not judged by the rules that wait for `{path}`"


def _assumed(assumed: Counter[str]) -> Iterator[str]:
    for guess, count in sorted(assumed.items()):
        yield f"{guess} ({_count(count, 'judgment')})"


def _unmatched(rules: Sequence[Compiled], matched: set[str]) -> Iterator[str]:
    ids = [compiled.rule.id for compiled in rules if not compiled.removed]
    idle = [rule_id for rule_id in ids if rule_id not in matched]
    if idle:
        yield f"{_count(len(idle), 'rule')} matched nothing: {', '.join(idle)}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def judge(compiled: Compiled, resource: Resource, around: Surroundings) -> Iterator[Hit | Unjudged]:
    """What one rule says of one resource, item by item where it has ``each``."""
    items: list[Node] = [resource]
    if compiled.each:
        found = select(resource, compiled.each, around.links, resource)
        items = [one for one in found if isinstance(one, Resource) or one.state != "absent"]
    for item in items:
        outcomes = []
        for one in compiled.judges:
            said = list(_alternative(one, compiled, resource, item, around))
            if not said:
                break
            outcomes.append(said)
        else:
            yield from outcomes[0] if len(outcomes) == 1 else [_either(outcomes)]


def _either(outcomes: list[list[Hit | Unjudged]]) -> Hit | Unjudged:
    """No alternative held: one problem at the first place, that says all of them."""
    for said in outcomes:
        for one in said:
            if isinstance(one, Unjudged):
                return one
    hits = [said[0] for said in outcomes if isinstance(said[0], Hit)]
    first = hits[0]
    message = "; nor: ".join(hit.problem.message for hit in hits)
    related = tuple(place for hit in hits for place in hit.problem.related)
    problem = Problem(message, first.problem.location, first.problem.value, related)
    return Hit(problem, first.value, first.path)


def _alternative(
    one: Judge, compiled: Compiled, resource: Resource, item: Node, around: Surroundings
) -> Iterator[Hit | Unjudged]:
    home = item if isinstance(item, Resource) else resource
    context = At(around, resource, one.label)
    for node in select(item, one.at, around.links, home):
        value = _as_value(node)
        options = one.options
        if one.getter:
            options = one.getter(Frame(resource, item, around.links))
        for target in _targets(value, one, compiled):
            if isinstance(target, Problem):
                yield Hit(target, value, one.path)
                continue
            for said in one.check.check(target, options, context):
                yield said if isinstance(said, Unjudged) else Hit(said, target, one.path)


def _as_value(node: Node) -> Value:
    """A resource as a value: its fields as one record, placed where it is declared."""
    return node if isinstance(node, Value) else Value(node.fields, node.place)


def _targets(value: Value, one: Judge, compiled: Compiled) -> Iterator[Value | Problem]:
    """What the check is to see, or the problem that there is nothing to see.

    Missing means violation, unless the rule says ``if-present``; a conflicting value is judged
    candidate by candidate, so that no candidate slips by because another one holds.
    """
    if one.sees_absent or value.state == "present":
        yield value
    elif value.state == "conflicting":
        yield from (value.candidates or (value,))
    elif value.state == "absent":
        if not compiled.rule.if_present:
            yield Problem(wording.absent(one.label))
    else:
        say = wording.placeholder if value.state == "placeholder" else wording.unknown
        yield Problem(say(one.label, str(value.data)))


def _findings(
    compiled: Compiled, resource: Resource, hits: Iterable[Hit | Unjudged], around: Surroundings
) -> Iterator[Finding]:
    rule = compiled.rule
    seen: Counter[str] = Counter()
    steward, on_call = _steward(resource, around)
    former = former_ids(resource, around.renames) if around.renames else ()
    for hit in hits:
        if isinstance(hit, Unjudged):
            continue
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
            _fill(rule.message or "{problem}", resource, hit, quote=False),
            _mark(rule, resource, resource.id, hit, ordinal) if ordinal else mark,
            _fill(rule.remedy, resource, hit, quote=True),
            steward,
            rule.reviewers,
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


_SLOT = re.compile(r"\{(resource\.path|resource\.name|resource\.id|value|field|problem)\}")


def _fill(template: str, resource: Resource, hit: Hit, quote: bool) -> str:
    """Fill a rule's own template; what goes into a command is quoted for a shell."""
    place: Location = hit.problem.location or hit.value.location
    values = {
        "resource.path": place.path or resource.place.path,
        "resource.name": resource.name,
        "resource.id": resource.id,
        "value": wording.quote(str(hit.value.plain())),
        "field": hit.path,
        "problem": hit.problem.message,
    }

    def slot(match: re.Match[str]) -> str:
        text = values[match.group(1)]
        return shlex.quote(text) if quote and match.group(1).startswith("resource") else text

    return _SLOT.sub(slot, template)

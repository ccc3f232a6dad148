"""The rule engine: compiled rules and resources in, findings out. Pure; the time is passed in.

For each rule and resource: does it apply, which values does it look at, what does the check say.
``findings`` then makes of each problem a complete finding.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from stewardship.checks.walk import unstated
from stewardship.context import At, Surroundings
from stewardship.findings import Hit, stamp
from stewardship.frozen import dataclass, field
from stewardship.model import (
    Evaluation,
    Finding,
    Problem,
    Resource,
    Rule,
    Unchecked,
    Unjudged,
    Value,
)
from stewardship.policy.compile import Compiled, Judge
from stewardship.policy.paths import Node, walk
from stewardship.policy.references import Frame


def evaluate(
    rules: Sequence[Compiled],
    scope: Iterable[Resource],
    around: Surroundings,
    whole: bool = True,
    watched: Collection[str] = (),
) -> Evaluation:
    """Judge every resource of the scope by every rule that applies to it.

    ``whole`` says that the scope is the universe, so that a rule which matched nothing is one
    that guards nothing here. Of the rules ``watched`` it is kept which resources they could not
    judge.
    """
    resources = list(scope)
    there = around.files if around.provided is None else around.provided
    said = _Said(watched)
    for compiled in rules:
        rule = compiled.rule
        waits = bool(rule.needs) and not there.intersection(rule.needs)
        for resource in resources:
            if resource.kind not in compiled.kinds or resource.removed != compiled.removed:
                continue
            applies, guess = compiled.when(resource)
            if not applies:
                continue
            said.matched.add(rule.id)
            if waits:
                said.cannot_tell(rule, resource, f"there is no `{rule.needs[0]}` yet")
            elif resource.problems and not _judges_unreadable(compiled):
                said.cannot_tell(rule, resource, "its manifest cannot be read")
            else:
                if guess and not rule.if_present:
                    said.assumed[guess] += 1
                said.take(compiled, resource, around)
    unchecked = tuple(Unchecked(r, why, n) for (r, why), n in sorted(said.unjudged.items()))
    idle = _unmatched(rules if whole else (), said.matched)
    universe = len(around.universe)
    judged = sum(not resource.removed for resource in resources)
    notes = (*_assumed(said.assumed), *idle)
    found, untold = tuple(said.findings), frozenset(said.untold)
    return Evaluation(found, unchecked, notes, judged, universe, len(rules), untold)


@dataclass(slots=True)
class _Said:
    """What a run has come to say: findings, what was not judged and why, what was assumed."""

    watched: Collection[str]
    findings: list[Finding] = field(default_factory=list)
    unjudged: Counter[tuple[str, str]] = field(default_factory=Counter)
    assumed: Counter[str] = field(default_factory=Counter)
    matched: set[str] = field(default_factory=set)
    untold: set[tuple[str, str]] = field(default_factory=set)

    def take(self, compiled: Compiled, resource: Resource, around: Surroundings) -> None:
        """Judge one resource by one rule that applies to it."""
        hits: list[Hit] = []
        for one in judge(compiled, resource, around):
            if isinstance(one, Unjudged):
                self.cannot_tell(compiled.rule, resource, one.reason)
            else:
                hits.append(one)
        if hits:
            self.findings.extend(stamp(compiled.rule, resource, hits, around))

    def cannot_tell(self, rule: Rule, resource: Resource, reason: str) -> None:
        """Count a judgment that could not be made."""
        self.unjudged[rule.id, reason] += 1
        if rule.id in self.watched:
            self.untold.add((rule.id, resource.key))


def _judges_unreadable(compiled: Compiled) -> bool:
    """A broken manifest is one finding, not ten: only these rules look at it."""
    return all(getattr(judge.check, "UNREADABLE", False) for judge in compiled.judges)


def _assumed(assumed: Counter[str]) -> Iterator[str]:
    for guess, count in sorted(assumed.items()):
        yield f"{guess} ({_count(count, 'judgment')})"


PACKS = "policies/"  # where the rules of the built-in packs stand


def _unmatched(rules: Sequence[Compiled], matched: set[str]) -> Iterator[str]:
    """Rules that guard nothing here: an organization's own by name, those of the packs counted,
    for most repositories have no use for all of them."""
    idle = [one.rule for one in rules if not one.removed and one.rule.id not in matched]
    own = [rule.id for rule in idle if not rule.place.path.startswith(PACKS)]
    if own:
        yield f"{_count(len(own), 'rule')} matched nothing: {', '.join(own)}"
    if len(own) < len(idle):
        count = _count(len(idle) - len(own), "rule")
        yield f"{count} of the packs found nothing here to look at"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def judge(compiled: Compiled, resource: Resource, around: Surroundings) -> Iterator[Hit | Unjudged]:
    """What one rule says of one resource, item by item where it has ``each``."""
    items: list[tuple[Node, Resource]] = [(resource, resource)]
    if compiled.each:
        found = walk(resource, compiled.each, around.links, resource)
        items = [one for one in found if isinstance(one[0], Resource) or one[0].state != "absent"]
    for item, home in items:
        frame = Frame(resource, item, home, around.links)
        outcomes = []
        for one in compiled.judges:
            said = list(_alternative(one, compiled.rule, frame, around))
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
    one: Judge, rule: Rule, frame: Frame, around: Surroundings
) -> Iterator[Hit | Unjudged]:
    context = At(around, frame.resource, one.label)
    options = one.getter(frame) if one.getter else one.options
    for node, _ in walk(frame.item, one.at, around.links, frame.home):
        for target in _targets(_as_value(node), one):
            state = target.state
            if not one.sees_absent and state not in ("present", "conflicting"):
                if state == "absent" and rule.settled_in_ci and around.in_hook:
                    yield Unjudged("not known on this machine: judged in CI")
                elif state != "absent" or not rule.if_present:
                    yield Hit(Problem(unstated(target, one.label)), target, one.path)
                continue
            for said in one.check.check(target, options, context):
                yield said if isinstance(said, Unjudged) else Hit(said, target, one.path)


def _as_value(node: Node) -> Value:
    """A resource as a value: its fields as one record, placed where it is declared."""
    return node if isinstance(node, Value) else Value(node.fields, node.place)


def _targets(value: Value, one: Judge) -> Iterator[Value]:
    """What is to be judged: a conflicting value candidate by candidate, so that no candidate
    slips by because another one holds; unless the check looks at conflicts itself. A list whose
    records contradict each other holds them all, and is judged as a whole."""
    sides = value.candidates
    whole = isinstance(value.data, tuple) and all(isinstance(s.data, Mapping) for s in sides)
    if one.sees_absent or value.state != "conflicting" or not sides or whole:
        yield value
        return
    for candidate in sides:
        yield from _targets(candidate, one)

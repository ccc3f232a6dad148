"""What one rule says of one resource: which values it looks at, and what its check says of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from stewardship.checks.walk import unstated
from stewardship.context import At, Surroundings
from stewardship.findings import Hit
from stewardship.model import Problem, Resource, Rule, Unjudged, Value
from stewardship.policy.compile import Compiled, Judge
from stewardship.policy.paths import Node, walk
from stewardship.policy.references import Frame

Said = Hit | Unjudged


class Judging:
    """The checks of a run's rules, asked value by value."""

    MOST = 20_000

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._links = around.links
        # (check of a rule, state, text, reader) where the check had nothing to say, and asked
        # nothing but the value: of an equal one it has nothing to say, either. Most are common.
        self._silent: set[tuple[int, str, str, str]] = set()

    def judge(self, compiled: Compiled, resource: Resource) -> list[Said]:
        """What one rule says of one resource, item by item where it has ``each``."""
        if not compiled.each:
            return self._item(compiled, resource, resource, resource)
        said: list[Said] = []
        for item, home in walk(resource, compiled.each, self._links, resource):
            if isinstance(item, Resource) or item.state != "absent":
                said += self._item(compiled, resource, item, home)
        return said

    def _item(
        self, compiled: Compiled, resource: Resource, item: Node, home: Resource
    ) -> list[Said]:
        """What a rule says of one item: nothing, where one of its alternatives holds."""
        outcomes = []
        for one in compiled.judges:
            frame = Frame(resource, item, home, self._links)
            outcome = self._alternative(one, compiled.rule, frame)
            if not outcome:
                return []
            outcomes.append(outcome)
        return outcomes[0] if len(outcomes) == 1 else [_either(outcomes)]

    def _alternative(self, one: Judge, rule: Rule, frame: Frame) -> list[Said]:
        found: list[Said] = []
        for node, _ in walk(frame.item, one.at, self._links, frame.home):
            value = _as_value(node)
            plain = one.sees_absent or value.state != "conflicting"
            for target in (value,) if plain else _candidates(value):
                state = target.state
                if one.sees_absent or state in ("present", "conflicting"):
                    found += self._said(one, target, frame)
                elif state == "absent" and rule.settled_in_ci and self._around.in_hook:
                    found.append(Unjudged("not known on this machine: judged in CI"))
                elif state != "absent" or not rule.if_present:
                    found.append(Hit(Problem(unstated(target, one.label)), target, one.path))
        return found

    def _said(self, one: Judge, target: Value, frame: Frame) -> Sequence[Said]:
        """What a check says of a value."""
        data, looks = target.data, self._around.looks
        text = data if isinstance(data, str) and not target.candidates else None
        common = text is not None and one.getter is None and not one.beside
        key = (id(one), target.state, text or "", target.origin)
        if common and key in self._silent:
            return ()
        context = At(self._around, frame.resource, one.label, one.beside)
        options = one.getter(frame) if one.getter else one.options
        before, looks.asked = looks.asked, 0
        found = [
            said if isinstance(said, Unjudged) else Hit(said, target, one.path)
            for said in one.check.check(target, options, context)
        ]
        if common and not found and not looks.asked and len(self._silent) < self.MOST:
            self._silent.add(key)
        looks.asked |= before
        return found


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


def _as_value(node: Node) -> Value:
    """A resource as a value: its fields as one record, placed where it is declared."""
    return node if isinstance(node, Value) else Value(node.fields, node.place)


def _candidates(value: Value) -> Iterator[Value]:
    """What is to be judged of a conflicting value: candidate by candidate, so that no candidate
    slips by because another one holds. A list whose records contradict each other holds them all,
    and is judged as a whole."""
    sides = value.candidates
    whole = isinstance(value.data, tuple) and all(isinstance(s.data, Mapping) for s in sides)
    if value.state != "conflicting" or not sides or whole:
        yield value
        return
    for candidate in sides:
        yield from _candidates(candidate)

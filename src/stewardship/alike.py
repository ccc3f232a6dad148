"""Resources that say the same are judged once: what a rule had nothing to say of is kept, by value.

Most rules look at one or two fields of a resource, and most resources say common things in them,
or have no such field. So the rules of resources with equally named fields are put together by
those fields that they look at and that are there, and for each combination of what these say it is
kept which rules do not apply, or apply and have nothing to say. That holds only of a judgment that
asked nothing else, neither the rest of the resource nor anything around it, and of plain texts:
every other one is made again each time. Nothing is kept of a finding.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from stewardship.frozen import dataclass, field
from stewardship.model import Resource
from stewardship.policy.compile import Compiled
from stewardship.quiet import OPEN, Outcome

Numbered = tuple[int, Compiled]
Said = tuple[str, str, str]  # state, text and reader of a plain value
Judge = Callable[[Compiled, Resource], tuple[Outcome, bool]]
"""What one rule comes to for one resource, and whether the values it looked at are all of that."""
MOST = 4_000
"""So many combinations of values are kept for one group of rules."""


@dataclass(frozen=True, slots=True)
class _Settled:
    """What is known for one combination: outcomes, and the rules that are to be asked again."""

    outcomes: tuple[tuple[int, Outcome], ...]
    open: tuple[Numbered, ...]


@dataclass(frozen=True, slots=True)
class _Group:
    """Rules, by their numbers, that look at these fields of all that their resources have."""

    names: tuple[str, ...]
    rules: tuple[Numbered, ...]
    known: dict[tuple[Said, ...], _Settled] = field(default_factory=dict)


class Alike:
    """The outcomes of rules, each combination of values judged once."""

    def __init__(self, judge: Judge, waiting: Callable[[Compiled], bool]) -> None:
        """``waiting`` tells of a rule that it is not judged at all, whatever its values."""
        self._judge = judge
        self._waiting = waiting
        self._shapes: dict[tuple[object, ...], list[_Group]] = {}

    def outcomes(self, resource: Resource, rules: Sequence[Compiled]) -> list[Outcome]:
        """What each of the rules comes to; they are all of the resource's kind."""
        fields = resource.fields
        shape = resource.kind, resource.removed, *fields
        groups = self._shapes.get(shape)
        if groups is None:
            groups = self._shapes[shape] = self._grouped(rules, frozenset(fields))
        said: dict[str, Said] = {
            name: (value.state, value.data, value.origin)
            for name, value in fields.items()
            if type(value.data) is str and not value.candidates
        }
        outcomes: list[Outcome] = [None] * len(rules)
        for group in groups:
            try:
                key = tuple([said[name] for name in group.names])
            except KeyError:  # a list, a record, a number, or what files disagree on
                for number, compiled in group.rules:
                    outcomes[number] = self._judge(compiled, resource)[0]
                continue
            settled = group.known.get(key)
            if settled is None:
                self._settle(group, key, resource, outcomes)
                continue
            for number, outcome in settled.outcomes:
                outcomes[number] = outcome
            for number, compiled in settled.open:
                outcomes[number] = self._judge(compiled, resource)[0]
        return outcomes

    def _grouped(self, rules: Sequence[Compiled], there: frozenset[str]) -> list[_Group]:
        """The rules by the fields that they look at and that are there."""
        groups: dict[tuple[str, ...] | None, list[Numbered]] = {}
        for number, compiled in enumerate(rules):
            seen = compiled.conditions if self._waiting(compiled) else compiled.fields
            names = None if seen is None else tuple(sorted(seen & there))
            groups.setdefault(names, []).append((number, compiled))
        # What looks at the whole resource looks at a field of no name, which nothing has.
        return [
            _Group(("",) if names is None else names, tuple(members))
            for names, members in groups.items()
        ]

    def _settle(
        self,
        group: _Group,
        key: tuple[Said, ...],
        resource: Resource,
        outcomes: list[Outcome],
    ) -> None:
        """Judge by the rules of a group, and keep what follows from the values alone."""
        settled, again = [], []
        for number, compiled in group.rules:
            outcome, sure = self._judge(compiled, resource)
            outcomes[number] = outcome
            if sure and outcome is not OPEN:
                settled.append((number, outcome))
            else:
                again.append((number, compiled))
        if len(group.known) < MOST:
            group.known[key] = _Settled(tuple(settled), tuple(again))

"""Resources that say the same are judged once: what a rule had nothing to say of is kept, by value.

Most rules look at one or two fields of a resource, and most resources say common things in them,
or have no such field. So the rules of resources with equally named fields are put together by
those that they look at and that are there, and for each combination of what these say it is
kept which rules do not apply, or apply and have nothing to say. That holds only of a judgment that
asked nothing else, neither the rest of the resource nor anything around it, and of plain texts:
every other one is made again each time. Nothing is kept of a finding.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

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
    """Rules, by their numbers, that look at these fields of all that their resources have; None
    where they look at more."""

    names: tuple[str, ...] | None
    rules: tuple[Numbered, ...]
    known: dict[tuple[Said | None, ...], _Settled] = field(default_factory=dict)


class Alike:
    """The outcomes of rules, each combination of values judged once."""

    def __init__(self, judge: Judge, waiting: Callable[[Compiled], bool]) -> None:
        """``waiting`` tells of a rule that it is not judged at all, whatever its values."""
        self._judge = judge
        self._waiting = waiting
        self._names: dict[tuple[str, bool], tuple[str, ...]] = {}
        self._shapes: dict[tuple[object, ...], list[_Group]] = {}

    def outcomes(self, resource: Resource, rules: Sequence[Compiled]) -> list[Outcome]:
        """What each of the rules comes to; they are all of the resource's kind."""
        kind = resource.kind, resource.removed
        names = self._names.get(kind)
        if names is None:
            names = self._names[kind] = self._asked(rules)
        said: dict[str, Said | None] = {}
        get = resource.fields.get  # some fields answer to their names, and are not listed
        for name in names:
            value = get(name)
            if value is not None:
                data, plain = value.data, not value.candidates
                said[name] = (
                    (value.state, data, value.origin) if plain and isinstance(data, str) else None
                )
        shape = *kind, *said
        groups = self._shapes.get(shape)
        if groups is None:
            groups = self._shapes[shape] = self._grouped(rules, said.keys())
        outcomes: list[Outcome] = [None] * len(rules)
        for group in groups:
            key = (None,) if group.names is None else tuple([said[name] for name in group.names])
            if None in key:  # the whole resource, a list, a record, or what files disagree on
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

    def _seen(self, compiled: Compiled) -> frozenset[str] | None:
        """The fields that a rule looks at here; None where it looks at more."""
        return compiled.conditions if self._waiting(compiled) else compiled.fields

    def _asked(self, rules: Iterable[Compiled]) -> tuple[str, ...]:
        """All fields that some of the rules look at."""
        return tuple(sorted(frozenset().union(*(self._seen(one) or () for one in rules))))

    def _grouped(self, rules: Sequence[Compiled], there: Collection[str]) -> list[_Group]:
        """The rules by the fields that they look at and that are there."""
        groups: dict[tuple[str, ...] | None, list[Numbered]] = {}
        for number, compiled in enumerate(rules):
            seen = self._seen(compiled)
            names = None if seen is None else tuple(sorted(seen.intersection(there)))
            groups.setdefault(names, []).append((number, compiled))
        return [_Group(names, tuple(members)) for names, members in groups.items()]

    def _settle(
        self,
        group: _Group,
        key: tuple[Said | None, ...],
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

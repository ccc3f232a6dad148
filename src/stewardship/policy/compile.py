"""Rules become closures, once a run: what is left to do for each resource is to call them.

Everything that a policy can get wrong and its JSON Schema cannot see (paths, references, kinds
of params) is refused here, so that a rule with a typo never runs and never passes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from stewardship import checks
from stewardship.checks import Check
from stewardship.errors import UserError
from stewardship.frozen import dataclass
from stewardship.model import Alternative, Kind, Location, Param, Policy, Rule
from stewardship.policy import templates
from stewardship.policy.conditions import Applies, when
from stewardship.policy.fields import OWN
from stewardship.policy.paths import PathError, Step, label, parse
from stewardship.policy.references import Getter, compile_options, named


@dataclass(frozen=True, slots=True)
class Judge:
    """One alternative of a rule, ready to run. ``beside`` are fields of the resource that the check
    looks at besides the value."""

    check: Check
    at: tuple[Step, ...]
    path: str
    label: str
    sees_absent: bool
    options: Mapping[str, Any]
    getter: Getter | None
    beside: frozenset[str]


class Ready(NamedTuple):
    """What a rule is compiled to. ``when`` tells whether it applies, and what was assumed for that;
    ``removed`` that it judges only what the head lost. ``conditions`` are the fields of a resource
    that ``when`` looks at, ``fields`` all that the rule does; None where it looks at more."""

    when: Applies
    each: tuple[Step, ...]
    judges: tuple[Judge, ...]
    removed: bool
    conditions: frozenset[str] | None
    fields: frozenset[str] | None


class Compiled:
    """A rule and what it is compiled to, at the first look at any of that: a change is about few
    kinds of resources, and the rules of the others are not made ready for it."""

    __slots__ = ("_make", "kinds", "rule", *Ready._fields)
    when: Applies
    each: tuple[Step, ...]
    judges: tuple[Judge, ...]
    removed: bool
    conditions: frozenset[str] | None
    fields: frozenset[str] | None

    def __init__(self, rule: Rule, make: Callable[[], Ready]) -> None:
        self.rule = rule
        self.kinds: frozenset[Kind] = frozenset(rule.applies_to)
        self._make = make

    def ruled(self, rule: Rule) -> Compiled:
        """The same judgments under a rule that differs in what it is called and comes to."""
        return Compiled(rule, self._make)

    if not TYPE_CHECKING:  # to whom all of it is there

        def __getattr__(self, name: str) -> Any:
            if name not in Ready._fields:
                raise AttributeError(name)
            for own, made in zip(Ready._fields, self._make(), strict=True):
                setattr(self, own, made)
            return getattr(self, name)


Locate = Callable[[Rule, PathError], Location]


def compile_policy(
    policy: Policy,
    extra: frozenset[str] = frozenset(),
    locate: Locate = lambda rule, error: rule.place,
    proved: bool = False,
) -> tuple[Compiled, ...]:
    """All rules of a policy; a UserError for what cannot be compiled.

    ``locate`` tells where in a rule the error stands. Of a policy that is ``proved``, which was
    compiled before, a rule waits until it is needed.
    """

    shared: dict[str, Applies] = {}  # many rules of a policy are for the same resources

    def ready(rule: Rule) -> Ready:
        try:
            return _compile(rule, policy.params, extra, shared)
        except PathError as error:
            message = f"rule `{rule.id}`: {error}"
            raise UserError(message, locate(rule, error), error.hint) from None

    compiled = tuple(Compiled(rule, partial(ready, rule)) for rule in policy.rules)
    for one in () if proved else compiled:
        assert one.judges
    return compiled


def _compile(
    rule: Rule, params: Mapping[str, Param], extra: frozenset[str], shared: dict[str, Applies]
) -> Ready:
    each = parse(rule.each, extra)
    judges = tuple(_judge(one, params, extra, each) for one in rule.alternatives)
    templates.check(rule.message)
    templates.check(rule.remedy)
    removed = all(getattr(judge.check, "REMOVED", False) for judge in judges)
    stated = repr(rule.when)
    if stated not in shared:
        shared[stated] = when(rule.when, params, extra)
    conditions = _first(rule.when, extra)
    seen = conditions, _first([rule.each] if each else [one.at for one in rule.alternatives], extra)
    told = [_first(named(one.options, each), extra) for one in rule.alternatives]
    fields = _united([*seen, *told, *(judge.beside for judge in judges)])
    return Ready(shared[stated], each, judges, removed, conditions, fields)


def _first(paths: Iterable[str], extra: frozenset[str]) -> frozenset[str] | None:
    """The fields of the resource that paths begin with; None where one is about more than that."""
    steps = [parse(path, extra) for path in paths]
    if not all(steps) or any(one[0].name in OWN for one in steps):
        return None
    return frozenset(one[0].name for one in steps)


def _united(sets: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    """All of the fields; None where one is not known."""
    found: frozenset[str] = frozenset()
    for one in sets:
        if one is None:
            return None
        found |= one
    return found


def _judge(
    one: Alternative, params: Mapping[str, Param], extra: frozenset[str], each: tuple[Step, ...]
) -> Judge:
    module = checks.load(one.check)
    options, getter = compile_options(one.options, params, extra, each)
    at = parse(one.at, extra, each)
    return Judge(
        module,
        at,
        one.at,
        label(at),
        bool(getattr(module, "ABSENT", False)),
        options,
        getter,
        frozenset(getattr(module, "BESIDE", ())),
    )

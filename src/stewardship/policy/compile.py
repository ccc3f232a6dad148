"""Rules become closures, once a run: what is left to do for each resource is to call them.

Everything that a policy can get wrong and its JSON Schema cannot see (paths, references, kinds
of params) is refused here, so that a rule with a typo never runs and never passes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from stewardship import checks
from stewardship.checks import Check
from stewardship.errors import UserError
from stewardship.model import Alternative, Kind, Param, Policy, Resource, Rule
from stewardship.policy.paths import PathError, Step, label, parse
from stewardship.policy.references import Getter, compile_node, compile_options

Applies = Callable[[Resource], tuple[bool, str]]


@dataclass(frozen=True, slots=True)
class Judge:
    """One alternative of a rule, ready to run."""

    check: Check
    at: tuple[Step, ...]
    path: str
    label: str
    sees_absent: bool
    options: Mapping[str, Any]
    getter: Getter | None


@dataclass(frozen=True, slots=True)
class Compiled:
    """A rule ready to run. ``when`` tells whether it applies, and what was assumed for that."""

    rule: Rule
    kinds: frozenset[Kind]
    when: Applies
    each: tuple[Step, ...]
    judges: tuple[Judge, ...]
    removed: bool


def compile_policy(policy: Policy, extra: frozenset[str] = frozenset()) -> tuple[Compiled, ...]:
    """All rules of a policy; a UserError names the rule's place for what cannot be compiled."""
    return tuple(_compile(rule, policy.params, extra) for rule in policy.rules)


def _compile(rule: Rule, params: Mapping[str, Param], extra: frozenset[str]) -> Compiled:
    try:
        each = parse(rule.each, extra)
        judges = tuple(_judge(one, params, extra, each) for one in rule.alternatives)
        return Compiled(
            rule,
            frozenset(rule.applies_to),
            _when(rule.when, params, extra),
            each,
            judges,
            all(getattr(judge.check, "REMOVED", False) for judge in judges),
        )
    except PathError as error:
        hint = f"did you mean `{error.hint}`?" if error.hint else None
        raise UserError(f"rule `{rule.id}`: {error}", rule.place, hint) from None


def _judge(
    one: Alternative, params: Mapping[str, Param], extra: frozenset[str], each: tuple[Step, ...]
) -> Judge:
    module = checks.load(one.check)
    item = each[-1] if each else None
    options, getter = compile_options(one.options, params, extra, item)
    return Judge(
        module,
        parse(one.at, extra, item),
        one.at,
        label(one.at),
        bool(getattr(module, "ABSENT", False)),
        options,
        getter,
    )


def _when(
    conditions: Mapping[str, Any], params: Mapping[str, Param], extra: frozenset[str]
) -> Applies:
    """A test of a resource. A value that is not stated applies the rule, and is said so:
    leaving a field out is no way out. ``unstated:`` names what to take it for instead."""
    tests = [_condition(name, wanted, params, extra) for name, wanted in conditions.items()]

    def applies(resource: Resource) -> tuple[bool, str]:
        assumed = ""
        for test in tests:
            holds, guess = test(resource)
            if not holds:
                return False, ""
            assumed = assumed or guess
        return True, assumed

    return applies


def _condition(
    name: str, wanted: Any, params: Mapping[str, Param], extra: frozenset[str]
) -> Applies:
    parse(name, extra)
    tests = wanted if isinstance(wanted, dict) else {"in": [wanted]}
    plain = {key: compile_node(node, params, extra)[0] for key, node in tests.items()}
    among = None if plain.get("in") is None else {str(item).casefold() for item in plain["in"]}
    beyond = {str(item).casefold() for item in plain.get("not-in") or ()}
    unstated = plain.get("unstated")

    def condition(resource: Resource) -> tuple[bool, str]:
        value = resource.value(name)
        if "present" in plain:
            return (value.state not in ("absent", "unknown")) == plain["present"], ""
        if value.state == "present":
            said, assumed = str(value.data).casefold(), ""
        elif unstated is not None:
            said, assumed = str(unstated).casefold(), f"{name} is not stated, taken as {unstated}"
        else:
            return True, f"{name} is not stated"
        return (among is None or said in among) and said not in beyond, assumed

    return condition

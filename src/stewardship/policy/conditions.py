"""When a rule applies: the conditions of its ``when`` as one test of a resource."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from stewardship.checks import given, wording
from stewardship.model import Param, Resource, Value
from stewardship.policy.paths import Links, PathError, parse, select
from stewardship.policy.references import constant

Applies = Callable[[Resource], tuple[bool, str]]
Test = Callable[[list[Value]], tuple[bool, str]]


def when(
    conditions: Mapping[str, Any], params: Mapping[str, Param], extra: frozenset[str]
) -> Applies:
    """A test of a resource. A value that is not stated applies the rule, and is said so:
    leaving a field out is no way out. ``unstated:`` names what to take it for instead."""
    tests = [_condition(name, wanted, params, extra) for name, wanted in conditions.items()]

    def told(resource: Resource) -> tuple[bool, str]:
        assumed = ""
        for test in tests:
            holds, guess = test(resource)
            if not holds:
                return False, ""
            assumed = assumed or guess
        return True, assumed

    last: tuple[Resource | None, tuple[bool, str]] = (None, (True, ""))

    def applies(resource: Resource) -> tuple[bool, str]:
        nonlocal last  # one rule after another asks it of one resource
        if last[0] is not resource:
            last = resource, told(resource)
        return last[1]

    return applies


# A condition looks at the resource itself, so there is nothing to follow.
_NO_LINKS = Links(lambda source, reference, kind: None, lambda source, link: ())


def _condition(
    name: str, wanted: Any, params: Mapping[str, Param], extra: frozenset[str]
) -> Applies:
    steps = parse(name, extra)
    if any(step.take == "reach" or step.name == "target" for step in steps):
        raise PathError(f"`{name}`: a condition cannot follow a link", None, name)
    tests = wanted if isinstance(wanted, dict) else {"in": [wanted]}
    plain = {key: constant(node, params, name) for key, node in tests.items()}
    among = _folded(plain["in"]) if "in" in plain else None
    beyond = _folded(plain.get("not-in"))
    unstated = plain.get("unstated")
    present = plain.get("present")
    known = plain.get("known")

    def tested(found: list[Value]) -> tuple[bool, str]:
        if present is not None and present != any(map(_is_there, found)):
            return False, ""
        if known is not None and known != any(value.state in KNOWN for value in found):
            return False, ""
        if among is None and not beyond:
            return True, ""
        sides = [side for side in _sides(found) if side]
        if not sides and unstated is None:
            return True, f"{name} is not stated"
        assumed = "" if sides else f"{name} is not stated, taken as {unstated}"
        for said in sides or [_folded(unstated)]:
            if (among is None or said & among) and not said & beyond:
                return True, assumed
        return False, ""

    test = _remembering(tested)

    def condition(resource: Resource) -> tuple[bool, str]:
        nodes = select(resource, steps, _NO_LINKS, resource)
        return test([node for node in nodes if isinstance(node, Value)])

    return condition


MOST = 1000


def _remembering(test: Test) -> Test:
    """The same test, which answers once for equal texts: most resources say common ones."""
    told: dict[tuple[str, str | None], tuple[bool, str]] = {}

    def remembering(found: list[Value]) -> tuple[bool, str]:
        data = found[0].data if len(found) == 1 and not found[0].candidates else ()
        if data is not None and not isinstance(data, str):
            return test(found)
        key = found[0].state, data
        answer = told.get(key)
        if answer is None:
            answer = test(found)
            if len(told) < MOST:
                told[key] = answer
        return answer

    return remembering


def _folded(plain: Any) -> frozenset[str]:
    """The texts of one scalar or a list of them, as they are compared."""
    items = plain if isinstance(plain, list) else [] if plain is None else [plain]
    return frozenset(given.folded(wording.flat(item), ignore_case=True) for item in items)


# States in which a value says something: no template text, no admitted "unknown".
KNOWN = frozenset(("present", "conflicting"))


def _is_there(value: Value) -> bool:
    return value.state not in ("absent", "unknown")


def _sides(values: list[Value]) -> list[frozenset[str]]:
    """What is said, as one set of texts; where files disagree, one set for each side, so that
    a rule applies when any of them makes it apply."""
    if len(values) == 1 and values[0].state == "conflicting":
        return [_said(candidate) for candidate in values[0].candidates]
    return [frozenset[str]().union(*(_said(value) for value in values))]


def _said(value: Value) -> frozenset[str]:
    if value.state == "conflicting":
        return frozenset[str]().union(*(_said(one) for one in value.candidates))
    if value.state != "present":
        return frozenset()
    if isinstance(value.data, tuple):
        return frozenset[str]().union(*(_said(item) for item in value.data))
    return _folded(value.plain())

"""Options that a schema accepts and that still cannot work stop a policy, with the reason."""

from __future__ import annotations

from typing import Any

import pytest

from stewardship.checks import load
from stewardship.model import Problem
from tests.checks.context import make_value, make_world

WRONG = {
    "a pattern that is none": ("matches", {"pattern": "("}, "is not a regular expression"),
    "a pattern that looks around": ("matches", {"pattern": "(?=a)a"}, "linear-time"),
    "a schema with a type that is none": ("schema", {"schema": {"type": "text"}}, "JSON Schema"),
    "a schema with a pattern that is none": (
        "schema",
        {"schema": {"properties": {"a": {"pattern": "("}}}},
        "is not a 'regex'",
    ),
    "a schema with a key pattern that looks around": (
        "schema",
        {"schema": {"anyOf": [{"patternProperties": {"a(?=b)": {}}}]}},
        "linear-time",
    ),
    "a keyword that searches without a bound": (
        "schema",
        {"schema": {"unevaluatedProperties": False}},
        "additionalProperties",
    ),
    "a date that is none": ("age", {"at-most": "1d", "from": "spring"}, "not a date"),
    "an allowed license that is none": ("license", {"allow": ["mitt"]}, "not one license"),
    "a denied license with AND": ("license", {"deny": ["MIT AND ISC"]}, "not one license"),
    "a category that is none": ("license", {"review": ["category:free"]}, "not a category"),
}
RIGHT = {
    "a pattern": ("matches", {"pattern": "a+"}),
    "a schema with a property of that name": (
        "schema",
        {"schema": {"properties": {"pattern": {}}}},
    ),
    "a date": ("age", {"at-most": "1d", "from": "2026-11-23"}),
    "a choice and a category": (
        "license",
        {"allow": ["MIT OR ISC", "llama3.1", "category:public-domain"]},
    ),
}


@pytest.mark.parametrize(("name", "options", "reason"), WRONG.values(), ids=WRONG)
def test_options_that_cannot_work_are_told(name: str, options: Any, reason: str) -> None:
    told = list(load(name).mistakes(options))  # type: ignore[attr-defined]
    assert len(told) == 1
    assert reason in told[0]


@pytest.mark.parametrize(("name", "options"), RIGHT.values(), ids=RIGHT)
def test_options_that_work_are_not(name: str, options: Any) -> None:
    assert list(load(name).mistakes(options)) == []  # type: ignore[attr-defined]


def test_a_list_with_a_thousand_mistakes_yields_the_first_twenty() -> None:
    value = make_value(list(range(1000)))
    options = {"schema": {"items": {"type": "string"}}}
    found = list(load("schema").check(value, options, make_world({}, value)))
    assert len(found) == 20
    assert all(isinstance(one, Problem) for one in found)

"""Whatever a manifest holds, a check answers with problems and never with an exception."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from stewardship.checks import load, names
from stewardship.model import Location, Problem, Unjudged, Value
from tests.checks.context import make_world
from tests.checks.strategies import options_of, plains, values

# A second model and a steward, so that rules across files have something to meet.
AROUND = {
    "resources": [{"name": "mit", "fields": {"value": "main", "a": ["mit"]}}],
    "stewards": [{"name": "@acme/risk-ml", "fields": {"members": ["@dana"]}}],
    "files": ["models/fraud/main"],
}


def judge(name: str, value: Value, options: Any) -> list[Problem | Unjudged]:
    return list(load(name).check(value, options, make_world(AROUND, value)))


def assert_well_said(found: list[Problem | Unjudged]) -> None:
    for one in found:
        assert isinstance(one, Problem | Unjudged)
        said = one.message if isinstance(one, Problem) else one.reason
        assert said == said.strip()
        assert said
        assert "\n" not in said
        assert len(said) < 1000


@pytest.mark.parametrize("name", names())
@given(data=st.data())
def test_any_value_with_valid_options_is_answered(name: str, data: st.DataObject) -> None:
    options = data.draw(options_of(load(name).OPTIONS))
    Draft202012Validator(load(name).OPTIONS).validate(options)
    assert_well_said(judge(name, data.draw(values), options))


@pytest.mark.parametrize("name", names())
@given(data=st.data())
def test_options_that_a_reference_fetched_from_a_manifest_are_answered(
    name: str, data: st.DataObject
) -> None:
    keys = sorted(load(name).OPTIONS["properties"])
    options = data.draw(st.fixed_dictionaries({}, optional=dict.fromkeys(keys, plains)))
    assert_well_said(judge(name, data.draw(values), options))


@pytest.mark.parametrize("name", [n for n in names() if not getattr(load(n), "ABSENT", False)])
@pytest.mark.parametrize("state", ["absent", "placeholder", "unknown"])
def test_what_is_not_stated_is_never_a_pass(name: str, state: Any) -> None:
    value = Value((Value("TODO", Location("README.md", 4), state=state),), Location("README.md", 3))
    options = {"values": [], "pattern": ".*", "schema": False, "min": 0, "at-most": "1y"}
    taken = {key: options[key] for key in options if key in load(name).OPTIONS["properties"]}
    assert judge(name, value, taken)


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize(
    "number",
    [
        pytest.param(10**5000, id="5,000 digits"),
        pytest.param(-(10**5000), id="5,000 digits below zero"),
        pytest.param(float("nan"), id="not a number"),
        pytest.param(float("inf"), id="infinite"),
    ],
)
def test_a_number_beyond_what_python_prints_is_answered(name: str, number: float) -> None:
    value = Value((Value(number, Location("README.md", 4)),), Location("README.md", 3))
    options = {"values": [1], "pattern": "1", "schema": {"maximum": 1}, "max": 1, "at-most": "1y"}
    taken = {key: options[key] for key in options if key in load(name).OPTIONS["properties"]}
    assert_well_said(judge(name, value, taken))

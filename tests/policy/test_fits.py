"""A quick look never takes what jsonschema refuses, and takes all policies that are right."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from stewardship import checks
from stewardship.policy.fits import fits
from stewardship.policy.load import stock
from stewardship.policy.shape import schema

PACKS = {name: yaml.load(file.read_text(), yaml.CSafeLoader) for name, file in stock().items()}
SCHEMA = schema()
ODD = st.sampled_from(
    [None, True, 0, -1, 1.5, "", "x", "A B", [], [1, 1], ["x", "x"], {}, {"x": 1}],
)


@pytest.mark.parametrize("name", PACKS)
def test_the_packs_are_seen_to_fit(name: str) -> None:
    assert fits(PACKS[name], SCHEMA)


def changed(data: Any, draw: Any, odd: Any) -> Any:
    """The data with one node somewhere in it replaced, removed or added."""
    where, made = data, deepcopy(data)
    where = made
    while True:
        steps = list(where) if isinstance(where, dict) else list(range(len(where)))
        step = draw(st.sampled_from(steps)) if steps else None
        inside = where[step] if step is not None else None
        if isinstance(inside, dict | list) and inside and draw(st.booleans()):
            where = inside
            continue
        how = draw(st.sampled_from(["replace", "remove", "add"]))
        if how == "remove" and step is not None:
            del where[step]
        elif how == "replace" and step is not None:
            where[step] = odd
        elif isinstance(where, dict):
            where[draw(st.sampled_from(["odd", "check", "any-of", "Odd Key"]))] = odd
        else:
            where.append(odd)
        return made


@given(st.data(), st.sampled_from(sorted(PACKS)), ODD)
def test_what_is_seen_to_fit_is_valid(data: st.DataObject, name: str, odd: Any) -> None:
    made = changed(PACKS[name], data.draw, odd)
    valid = Draft202012Validator(SCHEMA).is_valid(made)
    assert fits(made, SCHEMA) <= valid


OPTIONS: Mapping[str, Mapping[str, Any]] = {
    name: checks.load(name).OPTIONS for name in checks.names()
}
VALUES = st.recursive(
    ODD | st.text(max_size=3) | st.integers(-3, 3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=6,
)


@given(st.data(), st.sampled_from(sorted(OPTIONS)))
def test_options_that_are_seen_to_fit_are_valid(data: st.DataObject, name: str) -> None:
    known = sorted(OPTIONS[name].get("properties", {})) or ["x"]
    made = data.draw(st.dictionaries(st.sampled_from([*known, "odd"]), VALUES, max_size=4))
    assert fits(made, OPTIONS[name]) <= Draft202012Validator(OPTIONS[name]).is_valid(made)


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        (1, {"const": 1}),
        (1, {"enum": [True]}),
        (True, {"type": "integer"}),
        (1.0, {"type": "integer"}),
        ({"a": 1}, {"oneOf": [{"type": "object"}, {"required": ["b"]}]}),
        ([1, 2], {"uniqueItems": True}),
    ],
    ids=str,
)
def test_what_is_not_sure_is_not_said_to_fit(data: Any, wanted: dict[str, Any]) -> None:
    assert not fits(data, wanted)

"""Which of two values of a param asks for more, and what asks for all that either asks for."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stewardship.model import Location, Param
from stewardship.policy.load import load, stock
from stewardship.policy.tighten import keeps, meet

WORDS = ["pass", "review", "block"]
numbers = st.integers(-3, 3)
lists = st.lists(st.sampled_from("abcd"), max_size=4, unique=True)
words = st.sampled_from(WORDS)
VALUES: dict[str, tuple[Any, st.SearchStrategy[Any]]] = {
    "lower": ("lower", numbers),
    "higher": ("higher", numbers | st.floats(-3, 3)),
    "shorter": ("lower", st.builds("{}{}".format, st.integers(0, 9), st.sampled_from("hdw"))),
    "fewer": ("fewer", lists),
    "more": ("more", lists),
    "words": (WORDS, words),
    "cells": (WORDS, st.dictionaries(st.sampled_from("xy"), words)),
    "cells of cells": (
        WORDS,
        st.dictionaries(st.sampled_from("xy"), st.dictionaries(st.sampled_from("ab"), words)),
    ),
    "spans": ("lower", st.dictionaries(st.sampled_from("xy"), st.sampled_from(["1d", "2d", "1w"]))),
    "no way": (None, numbers | words | lists),
}


def _param(way: Any, value: Any, line: int = 1) -> Param:
    return Param("p", "t", value, "h", Location("x.yaml", line, 1), way)


@pytest.mark.parametrize("name", VALUES)
@given(data=st.data())
@settings(max_examples=20, deadline=None)
def test_what_is_met_keeps_both_floors_whatever_they_are(name: str, data: st.DataObject) -> None:
    way, values = VALUES[name]
    one, other = (_param(way, data.draw(values)) for _ in range(2))
    met = meet(one, other)
    assert keeps(met, one), "the floor is never left"
    if way is not None:
        assert keeps(met, other)
        assert keeps(meet(other, one), met)
    assert meet(one, one).value == one.value
    if keeps(one, other) and keeps(other, one):
        assert keeps(meet(one, other), other)


@pytest.mark.parametrize("pack", stock())
def test_every_way_of_our_packs_is_understood(pack: str) -> None:
    """``load`` proves them; here that no default breaks what its own way says."""
    path = stock()[pack]
    for param in load(path.read_bytes(), f"policies/{pack}.yaml").policy.params.values():
        assert keeps(param, param)
        if param.stricter is not None:
            assert meet(param, param).value == param.value

"""What readers said goes into the cache and comes back the same, whatever it was."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stewardship.cache.codec import pack, unpack
from stewardship.model import KINDS, Fragment, Location, Problem, Related, Value

PATH = "models/caf\udce9/README.md"  # as os.fsdecode spells a name that is not UTF-8
TEXTS = st.text(max_size=5) | st.sampled_from(["\udce9", "a\nb", "\u2028", "💡", "\x00", "~", ""])
LINES = st.none() | st.integers(1, 10**6)
STEPS = st.lists(TEXTS | st.integers(0, 9), max_size=3).map(tuple)
PLACES = st.builds(Location, st.just(PATH), LINES, LINES, st.none() | STEPS)
STATES = st.sampled_from(["present", "absent", "placeholder", "unknown", "conflicting"])
SCALARS = (
    TEXTS | st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.floats(allow_nan=False)
)
VALUES = st.recursive(
    st.builds(Value, SCALARS, PLACES, TEXTS, STATES),
    lambda inner: st.builds(
        Value,
        st.lists(inner, max_size=3).map(tuple) | st.dictionaries(TEXTS, inner, max_size=3),
        PLACES,
        TEXTS,
        STATES,
        st.lists(inner, max_size=2).map(tuple),
    ),
    max_leaves=6,
)
PLAIN = st.recursive(
    SCALARS, lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner), max_leaves=4
)
PROBLEMS = st.builds(
    Problem,
    TEXTS,
    st.none() | PLACES,
    PLAIN,
    st.lists(st.builds(Related, PLACES, TEXTS), max_size=2).map(tuple),
    st.dictionaries(TEXTS, PLAIN, max_size=2),
)
FRAGMENTS = st.builds(
    Fragment,
    st.sampled_from(KINDS),
    TEXTS,
    PLACES,
    TEXTS,
    st.dictionaries(TEXTS, VALUES, max_size=3),
    st.lists(TEXTS, max_size=2).map(tuple),
    st.lists(TEXTS, max_size=2).map(tuple),
    st.lists(st.tuples(TEXTS, TEXTS, TEXTS), max_size=2).map(tuple),
    st.lists(PROBLEMS, max_size=2).map(tuple),
)


def kept(heads: Any) -> Any:
    """The heads as the cache has them: as JSON."""
    return json.loads(json.dumps(heads))


def whole(fragment: Fragment) -> tuple[Any, ...]:
    """A fragment for comparing, with fields that were looked at."""
    return (
        fragment.kind, fragment.name, fragment.place, fragment.origin, dict(fragment.fields),
        fragment.ids, fragment.digests, fragment.refs, fragment.problems,
    )  # fmt: skip


@given(st.lists(FRAGMENTS, max_size=3))
def test_what_was_said_comes_back(said: list[Fragment]) -> None:
    heads, body = pack(said)
    back = unpack(PATH, kept(heads), lambda: body)
    assert [whole(one) for one in back] == [whole(one) for one in said]
    assert kept(pack(back)[0]) == kept(heads)


def a_fragment(**fields: Value) -> Fragment:
    return Fragment("model", "a", Location(PATH, 1, 1), "card", fields)


def test_fields_are_decoded_when_one_is_looked_at_and_once() -> None:
    asked = []
    value = Value("mit", Location(PATH, 2, 1))
    heads, body = pack([a_fragment(license=value), a_fragment()])

    def fetch() -> bytes:
        asked.append(1)
        return body

    first, second = unpack(PATH, kept(heads), fetch)
    assert (first.kind, first.name, first.place) == ("model", "a", Location(PATH, 1, 1))
    assert asked == []
    assert first.fields["license"] == value
    assert (len(first.fields), list(first.fields)) == (1, ["license"])
    assert (len(second.fields), list(second.fields)) == (0, [])
    assert asked == [1]


def test_a_path_is_the_one_that_is_asked_about() -> None:
    """A row of the cache does not say where its file lies; a copy has a row of its own."""
    inner = Value("x", Location(PATH, 3, 1), "card", "present", (Value("y", Location(PATH, 4, 1)),))
    heads, body = pack([a_fragment(tags=Value((inner,), Location(PATH, 2, 1)))])
    (back,) = unpack("other/README.md", kept(heads), lambda: body)
    tags = back.fields["tags"]
    assert isinstance(tags.data, tuple)
    places = [back.place, tags.location, tags.data[0].location, tags.data[0].candidates[0].location]
    assert [(place.path, place.line) for place in places] == [
        ("other/README.md", line) for line in (1, 2, 3, 4)
    ]


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf, 1e308, 0.1, -0.0])
def test_odd_numbers_come_back(number: float) -> None:
    heads, body = pack([a_fragment(version=Value(number, Location(PATH)))])
    (back,) = unpack(PATH, kept(heads), lambda: body)
    assert repr(back.fields["version"].data) == repr(number)

"""Whatever stands in a policy file, it is loaded or refused with a place: nothing else happens."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

from stewardship import rule_examples
from stewardship.errors import UserError
from stewardship.policy.fields import STANDARD
from stewardship.policy.load import Loaded, load
from tests.checks.context import load_yaml
from tests.effort import share
from tests.policy.test_wrong import PARAMS, POLICY, RIGHT, RIGHT_PARAMS

WORDS = st.sampled_from(
    [
        "", "model", "license", "date", "block", "required", "one-of", "age", "a.b", "sources[]",
        "sources*", "sources[role=base].target.license", "max-age", "stages", "limits", "90d",
        "{resource.path}", "{x}", "$with", "$params", "$now", "$kind", "$conflicting", "\ud800",
        "(", "2026-02-30", "9" * 5000,
    ]
)  # fmt: skip
KEYS = st.sampled_from(
    ["param", "value", "item", "key", "check", "any-of", "options", "at", "each", "when", "in",
     "not-in", "unstated", "present", "values", "pattern", "schema", "examples", "pass", "fail",
     "$params", "$with", "$conflicting", "$kind", *STANDARD]
)  # fmt: skip
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | WORDS | st.text(max_size=5)
NODES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(KEYS | st.text("abc-", max_size=3), inner, max_size=3)
    ),
    max_leaves=6,
)


def tried(content: bytes, params: bytes | None = None) -> Loaded | UserError:
    """The policy or its error; of an error, that a person can find the place."""
    given_ = None if params is None else (PARAMS, params)
    try:
        return load(content, POLICY, given_)
    except UserError as error:
        return findable(error, content, params or b"")


def findable(error: UserError, content: bytes, params: bytes) -> UserError:
    """The error, whose place a person has to be able to open."""
    assert error.message
    assert error.location is not None
    assert error.location.path in (POLICY, PARAMS)
    source = content if error.location.path == POLICY else params
    assert (error.location.line or 0) <= source.count(b"\n") + source.count(b"\r") + 2
    return error


def spots(node: Any, pointer: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The pointers of everything in some plain data."""
    found = [pointer]
    if isinstance(node, dict | list):
        for step, child in node.items() if isinstance(node, dict) else enumerate(node):
            found += spots(child, (*pointer, step))
    return found


BASE = load_yaml(RIGHT)
SPOTS = spots(BASE)


def changed(pointer: tuple[Any, ...], node: Any) -> Any:
    data = deepcopy(BASE)
    if not pointer:
        return node
    parent = data
    for step in pointer[:-1]:
        parent = parent[step]
    parent[pointer[-1]] = node
    return data


@given(
    st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "replace"))
)
def test_any_bytes(content: bytes) -> None:
    assert isinstance(tried(content), UserError)
    tried(RIGHT.encode(), content)


@share(5)
@given(st.sampled_from(SPOTS), NODES)
def test_any_value_in_any_place(pointer: tuple[Any, ...], node: Any) -> None:
    content = yaml.safe_dump(changed(pointer, node), allow_unicode=False, sort_keys=False)
    loaded = tried(content.encode("utf-8", "surrogatepass"))
    if isinstance(loaded, Loaded):
        for outcome in rule_examples.run(loaded):
            assert isinstance(outcome.holds, bool)


@given(st.sampled_from(SPOTS[1:]), KEYS | WORDS)
def test_any_key_in_any_place(pointer: tuple[Any, ...], key: str) -> None:
    node = BASE
    for step in pointer:
        node = node[step]
    if isinstance(node, dict):
        content = yaml.safe_dump(changed(pointer, {**node, key: "x"}), sort_keys=False)
        tried(content.encode("utf-8", "surrogatepass"))


@given(
    st.integers(0, len(RIGHT)), st.integers(0, 30), st.text("ab:-[]{}&*!|>'\"%@#,\n \t", max_size=4)
)
def test_any_slip_of_the_hand(start: int, length: int, typed: str) -> None:
    tried((RIGHT[:start] + typed + RIGHT[start + length :]).encode())


@given(
    st.dictionaries(
        st.sampled_from(["max-age", "stages", "limits", "reviewers", "least", "x"]), NODES
    )
)
def test_any_params(params: dict[str, Any]) -> None:
    content = yaml.safe_dump(params).encode("utf-8", "surrogatepass")
    loaded = tried(RIGHT.encode(), content)
    if isinstance(loaded, Loaded):
        for outcome in rule_examples.run(loaded):
            assert isinstance(outcome.holds, bool)


def test_what_was_right_yesterday_is_right_today() -> None:
    assert isinstance(tried(RIGHT.encode(), RIGHT_PARAMS.encode()), Loaded)

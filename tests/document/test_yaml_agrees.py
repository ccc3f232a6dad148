"""Where YAML has one meaning, ours is PyYAML's; and a place is where the text is."""

from __future__ import annotations

import re
import string
from typing import Any

import yaml as pyyaml
from hypothesis import given
from hypothesis import strategies as st

from stewardship.document import yaml_
from stewardship.model import Pointer
from tests.document.loading import PATH, patient

# Texts that both dumpers quote or leave plain as they like, without the line breaks of YAML 1.1,
# and without `0e0`, which is a number to YAML 1.2 only, so that PyYAML does not quote it.
WORDS = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co"), exclude_characters="\u2028\u2029"),
    max_size=8,
).filter(lambda text: not re.fullmatch("[-+]?[0-9]+[eE][-+]?[0-9]+", text, re.ASCII))
NUMBERS = st.integers(-(10**20), 10**20) | st.floats(allow_nan=False, allow_infinity=False)
DATA = st.recursive(
    st.none() | st.booleans() | NUMBERS | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=20,
)


def dumped(data: Any, flow: bool) -> bytes:
    text: str = pyyaml.safe_dump(data, default_flow_style=flow, allow_unicode=True)
    return text.encode()


@patient
@given(DATA, st.booleans())
def test_what_pyyaml_writes_is_read_as_it_was(data: Any, flow: bool) -> None:
    (document,) = yaml_.load(dumped([data], flow), PATH)
    assert document.data == [data]


@patient
@given(DATA, st.booleans())
def test_what_is_read_is_what_pyyamls_safe_loader_reads(data: Any, flow: bool) -> None:
    content = dumped({"data": data}, flow)
    (document,) = yaml_.load(content, PATH)
    assert document.data == pyyaml.safe_load(content)


def pointers(node: Any, above: Pointer = ()) -> list[Pointer]:
    """The ways to all nodes of plain data."""
    found = [above]
    if isinstance(node, dict | list):
        for step, inner in node.items() if isinstance(node, dict) else enumerate(node):
            found += pointers(inner, (*above, step))
    return found


@patient
@given(DATA, st.booleans())
def test_every_node_has_a_place_and_nothing_else_has(data: Any, flow: bool) -> None:
    (document,) = yaml_.load(dumped([data], flow), PATH)
    assert set(document.places) == set(pointers([data]))


SAFE = st.text(string.ascii_lowercase + "é😀", min_size=1, max_size=6).map("x".__add__)
TREES = st.recursive(
    SAFE,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3)
        | st.dictionaries(SAFE, inner, min_size=1, max_size=3)
    ),
    max_leaves=12,
)


@patient
@given(TREES, st.booleans(), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_a_place_points_to_the_text_of_its_scalar(
    data: Any, flow: bool, end: str, mark: bool
) -> None:
    text: str = pyyaml.safe_dump({"root": data}, default_flow_style=flow, allow_unicode=True)
    text = ("\ufeff" * mark) + text.replace("\n", end)
    (document,) = yaml_.load(text.encode(), PATH)
    lines = text.removeprefix("\ufeff").split(end)
    for pointer in pointers(document.data):
        node = document.get(*pointer)
        line, column = document.places[pointer]
        if isinstance(node, str):
            assert lines[line - 1][column - 1 :].lstrip('"').startswith(node)


@patient
@given(st.lists(DATA, max_size=4))
def test_a_stream_holds_its_documents_in_order(documents: list[Any]) -> None:
    content = pyyaml.safe_dump_all(documents, explicit_start=True, allow_unicode=True).encode()
    assert [found.data for found in yaml_.load(content, PATH)] == documents


@patient
@given(
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-1000, max_value=1000, places=3)
)
def test_a_number_is_never_printed_otherwise_than_it_was_written(number: Any) -> None:
    (document,) = yaml_.load(f"version: {number}".encode(), PATH)
    assert document.text("version") == str(number)

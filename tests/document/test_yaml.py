"""YAML as plain data: what scalars mean, where nodes stand, what was written."""

from __future__ import annotations

import pytest

from stewardship.document import Document
from stewardship.model import Location, Scalar
from tests.document.loading import PATH, yaml, yaml_documents

SCALARS: list[tuple[str, str, Scalar]] = [
    ("a plain text", "apache-2.0", "apache-2.0"),
    ("quotes make a text of anything", "'1.10'", "1.10"),
    ("a block is a text", "|\n  two\n  lines\n", "two\nlines\n"),
    ("true", "true", True),
    ("False in any of three spellings", "FALSE", False),
    ("null", "null", None),
    ("a tilde is null", "~", None),
    ("nothing is null", "", None),
    ("an empty text in quotes is a text", "''", ""),
    ("an integer", "-42", -42),
    ("a float", "0.93", 0.93),
    ("a float in powers of ten", "1e-5", 1e-5),
    ("a float without its zero", ".5", 0.5),
    ("yes is a text", "yes", "yes"),
    ("so is off", "off", "off"),
    ("an octal is a text", "010", "010"),
    ("a time of day is a text", "12:30:45", "12:30:45"),
    ("a date is a text", "2026-11-23", "2026-11-23"),
    ("a bad date is a text, too", "2026-13-45", "2026-13-45"),
    ("a number with underscores is a text", "1_000", "1_000"),
    ("a hexadecimal is a text", "0x1F", "0x1F"),
    ("infinity is a text, for JSON has none", ".inf", ".inf"),
    ("not-a-number is a text", ".nan", ".nan"),
    ("a digest that looks like a number is a text", "12e4567", "12e4567"),
    ("digits of other scripts are a text", "١٢", "١٢"),
    ("an equals sign is a text", "=", "="),
    ("the tag of a text", "!!str 1.10", "1.10"),
    ("the tag that stops resolving", "! 010", "010"),
    ("the tag of an integer", "!!int '7'", 7),
    ("the tag of a float makes one of an integer", "!!float 7", 7.0),
    ("the tag of a null", "!!null ''", None),
    ("an escape in double quotes", '"caf\\u00e9 \\U0001F600"', "café 😀"),
]


@pytest.mark.parametrize(
    ("text", "wanted"), [row[1:] for row in SCALARS], ids=[row[0] for row in SCALARS]
)
def test_a_scalar_means_what_the_core_of_yaml_says_and_no_more(text: str, wanted: Scalar) -> None:
    data = yaml(f"field: {text}").data
    assert data == {"field": wanted}
    assert type(data["field"]) is type(wanted)


TEXTS = [
    ("a version stays as written", "1.10", "1.10"),
    ("trailing zeros stay", "2.50", "2.50"),
    ("powers of ten stay", "1e5", "1e5"),
    ("a sign stays", "+5", "+5"),
    ("the spelling of a boolean stays", "True", "True"),
    ("an ordinary boolean is what YAML writes", "true", "true"),
    ("an ordinary number", "42", "42"),
    ("a number in a text with a tag", "!!str 1.10", "1.10"),
    ("a commit of digits alone", "1234567", "1234567"),
    ("a digest of 64 digits", "1" * 64, "1" * 64),
]


@pytest.mark.parametrize(
    ("text", "wanted"), [row[1:] for row in TEXTS], ids=[row[0] for row in TEXTS]
)
def test_the_source_text_of_a_scalar_is_kept(text: str, wanted: str) -> None:
    document = yaml(f"outer:\n- name: x\n  version: {text}\n")
    assert document.text("outer", 0, "version") == wanted


def test_collections_and_nulls_have_no_source_text() -> None:
    document = yaml("a: {b: ~}")
    assert document.text("a") is None
    assert document.text("a", "b") is None
    assert document.text("nowhere") is None


def test_keys_are_texts_whatever_they_look_like() -> None:
    assert yaml("1: a\ntrue: b\n~: c\n1.10: d\n'': e").data == {
        "1": "a", "true": "b", "~": "c", "1.10": "d", "": "e",
    }  # fmt: skip


CARD = """\
# a comment
license: mit
tags:
- text
-   'quoted'
results: [{value: 0.93}, x]
notes: |
  text
empty:
😀é: 😀 — here
"after": é
"""


def test_every_node_has_its_place_in_lines_columns_and_code_points() -> None:
    assert dict(yaml(CARD).places) == {
        (): (2, 1),
        ("license",): (2, 10),
        ("tags",): (4, 1),
        ("tags", 0): (4, 3),
        ("tags", 1): (5, 5),
        ("results",): (6, 10),
        ("results", 0): (6, 11),
        ("results", 0, "value"): (6, 19),
        ("results", 1): (6, 26),
        ("notes",): (7, 8),
        ("empty",): (9, 7),
        ("😀é",): (10, 5),
        ("after",): (11, 10),
    }


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_places_do_not_depend_on_line_ends_or_a_byte_order_mark(end: str) -> None:
    content = CARD.replace("\n", end).encode()
    assert dict(yaml(content).places) == dict(yaml(CARD).places)
    assert dict(yaml(b"\xef\xbb\xbf" + content).places) == dict(yaml(CARD).places)


def test_a_byte_order_mark_is_no_column() -> None:
    assert yaml("\ufefflicense: mit").places[("license",)] == (1, 10)


LOCATIONS = [
    ("a value stands where it is", ("results", 0, "value"), (6, 19)),
    ("an absent key stands at its mapping", ("results", 0, "metric"), (6, 11)),
    ("an index out of range stands at its list", ("tags", 7), (4, 1)),
    ("a negative index is out of range", ("tags", -1), (4, 1)),
    ("a key in a list stands at the list", ("tags", "x"), (4, 1)),
    ("whatever is below a scalar stands at the scalar", ("license", "x", 3), (2, 10)),
    ("an unknown field stands at the root", ("steward",), (2, 1)),
]


@pytest.mark.parametrize(
    ("pointer", "wanted"), [row[1:] for row in LOCATIONS], ids=[row[0] for row in LOCATIONS]
)
def test_a_location_is_the_nodes_or_its_nearest_parents(
    pointer: tuple[str | int, ...], wanted: tuple[int, int]
) -> None:
    assert yaml(CARD).location(*pointer) == Location(PATH, *wanted)


def test_places_are_a_mapping_of_all_nodes() -> None:
    places = yaml(CARD).places
    assert len(places) == len(list(places)) == 13
    assert all(places[pointer] == places.get(pointer) for pointer in places)
    assert ("tags", 9) not in places
    assert places.get(("tags", "x")) is None
    assert places.get(("license", 0)) is None


def test_a_scalar_document_has_a_place() -> None:
    document = yaml("--- 1.10")
    assert document.data == 1.1
    assert document.text() == "1.10"
    assert document.location() == Location(PATH, 1, 5)


FILES: list[tuple[str, str, list[object]]] = [
    ("a file without a byte has none", "", []),
    ("a comment is none", "# nothing here\n", []),
    ("an empty one is null", "---\n", [None]),
    ("two empty ones", "---\n---\n", [None, None]),
    ("two, the first without a mark", "a: 1\n---\na: 2\n", [{"a": 1}, {"a": 2}]),
    ("one that is ended", "a: 1\n...\n", [{"a": 1}]),
    ("one with a directive", "%YAML 1.1\n---\na: 1\n", [{"a": 1}]),
]


@pytest.mark.parametrize(
    ("text", "wanted"), [row[1:] for row in FILES], ids=[row[0] for row in FILES]
)
def test_a_file_holds_any_number_of_documents(text: str, wanted: list[object]) -> None:
    assert [document.data for document in yaml_documents(text)] == wanted


def test_each_document_has_places_of_the_file_and_texts_of_its_own() -> None:
    first, second = yaml_documents("v: 1.10\n---\nw: 2.0\nv: 1.1\n")
    assert first.places[("v",)] == (1, 4)
    assert second.places[("v",)] == (4, 4)
    assert (first.text("v"), second.text("v")) == ("1.10", "1.1")


def test_an_alias_is_its_anchors_value_and_stands_at_its_own_place() -> None:
    document = yaml("a: &x {v: 1.10, w: [2.0]}\nb: *x\nc: [&n 1.50, *n]\n&k d: *k\n")
    assert document.data == {
        "a": {"v": 1.1, "w": [2.0]}, "b": {"v": 1.1, "w": [2.0]}, "c": [1.5, 1.5], "d": "d",
    }  # fmt: skip
    assert document.text("b", "v") == "1.10"
    assert document.text("c", 1) == "1.50"
    assert document.location("b") == document.location("b", "v") == Location(PATH, 2, 4)


def test_an_alias_in_an_anchor_keeps_texts_over_both() -> None:
    document = yaml("a: &x {v: 1.10}\nb: &y [*x]\nc: {z: *y}\n")
    assert document.text("c", "z", 0, "v") == "1.10"


def test_anchors_end_with_their_document() -> None:
    first, second = yaml_documents("a: &x 1\nb: *x\n---\na: &x 2\nb: *x\n")
    assert (first.data["b"], second.data["b"]) == (1, 2)


def test_an_empty_document_stands_at_its_beginning() -> None:
    assert Document(PATH, None).location("x").pointer == ("x",)
    assert yaml("---\n").location("x").line is not None

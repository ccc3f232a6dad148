"""JSON, read strictly, with the source text of floats and no places until they are printed."""

from __future__ import annotations

import json as stdlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stewardship.document import LOCKFILE, DocumentError, json_
from stewardship.model import Location
from tests.document.loading import PATH, SMALL, complaint, json, patient


def test_the_data_is_plain() -> None:
    document = json('{"a": [1, -2.5, true, false, null, "\\u00e9\\ud83d\\ude00"], "": {}}')
    assert document.data == {"a": [1, -2.5, True, False, None, "é😀"], "": {}}
    assert type(document.data["a"][1]) is float


def test_a_value_is_placed_by_its_pointer_until_it_is_printed() -> None:
    assert json('{"a": [1]}').location("a", 0) == Location(PATH, pointer=("a", 0))


TEXTS = [
    ("a version stays as written", '{"v": 1.10}', "1.10"),
    ("in a list, too", '{"v": 1.0, "w": [2, 3.50]}', "1.0"),
    ("powers of ten stay", '{"v": 1E5}', "1E5"),
    ("a number beyond floats stays a text", '{"v": 12e4567}', "12e4567"),
    ("a digest of 64 digits", f'{{"v": {"1" * 64}}}', "1" * 64),
]


@pytest.mark.parametrize(
    ("text", "wanted"), [row[1:] for row in TEXTS], ids=[row[0] for row in TEXTS]
)
def test_the_source_text_of_a_number_is_kept(text: str, wanted: str) -> None:
    assert json(text).text("v") == wanted


def test_floats_are_plain_floats_once_their_texts_are_kept() -> None:
    document = json("[[1.10], 1.5]")
    assert [type(document.get(0, 0)), type(document.get(1))] == [float, float]
    assert document.texts == {(0, 0): "1.10"}
    assert json("1.10").text() == "1.10"


def test_a_byte_order_mark_is_passed_over() -> None:
    assert json(b"\xef\xbb\xbf[1]").data == [1]


BROKEN: list[tuple[str, str | bytes, str, int, int]] = [
    ("a key stands twice", '{"a": 1,\n "a": 2}', "the key `a` stands twice in its object", 2, 2),
    ("a key stands twice in two spellings", '{"b": {"a": 1, "\\u0061": 2}}', "the key `a`", 1, 16),
    ("a key stands twice, its texts full of braces", '{"{": "}", "a\\"": 1, "a\\"": "a"}',
     'the key `a"`', 1, 22),
    ("not a number", '["NaN", NaN]', "NaN is not JSON", 1, 9),
    ("minus infinity", "[-Infinity]", "-Infinity is not JSON", 1, 2),
    ("an integer of 5,000 digits", f"[1,\n -{'9' * 5000}]", "thousands of digits", 2, 2),
    ("an empty file", "", "the file is empty", 1, 1),
    ("a file of spaces", " \n", "the file is empty", 1, 1),
    ("a trailing comma", '{"a": 1,\n}', "not JSON", 2, 1),
    ("single quotes", "{'a': 1}", "property name enclosed in double quotes", 1, 2),
    ("a comment", "[1] // x", "not JSON: extra data", 1, 5),
    ("a string over two lines", '["a\nb"]', "not JSON: invalid control character", 1, 4),
    ("a string without an end", '{"a": "b', "not JSON: unterminated string", 1, 7),
    ("an escaped NUL", '["a", "b\\u0000"]', "escaped NUL character", 1, 9),
    ("half of a surrogate pair", '["\\ud83d"]', "half of a surrogate pair", 1, 3),
    ("half of a pair in a key", '{"a": {"\\ude00": 1}}', "half of a surrogate pair", 1, 9),
    ("a NUL", b"[1]\0", "NUL character", 1, 4),
    ("bytes that are not UTF-8", b'["\xff"]', "byte 0xff at offset 2", 1, 3),
    ("UTF-16", "[1]".encode("utf-16"), "it looks like UTF-16", 1, 1),
    ("100,000 levels", "[" * 100_000, "nest deeper than 50 levels", 1, 51),
    ("100,000 levels, closed", "[" * 100_000 + "]" * 100_000, "nest deeper than 50", 1, 51),
    ("100,000 levels of objects", '{"[": ' * 100_000, "nest deeper than 50 levels", 1, 301),
    ("51 levels", "[" * 51 + "]" * 51, "nest deeper than 50 levels", 1, 51),
]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "said", "line", "column"),
    [row[1:] for row in BROKEN],
    ids=[row[0] for row in BROKEN],
)
def test_what_readers_differ_on_or_cannot_read_is_refused_at_its_place(
    content: str | bytes, said: str, line: int, column: int
) -> None:
    with pytest.raises(DocumentError) as caught:
        json(content)
    message, *place = complaint(caught)
    assert said in message
    assert place == [line, column]


def test_a_backslash_before_a_u_is_a_text() -> None:
    assert json('["\\\\u0000", "\\\\\\\\u0000"]').data == ["\\u0000", "\\\\u0000"]


BEYOND = [
    ("more bytes than are read", f'"{"a" * 2000}"', "at most 2,000 bytes are read"),
    ("more levels", "[[[[[[]]]]]]", "nest deeper than 5 levels"),
    ("more values", f"[{'0,' * 20}0]", "more than 20 values"),
    ("more values without many commas", f"[{', '.join(7 * ['[[0]]'])}]", "more than 20 values"),
]


@pytest.mark.parametrize(
    ("text", "said"), [row[1:] for row in BEYOND], ids=[row[0] for row in BEYOND]
)
def test_what_lies_beyond_the_bounds_is_refused(text: str, said: str) -> None:
    with pytest.raises(DocumentError, match=said):
        json(text, SMALL)


def test_commas_in_texts_are_not_values() -> None:
    text = f'{{"a": "{"," * 500}", "b": "\\"{",=[{" * 50}"}}'
    assert json(text, SMALL).get("a") == "," * 500


def test_a_lockfile_may_hold_more_than_a_manifest() -> None:
    content = f"[{'0,' * 300_000}0]".encode()
    assert len(json_.load(content, PATH, LOCKFILE).data) == 300_001
    with pytest.raises(DocumentError, match="more than 200,000 values"):
        json_.load(content, PATH)


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
DATA = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)


@patient
@given(DATA, st.booleans(), st.sampled_from([None, 1]))
def test_what_is_written_is_read_as_it_was(data: object, ascii_only: bool, indent: int) -> None:
    written = stdlib.dumps(data, ensure_ascii=ascii_only, indent=indent)
    assert json(written).data == data

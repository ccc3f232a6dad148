"""TOML within bounds: dates as texts, versions as written, mistakes at their place."""

from __future__ import annotations

import tomllib

import pytest

from stewardship.document import Bounds, DocumentError
from stewardship.model import Location
from tests.document.loading import PATH, SMALL, complaint, toml


def test_the_data_is_plain() -> None:
    text = '[project]\nname = "é😀"\nkeys.a = [1, 0x1F, 1.5, true]\n[[x]]\ny = {z = 1}\n'
    document = toml(text)
    assert document.data == tomllib.loads(text)
    assert document.location("project", "name") == Location(PATH, pointer=("project", "name"))


def test_an_empty_file_is_an_empty_table() -> None:
    assert toml("").data == toml("# nothing\n").data == {}


TEXTS = [
    ("a date", "2026-11-23", "2026-11-23"),
    ("a time", "12:30:45", "12:30:45"),
    ("a moment in UTC", "2026-11-23T10:00:00Z", "2026-11-23T10:00:00+00:00"),
    ("a moment written with a space", "2026-11-23 10:00:00.5", "2026-11-23T10:00:00.500000"),
    ("not a number", "nan", "nan"),
    ("minus infinity", "-inf", "-inf"),
    ("a number beyond floats", "1e999", "1e999"),
]


@pytest.mark.parametrize(
    ("text", "wanted"), [row[1:] for row in TEXTS], ids=[row[0] for row in TEXTS]
)
def test_what_json_has_no_value_for_is_a_text(text: str, wanted: str) -> None:
    assert toml(f"v = {text}\nw = [{{x = {text}}}]").data == {"v": wanted, "w": [{"x": wanted}]}


def test_a_version_without_quotes_stays_as_written() -> None:
    document = toml("[a]\nv = 1.10\nw = [{x = 2.50}]")
    assert document.data == {"a": {"v": 1.1, "w": [{"x": 2.5}]}}
    assert document.text("a", "v") == "1.10"
    assert document.text("a", "w", 0, "x") == "2.50"
    assert type(document.get("a", "v")) is float


BROKEN: list[tuple[str, str | bytes, str, int, int]] = [
    ("a key stands twice", "a = 1\n  a = 2", "stands here for the second time", 2, 3),
    ("a table stands twice", "[a]\n[b]\n[a]\n", "stands here for the second time", 3, 1),
    ("a value is missing", "a = 1\nb = \n", "not TOML: invalid value", 2, 5),
    ("a text without quotes", "é = 1", "not TOML: invalid statement", 1, 1),
    ("an array without an end", "a = [1,\n 2\n", "not TOML: unclosed array", 2, 3),
    ("a date that is none", "a = 2026-02-30\n", "not TOML: invalid date", 1, 5),
    ("a text over two lines", 'é = "a\nb"', "not TOML", 1, 1),
    ("an integer of 5,000 digits", f"a = 1\nb = {'9' * 5000}", "thousands of digits", 2, 5),
    ("a hexadecimal of 5,000 digits", f"a = 0x{'f' * 5000}", "thousands of digits", 1, 5),
    ("an escaped NUL", 'a = "b\\u0000"', "escaped NUL character", 1, 7),
    ("half of a surrogate pair", 'a = "\\ud83d"', "not a Unicode scalar value", 1, 12),
    ("a NUL", b"a = 1\n\0", "NUL character", 2, 1),
    ("bytes that are not UTF-8", b"# caf\xe9", "byte 0xe9 at offset 5", 1, 6),
    ("100,000 levels of arrays", "\na = " + "[" * 100_000, "nest deeper than 50 levels", 2, 55),
    ("100,000 levels of tables", "a = " + "{a = " * 100_000, "nest deeper than 50", 1, 255),
    ("51 levels", "a = " + "[" * 51 + "]" * 51, "nest deeper than 50 levels", 1, 55),
    ("a key of 100,000 parts", "\n a" + ".a" * 100_000 + " = 1", "nest deeper than 50", 2, 2),
    ("a key of 100,000 parts in quotes", "'a'" + " . \"a\"" * 100_000 + " = 1", "deeper", 1, 1),
    ("a header of 100,000 parts", "[a" + ".a" * 100_000 + "]", "nest deeper than 50", 1, 2),
]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "said", "line", "column"),
    [row[1:] for row in BROKEN],
    ids=[row[0] for row in BROKEN],
)
def test_what_cannot_be_read_is_refused_at_its_place(
    content: str | bytes, said: str, line: int, column: int
) -> None:
    with pytest.raises(DocumentError) as caught:
        toml(content)
    message, *place = complaint(caught)
    assert said in message
    assert place == [line, column]


def test_an_escape_in_a_literal_text_is_none() -> None:
    assert toml("a = '\\u0000'").data == {"a": "\\u0000"}


def test_many_dots_in_a_text_are_no_deep_key() -> None:
    dots = "a = '" + "." * 200 + "'\nb = 'v1. " + "see. " * 60 + "'"
    assert set(toml(dots).data) == {"a", "b"}


BEYOND = [
    ("more bytes", "#" * 2001, "at most 2,000 bytes are read"),
    ("more levels", "a = [[[[[]]]]]", "nest deeper than 5 levels"),
    ("more levels by tables", "[a.b.c.d]\ne.f = 1\n", "nest deeper than 5 levels"),
    ("more values in an array", f"a = [{'1,' * 30}]", "more than 20 values"),
    ("more values on lines", "".join(f"a{n} = 1\n" for n in range(30)), "more than 20 values"),
    ("more tables", "[[a]]\n" * 30, "more than 20 values"),
]


@pytest.mark.parametrize(
    ("text", "said"), [row[1:] for row in BEYOND], ids=[row[0] for row in BEYOND]
)
def test_what_lies_beyond_the_bounds_is_refused(text: str, said: str) -> None:
    with pytest.raises(DocumentError, match=said):
        toml(text, SMALL)


SIGNS = [
    ("in a text", 'a = "{signs}"'),
    ("in a literal text", "a = '{signs}'"),
    ("in a comment", "a = 1 # {signs}"),
    ("over lines", 'a = """\n{signs}\\"""{signs}"""'),
    ("over lines, literally", "a = '''\n{signs}''{signs}'''"),
]


@pytest.mark.parametrize("text", [row[1] for row in SIGNS], ids=[row[0] for row in SIGNS])
def test_signs_that_are_not_read_as_such_do_not_count(text: str) -> None:
    bounds = Bounds(size=4000, depth=3, nodes=5)
    assert "a" in toml(text.replace("{signs}", "[{,=" * 60), bounds).data

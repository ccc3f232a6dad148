"""The helper that takes our own files apart: what it shows of a file when something is wrong."""

from __future__ import annotations

import pytest

from stewardship.errors import UserError
from stewardship.model import Location
from stewardship.strict import excerpt, listed, read, read_json, short

PATH = ".steward/x.yaml"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        (" two\n lines\t", "two lines"),
        ("x" * 80, "x" * 80),
        ("x" * 81, "x" * 79 + "…"),
    ],
    ids=["short", "on two lines", "as long as may be", "longer"],
)
def test_what_others_wrote_is_shown_on_one_short_line(text: str, shown: str) -> None:
    assert short(text) == shown


@pytest.mark.parametrize(
    ("count", "more"), [(1, ""), (12, ""), (13, " and 1 more"), (20, " and 8 more")]
)
def test_of_many_names_the_first_twelve_are_listed(count: int, more: str) -> None:
    names = [f"n{number:02}" for number in range(count)]
    shown = ", ".join(f"`{name}`" for name in names[:12])
    assert listed(names[::-1]) == shown + more


@pytest.mark.parametrize(
    ("content", "line", "shown"),
    [
        (b"a\nb\nc", 2, "b"),
        (b"a\nb\nc", 3, "c"),
        (b"a\r\nb\r\nc", 2, "b"),
        (b"a\rb\rc", 2, "b"),
        (b"\xef\xbb\xbfa\n", 1, "a"),
        (b"a\x0cb\nc", 2, "c"),
        (b"\xff\n", 1, "\ufffd"),
        (b"a\n", 9, None),
        (b"a\n", None, None),
    ],
)
def test_the_line_at_a_place(content: bytes, line: int | None, shown: str | None) -> None:
    assert excerpt(content, Location(PATH, line)) == shown


def test_no_place_has_no_line() -> None:
    assert excerpt(b"a", None) is None


def test_a_key_is_found_above_its_value_but_never_above_its_parent() -> None:
    root = read(b"bad: 0\nouter:\n  bad:\n    - 1\n", PATH)
    assert root.at("outer").at("bad").key_place("bad") == Location(PATH, 3, 3)
    assert root.at("outer").at("bad").key_place("other") == Location(PATH, 4, 5)
    assert root.at("bad").key_place("bad") == Location(PATH, 1, 1)


def test_a_key_written_with_an_escape_is_placed_at_its_value() -> None:
    root = read(b'a: 1\nouter:\n  "\\x61": 2\n', PATH)
    assert root.at("outer").at("a").key_place("a") == Location(PATH, 3, 11)


def test_what_is_not_yaml_shows_its_line() -> None:
    with pytest.raises(UserError) as caught:
        read(b"a: 1\nb: [\n", PATH)
    error = caught.value
    assert error.message
    assert error.location is not None
    assert error.location.line is not None
    assert error.excerpt == ["a: 1", "b: [", ""][error.location.line - 1]
    assert error.hint is None


def test_what_is_not_json_shows_its_line_and_what_to_do() -> None:
    with pytest.raises(UserError) as caught:
        read_json(b'{"a": 1,\n "b": }\n', "x.json", "write it again")
    error = caught.value
    assert error.message
    assert error.location is not None
    assert (error.location.path, error.location.line) == ("x.json", 2)
    assert error.excerpt == ' "b": }'
    assert error.hint == "write it again"


def test_an_empty_file_still_has_a_place() -> None:
    place = read(b"", PATH).location
    assert (place.path, place.line, place.column) == (PATH, 1, 1)


def test_a_file_of_ours_may_be_larger_than_a_manifest() -> None:
    padding = b" " * 2 * 1024 * 1024
    assert read_json(b"{" + padding + b"}", "x.json", "").data == {}
    assert read(b"a: 1" + padding, PATH).data == {"a": 1}

"""Where the values of JSON and TOML documents stand, found when they are to be printed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stewardship.document.place import place, placer
from stewardship.model import Location, Pointer
from tests.document.loading import patient
from tests.document.test_json import DATA

BOM = json.dumps({
    "é😀": {"license": "MIT", "tags": ["a", {"b": 1.5}]}, "components": [[], {}, [1, [2, 3]]],
}, indent=1, ensure_ascii=False)  # fmt: skip

JSON_PLACES: list[tuple[str, str, Pointer, tuple[int, int]]] = [
    ("the root", "\n {}", (), (2, 2)),
    ("a value, not its key", '{"a": 1, "b": 2}', ("b",), (1, 15)),
    ("an item", '["x",\n "y"]', (1,), (2, 2)),
    ("a column in code points", '{"é😀": 1, "b": 2}', ("b",), (1, 16)),
    ("a key written with an escape", '{"\\u0061": 1}', ("a",), (1, 12)),
    ("a value behind texts that look like JSON", '{"a": "\\"}]{", "b": 2}', ("b",), (1, 21)),
    ("an absent key at its object", '{"a": {"b": 1}}', ("a", "c"), (1, 7)),
    ("an absent item at its array", '{"a": [1]}', ("a", 4), (1, 7)),
    ("below a scalar at the scalar", '{"a": 1}', ("a", "b", 0), (1, 7)),
    ("a key in an array at the array", '{"a": [1]}', ("a", "b"), (1, 7)),
    ("behind a byte order mark", '\ufeff{"a": 1}', ("a",), (1, 7)),
    ("in a text that breaks off", '{"a": {"b": 1, "c', ("a", "b"), (1, 13)),
    ("behind what breaks off at the parent", '{"a": [1, x, 2]}', ("a", 2), (1, 7)),
    ("an empty file", "", ("a",), (1, 1)),
]

LOCK = """\
version = 1
# [commented]
[[package]]
name = "anyio" # [x]
source = { registry = "https://pypi.example/[x]", "é" = 1 }
dependencies = [
    { name = "idna", marker = "python_version < '3.9'" }, # }
    # nothing
    { name = "sniffio" },
]

[package.metadata]
requires-dist = []

[[package]]
name = 'idna'
text = \"\"\"
[[package]]
name = \\"x\\"
\"\"\"
wheels = [["a"], {}, 2026-11-23 10:00:00Z, [[1, 2]]]

[tool."a.b".c]
d.e.f = 1
d.e.g = { h.i = 2, j = 3 }
"""

TOML_PLACES: list[tuple[str, Pointer, tuple[int, int]]] = [
    ("the root", (), (1, 1)),
    ("a value, not its key", ("version",), (1, 11)),
    ("an array of tables at its first header", ("package",), (3, 1)),
    ("a table of an array at its header", ("package", 1), (15, 1)),
    ("a value in the first table", ("package", 0, "name"), (4, 8)),
    ("a value in an inline table", ("package", 0, "source", "registry"), (5, 23)),
    ("a value behind a key in quotes", ("package", 0, "source", "é"), (5, 57)),
    ("an array over lines", ("package", 0, "dependencies"), (6, 16)),
    ("an item on a line of its own", ("package", 0, "dependencies", 0), (7, 5)),
    ("an item behind a comment", ("package", 0, "dependencies", 1, "name"), (9, 14)),
    ("a table of the last table", ("package", 0, "metadata"), (12, 1)),
    ("a value in a table of the last table", ("package", 0, "metadata", "requires-dist"), (13, 17)),
    ("a value in the second table", ("package", 1, "name"), (16, 8)),
    ("a text over lines", ("package", 1, "text"), (17, 8)),
    ("what comes after a text over lines", ("package", 1, "wheels"), (21, 10)),
    ("an item of an item", ("package", 1, "wheels", 0, 0), (21, 12)),
    ("an item behind a date", ("package", 1, "wheels", 3, 0, 1), (21, 49)),
    ("a key with a dot in it", ("tool", "a.b", "c"), (23, 1)),
    ("a table by a header of its child", ("tool",), (23, 1)),
    ("a table by dotted keys", ("tool", "a.b", "c", "d", "e"), (24, 1)),
    ("a value of a dotted key", ("tool", "a.b", "c", "d", "e", "f"), (24, 9)),
    ("a dotted key in an inline table", ("tool", "a.b", "c", "d", "e", "g", "h"), (25, 11)),
    ("a value behind it", ("tool", "a.b", "c", "d", "e", "g", "j"), (25, 24)),
    ("an absent key at its table", ("package", 1, "version"), (15, 1)),
    ("an absent item at its array", ("package", 0, "dependencies", 9), (6, 16)),
    ("an absent table at its array", ("package", 9, "name"), (3, 1)),
    ("below a scalar at the scalar", ("version", "x"), (1, 11)),
    ("an unknown table at the root", ("project", "name"), (1, 1)),
]


@pytest.mark.parametrize(
    ("text", "pointer", "wanted"),
    [row[1:] for row in JSON_PLACES],
    ids=[row[0] for row in JSON_PLACES],
)
def test_a_json_value_is_found(text: str, pointer: Pointer, wanted: tuple[int, int]) -> None:
    assert placer(text.encode(), "bom.json")(pointer) == wanted


@pytest.mark.parametrize(
    ("pointer", "wanted"), [row[1:] for row in TOML_PLACES], ids=[row[0] for row in TOML_PLACES]
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_toml_value_is_found(pointer: Pointer, wanted: tuple[int, int], end: str) -> None:
    assert placer(LOCK.replace("\n", end).encode(), "uv.lock")(pointer) == wanted


def test_one_placer_answers_in_any_order() -> None:
    at = placer(LOCK.encode(), "uv.lock")
    rows = [*TOML_PLACES[::-1], *TOML_PLACES]
    assert [at(pointer) for _, pointer, _ in rows] == [wanted for *_, wanted in rows]


FORMATS = [
    ("an object is JSON under any name", '{"a": 1}', "Pipfile.lock", ("a",), (1, 7)),
    ("a header is TOML in a lock file", "[a]\nb = 1", "uv.lock", ("a", "b"), (2, 5)),
    ("a header is TOML in a TOML file", "[a]\nb = 1", "x.toml", ("a", "b"), (2, 5)),
    ("an array is JSON elsewhere", "[0, 1]", "data", (1,), (1, 5)),
]


@pytest.mark.parametrize(
    ("text", "path", "pointer", "wanted"), [row[1:] for row in FORMATS], ids=[r[0] for r in FORMATS]
)
def test_the_format_is_told_from_the_text(
    text: str, path: str, pointer: Pointer, wanted: tuple[int, int]
) -> None:
    assert placer(text.encode(), path)(pointer) == wanted


def test_a_location_is_placed_once_and_keeps_its_pointer() -> None:
    placed = place(Location("x.json", pointer=("a",)), b'{"a": 1}')
    assert placed == Location("x.json", 1, 7, ("a",))
    assert place(placed, b"something else") == placed


def test_a_file_as_a_whole_has_no_line() -> None:
    assert place(Location("x.json"), b"{}") == Location("x.json")


def nodes(node: Any, above: Pointer = ()) -> list[tuple[Pointer, Any]]:
    found = [(above, node)]
    if isinstance(node, dict | list):
        for step, inner in node.items() if isinstance(node, dict) else enumerate(node):
            found += nodes(inner, (*above, step))
    return found


@patient
@given(DATA, st.booleans(), st.sampled_from([None, 0, 2]))
def test_every_json_value_stands_where_it_is_placed(
    data: Any, ascii_only: bool, indent: int | None
) -> None:
    text = json.dumps(data, ensure_ascii=ascii_only, indent=indent)
    lines = text.split("\n")
    at = placer(text.encode(), "x.json")
    for pointer, node in nodes(data):
        line, column = at(pointer)
        begun = "\n".join([lines[line - 1][column - 1 :], *lines[line:]])
        assert json.JSONDecoder().raw_decode(begun)[0] == node


POINTERS = st.lists(st.sampled_from(["a", "b", "", 0, 1]), max_size=4).map(tuple)
PIECES = st.lists(
    st.sampled_from(
        ["a", "b", ".", "=", "[", "]", "[[a]]\n", "{", "}", '"', "'", '"""', "'''", "#", ",", ":",
         "\n", "\r\n", " ", "\\", "\\u0061", "1", "true", "é", "😀", "\ufeff", '"a": ', "a = "]
    ),
    max_size=30,
).map("".join)  # fmt: skip


@patient
@given(st.binary(max_size=40) | PIECES.map(str.encode), POINTERS, st.sampled_from(["json", "toml"]))
def test_any_pointer_into_any_bytes_has_a_place_within_the_file(
    content: bytes, pointer: Pointer, ending: str
) -> None:
    line, column = placer(content, f"x.{ending}")(pointer)
    lines = content.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").split("\n")
    assert 1 <= line <= len(lines)
    assert 1 <= column <= len(lines[line - 1]) + 1


HOSTILE = [
    ("brackets", "[" * 200_000),
    ("brackets, closed", "[" * 100_000 + "]" * 100_000),
    ("objects", '{"a":' * 100_000),
    ("an array of brackets", "a = " + "[" * 200_000),
    ("inline tables", "a = " + "{a=" * 100_000),
    ("quotes", '"\\"' * 200_000),
    ("texts over lines without an end", "a='''b" * 100_000),
    ("a dotted key", "a" + ".a" * 200_000 + " = 1"),
    ("comments in an array", "a = [#\n" * 100_000),
]


@pytest.mark.parametrize("text", [row[1] for row in HOSTILE], ids=[row[0] for row in HOSTILE])
@pytest.mark.parametrize("path", ["x.json", "x.toml"])
def test_a_hostile_text_is_placed_in_a_line_that_it_has(text: str, path: str) -> None:
    line, column = placer(text.encode(), path)(("a", 0, "a", 0))
    assert 1 <= line <= text.count("\n") + 1
    assert column >= 1

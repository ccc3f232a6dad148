"""The quick way to read lock files either agrees with the general parser or stands aside."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stewardship.document.toml_lines import loads

READ = {
    "tables in a list with tables of their own": """
[[package]]
name = "a"
wheels = [
    { url = "https://x", hash = "sha256:aa", size = 12, yanked = false },
    "text",
]
[package.source]
type = "git"
[[package.more]]
x = 1
[[package]]
name = "b"
[metadata.files]
"b.c" = [{file = "x", hash = "y"}]
""",
    "quotes inside a text": 'markers = "sys_platform == \\"win32\\""\n',
    "comments, blanks and windows line ends": "# a\r\n\r\nx = [\r\n  \"a\",\r\n]\r\n",
    "a last item without a comma": 'x = [\n  { a = "b" }\n]\n',
    "a list on one line": 'x = ["a", "b[c]"] # why\n',
    "nothing": "",
}  # fmt: skip

ASIDE = {
    "a key twice": 'a = "1"\na = "2"\n',
    "a key twice in an inline table": 'a = { b = "1", b = "2" }\n',
    "a table twice": "[a]\n[a]\n",
    "a table that is a list": "a = []\n[[a]]\n",
    "a table in an inline table": "a = {}\n[a.b]\n",
    "a list that never ends": "a = [\n  1,\n",
    "items without a comma between": 'a = [\n  "b"\n  "c"\n]\n',
    "a comma that is only in a comment": 'a = [\n  "b" # ,\n  "c"\n]\n',
    "a dotted key": 'a.b = "c"\n',
    "a text over several lines": 'a = """\nb = 1\n"""\n',
    "a float, whose source text counts": "a = 1.10\n",
    "a date": "a = 2026-01-01\n",
    "a number in another base": "a = 0x10\n",
    "a number of thousands of digits": "a = [\n  " + "9" * 5000 + ",\n]\n",
    "very deep": "a = " + "[" * 40 + "]" * 40 + "\n",
    "a header with unequal brackets": "[[a]\n",
    "no TOML at all": "<<<<<<< HEAD\n",
}


@pytest.mark.parametrize("text", READ.values(), ids=READ)
def test_what_lock_tools_write_is_read(text: str) -> None:
    assert loads(text) == tomllib.loads(text)


@pytest.mark.parametrize("text", ASIDE.values(), ids=ASIDE)
def test_what_it_is_not_sure_of_is_left_to_the_general_parser(text: str) -> None:
    assert loads(text) is None


LINES = st.sampled_from([
    "[a]", "[b]", "[a.b]", "[[a]]", "[[b]]", "[[a.b]]", 'a = "x"', "a = 1", "b = [", "b = []", "]",
    '    "x",', '  "x"', '    { c = "d" },', "  { c = 1, d = true }", "  1,", "  [1],", "", "# c",
    'a = { b = "c" }', "a = {}", 'c = { a = "1", a = "2" }', '"a" = 1', "a.b = 1", 'c = """', '"""',
    'd = "x" # c', "  # c", "d = 01", "e = -0", "f = 1e3", "x = [1, 2", " ,", 'k = "\\u0041"', "\t",
    "l = 'a'", "[ a ]", "a = 1 b = 2", "  ],", '  ["x", "y"],', "m = [[", "\r", 'n = "a\x0bb"',
])  # fmt: skip


@given(st.lists(LINES, max_size=8), st.sampled_from(["\n", "\r\n"]))
def test_it_never_says_anything_else_than_the_general_parser(lines: list[str], end: str) -> None:
    text = end.join(lines)
    ours = loads(text)
    if ours is not None:
        assert ours == tomllib.loads(text)


@given(st.text(max_size=80))
def test_it_reads_no_text_that_is_not_toml(text: str) -> None:
    ours = loads(text)
    if ours is not None:
        assert ours == tomllib.loads(text)

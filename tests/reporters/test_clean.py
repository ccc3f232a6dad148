"""Untrusted text made harmless, function by function."""

from __future__ import annotations

import json
import os
import subprocess

import pytest

from stewardship.reporters import clean

TERMINAL = {
    "plain text stays": ("models/a b.md", "models/a b.md"),
    "other scripts stay": ("意图 naïve עברית", "意图 naïve עברית"),
    "an emoji stays": ("🙂", "🙂"),
    "an ideographic space stays": ("意\u3000图", "意\u3000图"),
    "a newline is seen": ("a\nb\r\tc", r"a\nb\r\tc"),
    "an escape sequence is seen": ("\x1b[31mred", r"\x1b[31mred"),
    "a bell, a backspace and DEL are seen": ("\x07\x08\x7f", r"\x07\x08\x7f"),
    "C1 is seen": ("\x85\x9b31m", r"\u0085\u009b31m"),
    "marks of direction are seen": ("\u202egnp\u2066x\u2069", r"\u202egnp\u2066x\u2069"),
    "zero-width characters are seen": ("a\u200b\u200d\ufeffb", r"a\u200b\u200d\ufeffb"),
    "tags and hidden selectors are seen": ("\U000e0041\U000e0101", r"\U000e0041\U000e0101"),
    "Hangul fillers are seen": ("\u3164\uffa0", r"\u3164\uffa0"),
    "a hard space is seen": ("license:\u00a0mit", r"license:\u00a0mit"),
    "line and paragraph separators are seen": ("a\u2028\u2029b", r"a\u2028\u2029b"),
    "bytes of a name that is not UTF-8": (os.fsdecode(b"caf\xe9.md"), r"caf\xe9.md"),
    "a lone surrogate": ("\ud800", r"\ud800"),
    "GitHub's first log command": ("x ##[error]y", r"x \x23#[error]y"),
    "Azure's log command": ("##vso[task.x]", r"\x23#vso[task.x]"),
    "a heading of Markdown stays": ("## Uses", "## Uses"),
}


@pytest.mark.parametrize(("given", "printed"), TERMINAL.values(), ids=TERMINAL)
def test_terminal(given: str, printed: str) -> None:
    assert clean.terminal(given) == printed


def test_text_is_cut_where_it_is_too_long() -> None:
    assert clean.terminal("abcdef", 4) == "abc…"
    assert clean.terminal("abcd", 4) == "abcd"


LINES = {
    "::error::x": r"\x3a:error::x",
    "  ::error::x": r"  \x3a:error::x",
    "\u3000::set-output::x": "\u3000\\x3a:set-output::x",
    "\x1b[1m::error::x": "\x1b[1m\\x3a:error::x",
    "a ::error::x": "a ::error::x",
    "parts make ##" + "[error]": r"parts make \x23#[error]",
    "std::string": "std::string",
}


@pytest.mark.parametrize("line", LINES)
def test_no_line_begins_a_workflow_command(line: str) -> None:
    assert clean.lines([line]) == LINES[line] + "\n"


def test_the_percent_sign_is_escaped_first_and_only_once() -> None:
    assert clean.command_data("100%0A", "b:,") == "100%250A%0Ab:,"
    assert clean.command_property("c:/a,b%") == "c%3A/a%2Cb%25"
    assert clean.command_data("a\nb\rc") == r"a\nb\rc"


WORDS = [
    "fraud-v3",
    "",
    "a b",
    "it's",
    "$(id)",
    "a\nb",
    "\x1b[31m'\\",
    "##[x]",
    "\u202e!",
    "~",
    "=x",
]


@pytest.mark.parametrize("word", WORDS)
def test_a_word_for_the_shell_is_one_word_and_the_same(word: str) -> None:
    quoted = clean.shell(word)
    assert clean.terminal(quoted) == quoted
    script = f"printf %s {quoted}"
    done = subprocess.run(
        ["bash", "-c", script], capture_output=True, check=True, env={"LC_ALL": "C.UTF-8"}
    )
    assert done.stdout.decode() == word


def test_a_byte_that_is_not_utf8_reaches_the_shell_as_that_byte() -> None:
    quoted = clean.shell(os.fsdecode(b"caf\xe9"))
    done = subprocess.run(["bash", "-c", f"printf %s {quoted}"], capture_output=True, check=True)
    assert done.stdout == b"caf\xe9"


MARKDOWN = {
    "*bold* _it_ `code`": r"\*bold\* \_it\_ \`code\`",
    "| cell |": r"\| cell \|",
    "<img src=x>": r"\<img src\=x\>",
    "[a](b)": r"\[a\]\(b\)",
    "    indented": "indented",
    "# h\n- item": r"\# h\\n\- item",
}


@pytest.mark.parametrize("text", MARKDOWN)
def test_markdown_formats_nothing(text: str) -> None:
    assert clean.markdown(text) == MARKDOWN[text]


SPANS = {
    "code": "`code`",
    "a `b` c": "``a `b` c``",
    "`": "`` ` ``",
    "```": "```` ``` ````",
    "": "`  `",
    " x": "`  x `",
    "a\nb": r"`a\nb`",
}


@pytest.mark.parametrize("text", SPANS)
def test_a_code_span_cannot_be_left(text: str) -> None:
    assert clean.code_span(text) == SPANS[text]


def test_json_is_ascii_acts_on_no_log_and_says_the_same() -> None:
    data = {"a": "\x7f\x1b意\u202e ##[error]x ##vso[y]"}
    text = clean.json_text(data)
    assert text.isascii()
    assert "\x7f" not in text
    assert "##[" not in text
    assert "##vso[" not in text
    assert json.loads(text) == data

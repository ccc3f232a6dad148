"""Carets under the words of an expression: where the fault is, and what became of each license."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stewardship.vocabulary.spdx import (
    ExpressionError,
    License,
    Node,
    allowance,
    parse,
    render,
    satisfied,
)
from stewardship.vocabulary.spdx_caret import Mark, explained, marked, pointed
from tests.vocabulary.strategies import ALLOWED, NODES

FAULTS = [
    ("an operator that dangles", "MIT AND", "    ^"),
    ("an unknown word", "MIT OR Foo", "       ^"),
    ("a parenthesis that is never closed", "MIT AND (ISC OR Zlib", "        ^"),
    ("nothing at all", "", "^"),
    ("behind a tab", "MIT\tISC", "    ^"),
    ("on a second line, which is shown on one", "MIT AND\nFoo", "        ^"),
    ("a character that takes two cells", "MIT OR \u65e5\u672c", "       ^^"),
]


@pytest.mark.parametrize(
    ("text", "carets"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS]
)
def test_a_caret_stands_under_the_fault(text: str, carets: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    shown, under = pointed(text, caught.value.column, caught.value.message).split("\n")
    assert under == f"{carets} {caught.value.message}"
    assert len(shown) == len(text)


def test_a_wide_character_moves_what_follows_by_two_cells() -> None:
    assert pointed("\u65e5\u672c OR Foo", 7) == "\u65e5\u672c OR Foo\n        ^"


def test_nothing_shown_can_act_on_a_terminal() -> None:
    shown = pointed("MIT \x1b[31m\u202e\u0301 OR", 1)
    assert all(char.isprintable() for char in shown.replace("\n", ""))


def test_a_long_expression_is_cut_around_the_fault() -> None:
    text = " OR ".join(["MIT"] * 100 + ["Foo"] + ["ISC"] * 100)
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    shown, under = pointed(text, caught.value.column, width=60).split("\n")
    assert shown[under.index("^") :].startswith("Foo OR ISC")
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(shown) <= 60


def test_each_license_has_its_line_and_the_branch_that_is_not_needed_says_so() -> None:
    text = "(mit OR  AGPL-3.0-only) AND Apache-2.0 WITH LLVM-exception AND GPL-2.0"
    allowed = allowance(["MIT", "Apache-2.0 WITH LLVM-exception", "GPL-2.0-or-later"])
    assert explained(text, satisfied(parse(text), allowed)).split("\n") == [
        text,
        " ^^^ `MIT` is allowed",
        "         ^^^^^^^^^^^^^ `AGPL-3.0-only` is not allowed; the branch is not needed",
        " " * 28 + "^" * 30 + " `Apache-2.0 WITH LLVM-exception` is allowed",
        " " * 63 + "^" * 7 + " `GPL-2.0-only` is allowed by `GPL-2.0-or-later`",
    ]


def test_where_no_branch_will_do_none_is_called_needless() -> None:
    text = "MIT OR ISC"
    assert "not needed" not in explained(text, satisfied(parse(text), frozenset()))


@given(NODES, ALLOWED)
def test_carets_stand_under_exactly_their_license(node: Node, allowed: frozenset[License]) -> None:
    text = render(node)
    found = satisfied(parse(text), allowed)
    shown, *lines = explained(text, found, width=10_000).split("\n")
    assert shown == text
    for line, reason in zip(lines, found.reasons, strict=True):
        start, end = line.index("^"), line.rindex("^", 0, line.index(" `")) + 1
        assert text[start:end] == render(reason.license)


@given(st.text(max_size=300), st.integers(-2, 400), st.integers(0, 500), st.integers(20, 120))
def test_any_text_can_be_shown_with_any_mark(
    text: str, column: int, length: int, width: int
) -> None:
    lines = marked(text, [Mark(column, length, "here")], width).split("\n")
    assert len(lines) == 2
    assert lines[1].endswith("^ here")

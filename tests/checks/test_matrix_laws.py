"""Laws of the matrix: more that is allowed never makes a verdict worse, whatever the expression."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from stewardship.checks import appetite, matrix
from stewardship.vocabulary import spdx

IDS = ("MIT", "Apache-2.0", "GPL-3.0-only", "AGPL-3.0-only", "MPL-2.0", "LicenseRef-acme")
ENTRIES = (*IDS, "GPL-2.0-or-later", "MIT OR AGPL-3.0-only", "category:permissive",
           "category:strong-copyleft", "category:unstated")  # fmt: skip
expressions = st.recursive(
    st.sampled_from(IDS),
    lambda inner: st.builds(
        lambda parts, operator: f"({f' {operator} '.join(parts)})",
        st.lists(inner, min_size=2, max_size=3),
        st.sampled_from(("AND", "OR")),
    ),
    max_leaves=6,
).map(spdx.parse)
lists = st.lists(st.sampled_from(ENTRIES), max_size=3).map(tuple)
tables = st.dictionaries(
    st.sampled_from(appetite.CATEGORIES),
    st.dictionaries(st.sampled_from(matrix.CONTEXTS), st.sampled_from(matrix.OUTCOMES)),
)
contexts = st.sampled_from(matrix.CONTEXTS)


def rank(ruling: matrix.Ruling) -> int:
    return matrix.OUTCOMES.index(ruling.verdict)


@given(expressions, contexts, tables, lists, lists, lists)
def test_a_wider_list_never_turns_pass_into_review_or_block(
    node: spdx.Node,
    context: str,
    table: dict[str, dict[str, str]],
    allowed: tuple[str, ...],
    more: tuple[str, ...],
    denied: tuple[str, ...],
) -> None:
    narrow = matrix.judge(node, context, table, allowed, denied)
    wide = matrix.judge(node, context, table, (*allowed, *more), denied)
    assert rank(wide) <= rank(narrow)


@given(expressions, contexts, tables, lists, lists)
def test_a_wider_list_of_the_denied_never_turns_block_into_pass(
    node: spdx.Node,
    context: str,
    table: dict[str, dict[str, str]],
    denied: tuple[str, ...],
    more: tuple[str, ...],
) -> None:
    narrow = matrix.judge(node, context, table, (), denied)
    wide = matrix.judge(node, context, table, (), (*denied, *more))
    assert rank(wide) >= rank(narrow)


@given(expressions, contexts, tables)
def test_what_is_judged_again_is_judged_the_same(
    node: spdx.Node, context: str, table: dict[str, dict[str, str]]
) -> None:
    once = matrix.judge(node, context, table)
    assert matrix.judge(node, context, table) == once
    assert matrix.judge(node, context, {**table}) == once


@given(expressions, contexts)
def test_a_cell_that_is_missing_blocks(node: spdx.Node, context: str) -> None:
    assert matrix.judge(node, context, {}).verdict == "block"


@given(st.sampled_from(IDS), contexts, tables)
def test_a_category_of_a_list_goes_before_the_matrix(
    id: str, context: str, table: dict[str, dict[str, str]]
) -> None:
    node = spdx.parse(id)
    named = (f"category:{matrix.judge(node, context, table).category}",)
    assert matrix.judge(node, context, table, allowed=named).verdict == "pass"
    assert matrix.judge(node, context, table, denied=named).verdict == "block"
    assert matrix.judge(node, context, table, allowed=named, denied=named).verdict == "block"

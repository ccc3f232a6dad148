"""Compared with the license-expression library, where that is right.

Where it is not, and we differ on purpose: it takes an exception alone for a license, and
MPL-2.0-no-copyleft-exception, a license, for an exception; it drops an operator that dangles at
the end of some expressions (`MIT AND ISC AND`); it knows neither a ``LicenseRef-`` of
one's own nor ``+`` on ids whose SPDX entry does not have one; an empty expression is None to it.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from stewardship.vocabulary import spdx
from stewardship.vocabulary.license_table import table
from stewardship.vocabulary.spdx import And, ExpressionError, License, Node, parse, render
from tests.vocabulary import truth
from tests.vocabulary.strategies import NODES
from tests.vocabulary.test_spdx_cases import CASES

license_expression = pytest.importorskip("license_expression")


@cache
def library() -> Any:
    return license_expression.get_spdx_licensing()


def valid_there(text: str) -> bool:
    """What the library says; where its validation itself falls over (`MIT OR`), that is a no."""
    try:
        return not library().validate(text).errors
    except (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError):
        return False


def common(node: Node) -> bool:
    """Whether the other library can read all of it."""
    return not any(one.plus or one.id == "LicenseRef-Acme" for one in spdx.licenses(node))


def holds(node: Node, true: frozenset[str]) -> bool:
    if isinstance(node, License):
        return render(node) in true
    return (all if isinstance(node, And) else any)(holds(item, true) for item in node.items)


def test_every_current_spdx_id_is_an_id_there_and_here() -> None:
    current = [id for id, _ in table().licenses.values() if id != "Net-SNMP"]
    assert len(current) > 600
    for id in current:
        assert render(parse(id)) == id
        assert valid_there(id) or id == "MPL-2.0-no-copyleft-exception"


def test_every_exception_is_one_there_and_here() -> None:
    for id in table().exceptions.values():
        text = f"GPL-2.0-only WITH {id}"
        assert valid_there(text), id
        assert render(parse(text)) == text


def test_every_deprecated_id_is_read_as_something_current() -> None:
    for old, new in table().deprecated.values():
        if old == "Nokia-Qt-exception-1.1":
            continue
        now = render(parse(old))
        assert now == (new or old)
        assert valid_there(now)


@given(NODES)
def test_what_we_print_is_valid_there_and_means_the_same(node: Node) -> None:
    assume(common(node))
    text = render(node)
    assert valid_there(text)
    assert parse(str(library().parse(text))) == node


@given(NODES, st.data())
def test_normalizing_and_its_simplifying_agree_for_every_list(node: Node, data: Any) -> None:
    """Theirs also absorbs, A OR (A AND B) to A; so verdicts are compared, not texts."""
    assume(common(node))
    ours = spdx.canonical(node)
    theirs = parse(str(library().parse(render(node)).simplify()))
    names = sorted({render(one) for one in spdx.licenses(node)})
    true = frozenset(data.draw(st.sets(st.sampled_from(names))))
    assert holds(ours, true) is holds(theirs, true) is holds(node, true)


def readable(row: list[Any]) -> bool:
    """Whether it is an expression to that library too: see above what it does not know."""
    return row[2] != "error" and not any(sign in row[0] for sign in ("+", "Ref-", "no-copyleft"))


@pytest.mark.parametrize("row", [row for row in CASES if readable(row)], ids=str)
def test_its_boolean_algebra_comes_to_the_verdict_of_the_table(row: list[Any]) -> None:
    """Each license by the truth table alone; what the expression makes of them, by theirs."""
    expression, allow, wanted, *_ = row
    theirs = library().parse(expression)
    values = {
        symbol: library().TRUE if truth.verdict(str(symbol), allow) == "pass" else library().FALSE
        for symbol in theirs.symbols
    }
    found = theirs.subs(values, simplify=True)
    assert found == (library().TRUE if wanted == "pass" else library().FALSE)


WORDS = st.sampled_from(
    ("MIT", "mit", "GPL-2.0-only", "Foo", "AND", "OR", "WITH", "and", "(", ")", "LLVM-exception")
)


@given(st.lists(WORDS, min_size=1, max_size=9))
def test_validity_is_the_same_but_for_its_known_slips(words: list[str]) -> None:
    text = " ".join(words)
    try:
        parse(text)
        ours = True
    except ExpressionError:
        ours = False
    theirs = valid_there(text)
    bare_exception = any(
        word == "LLVM-exception" and (at == 0 or words[at - 1] != "WITH")
        for at, word in enumerate(words)
    )
    if ours:
        assert theirs
    elif theirs:
        assert bare_exception or words[-1].lower() in ("and", "or")

"""What holds for every expression and every allow list: a truth table, and laws."""

from __future__ import annotations

import random
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from stewardship.vocabulary import spdx
from stewardship.vocabulary.spdx import (
    And,
    ExpressionError,
    License,
    Node,
    allowance,
    licenses,
    normalize,
    parse,
    render,
    satisfied,
)
from tests.vocabulary.strategies import ALLOWED, EXCEPTIONS, IDS, NODES

# The versions that the licenses of the random expressions may have, for the truth table: a
# license *is* a set of concrete texts, an entry allows a set of texts, and they match when the
# sets meet. Written out by hand here, so that it shares nothing with the code under test.
TEXTS = {
    "MIT": {"MIT"}, "Apache-1.1": {"Apache 1.1"}, "Apache-2.0": {"Apache 2.0"},
    "BSD-2-Clause": {"BSD-2"}, "BSD-3-Clause": {"BSD-3"},
    "GPL-1.0-only": {"GPL 1"}, "GPL-2.0-only": {"GPL 2"}, "GPL-3.0-only": {"GPL 3"},
    "GPL-2.0-or-later": {"GPL 2", "GPL 3", "GPL 4"}, "GPL-3.0-or-later": {"GPL 3", "GPL 4"},
    "AGPL-3.0-only": {"AGPL 3"}, "LGPL-2.1-or-later": {"LGPL 2.1", "LGPL 3"},
    "MPL-1.1": {"MPL 1.1"}, "MPL-2.0": {"MPL 2"}, "EPL-2.0": {"EPL 2"},
    "CC-BY-4.0": {"CC-BY 4"}, "CC-BY-NC-4.0": {"CC-BY-NC 4"},
    "LicenseRef-Acme": {"Acme"}, "LicenseRef-scancode-llama-3.1-license-2024": {"Llama"},
}  # fmt: skip
LATER = {
    "Apache-1.1": {"Apache 1.1", "Apache 2.0", "Apache 3"},
    "Apache-2.0": {"Apache 2.0", "Apache 3"},
    "MPL-1.1": {"MPL 1.1", "MPL 2", "MPL 3"}, "MPL-2.0": {"MPL 2", "MPL 3"},
}  # fmt: skip


def texts(license: License) -> set[tuple[str, str]]:
    found = LATER.get(license.id, TEXTS[license.id]) if license.plus else TEXTS[license.id]
    return {(text, license.exception) for text in found}


def by_truth_table(node: Node, allowed: frozenset[License]) -> bool:
    """Try every way of choosing branches; each choice must consist of allowed licenses."""
    permitted = {text for entry in allowed for text in texts(entry)}

    def choices(node: Node) -> list[list[License]]:
        if isinstance(node, License):
            return [[node]]
        parts = [choices(item) for item in node.items]
        if isinstance(node, And):
            return [[one for part in way for one in part] for way in product(*parts)]
        return [way for part in parts for way in part]

    return any(all(texts(one) & permitted for one in way) for way in choices(node))


def random_node(dice: random.Random, depth: int) -> str:
    if depth == 0 or dice.random() < 0.3:
        id, exception = dice.choice(IDS), dice.choice(EXCEPTIONS)
        return f"{id} WITH {exception}" if exception else id
    parts = [random_node(dice, depth - 1) for _ in range(dice.randint(2, 3))]
    return "(" + dice.choice((" AND ", " OR ")).join(parts) + ")"


def test_the_verdict_is_that_of_a_brute_force_truth_table() -> None:
    for seed in range(400):
        dice = random.Random(seed)
        text = random_node(dice, 3)
        node = parse(text)
        allowed = allowance(random_node(dice, 0) for _ in range(dice.randint(0, 12)))
        assert satisfied(node, allowed).ok is by_truth_table(node, allowed), (seed, text)


@given(NODES, ALLOWED)
def test_the_truth_table_agrees_on_any_expression(node: Node, allowed: frozenset[License]) -> None:
    assert satisfied(node, allowed).ok is by_truth_table(node, allowed)


@given(NODES, ALLOWED, ALLOWED)
def test_a_wider_list_never_turns_yes_into_no(
    node: Node, allowed: frozenset[License], more: frozenset[License]
) -> None:
    if satisfied(node, allowed).ok:
        assert satisfied(node, allowed | more).ok


def verdict(expression: str, allowed: frozenset[License]) -> bool:
    return satisfied(parse(expression), allowed).ok


OPERATORS = st.sampled_from((" AND ", " OR "))
WITHIN = NODES.map(lambda node: f"({render(node)})")


@given(WITHIN, WITHIN, OPERATORS, ALLOWED)
def test_both_operators_are_commutative(
    a: str, b: str, operator: str, allowed: frozenset[License]
) -> None:
    assert verdict(a + operator + b, allowed) is verdict(b + operator + a, allowed)


@given(WITHIN, WITHIN, WITHIN, OPERATORS, ALLOWED)
def test_both_operators_are_associative(
    a: str, b: str, c: str, operator: str, allowed: frozenset[License]
) -> None:
    left, right = f"({a}{operator}{b}){operator}{c}", f"{a}{operator}({b}{operator}{c})"
    assert verdict(left, allowed) is verdict(right, allowed)
    assert verdict(f"{a}{operator}{b}{operator}{c}", allowed) is verdict(left, allowed)


@given(WITHIN, OPERATORS, ALLOWED)
def test_both_operators_are_idempotent(a: str, operator: str, allowed: frozenset[License]) -> None:
    assert verdict(a + operator + a, allowed) is verdict(a, allowed)


@given(WITHIN, WITHIN, WITHIN, ALLOWED)
def test_each_operator_distributes_over_the_other_and_absorbs_it(
    a: str, b: str, c: str, allowed: frozenset[License]
) -> None:
    assert verdict(f"{a} AND ({b} OR {c})", allowed) is verdict(
        f"({a} AND {b}) OR ({a} AND {c})", allowed
    )
    assert verdict(f"{a} OR ({a} AND {b})", allowed) is verdict(a, allowed)
    assert verdict(f"{a} AND ({a} OR {b})", allowed) is verdict(a, allowed)


@given(NODES, ALLOWED)
def test_the_chosen_branch_is_itself_satisfied_and_holds_no_choice(
    node: Node, allowed: frozenset[License]
) -> None:
    chosen = satisfied(node, allowed).chosen
    if chosen is not None:
        assert satisfied(chosen, allowed).ok
        assert " OR " not in render(chosen)
        assert all(reason.accepted for reason in satisfied(chosen, allowed).reasons)


@given(NODES)
def test_a_list_of_all_its_licenses_satisfies_an_expression(node: Node) -> None:
    assert satisfied(node, frozenset(licenses(node))).ok
    assert not satisfied(node, frozenset()).ok


@given(NODES)
def test_an_expression_survives_print_and_parse(node: spdx.Node) -> None:
    assert parse(render(node)) == node
    assert parse(render(node).replace(" OR ", " or ").replace("MIT", "mit")) == node


@given(NODES)
def test_normalizing_twice_changes_nothing_more(node: spdx.Node) -> None:
    once = normalize(render(node))
    assert normalize(once) == once
    assert spdx.canonical(parse(once)) == parse(once)


@given(NODES, st.randoms(use_true_random=False))
def test_the_order_of_the_parts_does_not_matter(node: spdx.Node, random: object) -> None:
    def shuffled(node: spdx.Node) -> spdx.Node:
        if isinstance(node, License):
            return node
        items = [shuffled(item) for item in node.items]
        random.shuffle(items)  # type: ignore[attr-defined]
        return type(node)(tuple(items))

    assert normalize(render(shuffled(node))) == normalize(render(node))


@given(st.text(max_size=60) | st.text("() +-.MITANDORWH:", max_size=60))
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    fault, node = None, None
    try:
        node = parse(text)
    except ExpressionError as error:
        fault = error
    if node is not None:
        assert parse(render(node)) == node
    else:
        assert fault is not None
        assert 1 <= fault.column <= len(text) + 1

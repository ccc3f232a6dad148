"""Measured quantities, their units, and when two of them can be compared."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stewardship.vocabulary import quantities
from stewardship.vocabulary.metrics import folded


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        (80, "80"),
        (0.05, "0.05"),
        ("80 ms", "80 ms"),
        ("5%", "5 %"),
        (" .5 ", "0.5"),
        ("-3 d", "-3 d"),
        ("1e-3 s", "0.001 s"),
        ("1,200 EUR/month", "1200 EUR/month"),
    ],
)
def test_a_quantity_is_a_number_and_perhaps_a_unit(data: object, shown: str) -> None:
    assert str(quantities.read(data)) == shown


@pytest.mark.parametrize(
    "data", [True, None, "", "%", "fast", "1 2", "1,20", "12.5.1", float("nan"), float("inf"), [1]]
)
def test_what_is_no_number_is_no_quantity(data: object) -> None:
    assert quantities.read(data) is None


@pytest.mark.parametrize(
    ("one", "other", "order"),
    [
        ("80 ms", "0.08 s", 0),
        ("2 min", "119 s", 1),
        ("5 %", "0.05", 0),
        ("0.5 %", "1 %", -1),
        ("1 KiB", "1 kB", 1),
        ("3 EUR", "4 EUR", -1),
        ("3", "4 EUR", -1),
    ],
)
def test_quantities_of_one_dimension_are_compared(one: str, other: str, order: int) -> None:
    first, second = quantities.read(one), quantities.read(other)
    assert first
    assert second
    both = quantities.common(first, second)
    assert both
    assert (both[0] > both[1]) - (both[0] < both[1]) == order


@pytest.mark.parametrize(
    ("one", "other"), [("3 USD", "4 EUR"), ("80 ms", "5 %"), ("91", "90 %"), ("2 req/s", "1 s")]
)
def test_what_cannot_be_compared_is_not_guessed_at(one: str, other: str) -> None:
    first, second = quantities.read(one), quantities.read(other)
    assert first
    assert second
    assert quantities.common(first, second) is None


@given(st.text(max_size=60))
def test_any_text_is_a_finite_quantity_or_none(text: str) -> None:
    found = quantities.read(text)
    assert found is None or found.amount.is_finite()


@given(st.decimals(min_value=0, max_value=1, places=4))
def test_a_share_is_the_same_with_and_without_its_sign(share: Decimal) -> None:
    plain, percent = quantities.read(str(share)), quantities.read(f"{share * 100} %")
    assert plain
    assert percent
    both = quantities.common(plain, percent)
    assert both
    assert both[0] == both[1]


@pytest.mark.parametrize(
    ("one", "other"),
    [("F1 score", "f1"), ("fpr", "False-Positive_Rate"), ("roc_auc", "AUC"), ("acc", "accuracy")],
)
def test_names_of_one_metric_are_one(one: str, other: str) -> None:
    assert folded(one) == folded(other)


def test_an_abbreviation_is_no_other_metric() -> None:
    assert len({folded(name) for name in ("f1", "recall", "precision", "fpr", "fnr")}) == 5

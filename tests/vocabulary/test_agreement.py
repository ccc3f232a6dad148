"""Agreement of two raters, against figures worked out by hand and laws that kappa keeps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stewardship.vocabulary.agreement import counted, kappa, share

PAIRS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1, max_size=30)


def test_the_worked_example_of_grants_has_a_kappa_of_two_fifths() -> None:
    # Two readers, 50 proposals: both yes 20, both no 15, only the first yes 5, only the second 10.
    pairs = [("y", "y")] * 20 + [("n", "n")] * 15 + [("y", "n")] * 5 + [("n", "y")] * 10
    assert share(counted(pairs)) == pytest.approx(0.7)
    assert kappa(counted(pairs)) == pytest.approx(0.4)


def test_where_there_is_nothing_to_tell_nothing_is_told() -> None:
    assert (share(counted([])), kappa(counted([]))) == (None, None)
    assert kappa(counted([("a", "a")] * 9)) is None


@given(PAIRS)
def test_kappa_is_one_exactly_for_full_agreement_and_does_not_depend_on_sides(
    pairs: list[tuple[str, str]],
) -> None:
    found = kappa(counted(pairs))
    turned = kappa(counted((other, one) for one, other in pairs))
    assert (found is None) == (turned is None)
    if found is not None and turned is not None:
        assert -1 <= found <= 1
        assert found == pytest.approx(turned)
        assert (found == pytest.approx(1)) == all(one == other for one, other in pairs)

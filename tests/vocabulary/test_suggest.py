"""Did you mean: a likely word, or none."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stewardship.vocabulary.suggest import closest


@pytest.mark.parametrize(
    ("word", "candidates", "wanted"),
    [
        ("licence", ["license", "steward"], "license"),
        ("max_age", ["max-aged", "max-age"], "max-age"),
        ("Steward", ["steward", "stewards"], "steward"),
        ("xyz", ["license", "steward"], None),
        ("license", [], None),
        ("", ["license"], None),
        ("a" * 1000, ["a" * 1000], None),
        ("applies to", {"applies-to": 1, "apples": 2}, "applies-to"),
    ],
)
def test_the_word_that_was_probably_meant(
    word: str, candidates: list[str], wanted: str | None
) -> None:
    assert closest(word, candidates) == wanted
    assert closest(word, reversed(list(candidates))) == wanted


def test_a_stricter_likeness_leaves_more_unsaid() -> None:
    assert closest("limited", ["mit"]) == "mit"
    assert closest("limited", ["mit"], likeness=0.75) is None


def test_nothing_is_imported_for_it_before_a_mistake() -> None:
    code = (
        "import sys, stewardship.vocabulary.suggest as s;"
        "s.closest('max_age', ['max-age']); assert 'difflib' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@given(st.text(max_size=20), st.sets(st.text(max_size=20), max_size=8))
def test_only_a_candidate_is_ever_suggested(word: str, candidates: set[str]) -> None:
    assert closest(word, candidates) in (None, *candidates)

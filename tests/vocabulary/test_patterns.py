"""Patterns of policies: what they match, what is refused, and that they cannot hang."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stewardship.vocabulary.patterns import compile_pattern


@pytest.mark.parametrize(
    ("pattern", "whole", "text", "matches"),
    [
        ("[a-z]+-v[0-9]+", True, "fraud-v3", True),
        ("[a-z]+-v[0-9]+", True, "fraud-v3 ", False),
        ("[a-z]+-v[0-9]+", False, "model fraud-v3!", True),
        ("a|ab", True, "ab", True),
        ("^a$", False, "a\nb", False),
        ("(?i)MIT", True, "mit", True),
        ("(?s)a.b", True, "a\nb", True),
        ("", True, "", True),
        ("", True, "x", False),
        ("é.", True, "éè", True),
        (r"\d+", True, "\u0661", False),
        (".", True, "\udcff", True),
    ],
)
def test_a_pattern_matches_all_of_a_text_or_a_part(
    pattern: str, whole: bool, text: str, matches: bool
) -> None:
    assert compile_pattern(pattern, whole)(text) is matches


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        (r"(a)\1", "backreferences"),
        ("(?=a)b", "look-ahead"),
        ("(?<!a)b", "look-ahead, look-behind"),
        ("a++", "possessive"),
        ("a{2000}", "more than 1000 times"),
        ("((a{100}){100}){100}", "expands so far|more than 1000 times"),
        ("(a", "is not a regular expression"),
        ("[a", "is not a regular expression"),
        ("a" * 3000, "longer than 2000 characters"),
    ],
)
def test_what_a_linear_engine_cannot_do_is_refused_in_words(pattern: str, said: str) -> None:
    with pytest.raises(ValueError, match=said) as caught:
        compile_pattern(pattern)
    assert len(str(caught.value)) < 300


def test_a_pattern_that_would_hang_a_backtracking_engine_answers() -> None:
    assert not compile_pattern("(a+)+b")("a" * 50_000)


def test_the_engine_is_not_loaded_until_a_policy_has_a_pattern() -> None:
    code = "import sys, stewardship.vocabulary.patterns; assert 're2' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


@given(st.text(max_size=30), st.text(max_size=30))
def test_an_escaped_text_matches_itself_and_nothing_else(one: str, other: str) -> None:
    escaped = "".join(rf"\x{{{ord(sign):x}}}" for sign in one)
    assert compile_pattern(escaped)(one)
    assert compile_pattern(escaped)(other) is (one == other)


@given(st.text(max_size=40))
def test_any_text_is_a_pattern_or_a_value_error(text: str) -> None:
    matches = None
    with suppress(ValueError):
        matches = compile_pattern(text)
    assert matches is None or matches("x") in (True, False)

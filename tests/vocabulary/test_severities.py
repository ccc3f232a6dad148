"""Severities on one scale, and the scores that vectors come to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stewardship.vocabulary import cvss, severities

WORDS = {
    "CRITICAL": "critical",
    " Important ": "high",
    "moderate": "medium",
    "Negligible": "low",
    "informational": "none",
    "": "unknown",
    "UNKNOWN": "unknown",
    "unassigned": "unknown",
}
SCORES = {10: "critical", 9.0: "critical", 8.9: "high", 4.0: "medium", 0.1: "low", 0.0: "none"}
# The scores that the National Vulnerability Database prints beside these vectors.
VECTORS = {
    "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H": 9.8,
    "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H": 10.0,
    "CVSS:3.0/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N": 6.4,
    "CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H/E:P/RL:O": 7.8,
    "CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:L/I:L/A:N": 4.8,
    "CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:N/I:N/A:N": 0.0,
    "AV:N/AC:L/Au:N/C:N/I:N/A:C": 7.8,
    "(AV:L/AC:H/Au:N/C:C/I:C/A:C)": 6.2,
    "AV:N/AC:M/Au:N/C:N/I:N/A:N": 0.0,
}
NONE = (
    "", "CVSS:3.1", "CVSS:3.1/AV:N/AC:L", "CVSS:3.1/AV:X/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
    "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", "high", "9.8",
)  # fmt: skip


@pytest.mark.parametrize("word", WORDS)
def test_words_of_tools(word: str) -> None:
    assert severities.of_word(word) == WORDS[word]


@pytest.mark.parametrize("score", SCORES)
def test_bands_of_scores(score: float) -> None:
    assert severities.of_score(score) == SCORES[score]
    assert severities.of_score(score + 10.5) == "unknown"


def test_the_worst_comes_first_and_what_is_unknown_last() -> None:
    mixed = ["unknown", "low", "HIGH", None, "critical", "none"]
    ranked = sorted(mixed, key=severities.rank)
    assert ranked == ["critical", "HIGH", "low", "none", "unknown", None]


@pytest.mark.parametrize("vector", VECTORS)
def test_the_score_of_a_vector(vector: str) -> None:
    assert cvss.score(vector) == VECTORS[vector]


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_whole_vector_has_no_score(text: str) -> None:
    assert cvss.score(text) is None


@given(st.text("CVSS:3.10/AVNLPRUIH", max_size=40))
def test_any_text_has_a_score_or_none(text: str) -> None:
    score = cvss.score(text)
    assert score is None or 0 <= score <= 10

"""How bad a vulnerability is, on one scale: critical, high, medium, low, none; else unknown.

The bands of scores are those of CVSS 3 (FIRST, section 5: none is 0.0, low begins at 0.1, medium at
4.0, high at 7.0, critical at 9.0), which CVSS 4 and GitHub's ``security-severity`` share. Words are
those of the tools that are read; a word that is not known here is no severity.
"""

from __future__ import annotations

from collections.abc import Mapping

SCALE = ("critical", "high", "medium", "low", "none")
"""Worst first."""
UNKNOWN = "unknown"

_WORDS: Mapping[str, str] = {
    **{word: word for word in SCALE},
    "important": "high",
    "serious": "high",
    "moderate": "medium",
    "minor": "low",
    "negligible": "low",
    "info": "none",
    "informational": "none",
}
# The levels of SARIF say how bad a result is where nothing else does.
_LEVELS: Mapping[str, str] = {"error": "high", "warning": "medium", "note": "low", "none": "none"}


def of_word(written: str) -> str:
    """The severity that a word means; ``unknown`` for any other."""
    return _WORDS.get(written.strip().casefold(), UNKNOWN)


def of_level(written: str) -> str:
    """The severity that a level of SARIF comes to."""
    return _LEVELS.get(written.strip().casefold(), UNKNOWN)


def of_score(score: float) -> str:
    """The severity of a CVSS score from 0 to 10; ``unknown`` for what is none."""
    if not 0 <= score <= 10:
        return UNKNOWN
    return next(
        (word for least, word in ((9, "critical"), (7, "high"), (4, "medium")) if score >= least),
        "low" if score > 0 else "none",
    )


def rank(written: object) -> int:
    """Its place on the scale, worst first; what is unknown comes last."""
    word = of_word(written) if isinstance(written, str) else UNKNOWN
    return SCALE.index(word) if word in SCALE else len(SCALE)

"""Regular expressions from policies, on an engine whose time is linear in the text.

A pattern comes from a policy and its text from a checked tree; on a backtracking engine the
two together could hold a hook for hours. RE2 cannot backtrack, and so knows no backreferences
and no look-around: a pattern with one is refused when the policy is compiled.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

_LONGEST = 2000  # characters of a pattern
_REASONS = (
    ("invalid perl operator", "look-ahead, look-behind and conditions"),
    ("invalid escape sequence", "backreferences and this escape"),
    ("bad repetition operator", "possessive or doubled repetition"),
    ("pattern too large", "repetition that expands so far"),
    ("invalid repetition size", "repetition of more than 1000 times"),
)


@lru_cache(maxsize=512)
def compile_pattern(pattern: str, whole: bool = True) -> Callable[[str], bool]:
    """A function that tells whether a text matches: all of it, or any part if not ``whole``.

    Raises ValueError, whose text a user can read, for what is no pattern or is not supported.
    """
    import re2  # late: 4 ms that only policies with patterns pay

    if len(pattern) > _LONGEST:
        raise ValueError(f"the pattern is longer than {_LONGEST} characters")
    options = re2.Options()
    options.log_errors = False
    try:
        compiled = re2.compile(_encode(pattern), options)
    except re2.error as error:
        raise ValueError(_explain(pattern, error.args[0] if error.args else error)) from None
    search = compiled.fullmatch if whole else compiled.search
    return lambda text: search(_encode(text)) is not None


def _encode(text: str) -> bytes:
    """UTF-8; a lone surrogate (from a file name that is not UTF-8) becomes a question mark."""
    return text.encode("utf-8", "replace")


def _explain(pattern: str, error: object) -> str:
    said = error.decode("utf-8", "replace") if isinstance(error, bytes) else str(error)
    shown = pattern if len(pattern) <= 80 else pattern[:79] + "…"
    for sign, feature in _REASONS:
        if said.startswith(sign):
            return f"`{shown}` uses what a linear-time engine cannot do: {feature} ({said[:80]})"
    return f"`{shown}` is not a regular expression: {said[:80]}"

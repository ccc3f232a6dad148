"""Lines put into a text, ended as its other lines are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from stewardship.pattern import pattern

_BREAK: Final = pattern(r"\r\n|\r|\n")
_NOTHING: Final = pattern(r"(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n|\r|\n|\Z))*\Z")


def line_end(text: str) -> str:
    """How the lines of a text end: as the first one does."""
    found = _BREAK.search(text)
    return found.group() if found else "\n"


def next_line(text: str, at: int) -> int:
    """The offset at which the line after this place begins; the end where there is none."""
    if at and text[at - 1] in "\r\n":
        return at
    found = _BREAK.search(text, at)
    return found.end() if found else len(text)


def nothing_follows(text: str, at: int) -> bool:
    """Whether only comments and blank lines come after this place, the beginning of a line."""
    return bool(_NOTHING.match(text, at))


def put(text: str, at: int, lines: Sequence[str]) -> str:
    """The text with whole lines put in at the beginning of a line, or after the last one.

    A text whose last line does not end gets no such end from us.
    """
    end = line_end(text)
    new = end.join(lines)
    if at and text[at - 1] not in "\r\n":
        return text[:at] + end + new + text[at:]
    return text[:at] + new + end + text[at:]

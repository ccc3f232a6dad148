"""Text measured in terminal cells: a wide character takes two, a combining mark none.

Widths are those of UAX #11 (East Asian Width) as Python's ``unicodedata`` has them; all text
comes cleaned, so that no control character is left to measure.
"""

from __future__ import annotations

import unicodedata

from stewardship.frozen import dataclass


def width(text: str) -> int:
    """How many cells the text takes."""
    return len(text) if text.isascii() else sum(map(char_width, text))


def char_width(char: str) -> int:
    """The cells of one character: 0, 1 or 2."""
    if unicodedata.category(char) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def clip(text: str, room: int) -> str:
    """The text, cut with an ellipsis where it takes more than ``room`` cells."""
    if width(text) <= room:
        return text
    taken = 0
    for index, char in enumerate(text):
        taken += char_width(char)
        if taken > room - 1:
            return text[:index] + "…"
    return text


def wrap(text: str, room: int) -> list[str]:
    """Lines of at most ``room`` cells, broken at spaces only.

    A word wider than that keeps a line of its own: a path or an id that is broken can neither
    be clicked nor copied.
    """
    lines: list[str] = []
    line, taken = "", 0
    for word in text.split(" "):
        size = width(word)
        if line and taken + 1 + size > room:
            lines.append(line)
            line, taken = word, size
        else:
            line, taken = (f"{line} {word}", taken + 1 + size) if line else (word, size)
    return [*lines, line]


TONES = {
    "block": "1;31",
    "review": "1;33",
    "warn": "33",
    "note": "36",
    "would-block": "31",
    "would-review": "33",
    "would-warn": "33",
    "would-note": "36",
    "strong": "1",
    "faint": "2",
}


@dataclass(frozen=True, slots=True)
class Page:
    """What is printed on: ``width`` in cells, and whether it takes colors."""

    width: int
    color: bool

    def paint(self, text: str, tone: str) -> str:
        """The text in a tone. Measure before painting: colors are not cells."""
        return f"\x1b[{TONES[tone]}m{text}\x1b[0m" if self.color and text else text

    def parts(self, first: str, rest: list[str], tone: str) -> list[str]:
        """Parts joined by `` · `` and broken only between parts; the first is in the tone.

        Where they do not fit in one line, a long first part has a line of its own.
        """
        *above, last = wrap(first, self.width)
        lines = [self.paint(line, tone) for line in (*above, last)]
        taken = width(last)
        whole = taken + sum(3 + width(part) for part in rest)
        if whole > self.width and taken > self.width // 3:
            taken = self.width
        for part in rest:
            taken += 3 + width(part)
            if taken <= self.width:
                lines[-1] += f" · {part}"
            else:
                lines.append(part)
                taken = width(part)
        return lines

    def hang(self, label: str, text: str, tone: str) -> list[str]:
        """A label and its text, wrapped, further lines standing under the text."""
        first, *rest = wrap(text, self.width - len(label))
        indent = " " * len(label)
        return [self.paint(label, tone) + first, *(indent + line for line in rest)]

"""A license expression with carets under its words: where the fault is, or what became of each.

>>> print(pointed("MIT AND", 5, "`AND` has nothing after it"))
MIT AND
    ^ `AND` has nothing after it
>>> from stewardship.vocabulary.spdx import allowance, parse, satisfied
>>> text = "(MIT OR AGPL-3.0-only) AND Apache-2.0"
>>> print(explained(text, satisfied(parse(text), allowance(["MIT", "Apache-2.0"]))))
(MIT OR AGPL-3.0-only) AND Apache-2.0
 ^^^ `MIT` is allowed
        ^^^^^^^^^^^^^ `AGPL-3.0-only` is not allowed; the branch is not needed
                           ^^^^^^^^^^ `Apache-2.0` is allowed
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from stewardship.vocabulary.spdx_allowed import Satisfaction
from stewardship.vocabulary.spdx_nodes import License, licenses

WIDTH = 100  # cells of a line; a longer expression is cut around each mark


class Mark(NamedTuple):
    """A word of the expression: its first column (code points, from 1), its length, a remark."""

    column: int
    length: int
    message: str = ""


def pointed(text: str, column: int, message: str = "", width: int = WIDTH) -> str:
    """The expression and under it a caret at the column, with the message behind it.

    A column beyond the text is the place just after it.
    """
    return marked(text, (Mark(column, 1, message),), width)


def explained(text: str, found: Satisfaction, width: int = WIDTH) -> str:
    """The expression and under each of its licenses what became of it, a line for each.

    ``found`` is the satisfaction of the expression as parsed from this very text.
    """
    chosen = {_place(one) for one in licenses(found.chosen)} if found.chosen else set()
    marks = []
    for reason in found.reasons:
        spare = bool(chosen) and _place(reason.license) not in chosen
        message = f"{reason.message}; the branch is not needed" if spare else reason.message
        marks.append(Mark(reason.license.position, _length(text, reason.license), message))
    return marked(text, marks, width)


def marked(text: str, marks: Sequence[Mark], width: int = WIDTH) -> str:
    """The expression, and a line for each mark; one that is too long is cut for each mark anew."""
    cells = [_cell(char) for char in text]
    if sum(size for _, size in cells) <= width:
        line = "".join(shown for shown, _ in cells)
        return "\n".join([line, *(_carets(cells, 0, mark) for mark in marks)])
    return "\n".join(line for mark in marks for line in _cut(cells, mark, width))


def _cut(cells: Sequence[tuple[str, int]], mark: Mark, width: int) -> Iterable[str]:
    """A part of the expression that has the mark a third of the way in, with an ellipsis."""
    at = min(max(mark.column - 1, 0), len(cells))
    half = width // 2 - 2  # every character may take two cells
    first = max(0, min(at - half // 3, len(cells) - half))
    part = list(cells[first : first + half])
    before = [("…", 1)] if first else []
    after = [("…", 1)] if first + half < len(cells) else []
    yield "".join(shown for shown, _ in [*before, *part, *after])
    length = min(mark.length, max(1, len(part) - (at - first)))
    yield _carets([*before, *part], first - len(before), mark._replace(length=length))


def _carets(cells: Sequence[tuple[str, int]], first: int, mark: Mark) -> str:
    """Blanks and carets under the cells of the mark; ``first`` is the index of the first cell."""
    at = min(max(mark.column - 1 - first, 0), len(cells))
    before = sum(size for _, size in cells[:at])
    under = sum(size for _, size in cells[at : at + mark.length]) or 1
    return f"{' ' * before}{'^' * under} {mark.message}".rstrip()


def _cell(char: str) -> tuple[str, int]:
    """A character as it can be shown on one line, and how many cells of a terminal it takes."""
    if char.isascii():
        return (char, 1) if char.isprintable() else (" " if char.isspace() else "\ufffd", 1)
    if not char.isprintable():
        return "\ufffd", 1
    import unicodedata  # late: expressions are written in ASCII but for someone's mistake

    if unicodedata.combining(char):
        return "\ufffd", 1
    return char, 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _place(license: License) -> tuple[int, License]:
    return license.position, license


def _length(text: str, license: License) -> int:
    """How many characters the license takes in the text, its exception too where it has one."""
    start, word = license.position - 1, license.written.partition(" ")[0]
    if text.startswith(license.written, start):
        return len(license.written)
    return len(word) if text.startswith(word, start) else 1

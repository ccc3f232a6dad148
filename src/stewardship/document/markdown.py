"""As much of Markdown as facts are stated in: visible lines, cells of a row, plain inline text.

Every pattern is possessive or bounded by the character it ends at, so a hostile page costs no
more than its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from stewardship.pattern import pattern

_FENCE: Final = pattern(r"[ \t]*+(?:[-*+>][ \t]++)?(`{3,}+(?=[^`]*\Z)|~{3,}+)")
_PIPE: Final = pattern(r"(?<!\\)\|")
_IMAGE: Final = pattern(r"!\[([^\[\]]*+)\](?:\([^()]*+\)|\[[^\[\]]*+\])")
_LINK: Final = pattern(r"\[([^\[\]]*+)\](?:\(<?([^()\s<>]*+)[^()]*+\)|\[[^\[\]]*+\])")
_AUTOLINK: Final = pattern(r"<((?:https?://|mailto:)[^<>\s]*+)>")
_TAG: Final = pattern(
    r"</?(?:a|b|br|code|div|em|i|img|p|small|span|strong|sub|sup|u)(?=[\s/>])[^<>]*+>",
    re.IGNORECASE,
)
_CODE: Final = pattern(r"(?<!`)(`++)([^`]++)\1(?!`)")
_STARS: Final = pattern(r"(?<![*\\])(\*{1,3}+)(?=[^\s*])([^*]*+)\1")
_LINES: Final = pattern(r"(?<![\w\\])(_{1,2}+)(?=[^\s_])([^_]*+)\1(?!\w)")
_STRUCK: Final = pattern(r"~~([^~]*+)~~")
_MARKED: Final = pattern(r"[!\[<`*_~\\]")
_ESCAPE: Final = pattern(r"\\([!-/:-@\[-`{-~])")


def visible(body: str) -> Iterator[str]:
    """The lines of a page with code blocks and HTML comments blanked out, columns unchanged."""
    fence = ""
    comment = False
    for line in body.split("\n"):
        line = line.removesuffix("\r")
        if fence:
            run = line.strip()
            if len(run) >= len(fence) and run == fence[0] * len(run):
                fence = ""
            yield ""
            continue
        line, comment = _without_comments(line, comment)
        if opened := _FENCE.match(line):
            fence = opened.group(1)
            yield ""
        else:
            yield line


def _without_comments(line: str, comment: bool) -> tuple[str, bool]:
    """The line with spaces where comments were, and whether one goes on behind it."""
    kept: list[str] = []
    offset = 0
    while True:
        mark = "-->" if comment else "<!--"
        found = line.find(mark, offset)
        # In a code span a comment is text; its end is looked for in any case.
        code = not comment and found >= 0 and line.count("`", offset, found) % 2 == 1
        end = len(line) if found < 0 else found + len(mark)
        visible_end = end if found < 0 or code else found
        kept.append(" " * (end - offset) if comment else line[offset:visible_end])
        if not comment and not code and found >= 0:
            kept.append(" " * len(mark))
        if found < 0:
            return "".join(kept), comment
        comment = comment is code
        offset = end


def cells(row: str) -> list[tuple[str, int]]:
    """The cells of a table's row, each with its offset in the row."""
    start = len(row) - len(row.lstrip())
    start += row.startswith("|", start)
    found: list[tuple[str, int]] = []
    for pipe in _PIPE.finditer(row, start):
        found.append((row[start : pipe.start()], start))
        start = pipe.end()
    if row[start:].strip():
        found.append((row[start:], start))
    return [(cell.strip(), at + len(cell) - len(cell.lstrip())) for cell, at in found]


def is_delimiter(row: str) -> bool:
    """Whether this is the line of dashes between a table's header and its body."""
    return "-" in row and "|" in row and not row.strip(" \t|:-")


def plain(text: str) -> tuple[str, str]:
    """Inline text without its marks, and the target of its first link, or ``""``."""
    if not _MARKED.search(text):
        return " ".join(text.split()), ""
    text = _IMAGE.sub(r"\1", text)
    link = _LINK.search(text) or _AUTOLINK.search(text)
    target = (link.group(link.re.groups) or "") if link else ""
    text = _AUTOLINK.sub(r"\1", _LINK.sub(r"\1", text))
    text = _TAG.sub(" ", text)
    for mark in (_CODE, _STARS, _STARS, _LINES, _LINES):
        text = mark.sub(r"\2", text)
    text = _ESCAPE.sub(r"\1", _STRUCK.sub(r"\1", text))
    return " ".join(text.split()), target

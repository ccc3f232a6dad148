"""How much a JSON or TOML document holds, judged on its text before parsing and on its nodes after.

Both parsers are Python's own: they keep no places, know no bounds and return dates and infinities,
so their result is walked level by level (no recursion, however deep it is) and settled.
"""

from __future__ import annotations

from datetime import date, datetime, time
from math import isfinite
from typing import Any, Final

from stewardship.document import Bounds
from stewardship.document.source import RefusalError
from stewardship.model import Pointer
from stewardship.pattern import pattern

# A string or a comment, in which no sign means anything. An unclosed one ends somewhere, too, so
# that no part of a text is looked at twice.
QUOTED: Final = (
    r'"""[^"\\]*+(?:(?:\\(?:.|\n)|"(?!""))[^"\\]*+)*+"{0,5}'
    r"|'''[^']*+(?:'(?!'')[^']*+)*+'{0,5}"
    r'|"[^"\\\n]*+(?:\\[^\n][^"\\\n]*+)*+"?'
    r"|'[^'\n]*+'?"
    r"|\#[^\n]*+"
)
_QUOTED: Final = pattern(QUOTED)
_BRACKET: Final = pattern(rf"{QUOTED}|([\[{{])|[\]}}]")
# An escaped NUL in JSON text: an even number of backslashes before it would be plain text.
NUL: Final = pattern(r"(?<!\\)(?:\\\\)*+\\u0000")
_SETTLED: Final = frozenset((dict, list, str, int, float, bool, type(None)))


class TooDeepError(RefusalError):
    """The data is fine but for its depth; the loader finds out where."""


class Written(float):
    """A float that remembers its source text until ``settle`` has put that into its place."""

    __slots__ = ("text",)

    text: str


def number(text: str) -> float | str:
    """A float, remembering its text if it prints otherwise; beyond a float's range, the text."""
    value = float(text)
    if not isfinite(value):
        return text
    if repr(value) == text:
        return value
    written = Written(value)
    written.text = text
    return written


def check_text(text: str, bounds: Bounds) -> None:
    """Raise ``RefusalError`` for a text that has too many values, before they take memory.

    There are at least as many values as there are commas, as there are equals signs, and half as
    there are opening brackets; those in quotes are taken out only where the sum gives cause to.
    """
    if sum(map(text.count, ",=[{")) <= bounds.nodes:
        return
    bare = _QUOTED.sub("", text)
    opened = (bare.count("[") + bare.count("{")) // 2
    if max(bare.count(","), bare.count("="), opened) > bounds.nodes:
        raise RefusalError(_too_many(bounds))


def deeper(text: str, depth: int) -> int:
    """The offset of the first bracket that opens more than ``depth`` levels; 0 for none."""
    level = 0
    for found in _BRACKET.finditer(text):
        if found.group() in ("]", "}"):
            level -= 1
        elif found.group(1):
            level += 1
            if level > depth:
                return found.start()
    return 0


def settle(data: Any, bounds: Bounds) -> tuple[Any, dict[Pointer, str]]:
    """The data as JSON would hold it, and the source texts of floats that print otherwise.

    Dates become ISO 8601 texts. Raises ``RefusalError`` for too many values or too many levels.
    """
    kinds = _check(data, bounds)
    if kinds <= _SETTLED:
        return data, {}
    texts: dict[Pointer, str] = {}
    root = [data]
    waiting: list[tuple[Pointer, Any]] = [((), root)]
    while waiting:
        pointer, inside = waiting.pop()
        for step, node in list(inside.items() if type(inside) is dict else enumerate(inside)):
            if type(node) in (dict, list):
                waiting.append(((*pointer, step), node))
            elif type(node) is Written:
                inside[step] = float(node)
                texts[(*pointer, step)[1:]] = node.text
            elif isinstance(node, datetime | date | time):
                inside[step] = node.isoformat()
    return root[0], texts


def _check(data: Any, bounds: Bounds) -> set[type]:
    """The kinds of nodes in the data, when there are not too many of them nor too deep."""
    level, depth, nodes = [data], 0, 0
    kinds: set[type] = set()
    while level:
        nodes += len(level)
        if nodes > bounds.nodes:
            raise RefusalError(_too_many(bounds))
        kinds.update(map(type, level))
        inner = [node for node in level if type(node) in (dict, list)]
        depth += bool(inner)
        if depth > bounds.depth:
            raise TooDeepError(too_deep(bounds))
        level = [n for node in inner for n in (node.values() if type(node) is dict else node)]
    return kinds


def too_deep(bounds: Bounds) -> str:
    """The clause for values that nest too deeply."""
    return f"the values nest deeper than {bounds.depth} levels"


def _too_many(bounds: Bounds) -> str:
    return f"there are more than {bounds.nodes:,} values in one file"

"""The TOML that lock tools write, read line by line: a third of the general parser's time.

``loads`` knows a subset: bare table headers, one key a line, arrays with one item a line. Where a
line alone is beyond its patterns, the general parser is asked about that line; where the file is
beyond the subset (a dotted key, a multi-line string, a number that is not a plain integer) or is
not TOML at all, the answer is None and the caller reads the whole with the general parser. So
what it returns is what the general parser returns; a property test holds that.
"""

from __future__ import annotations

import tomllib
from typing import Any, Final

from stewardship.pattern import pattern

# No possessive quantifiers: with groups in them, Python 3.11 fails with a ``SystemError``.
_TEXT: Final = r'"[^"\\\x00-\x08\x0a-\x1f\x7f]*"'
_VALUE: Final = rf"(?:{_TEXT}|(?:0|[1-9][0-9]{{0,15}})|true|false)"
_PAIR: Final = rf"[A-Za-z0-9_-]+ = {_VALUE}"
_PAIRS: Final = pattern(rf"([A-Za-z0-9_-]+) = ({_VALUE})")
_INLINE: Final = pattern(rf"[ \t]*\{{ ?{_PAIR}(?:, {_PAIR})* ?\}}(,?)")
_STRING: Final = pattern(rf"[ \t]*({_TEXT})(,?)")
_KEY: Final = pattern(r'(?:([A-Za-z0-9_-]+)|"([^"\\\x00-\x1f\x7f]+)") = (.+)')
_INTEGER: Final = pattern(r"0|[1-9][0-9]{0,15}")
_HEADER: Final = pattern(r"(\[\[?)([A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+){0,4})(\]\]?)")
_COMMENT: Final = pattern(r"[ \t]*#[^\x00-\x08\x0a-\x1f\x7f]*")


class _BeyondError(Exception):
    """The line is not of the subset."""


def loads(text: str) -> dict[str, Any] | None:
    """The document, or None where it has to be read by the general parser."""
    reader = _Reader()
    try:
        for line in text.replace("\r\n", "\n").split("\n"):
            reader.line(line)
    except (_BeyondError, ValueError, RecursionError):  # numbers of thousands of digits, too
        return None
    return None if reader.array is not None else reader.root


class _Reader:
    """What has been read so far: the open table, and the array that is being filled, if any."""

    def __init__(self) -> None:
        self.root: dict[str, Any] = {}
        self.table = self.root
        self.array: list[Any] | None = None
        self.ended = False
        # Tables and arrays that headers made; only these may be reached by later headers.
        self.made: set[int] = {id(self.root)}

    def line(self, line: str) -> None:
        if self.array is not None:
            self._item(self.array, line)
        elif found := _KEY.fullmatch(line):
            self._key(found.group(1) or found.group(2), found.group(3))
        elif not line.strip(" \t") or _COMMENT.fullmatch(line):
            return
        elif found := _HEADER.fullmatch(line):
            self._header(*found.groups())
        else:
            raise _BeyondError

    def _key(self, key: str, value: str) -> None:
        if key in self.table:
            raise _BeyondError
        if value == "[":
            self.table[key] = self.array = []
            self.ended = False
        elif (found := _STRING.fullmatch(value)) and not found.group(2):
            self.table[key] = found.group(1)[1:-1]
        elif (found := _INLINE.fullmatch(value)) and not found.group(1):
            self.table[key] = _pairs(value)
        elif _INTEGER.fullmatch(value):
            self.table[key] = int(value)
        else:
            self.table[key] = _plain(tomllib.loads(f"k = {value}")["k"])

    def _item(self, array: list[Any], line: str) -> None:
        if line == "]":
            self.array = None
            return
        if self.ended:
            raise _BeyondError
        if found := _INLINE.fullmatch(line):
            array.append(_pairs(line))
        elif found := _STRING.fullmatch(line):
            array.append(found.group(1)[1:-1])
        elif "#" in line:
            raise _BeyondError
        else:
            array.extend(_plain(tomllib.loads(f"k = [{line}\n]")["k"]))
        self.ended = not line.endswith(",")

    def _header(self, opening: str, name: str, closing: str) -> None:
        if len(opening) != len(closing):
            raise _BeyondError
        *parents, last = name.split(".")
        node = self.root
        for step in parents:
            node = self._step(node, step)
        self.table = {}
        self.made.add(id(self.table))
        if len(opening) == 1:
            if last in node:
                raise _BeyondError
            node[last] = self.table
            return
        if last not in node:
            node[last] = []
            self.made.add(id(node[last]))
        tables = node[last]
        if not isinstance(tables, list) or id(tables) not in self.made:
            raise _BeyondError
        tables.append(self.table)

    def _step(self, node: dict[str, Any], step: str) -> dict[str, Any]:
        """The table that a parent in a header means; made where there is none yet."""
        if step not in node:
            node[step] = {}
            self.made.add(id(node[step]))
        inner = node[step]
        if id(inner) not in self.made:
            raise _BeyondError
        table: dict[str, Any] = inner[-1] if isinstance(inner, list) else inner
        return table


def _pairs(text: str) -> dict[str, Any]:
    """The entries of an inline table that ``_INLINE`` has matched whole."""
    found = _PAIRS.findall(text)
    pairs = {key: _scalar(written) for key, written in found}
    if len(pairs) != len(found):
        raise _BeyondError
    return pairs


def _scalar(written: str) -> str | int | bool:
    if written[0] == '"':
        return written[1:-1]
    return written == "true" if written[0] in "tf" else int(written)


def _plain(node: Any, depth: int = 0) -> Any:
    """The node, when it is shallow and needs no source text kept: texts and truths only."""
    if depth > 8 or not isinstance(node, str | bool | list | dict):
        raise _BeyondError
    if isinstance(node, list | dict):
        for item in node.values() if isinstance(node, dict) else node:
            _plain(item, depth + 1)
    return node

"""Where the nodes of a TOML text are: headers and keys in one pass, inline values on demand.

It is lenient: what it cannot read it passes over, and a pointer that it cannot follow to the end
is placed at the nearest parent.
"""

from __future__ import annotations

import re
from typing import Final

from stewardship.document.weight import QUOTED
from stewardship.model import Pointer
from stewardship.pattern import pattern

_BLANK: Final = pattern(r"(?:[ \t\r\n]++|\#[^\n]*+)*+")
_SEPARATORS: Final = pattern(r"(?:[ \t\r\n,]++|\#[^\n]*+)*+")
_KEY: Final = pattern(
    r"""[ \t]*+([A-Za-z0-9_-]++|"(?:[^"\\\n]|\\[^\n])*+"|'[^'\n]*+')[ \t]*+(\.?)"""
)
_EQUALS: Final = pattern(r"=[ \t]*+")
_LINE: Final = pattern(r"[^\n]*+")
_QUOTED: Final = pattern(QUOTED)
_BARE: Final = pattern(r"[^,\]}#\n]*+")
_BRACKET: Final = pattern(rf"{QUOTED}|([\[{{])|[\]}}]")
_MOST_PARTS: Final = 100  # a longer dotted key is beyond the bounds of any document


class TomlPlaces:
    """The offsets of values; for a pointer that leads nowhere, of the nearest parent."""

    def __init__(self, text: str) -> None:
        self._text = text
        # Tables and dotted prefixes have a place, but nothing to look into at that place.
        self._tables: dict[Pointer, int] = {(): 0}
        self._values: dict[Pointer, int] = {}
        self._counts: dict[Pointer, int] = {}
        self._inside: dict[int, dict[str | int, int]] = {}
        self._index()

    def offset(self, pointer: Pointer) -> int:
        """The offset of the value's first character, or of a table's header."""
        for end in range(len(pointer), -1, -1):
            offset = self._values.get(pointer[:end])
            if offset is not None:
                return self._follow(offset, pointer[end:])
            if pointer[:end] in self._tables:
                return self._tables[pointer[:end]]
        return 0

    def _follow(self, offset: int, steps: Pointer) -> int:
        """Down into arrays and inline tables, as far as the steps lead."""
        for step in steps:
            if offset not in self._inside:
                self._inside[offset] = self._items(offset)
            found = self._inside[offset].get(step)
            if found is None:
                break
            offset = found
        return offset

    def _index(self) -> None:
        text, offset = self._text, 0
        table: Pointer = ()
        while (offset := _end(_BLANK, text, offset)) < len(text):
            if text[offset] == "[":
                double = text.startswith("[[", offset)
                keys, end = self._keys(offset + 1 + double)
                table = self._enter(keys, double, offset) if keys else table
            else:
                keys, end = self._keys(offset)
                value = _EQUALS.match(text, end)
                if keys and value:
                    for length in range(1, len(keys)):
                        self._tables.setdefault(table + keys[:length], offset)
                    self._values.setdefault(table + keys, value.end())
                    end = self._past(value.end())
            offset = _end(_LINE, text, end)

    def _enter(self, keys: tuple[str, ...], double: bool, offset: int) -> Pointer:
        """The pointer of the table that a header opens; of an array of tables, the last."""
        table: Pointer = ()
        for index, key in enumerate(keys):
            table = (*table, key)
            self._tables.setdefault(table, offset)
            if double and index == len(keys) - 1:
                self._counts[table] = self._counts.get(table, -1) + 1
            if table in self._counts:
                table = (*table, self._counts[table])
                self._tables.setdefault(table, offset)
        return table

    def _keys(self, offset: int) -> tuple[tuple[str, ...], int]:
        """The parts of a dotted key and the offset behind them."""
        keys: list[str] = []
        more = True
        while more and len(keys) < _MOST_PARTS and (found := _KEY.match(self._text, offset)):
            keys.append(_plain(found.group(1)))
            offset = found.end()
            more = bool(found.group(2))
        return tuple(keys), offset

    def _items(self, offset: int) -> dict[str | int, int]:
        """The offsets of what is directly in the array or inline table that begins here."""
        text, found = self._text, dict[str | int, int]()
        opening = text[offset : offset + 1]
        if opening not in ("[", "{"):
            return found
        offset += 1
        while (offset := _end(_SEPARATORS, text, offset)) < len(text) and text[offset] not in "]}":
            start = offset
            if opening == "{":
                keys, offset = self._keys(offset)
                value = _EQUALS.match(text, offset)
                if not keys or not value:
                    break
                offset = value.end()
                found.setdefault(keys[0], offset if len(keys) == 1 else start)
            else:
                found[len(found)] = offset
            offset = max(self._past(offset), start + 1)
        return found

    def _past(self, offset: int) -> int:
        """The offset behind the value that begins here."""
        opening = self._text[offset : offset + 1]
        if opening in ("'", '"'):
            return _end(_QUOTED, self._text, offset)
        if opening not in ("[", "{"):
            return _end(_BARE, self._text, offset)
        level = 0
        for found in _BRACKET.finditer(self._text, offset):
            level += 1 if found.group(1) else -(found.group() in ("]", "}"))
            if level == 0:
                return found.end()
        return len(self._text)


def _end(pattern: re.Pattern[str], text: str, offset: int) -> int:
    found = pattern.match(text, offset)
    return found.end() if found else offset


def _plain(key: str) -> str:
    """A key as the parser gives it."""
    if key[0] not in "\"'":
        return key
    if "\\" not in key or key[0] == "'":
        return key[1:-1]
    import tomllib

    try:
        return next(iter(tomllib.loads(f"{key} = 0")))
    except tomllib.TOMLDecodeError:
        return key

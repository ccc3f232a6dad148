"""Where the nodes of a JSON text are, found on demand.

A collection is read only as far as the step asked for, by the parser's own scanner in C, and what
was found is kept: a thousand pointers into one file cost little more than the last of them.
"""

from __future__ import annotations

import json
from typing import Final

from stewardship.model import Pointer
from stewardship.pattern import pattern

_SPACE: Final = pattern(r"[ \t\r\n]*+")
_decode = json.JSONDecoder().raw_decode


class _Collection:
    """The offsets of the items found so far, and where the search goes on."""

    __slots__ = ("at", "done", "found", "last")

    def __init__(self, offset: int) -> None:
        self.found: dict[str | int, int] = {}
        self.at = offset + 1
        self.last: int | None = None  # the item found last, which is not yet passed
        self.done = False


class JsonPlaces:
    """The offsets of values; for a pointer that leads nowhere, of the nearest parent."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._collections: dict[int, _Collection] = {}
        self._root = self._skip(0)

    def offset(self, pointer: Pointer) -> int:
        """The offset of the value's first character."""
        offset = self._root
        for step in pointer:
            if self._text[offset : offset + 1] not in ("{", "["):
                break
            found = self._item(offset, step)
            if found is None:
                break
            offset = found
        return offset

    def _item(self, offset: int, step: str | int) -> int | None:
        collection = self._collections.get(offset)
        if collection is None:
            collection = self._collections[offset] = _Collection(offset)
        while step not in collection.found and not collection.done:
            try:
                self._advance(collection, self._text[offset] == "{")
            except (ValueError, StopIteration, RecursionError):  # it is not JSON from here on
                collection.done = True
        return collection.found.get(step)

    def _advance(self, collection: _Collection, keyed: bool) -> None:
        """Find one more item; ``StopIteration`` at the end."""
        text, at = self._text, collection.at
        if collection.last is not None:
            at = self._skip(_decode(text, collection.last)[1])
            if text[at : at + 1] != ",":
                raise StopIteration
            at += 1
        at = self._skip(at)
        step: str | int = len(collection.found)
        if keyed:
            if text[at : at + 1] != '"':
                raise StopIteration
            step, at = _decode(text, at)
            at = self._skip(self._skip(at) + 1)
        elif text[at : at + 1] in ("]", ""):
            raise StopIteration
        collection.found[step] = collection.last = at

    def _skip(self, offset: int) -> int:
        space = _SPACE.match(self._text, offset)
        return space.end() if space else offset

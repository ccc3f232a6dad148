"""Changes to JSON, written as the neighbors of what is put in are written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from stewardship.document import LOCKFILE, Document, source
from stewardship.document.place_json import JsonPlaces
from stewardship.edit import lines
from stewardship.edit.intended import Change
from stewardship.frozen import dataclass
from stewardship.model import Plain, Pointer
from stewardship.pattern import pattern

_SPACE: Final = pattern(r"[ \t\r\n]*")
_COLON: Final = pattern(r'"[ \t]*:([ \t\r\n]?)')
_decode = json.JSONDecoder().raw_decode


def load(content: bytes, path: str) -> tuple[Document, ...]:
    """The one document; raises ``DocumentError``."""
    from stewardship.document import json_

    return (json_.load(content, path, LOCKFILE),)


def rest(content: bytes, path: str) -> str:
    """What of the file is no data: nothing."""
    return ""


def ways(content: bytes, path: str, document: Document, change: Change) -> Iterator[str]:
    """The one text that says it."""
    mark = "\ufeff" if content.startswith(source.BOM) else ""
    text = content.removeprefix(source.BOM).decode()
    edit = _Edit(text, JsonPlaces(text))
    pointer, value = change.pointer, change.value
    end = len(pointer)
    while end and not _stands(document, pointer[:end]):
        end -= 1
    if missing := pointer[end:]:
        if change.append:
            value = [value]
        for step in reversed(missing[1:]):
            value = {str(step): value}
        if document.get(*pointer[:end]) is None:
            yield mark + edit.replaced(pointer[:end], {str(missing[0]): value})
        else:
            yield mark + edit.grown(pointer[:end], document, value, str(missing[0]))
    elif change.append and document.get(*pointer) is not None:
        yield mark + edit.grown(pointer, document, value)
    else:
        yield mark + edit.replaced(pointer, [value] if change.append else value)


def _stands(document: Document, pointer: Pointer) -> bool:
    """Whether something stands there, be it ``null``."""
    parent, step = document.get(*pointer[:-1]), pointer[-1]
    if isinstance(parent, list):
        return isinstance(step, int) and 0 <= step < len(parent)
    return isinstance(parent, dict) and step in parent


@dataclass(frozen=True, slots=True)
class _Edit:
    text: str
    places: JsonPlaces

    def _end(self, offset: int) -> int:
        found: int = _decode(self.text, offset)[1]
        return found

    def replaced(self, pointer: Pointer, value: Plain) -> str:
        """The text with this value in the place of another."""
        start = self.places.offset(pointer)
        return self.text[:start] + self._dumped(value, "") + self.text[self._end(start) :]

    def grown(self, pointer: Pointer, document: Document, value: Plain, key: str = "") -> str:
        """The text with one more entry at the end of an object, or item at the end of a list."""
        start = self.places.offset(pointer)
        holder: Any = document.get(*pointer)
        name = f"{self._dumped(key, '')}:{' ' if self._spaced else ''}" if key else ""
        if not holder:
            end = self._end(start)
            new = name + self._dumped(value, "")
            return f"{self.text[: start + 1]}{new}{self.text[end - 1 :]}"
        steps = list(holder) if isinstance(holder, dict) else range(len(holder))
        last = self.places.offset((*pointer, steps[-1]))
        between = _SPACE.match(self.text, start + 1)
        margin = between.group() if between else ""
        if not ("\n" in margin or "\r" in margin):
            new = (", " if self._spaced else ",") + name + self._dumped(value, "")
        else:
            new = "," + margin + name + self._dumped(value, margin)
        at = self._end(last)
        return self.text[:at] + new + self.text[at:]

    @property
    def _spaced(self) -> bool:
        """Whether a blank follows the first colon."""
        found = _COLON.search(self.text)
        return not found or found.group(1) != ""

    def _dumped(self, value: Plain, margin: str) -> str:
        """The value on one line, or below a margin (a line end and blanks) on several."""
        plain = self.text.isascii()
        if not isinstance(value, dict | list) or not margin:
            apart = (", ", ": ") if self._spaced else (",", ":")
            return json.dumps(value, ensure_ascii=plain, separators=apart)
        blanks = margin[max(margin.rfind("\n"), margin.rfind("\r")) + 1 :]
        dumped = json.dumps(value, ensure_ascii=plain, indent=self._unit())
        return dumped.replace("\n", lines.line_end(self.text) + blanks)

    def _unit(self) -> str:
        """How much the first object's entries are indented."""
        found = re.search(r"[\r\n]([ \t]+)\S", self.text)
        return found.group(1) if found else "  "

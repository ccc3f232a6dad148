"""A document of our own taken apart with nothing left over: for files that must be understood.

``Node`` walks a loaded document. Whatever is not what it asks for becomes a ``UserError`` that
shows the line and says what would be right; an unknown key is an error, because a typo in a file
that governs would otherwise be a rule that somebody believes in.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from stewardship.document import LOCKFILE, Bounds, Document, DocumentError
from stewardship.errors import UserError
from stewardship.frozen import dataclass
from stewardship.model import Location, Pointer

SHOWN = 80


def short(text: str, length: int = SHOWN) -> str:
    """Text that somebody else wrote, on one line and no longer than it takes to recognize it."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"


@dataclass(frozen=True, slots=True)
class Node:
    """One place in a document; ``source`` is the whole file, for excerpts."""

    document: Document
    source: bytes
    pointer: Pointer = ()

    @property
    def data(self) -> Any:
        """The plain data at this place."""
        return self.document.get(*self.pointer)

    @property
    def location(self) -> Location:
        """Where this place is, with its line."""
        place = self.document.location(*self.pointer)
        if place.line is None:
            from stewardship.document.place import place as placed

            return placed(place, self.source)
        return place

    def error(self, message: str, hint: str | None = None) -> UserError:
        """What is wrong here, with the line that says it."""
        place = self.location
        return UserError(message, place, hint, excerpt(self.source, place))

    def at(self, step: str | int) -> Node:
        """The node one step further down."""
        return Node(self.document, self.source, (*self.pointer, step))

    def entries(self, what: str) -> dict[str, Node]:
        """A mapping with keys of the user's own; nothing written counts as no entry."""
        data = self.data
        if data is None:
            return {}
        if not isinstance(data, dict):
            raise self.error(f"{what} must be a mapping, not {_named(data)}")
        return {str(key): self.at(key) for key in data}

    def keys(self, what: str, known: Collection[str]) -> dict[str, Node]:
        """A mapping of these keys only; a key without a value counts as not written."""
        nodes = self.entries(what)
        for name, node in nodes.items():
            if name not in known:
                message = f"{what} has no key `{short(name)}`"
                place = node.key_place(name)
                raise unknown(message, name, known, place, self.source)
        return {name: node for name, node in nodes.items() if node.data is not None}

    def items(self, what: str) -> list[Node]:
        """The items of a list; nothing written counts as an empty one."""
        data = self.data
        if data is None:
            return []
        if not isinstance(data, list):
            raise self.error(f"{what} must be a list, not {_named(data)}")
        return [self.at(number) for number in range(len(data))]

    def text(self, what: str) -> str:
        """A scalar exactly as it is written, and never blank."""
        data = self.data
        if isinstance(data, dict | list | bool):
            raise self.error(f"{what} must be text, not {_named(data)}")
        text = self.document.text(*self.pointer) or ""
        if not text.strip():
            raise self.error(f"{what} is empty")
        return text

    def key_place(self, name: str) -> Location:
        """Where the key of this value is written; the value's own place where that is unclear."""
        place = self.location
        above = Node(self.document, self.source, self.pointer[:-1]).location
        lines = _lines(self.source)
        key = re.compile(rf"(?<![\w-]){re.escape(name)}(?=[\"']?\s*:)")
        for number in range(min(place.line or 0, len(lines)), (above.line or 1) - 1, -1):
            end = place.column if number == place.line else None
            found = list(key.finditer(lines[number - 1][:end]))
            if found:
                return Location(place.path, number, found[-1].start() + 1)
        return place


def need(nodes: Mapping[str, Node], key: str, parent: Node, what: str) -> Node:
    """The node of a key that must be there."""
    if key not in nodes:
        raise parent.error(f"{what} has no `{key}`", f"add `{key}:`")
    return nodes[key]


def read(content: bytes, path: str, bounds: Bounds = LOCKFILE) -> Node:
    """The root of the one YAML document in a file of ours.

    Raises ``UserError`` where the file is not YAML or holds more than one document. An empty
    file is a root without data.
    """
    from stewardship.document import yaml_

    try:
        documents = yaml_.load(content, path, bounds)
    except DocumentError as error:
        raise _unreadable(error, content) from None
    if len(documents) > 1:
        second = Node(documents[1], content)
        raise second.error("a second document begins here", "put all of it into one document")
    return Node(documents[0] if documents else Document(path, None), content)


def read_json(content: bytes, path: str, hint: str, bounds: Bounds = LOCKFILE) -> Node:
    """The root of a JSON file of ours; ``UserError`` with the hint where it is not JSON."""
    from stewardship.document import json_

    try:
        return Node(json_.load(content, path, bounds), content)
    except DocumentError as error:
        raise _unreadable(error, content, hint) from None


def _unreadable(error: DocumentError, content: bytes, hint: str | None = None) -> UserError:
    return UserError(error.message, error.location, hint, excerpt(content, error.location))


def excerpt(content: bytes, place: Location | None) -> str | None:
    """The source line at a place."""
    if place is None or place.line is None:
        return None
    lines = _lines(content)
    return lines[place.line - 1] if place.line <= len(lines) else None


def _lines(content: bytes) -> list[str]:
    """The lines as YAML counts them, and not as Python does."""
    text = content.decode("utf-8", "replace").replace("\r\n", "\n")
    return text.replace("\r", "\n").removeprefix("\ufeff").split("\n")


def unknown(
    message: str, name: str, known: Collection[str], place: Location | None, source: bytes
) -> UserError:
    """An error about a name that nothing has, with the name that was probably meant."""
    from stewardship.vocabulary.suggest import closest

    near = closest(name, known)
    hint = f"did you mean `{near}`?" if near else f"known are {listed(known)}"
    return UserError(message, place, hint, excerpt(source, place))


def listed(names: Collection[str]) -> str:
    """The names in order, the first few of them when there are many."""
    names = sorted(names)
    more = f" and {len(names) - 12} more" if len(names) > 12 else ""
    return ", ".join(f"`{name}`" for name in names[:12]) + more


def _named(data: object) -> str:
    """What a wrong value is, in the words of YAML."""
    if isinstance(data, dict):
        return "a mapping"
    if isinstance(data, list):
        return "a list"
    return f"`{short(str(data))}`"

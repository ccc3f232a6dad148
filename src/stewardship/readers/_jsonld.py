"""JSON-LD as its writers write it: one meaning under many keys.

A full processor would fetch contexts from the network. What real files do is less: ``name``,
``sc:name``, ``schema:name`` and ``https://schema.org/name`` are one key; a value is a scalar, a
list, or an object with ``@value`` or ``@id``; nodes lie under ``@graph``, or side by side in a
list. That is read here, and every value keeps its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from stewardship.document import Document
from stewardship.model import Value
from stewardship.readers import facts

Pointer = tuple[str | int, ...]


def short(key: str) -> str:
    """A key or a type without its vocabulary; the vocabulary on responsible AI keeps its own."""
    if "://" in key:
        vocabulary, _, name = key.rstrip("/#").replace("#", "/").rpartition("/")
        return f"rai:{name}" if vocabulary.lower().rstrip("/").endswith("rai") else name
    prefix, colon, name = key.partition(":")
    return key if not colon or prefix == "rai" else name


class Node:
    """One object of a document, its keys found by their short names."""

    __slots__ = ("document", "keys", "origin", "pointer")

    def __init__(self, document: Document, pointer: Pointer, origin: str) -> None:
        self.document = document
        self.pointer = pointer
        self.origin = origin
        node = document.get(*pointer)
        self.keys: dict[str, str] = {}
        for key in node if isinstance(node, dict) else ():
            self.keys.setdefault(short(str(key)), key)

    def __contains__(self, name: str) -> bool:
        return name in self.keys

    @property
    def types(self) -> tuple[str, ...]:
        """The short names of its types."""
        found = self.document.get(*self.pointer, self.keys.get("@type", self.keys.get("type", "")))
        names = found if isinstance(found, list) else [found]
        return tuple(short(name) for name in names if isinstance(name, str))

    @property
    def identity(self) -> str:
        """Its ``@id``, empty where it has none."""
        found = self.document.get(*self.pointer, self.keys.get("@id", ""))
        return found if isinstance(found, str) else ""

    def items(self, *names: str) -> Iterator[Pointer]:
        """The places of what is under the first of these names: each item of a list by itself."""
        key = next((self.keys[name] for name in names if name in self.keys), None)
        if key is not None:
            yield from _items(self.document, (*self.pointer, key))

    def nodes(self, *names: str) -> Iterator[Node]:
        """The objects under the first of these names."""
        for place in self.items(*names):
            if isinstance(self.document.get(*place), dict):
                yield Node(self.document, place, self.origin)

    def texts(self, *names: str) -> list[Value]:
        """The texts under the first of these names, out of their boxes; what is none is left out.

        An object is told by what it calls itself, else by its address.
        """
        found = (said(self.document, place, self.origin) for place in self.items(*names))
        return [value for value in found if value is not None and value.state != "absent"]

    def text(self, *names: str) -> Value | None:
        """The first of the texts; where the key is there with nothing under it, that."""
        stated = self.texts(*names)
        if stated:
            return stated[0]
        key = next((self.keys[name] for name in names if name in self.keys), None)
        if key is None or isinstance(self.document.get(*self.pointer, key), dict):
            return None
        return Value(None, self.document.location(*self.pointer, key), self.origin, "absent")


def _items(document: Document, place: Pointer) -> Iterator[Pointer]:
    found = document.get(*place)
    if isinstance(found, list):
        for index in range(len(found)):
            yield from _items(document, (*place, index))
    elif isinstance(found, dict) and len(found) == 1 and next(iter(found)) in ("@list", "@set"):
        yield from _items(document, (*place, next(iter(found))))
    elif found is not None:
        yield place


def said(
    document: Document,
    place: Pointer,
    origin: str,
    names: tuple[str, ...] = ("name", "url", "@id", "identifier", "value"),
) -> Value | None:
    """The text at a place: a scalar, one in a box, or what an object calls itself."""
    found = document.get(*place)
    if not isinstance(found, dict):
        return facts.text(document, *place, origin=origin)
    if "@value" in found:
        return facts.text(document, *place, "@value", origin=origin)
    node = Node(document, place, origin)
    for name in names:
        key = node.keys.get(name)
        if key is not None and isinstance(found[key], str | int | float | list):
            inner = next(_items(document, (*place, key)), None)
            value = said(document, inner, origin) if inner else None
            if value is not None and value.state != "absent":
                return value
    return None


def find(document: Document, origin: str, fits: Callable[[Node], bool]) -> Iterator[Node]:
    """The nodes that fit: the document itself, or those of its list or its graph."""
    for place in _roots(document):
        node = Node(document, place, origin)
        if fits(node):
            yield node


def _roots(document: Document) -> Iterator[Pointer]:
    data = document.data
    if isinstance(data, list):
        yield from ((index,) for index in range(len(data)))
    elif isinstance(data, dict):
        yield ()
        graph = data.get("@graph")
        for index in range(len(graph) if isinstance(graph, list) else 0):
            yield ("@graph", index)

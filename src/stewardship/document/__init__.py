"""YAML, JSON, TOML and Markdown as plain data with places, read within bounds.

Everything in a checked tree is hostile until it is read here. All loaders return a
``Document`` (or several) and raise ``DocumentError``, never anything else, on any bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stewardship.frozen import dataclass, field
from stewardship.model import Location, Pointer

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Bounds:
    """How large a document may be: bytes, depth of nesting, nodes (aliases counted expanded)."""

    size: int = MIB
    depth: int = 50
    nodes: int = 200_000


MANIFEST = Bounds()
LOCKFILE = Bounds(size=32 * MIB, depth=50, nodes=2_000_000)


class DocumentError(Exception):
    """The bytes are not a document of this format: what is wrong, and where."""

    def __init__(self, message: str, location: Location) -> None:
        super().__init__(message)
        self.message = message
        self.location = location


@dataclass(frozen=True, slots=True)
class Document:
    """Plain data (dict, list, str, int, float, bool, None) whose every node has a place.

    ``data`` holds ordinary Python containers, so that any library can take it. A pointer is the
    way to a node: keys of mappings and indexes of lists. ``places`` maps a pointer to (line,
    column) of the *value*; it is empty for JSON and TOML, whose nodes are placed when printed.
    ``texts`` keeps the source text of scalars that are not strings and whose printing would
    differ (``1.10``), so that a version stays a string.
    """

    path: str
    data: Any
    places: Mapping[Pointer, tuple[int, int]] = field(default_factory=dict)
    texts: Mapping[Pointer, str] = field(default_factory=dict)

    def get(self, *pointer: str | int) -> Any:
        """The node at the pointer, or None where there is none."""
        node = self.data
        for step in pointer:
            if isinstance(node, dict):
                node = node.get(step)
            elif isinstance(node, list) and isinstance(step, int) and -1 < step < len(node):
                node = node[step]
            else:
                return None
        return node

    def text(self, *pointer: str | int) -> str | None:
        """The scalar at the pointer as it is written in the source; None for anything else."""
        node = self.get(*pointer)
        if node is None or isinstance(node, dict | list):
            return None
        if isinstance(node, bool):
            return self.texts.get(pointer, "true" if node else "false")
        return self.texts.get(pointer, str(node))

    def location(self, *pointer: str | int) -> Location:
        """Where the node stands; for what is not there, where its nearest parent stands."""
        places = self.places
        if not places:
            return Location(self.path, pointer=pointer)
        place = places.get(pointer)
        while place is None and pointer:
            pointer = pointer[:-1]
            place = places.get(pointer)
        line, column = place or (1, 1)
        return Location(self.path, line, column)

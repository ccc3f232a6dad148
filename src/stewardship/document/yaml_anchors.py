"""Anchors and aliases of one YAML document, with what each alias would weigh if written out.

An alias shares its anchor's object, so loading stays cheap; but whoever walks the data meets
every copy. Nodes, characters and depth are therefore counted as if each alias were its text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from stewardship.document import Bounds
from stewardship.document.source import RefusalError
from stewardship.frozen import dataclass
from stewardship.model import Pointer

Text = tuple[Pointer, str]


@dataclass(frozen=True, slots=True)
class Anchor:
    """A finished anchored node: its value, and its weight in nodes, characters and levels.

    ``texts`` are the source texts kept for nodes inside, by pointers relative to the anchor.
    """

    value: Any
    nodes: int
    size: int
    height: int
    texts: tuple[Text, ...]


@dataclass(slots=True)
class _Open:
    """An anchored collection whose end has not come yet, and the counts at its start."""

    name: str
    level: int
    offset: int
    nodes: int
    added: int
    texts: int


class Anchors:
    """The anchors of one document. What is refused raises ``RefusalError``."""

    def __init__(self, bounds: Bounds) -> None:
        self.opened: list[_Open] = []
        self._bounds = bounds
        self.named: dict[str, Anchor | None] = {}
        self._heights: dict[int, int] = {}
        self._added = 0

    def open(self, name: str, level: int, offset: int, nodes: int, texts: int) -> None:
        """An anchored collection begins ``level`` deep, after so many nodes and texts."""
        self._claim(name)
        self.opened.append(_Open(name, level, offset, nodes, self._added, texts))

    def closes(self, level: int) -> bool:
        """Whether the collection that ends ``level`` deep is an anchored one."""
        return bool(self.opened) and self.opened[-1].level == level

    def close(
        self,
        value: Any,
        pointer: Pointer,
        offset: int,
        nodes: int,
        texts: Sequence[Text],
    ) -> None:
        """The innermost anchored collection ends: from now on it may be referred to."""
        begun = self.opened.pop()
        inner = tuple((found[len(pointer) :], text) for found, text in texts[begun.texts :])
        size = offset - begun.offset + self._added - begun.added
        height = self._heights[id(value)] = self._height(value)
        self.named[begun.name] = Anchor(value, 1 + nodes - begun.nodes, size, height, inner)

    def scalar(self, name: str, value: Any, text: str | None, size: int) -> None:
        """An anchored scalar, with its source text where it has to be kept."""
        self._claim(name)
        self.named[name] = Anchor(value, 1, size, 0, () if text is None else (((), text),))

    def use(self, name: str, level: int, nodes: int) -> Anchor:
        """What an alias stands for, ``level`` deep and after so many nodes."""
        anchor = self.named.get(name)
        if anchor is None:
            if name in self.named:
                raise RefusalError(f"the alias `*{name[:40]}` stands inside its own anchor")
            raise RefusalError(f"the alias `*{name[:40]}` has no anchor before it")
        self._added += anchor.size
        if nodes + anchor.nodes > self._bounds.nodes:
            raise RefusalError(f"aliases expand to more than {self._bounds.nodes:,} nodes")
        if self._added > self._bounds.size:
            raise RefusalError(f"aliases expand to more than {self._bounds.size:,} characters")
        if level + anchor.height > self._bounds.depth:
            raise RefusalError(f"aliases nest deeper than {self._bounds.depth} levels")
        return anchor

    def texts(self, name: str) -> tuple[Text, ...]:
        """The source texts below an anchor that has been used."""
        anchor = self.named[name]
        return anchor.texts if anchor else ()

    def _claim(self, name: str) -> None:
        # YAML lets a later anchor replace an earlier one; PyYAML refuses it; so nobody means it.
        if name in self.named:
            raise RefusalError(f"the anchor `&{name[:40]}` is set twice")
        self.named[name] = None

    def _height(self, node: Any) -> int:
        """Levels of collections from this one down; below an anchored one it is known already."""
        known = self._heights.get(id(node))
        if known is not None:
            return known
        inner = node.values() if isinstance(node, dict) else node
        return 1 + max((self._height(n) for n in inner if isinstance(n, dict | list)), default=0)

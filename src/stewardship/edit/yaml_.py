"""Changes to YAML, as places in the text: what is put in, and what it takes the place of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from stewardship.document import LOCKFILE, Document, source
from stewardship.edit import lines, scalars, tree
from stewardship.edit.intended import Change
from stewardship.edit.scalars import Hand
from stewardship.edit.tree import Node
from stewardship.frozen import dataclass, replace
from stewardship.model import Plain
from stewardship.pattern import pattern

# What may stand before a value and is no part of it: an anchor, a tag.
_PROPERTIES: Final = pattern(r"(?:[&!][^\s,\[\]{}]*[ \t]+)*")


def load(content: bytes, path: str) -> tuple[Document, ...]:
    """All documents of the file; raises ``DocumentError``."""
    from stewardship.document import yaml_

    return yaml_.load(content, path, LOCKFILE)


def rest(content: bytes, path: str) -> str:
    """What of the file is no data: nothing."""
    return ""


def ways(content: bytes, path: str, document: Document, change: Change) -> Iterator[str]:
    """The texts that may say it, the one closest to how the file is written first."""
    mark = "\ufeff" if content.startswith(source.BOM) else ""
    text = content.removeprefix(source.BOM).decode()
    for way in of_text(text, change):
        yield mark + way


def of_text(text: str, change: Change) -> Iterator[str]:
    """``ways`` for a text without a byte order mark."""
    roots = tree.read(text)
    quotes = '"' if change.quotes else ""
    if not roots:
        empty = Node("scalar", len(text), len(text), 0)
        edit = _Edit(text, [empty], Hand(texts=quotes, block_items=change.block))
        yield from edit.filled(change.value, change.pointer, change.append)
        return
    root = roots[change.document]
    way, missing = tree.find(root, change.pointer)
    edit = _Edit(text, way, Hand(*tree.margins(root), texts=quotes, block_items=change.block))
    node = way[-1]
    if missing and node.kind == "mapping":
        key, *inner = missing
        yield from edit.added(str(key), _nested(change.value, inner, change.append))
    elif missing or (change.append and node.kind == "scalar"):
        yield from edit.filled(change.value, missing, change.append)
    elif change.append:
        yield from edit.appended(change.value)
    elif isinstance(change.value, dict | list) or node.start == node.end:
        yield from edit.filled(change.value, (), False)
    else:
        yield from edit.replaced(change.value)


def _nested(value: Plain, steps: Sequence[str | int], append: bool) -> Plain:
    """The value as it stands below the steps that are still to be made."""
    if append:
        value = [value]
    for step in reversed(steps):
        value = {str(step): value}
    return value


@dataclass(frozen=True, slots=True)
class _Edit:
    """One text, the nodes on the way to where it is changed, and how what is new is written."""

    text: str
    way: list[Node]
    hand: Hand

    @property
    def _node(self) -> Node:
        return self.way[-1]

    def _spliced(self, start: int, end: int, new: str) -> str:
        return self.text[:start] + new + self.text[end:]

    def _put(self, at: int, margin: int, new: Sequence[str]) -> str:
        return lines.put(self.text, at, [" " * margin + line for line in new])

    def replaced(self, value: Plain) -> Iterator[str]:
        """Another scalar where one is, in its quotes."""
        node = self._node
        start = node.start
        if found := _PROPERTIES.match(self.text, start, node.end):
            start = found.end()
        old = self.text[start : node.end]
        tail = old[len(old.rstrip("\r\n")) :]
        yield self._spliced(start, node.end, scalars.scalar(value, node.style) + tail)
        yield self._spliced(start, node.end, scalars.scalar(value, '"') + tail)

    def added(self, key: str, value: Plain) -> Iterator[str]:
        """One more key at the end of a mapping."""
        node = self._node
        hand = self.hand
        if any(one.style == '"' for one in node.keys.values()):
            hand = replace(hand, keys='"', texts='"')
        if node.flow:
            yield from self._in_brackets(hand.flow({key: value})[1:-1])
            return
        new = hand.entry(key, value)
        at = lines.next_line(self.text, node.end)
        # A block of text may end with blank lines that are no part of it.
        bare = len(self.text[:at].rstrip(" \t\r\n"))
        yield self._put(lines.next_line(self.text, bare), node.column, new)
        yield self._put(at, node.column, new)

    def appended(self, value: Plain) -> Iterator[str]:
        """One more item at the end of a list; below the comments that end the file with it."""
        node = self._node
        if node.flow:
            if not node.items and isinstance(value, dict) and not self._outside:
                yield from self.filled([value], (), False)
            yield from self._in_brackets(self.hand.flow(value))
            return
        at = lines.next_line(self.text, node.end)
        if lines.nothing_follows(self.text, at):
            at = len(self.text)
        block: bool | None = any(not x.flow for x in node.items if x.kind == "mapping") or None
        if block is None and any(one.kind == "mapping" for one in node.items):
            block = self.hand.block_items
        yield self._put(at, node.column, self.hand.item(value, block))

    @property
    def _outside(self) -> bool:
        """Whether what holds this node is within brackets."""
        return any(node.flow for node in self.way[:-1])

    def _in_brackets(self, new: str) -> Iterator[str]:
        node = self._node
        last = node.children()[-1:]
        if not last:
            yield self._spliced(node.end - 1, node.end - 1, new)
            return
        at = last[0].end
        comma = self.text.find(",", at, node.end)
        if comma >= 0:
            yield self._spliced(comma + 1, comma + 1, f" {new}")
        yield self._spliced(at, at, f", {new}")

    def filled(self, value: Plain, steps: Sequence[str | int], append: bool) -> Iterator[str]:
        """A value where nothing is said: after ``key:``, instead of ``null`` or ``[]``, or as all
        that the file says."""
        node, value = self._node, _nested(value, steps, append)
        if not isinstance(value, dict | list) or not value or self._outside:
            yield from self._beside(self.hand.flow(value))
            return
        start = len(self.text[: node.start].rstrip(" "))
        below = _Edit(self._spliced(start, node.end, ""), self.way, self.hand)
        new = self.hand.block(value)
        if len(self.way) < 2:
            yield below._put(len(below.text), 0, new)
        margin = self.hand.unit if isinstance(value, dict) else self.hand.dash
        margin = self.way[-2].column + margin if len(self.way) > 1 else 0
        yield below._put(lines.next_line(below.text, start), margin, new)

    def _beside(self, new: str) -> Iterator[str]:
        """On the line of its key: for a bare name in braces with the colon that it lacks."""
        node = self._node
        if node.start == node.end:
            start = len(self.text[: node.start].rstrip(" "))
            yield self._spliced(start, node.end, f" {new}")
            yield self._spliced(start, node.end, f": {new}")
            return
        found = _PROPERTIES.match(self.text, node.start, node.end)
        yield self._spliced(found.end() if found else node.start, node.end, new)

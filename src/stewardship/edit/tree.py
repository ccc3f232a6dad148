"""Where the nodes of a YAML document begin and end, and how they are written.

Loading keeps the beginnings only (``document.yaml_places``), for that is all a message needs; who
edits also asks where a value ends, how it is quoted, and how far its neighbors are indented.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from yaml import events
from yaml._yaml import CParser

from stewardship.frozen import dataclass, field
from stewardship.model import Pointer

Kind = Literal["scalar", "mapping", "sequence", "alias"]


@dataclass(slots=True)
class Node:
    """One node: offsets into the text, in code points.

    ``end`` is where its last item ends, so before a comment that follows. ``style`` is the quote
    or ``|`` or ``>`` of a scalar. ``column`` counts from 0: of a block sequence it is that of its
    dashes, of a block mapping that of its keys.
    """

    kind: Kind
    start: int
    end: int
    column: int
    flow: bool = False
    style: str = ""
    keys: dict[str, Node] = field(default_factory=dict)
    entries: dict[str, Node] = field(default_factory=dict)
    items: list[Node] = field(default_factory=list)

    def child(self, step: str | int) -> Node | None:
        """The node one step further down, or None where there is none."""
        if isinstance(step, str):
            return self.entries.get(step)
        return self.items[step] if 0 <= step < len(self.items) else None

    def children(self) -> list[Node]:
        """The nodes right below."""
        return self.items or list(self.entries.values())

    def walk(self) -> Iterator[Node]:
        """This node and all below."""
        yield self
        for child in self.children():
            yield from child.walk()


def read(text: str) -> list[Node]:
    """The root of each document of a text that has been loaded before, so is YAML within bounds.

    An empty text has none.
    """
    parser = CParser(text)
    roots: list[Node] = []
    while True:
        event = parser.get_event()
        if isinstance(event, events.StreamEndEvent):
            return roots
        if isinstance(event, events.DocumentStartEvent):
            roots.append(_node(parser.get_event, parser.get_event()))


def _node(parse: Any, event: Any) -> Node:
    start, end, column = event.start_mark.index, event.end_mark.index, event.start_mark.column
    if isinstance(event, events.AliasEvent):
        return Node("alias", start, end, column)
    if isinstance(event, events.ScalarEvent):
        return Node("scalar", start, end, column, style=event.style or "")
    mapping = isinstance(event, events.MappingStartEvent)
    node = Node("mapping" if mapping else "sequence", start, end, column, bool(event.flow_style))
    ends = (events.MappingEndEvent, events.SequenceEndEvent)
    while not isinstance(event := parse(), ends):
        if mapping:
            node.keys[event.value] = key = _node(parse, event)
            node.entries[event.value] = _node(parse, parse())
            node.column = node.column if len(node.keys) > 1 else key.column
        else:
            node.items.append(_node(parse, event))
    last = node.children()[-1].end if node.children() else end
    node.end = event.end_mark.index if node.flow and event.end_mark else last
    return node


def find(root: Node, pointer: Pointer) -> tuple[list[Node], Pointer]:
    """The nodes on the way to the pointer, and the steps that are missing from the last of them."""
    way = [root]
    for index, step in enumerate(pointer):
        child = way[-1].child(step)
        if child is None:
            return way, pointer[index:]
        way.append(child)
    return way, ()


def margins(root: Node) -> tuple[int, int]:
    """How far this document indents: a mapping in a mapping, and the dashes of a list in one."""
    unit = dash = -1
    for node in root.walk():
        if node.flow or node.kind != "mapping":
            continue
        for child in node.entries.values():
            if child.flow or not child.children():
                continue
            if child.kind == "mapping" and unit < 0:
                unit = child.column - node.column
            elif child.kind == "sequence" and dash < 0:
                dash = child.column - node.column
    return (unit if unit > 0 else 2), (dash if dash >= 0 else 2)

"""CycloneDX documents as plain data: what the license lock and the reader both ask of one."""

from __future__ import annotations

from base64 import b64decode
from binascii import Error
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from stewardship.model import Pointer

Node = Mapping[str, Any]
DEEPEST = 20


class Stated(NamedTuple):
    """One license that a component states: ``field`` is ``license`` or ``concluded``, ``at`` the
    way to it from the component, ``text`` the license's own text where the document holds it."""

    field: str
    written: str
    at: Pointer
    text: str = ""


def rows(node: Any) -> Iterator[tuple[int, Node]]:
    """The objects of a list with their indexes; nothing for anything else."""
    for index, row in enumerate(node if isinstance(node, list) else ()):
        if isinstance(row, dict):
            yield index, row


def word(row: Any, key: str) -> str:
    """The text under the key, trimmed; ``""`` where there is none or something else."""
    node = row.get(key) if isinstance(row, dict) else None
    return node.strip() if isinstance(node, str) else ""


def nested(row: Node, key: str, at: Pointer = ()) -> Iterator[tuple[Pointer, Node]]:
    """The objects listed under ``key`` with those under the same key of each, and their places."""
    waiting = [(row, at)]
    while waiting:
        inside, place = waiting.pop()
        for index, one in rows(inside.get(key)):
            where = (*place, key, index)
            yield where, one
            if len(where) < 2 * DEEPEST:
                waiting.append((one, where))


def licenses(component: Node) -> Iterator[Stated]:
    """The licenses of a component or service, as ``licenses`` has them (1.2 to 1.7)."""
    for index, row in rows(component.get("licenses")):
        inner = row.get("license")
        concluded = "concluded" in (word(row, "acknowledgement"), word(inner, "acknowledgement"))
        field = "concluded" if concluded else "license"
        text = attachment(inner.get("text") if isinstance(inner, dict) else None)
        for holder, key, way in (
            (row, "expression", ("expression",)),
            (inner, "id", ("license", "id")),
            (inner, "name", ("license", "name")),
        ):
            if written := word(holder, key):
                yield Stated(field, written, ("licenses", index, *way), text)
                break
        else:
            if text:
                yield Stated(field, "", ("licenses", index, "license", "text"), text)


def attachment(node: Any) -> str:
    """The text of an attachment, which may be encoded in base64."""
    content = word(node, "content")
    if word(node, "encoding") != "base64":
        return content
    try:
        return b64decode(content, validate=True).decode("utf-8", "backslashreplace")
    except (Error, ValueError):
        return ""

"""Nodes of a document as ``Value``s, each with its place and state; all readers build on it.

States are decided here and nowhere else: an explicit null and an empty text are ``absent`` at
their own place, ``{{ license }}`` is a ``placeholder``, ``n/a`` is ``unknown``. A reader asks
for ``text`` where the source text matters (names, versions, hashes: ``1.10`` is not ``1.1``) and
for ``nested`` where numbers stay numbers (metrics, limits).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from math import isfinite
from typing import cast

from stewardship.document import Document
from stewardship.model import Fields, Location, State, Value
from stewardship.vocabulary.placeholders import is_placeholder, is_unknown

SHORT = 64
STATED = ("present", "conflicting")
# Free fields that are names, not amounts, whatever YAML makes of their digits.
TEXTUAL = frozenset((
    "commit", "revision", "base-revision", "version", "date", "license", "steward", "id", "ref",
    "name", "content", "path",
))  # fmt: skip


def said(text: str, location: Location, origin: str) -> Value:
    """A scalar text as a Value; its state is told from what it says."""
    text = text.strip()
    if not text:
        return Value(None, location, origin, "absent")
    return Value(text, location, origin, _known(text) if len(text) < SHORT else _state(text))


def _state(text: str) -> State:
    if is_placeholder(text):
        return "placeholder"
    return "unknown" if is_unknown(text) else "present"


# A tree says "mit" and "train" a thousand times; only short texts are remembered.
_known = lru_cache(maxsize=4096)(_state)


def has(document: Document, *pointer: str | int) -> bool:
    """Whether the document states this node at all, be it as null."""
    if not pointer:
        return document.data is not None
    parent, last = document.get(*pointer[:-1]), pointer[-1]
    if isinstance(parent, dict):
        return last in parent
    return isinstance(parent, list) and isinstance(last, int) and -1 < last < len(parent)


def text(document: Document, *pointer: str | int, origin: str) -> Value | None:
    """The scalar as it is written in the source; None where nothing is stated.

    A list or mapping where a scalar was meant comes back as it is, for the checks to refuse; but
    ``{license}``, to YAML a mapping of a name to nothing, is the slot that its writer meant.
    """
    node = document.get(*pointer)
    if isinstance(node, str):
        return said(node, document.location(*pointer), origin)
    if node is None and not has(document, *pointer):
        return None
    written = document.text(*pointer)
    if isinstance(node, dict) and list(node.values()) == [None]:
        written = f"{{{next(iter(node))}}}"
    if written is None:
        return nested(document, *pointer, origin=origin)
    return said(written, document.location(*pointer), origin)


def nested(document: Document, *pointer: str | int, origin: str) -> Value:
    """The whole node: lists and records of Values, numbers and booleans as such."""
    node, location = document.get(*pointer), document.location(*pointer)
    if isinstance(node, str):
        return said(node, location, origin)
    if isinstance(node, dict):
        entries = {str(key): entry(document, (*pointer, key), origin) for key in node}
        return Value(entries, location, origin)
    if isinstance(node, list):
        items = (nested(document, *pointer, index, origin=origin) for index in range(len(node)))
        return Value(tuple(items), location, origin)
    if node is None:
        return Value(None, location, origin, "absent")
    if isinstance(node, bool | int) or (isinstance(node, float) and isfinite(node)):
        return Value(node, location, origin)
    return said(document.text(*pointer) or "", location, origin)


def entry(document: Document, pointer: tuple[str | int, ...], origin: str) -> Value:
    """A named node: as text where the name says that it is one, else ``nested``."""
    if pointer[-1] in TEXTUAL and document.text(*pointer) is not None:
        return cast(Value, text(document, *pointer, origin=origin))
    return nested(document, *pointer, origin=origin)


def texts(document: Document, *pointer: str | int, origin: str) -> tuple[Value, ...]:
    """The node as a list of scalars as written: one scalar is a list of one, null is none."""
    node = document.get(*pointer)
    if node is None:
        return ()
    if isinstance(node, list):
        found = (text(document, *pointer, i, origin=origin) for i in range(len(node)))
        return tuple(value for value in found if value is not None and value.state != "absent")
    value = text(document, *pointer, origin=origin)
    return () if value is None or value.state == "absent" else (value,)


def record(location: Location, origin: str, **entries: Value | str | None) -> Value:
    """A record; ``_`` in a name stands for ``-``, a None entry is left out.

    An entry given as a plain string is the reader's own word (``role="train"``), not the file's.
    """
    kept = {
        name.replace("_", "-"): entry
        if isinstance(entry, Value)
        else Value(entry, location, origin)
        for name, entry in entries.items()
        if entry is not None
    }
    return Value(kept, location, origin)


def listing(items: Iterable[Value], location: Location | None, origin: str) -> Value:
    """A list; it stands at ``location``, else where its first item stands."""
    values = tuple(items)
    return Value(values, location or values[0].location, origin)


def united(first: Value | None, second: Value | None) -> Value:
    """Two statements of one field in one file: lists are united, unequal scalars conflict."""
    if first is None or second is None:
        return cast(Value, first or second)
    if isinstance(first.data, tuple) and isinstance(second.data, tuple):
        return Value(first.data + second.data, first.location, first.origin)
    if second.state not in STATED or first.plain() == second.plain():
        return first
    if first.state not in STATED:
        return second
    candidates = (first, second)
    return Value(first.data, first.location, first.origin, "conflicting", candidates)


def merged(*parts: Fields) -> dict[str, Value]:
    """Several sets of fields as one, field by field ``united``; of ``sources`` each once."""
    fields: dict[str, Value] = {}
    for part in parts:
        for name, value in part.items():
            if name not in fields:
                fields[name] = value
            elif name == "sources":
                fields[name] = _completed(fields[name], value)
            else:
                fields[name] = united(fields[name], value)
    return fields


def _completed(first: Value | None, second: Value) -> Value:
    from stewardship.merge import completed  # late: few files state their sources twice

    if first is None or not (isinstance(first.data, tuple) and isinstance(second.data, tuple)):
        return united(first, second)
    return Value(completed([first.data, second.data]), first.location, first.origin)


def renamed(
    document: Document, names: Mapping[str, str], *parent: str | int, origin: str
) -> dict[str, Value]:
    """The texts under ``parent`` by our names; ``names`` maps the format's own to them."""
    fields: dict[str, Value] = {}
    node = document.get(*parent)
    if not isinstance(node, dict):
        return fields
    for key, name in names.items():
        if key in node and name not in fields:
            own = node[key]  # a text, most often
            value = (
                said(own, document.location(*parent, key), origin)
                if isinstance(own, str)
                else text(document, *parent, key, origin=origin)
            )
            if value is not None:
                fields[name] = value
    return fields

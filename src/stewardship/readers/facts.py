"""What all readers share: nodes of a document as ``Value``s, each with its place and state.

States are decided here and nowhere else: an explicit null and an empty text are ``absent`` at
their own place, ``{{ license }}`` is a ``placeholder``, ``n/a`` is ``unknown``. A reader asks
for ``text`` where the source text matters (names, versions, hashes: ``1.10`` is not ``1.1``) and
for ``nested`` where numbers stay numbers (metrics, limits).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import cast

from stewardship.document import Document, DocumentError
from stewardship.model import KINDS, Fields, Fragment, Kind, Location, Problem, Value
from stewardship.vocabulary.placeholders import is_placeholder, is_unknown

SHORT = 60
LINKS = ("sources", "serves", "depends-on")
# Roles whose reference is a model; every other role of ``sources`` speaks of a dataset.
MODEL_ROLES = ("base", "build")
# Free fields that are names, not amounts, whatever YAML makes of their digits.
TEXTUAL = frozenset(
    ("commit", "revision", "base-revision", "version", "date", "license", "steward", "id", "ref")
)


def said(text: str, location: Location, origin: str) -> Value:
    """A scalar text as a Value; its state is told from what it says."""
    text = text.strip()
    if not text:
        return Value(None, location, origin, "absent")
    if is_placeholder(text):
        return Value(text, location, origin, "placeholder")
    return Value(text, location, origin, "unknown" if is_unknown(text) else "present")


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

    A list or mapping where a scalar was meant comes back as it is, for the checks to refuse.
    """
    if not has(document, *pointer):
        return None
    written = document.text(*pointer)
    if written is None:
        return nested(document, *pointer, origin=origin)
    return said(written, document.location(*pointer), origin)


def nested(document: Document, *pointer: str | int, origin: str) -> Value:
    """The whole node: lists and records of Values, numbers and booleans as such."""
    node, location = document.get(*pointer), document.location(*pointer)
    if isinstance(node, dict):
        entries = {str(key): _entry(document, (*pointer, key), origin) for key in node}
        return Value(entries, location, origin)
    if isinstance(node, list):
        items = (nested(document, *pointer, index, origin=origin) for index in range(len(node)))
        return Value(tuple(items), location, origin)
    if node is None:
        return Value(None, location, origin, "absent")
    if isinstance(node, bool | int) or (isinstance(node, float) and isfinite(node)):
        return Value(node, location, origin)
    return said(document.text(*pointer) or "", location, origin)


def _entry(document: Document, pointer: tuple[str | int, ...], origin: str) -> Value:
    if pointer[-1] in TEXTUAL and document.text(*pointer) is not None:
        return cast(Value, text(document, *pointer, origin=origin))
    return nested(document, *pointer, origin=origin)


def texts(document: Document, *pointer: str | int, origin: str) -> tuple[Value, ...]:
    """The node as a list of scalars as written: one scalar is a list of one, null is none."""
    node = document.get(*pointer)
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
    if second.state == "absent" or first.plain() == second.plain():
        return first
    if first.state == "absent":
        return second
    candidates = (first, second)
    return Value(first.data, first.location, first.origin, "conflicting", candidates)


def merged(*parts: Fields) -> dict[str, Value]:
    """Several sets of fields as one, field by field ``united``."""
    fields: dict[str, Value] = {}
    for part in parts:
        for name, value in part.items():
            fields[name] = united(fields.get(name), value)
    return fields


@dataclass(frozen=True, slots=True)
class Stated:
    """What a manifest's own ``stewardship:`` mapping says: identity apart from free fields."""

    fields: Fields
    kind: Kind | None = None
    name: str = ""
    ids: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def stewardship_fields(document: Document, *pointer: str | int, origin: str) -> Stated:
    """The mapping at ``pointer``: its keys become fields as they are.

    ``kind``, ``name`` and ``id`` say what the manifest describes and are no fields; ``sources``,
    ``serves`` and ``depends-on`` may be plain references and become records all the same. What
    is no mapping, or no kind, is a problem of the manifest.
    """
    node = document.get(*pointer)
    if node is None:
        return Stated({})
    if not isinstance(node, dict):
        message = f"`{pointer[-1] if pointer else 'it'}` has to be a mapping of names to values"
        return Stated({}, problems=(Problem(message, document.location(*pointer)),))
    fields: dict[str, Value] = {}
    for key in node:
        name = str(key)
        if name in LINKS:
            fields[name] = _links(document, (*pointer, key), origin)
        elif name not in ("kind", "name", "id"):
            fields[name] = _entry(document, (*pointer, key), origin)
    kind = node.get("kind")
    problems: tuple[Problem, ...] = ()
    if kind is not None and kind not in KINDS:
        message = f"`{clip(str(kind))}` is not a kind of resource; there are {', '.join(KINDS)}"
        problems = (Problem(message, document.location(*pointer, "kind")),)
    return Stated(
        fields,
        cast(Kind, kind) if kind in KINDS else None,
        document.text(*pointer, "name") or "",
        tuple(declared_id(str(v.data)) for v in texts(document, *pointer, "id", origin=origin)),
        problems,
    )


def _links(document: Document, pointer: tuple[str | int, ...], origin: str) -> Value:
    """A list of references, each a record with ``ref``: a scalar is a record of one entry."""
    whole = nested(document, *pointer, origin=origin)
    items = whole.data if isinstance(whole.data, tuple) else (whole,)
    records = (
        item if isinstance(item.data, Mapping) else record(item.location, origin, ref=item)
        for item in items
        if item.state != "absent"
    )
    return Value(tuple(records), whole.location, origin)


def declared_id(written: str) -> str:
    """An identity as joining compares it: ``org/name`` is the hub's ``hf:org/name``."""
    written = written.strip()
    if ":" not in written and written.count("/") == 1:
        return f"hf:{written}"
    return written


def refs_of(fields: Fields) -> tuple[tuple[str, str, str], ...]:
    """The outgoing links of ``fields`` as (field, reference, kind or ""), for ``Fragment.refs``."""
    refs = []
    for name in LINKS:
        value = fields.get(name)
        for item in value.data if value and isinstance(value.data, tuple) else ():
            if not isinstance(item.data, Mapping) or "ref" not in item.data:
                continue
            ref = item.data["ref"]
            if isinstance(ref.data, str) and ref.state == "present":
                refs.append((name, ref.data, _kind_of_link(name, item.data)))
    return tuple(refs)


def _kind_of_link(field: str, entries: Fields) -> str:
    kind = entries.get("kind")
    if kind and isinstance(kind.data, str):
        return kind.data
    if field != "sources":
        return "model" if field == "serves" else ""
    role = entries.get("role")
    return "model" if role and role.data in MODEL_ROLES else "dataset"


def folder_name(path: str) -> str:
    """The name of the folder that a file lies in; ``.`` for the root."""
    return path.rpartition("/")[0].rpartition("/")[2] or "."


def unreadable(
    kind: Kind, path: str, error: DocumentError | Problem, origin: str, name: str = ""
) -> Fragment:
    """A manifest that is this reader's own but broken: claimed, with what is wrong and where."""
    problem = error if isinstance(error, Problem) else Problem(error.message, error.location)
    place = problem.location or Location(path, 1, 1)
    return Fragment(kind, name or folder_name(path), place, origin, {}, problems=(problem,))


def clip(written: str) -> str:
    """Text of the checked tree, short enough for a message."""
    line = " ".join(written.split())
    return line if len(line) <= SHORT else line[: SHORT - 1] + "…"

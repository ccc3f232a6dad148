"""What a manifest says for us: its ``stewardship:`` mapping, and its links to other resources."""

from __future__ import annotations

from collections.abc import Mapping
from posixpath import dirname, normpath

from stewardship.document import Document
from stewardship.frozen import dataclass, replace
from stewardship.model import KINDS, Fields, Kind, Problem, State, Value
from stewardship.readers._values import entry, nested, record, text, texts
from stewardship.records import clash

SHORT = 60
FILES = ("hashes", "artifacts")  # fields whose records name files
LINKS = ("sources", "serves", "depends-on", "affects", "attests")
# What a manifest may be of. Who answers for what is said in the map's own files and nowhere else:
# a card that could add to it would name its own steward, or everybody's.
STATABLE: tuple[Kind, ...] = tuple(k for k in KINDS if k not in ("steward", "ownership-entry"))
# What a reference under ``sources`` means by its role; a file of a build may be anything.
KIND_OF_ROLE = {"base": "model", "build": ""}


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
    ``serves`` and ``depends-on`` may be plain references and become records all the same. The
    paths of ``hashes`` and ``artifacts`` are told from the root. What is no mapping, or no kind,
    is a problem of the manifest.
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
        elif name in FILES:
            fields[name] = _files(nested(document, *pointer, key, origin=origin), document.path)
        elif name not in ("kind", "name", "id"):
            fields[name] = entry(document, (*pointer, key), origin)
    kind, problems = kind_of(text(document, *pointer, "kind", origin=origin))
    title = text(document, *pointer, "name", origin=origin)
    named = title.data if title and isinstance(title.data, str) else ""
    written = [value.data for value in texts(document, *pointer, "id", origin=origin)]
    ids = tuple(declared_id(each) for each in written if isinstance(each, str))
    return Stated(fields, kind, named, ids, problems)


def kind_of(written: Value | None) -> tuple[Kind | None, tuple[Problem, ...]]:
    """The kind that a manifest states for its resource, or the problem with what it states."""
    if written is None or written.state == "absent":
        return None, ()
    for kind in STATABLE:
        if kind == written.data:
            return kind, ()
    message = f"`{clip(str(written.plain()))}` is not a kind of resource: {', '.join(STATABLE)}"
    return None, (Problem(message, written.location),)


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


def _files(whole: Value, manifest: str) -> Value:
    """Records of files with their paths from the root; digests that contradict each other are
    in conflict. Written is a path from the manifest's folder, from the root where it begins with
    ``/`` or with that folder; in ``.steward/`` all are from the root."""
    items = whole.data if isinstance(whole.data, tuple) else (whole,)
    folder = "" if manifest.startswith(".steward/") else dirname(manifest)
    placed = tuple(_placed(item, folder) for item in items if item.state != "absent")
    clashing = clash(placed)
    state: State = "conflicting" if clashing else "present"
    return Value(placed, whole.location, whole.origin, state, clashing)


def _placed(item: Value, folder: str) -> Value:
    path = item.data.get("path") if isinstance(item.data, Mapping) else None
    if path is None or not isinstance(path.data, str) or "://" in path.data:
        return item
    written = path.data
    if written.startswith("/") or not folder or f"{written}/".startswith(f"{folder}/"):
        way = normpath(written.lstrip("/") or ".")
    else:
        way = normpath(f"{folder}/{written}")
    return replace(item, data={**dict(item.data), "path": replace(path, data=way)})  # type: ignore[arg-type]


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
            # Prose ("images from two hospitals") is a statement of origin, but no reference.
            if isinstance(ref.data, str) and ref.state == "present" and " " not in ref.data:
                refs.append((name, ref.data, kind_of_link(name, item.data)))
    return tuple(refs)


def kind_of_link(field: str, entries: Fields) -> str:
    """The kind that a record of a link field means: as it states, else by its role."""
    kind = entries.get("kind")
    if kind and isinstance(kind.data, str):
        return kind.data
    if field != "sources":
        return "model" if field == "serves" else ""
    role = entries.get("role")
    return KIND_OF_ROLE.get(str(role.data) if role else "", "dataset")


def clip(written: str) -> str:
    """Text of the checked tree, short enough for a message."""
    line = " ".join(written.split())
    return line if len(line) <= SHORT else line[: SHORT - 1] + "…"

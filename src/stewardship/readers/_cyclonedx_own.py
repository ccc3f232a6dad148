"""The properties of a CycloneDX component whose names begin with ``stewardship:``.

A value is a text; a list or a record is its JSON. A name that stands several times is a list,
or, with different scalars, a conflict: that is how a BOM of ours says that its sources disagree.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from stewardship.document import Bounds, Document, DocumentError
from stewardship.frozen import dataclass
from stewardship.model import Fields, Kind, Location, Pointer, Problem, Value
from stewardship.readers import facts
from stewardship.readers._cyclonedx import ORIGIN, Bom
from stewardship.records import clash
from stewardship.vocabulary.cyclonedx_documents import rows, word

PREFIX = "stewardship:"
IDENTITY = ("kind", "name", "id")
LISTS = (*facts.LINKS, "owners", "tags", "language")
FILES = ("hashes", "artifacts")  # fields whose records may contradict one another
SMALL = Bounds(size=256 * 1024, depth=10, nodes=10_000)


@dataclass(frozen=True, slots=True)
class Own:
    """What our properties say: identity apart from fields."""

    fields: Fields
    kind: Kind | None = None
    name: str = ""
    ids: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def own(bom: Bom, at: Pointer) -> Own:
    """The properties of ours at a component, a service or a vulnerability."""
    said: dict[str, list[Value]] = {}
    for index, row in rows(bom.document.get(*at, "properties")):
        name = word(row, "name")
        value = bom.text(*at, "properties", index, "value")
        if name.startswith(PREFIX) and len(name) > len(PREFIX) and value is not None:
            said.setdefault(name.removeprefix(PREFIX), []).append(value)
    kind, problems = facts.kind_of(said["kind"][0]) if "kind" in said else (None, ())
    names = [str(one.data) for one in said.get("name", ())]
    ids = tuple(facts.declared_id(str(one.data)) for one in said.get("id", ()))
    fields = {name: field(name, values) for name, values in said.items() if name not in IDENTITY}
    return Own(fields, kind, "".join(names[:1]), ids, problems)


def field(name: str, values: list[Value]) -> Value:
    """One field out of all that is said under its name."""
    parsed = [_parsed(name, one) for one in values]
    first = parsed[0]
    if name in LISTS:
        items = [item for one in parsed for item in _items(name, one)]
        return Value(tuple(items), first.location, ORIGIN)
    if name in FILES and isinstance(first.data, tuple) and (sides := clash(first.data)):
        return Value(first.data, first.location, ORIGIN, "conflicting", sides)
    if len(parsed) == 1 or all(one.plain() == first.plain() for one in parsed):
        return first
    if all(isinstance(one.data, tuple) for one in parsed):
        items = [item for one in parsed for item in _items(name, one)]
        return Value(tuple(items), first.location, ORIGIN)
    return Value(first.data, first.location, ORIGIN, "conflicting", tuple(parsed))


def _parsed(name: str, value: Value) -> Value:
    """The value, with JSON for what it stands for."""
    found = _json(value.data)
    return value if found is None else placed(found.data, value.location)


def _json(text: object) -> Document | None:
    """The JSON that a text is, where it is a list, a record or a text in quotes."""
    if not isinstance(text, str) or text[:1] not in tuple('[{"'):
        return None
    from stewardship.document import json_

    try:
        return json_.load(text.encode("utf-8", "replace"), "", SMALL)
    except DocumentError:
        return None


def placed(data: Any, place: Location) -> Value:
    """Plain data as a Value that stands, with all that it holds, at one place."""
    if isinstance(data, dict):
        return Value({str(key): placed(one, place) for key, one in data.items()}, place, ORIGIN)
    if isinstance(data, list):
        return Value(tuple(placed(one, place) for one in data), place, ORIGIN)
    if isinstance(data, str):
        return facts.said(data, place, ORIGIN)
    return Value(data, place, ORIGIN, "absent" if data is None else "present")


def _items(name: str, value: Value) -> tuple[Value, ...]:
    """The items of a list; of a text, the parts between its commas. Links are records."""
    if isinstance(value.data, tuple):
        parts = value.data
    elif isinstance(value.data, str) and value.state == "present":
        texts = [part for part in value.data.split(",") if part.strip()]
        parts = tuple(facts.said(part, value.location, ORIGIN) for part in texts)
    else:
        parts = (value,)
    if name not in facts.LINKS:
        return parts
    return tuple(
        one if isinstance(one.data, Mapping) else facts.record(one.location, ORIGIN, ref=one)
        for one in parts
    )


def written(data: Any) -> str:
    """Plain data as the value of a property: a text as it is, all else as JSON, and so is a text
    that would be taken for some, or would lose the space around it."""
    if isinstance(data, str) and data == data.strip() and _json(data) is None:
        return data
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)

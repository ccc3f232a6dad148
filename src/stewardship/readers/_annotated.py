"""Facts of our own in the annotations of a Kubernetes-like object: ``stewardship/KEY: value``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stewardship.document import Document
from stewardship.model import Location, Problem, Value
from stewardship.readers import _files, facts

PREFIX = "stewardship/"
LISTS = (*facts.LINKS, "owners")
# What is read from the object itself: a statement of it would hide what the object is.
OBSERVED = frozenset((
    "containers", "service-account", "runtime-class", "gpu", "labels", "cloud-roles", "selects",
    "egress", "verifies-signatures", "canary-steps", "canary-percent", "analyses", "measures",
    "rolls-out", "entity", "namespace",
))  # fmt: skip


def annotated(document: Document, origin: str) -> dict[str, Value]:
    """The fields under ``stewardship/…``.

    A list is written with commas; what needs more, as YAML in brackets or braces:
    ``stewardship/sources: '[{ref: acme/claims, role: train}]'``.
    """
    fields: dict[str, Value] = {}
    found = document.get("metadata", "annotations")
    for key in found if isinstance(found, dict) else ():
        name = str(key).removeprefix(PREFIX)
        value = facts.text(document, "metadata", "annotations", key, origin=origin)
        if value is None or not str(key).startswith(PREFIX) or not name:
            continue
        nested = _nested(name, value, document.path, origin)
        fields[name] = nested or (_parted(name, value, origin) if name in LISTS else value)
    return fields


def observed(fields: dict[str, Value]) -> Iterator[Problem]:
    """Take away what an annotation states of the object that the object says itself."""
    for name in sorted(OBSERVED.intersection(fields)):
        said = f"`{PREFIX}{name}` cannot be stated: it is read from the object itself"
        yield Problem(said, fields.pop(name).location)


def _nested(name: str, value: Value, path: str, origin: str) -> Value | None:
    """A list or mapping that is written in the text of an annotation, placed where that stands."""
    written = value.data if isinstance(value.data, str) else ""
    if not written.startswith(("[", "{")) or value.state != "present":
        return None
    import json  # late: few annotations hold records

    whole = f"{{{json.dumps(name)}: {written}}}".encode(errors="replace")
    document, error = _files.one_document(whole, path)
    if document is None or error is not None or len(document.data) != 1:
        return None
    found = facts.stewardship_fields(document, origin=origin).fields.get(name)
    return _placed(found, value.location) if found else None


def _placed(value: Value, location: Location) -> Value:
    data = value.data
    if isinstance(data, tuple):
        data = tuple(_placed(item, location) for item in data)
    elif isinstance(data, Mapping):
        data = {key: _placed(item, location) for key, item in data.items()}
    sides = tuple(_placed(one, location) for one in value.candidates)
    return Value(data, location, value.origin, value.state, sides)


def _parted(name: str, value: Value, origin: str) -> Value:
    if not isinstance(value.data, str):
        return value
    parts = [part for part in value.data.split(",") if part.strip()]
    items = [facts.said(part, value.location, origin) for part in parts]
    if name in facts.LINKS:
        items = [facts.record(item.location, origin, ref=item) for item in items]
    return facts.listing(items, value.location, origin)

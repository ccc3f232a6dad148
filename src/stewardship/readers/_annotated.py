"""Facts of our own in the annotations of a Kubernetes-like object: ``stewardship/KEY: value``."""

from __future__ import annotations

from stewardship.document import Document
from stewardship.model import Value
from stewardship.readers import facts

PREFIX = "stewardship/"
LISTS = (*facts.LINKS, "owners")


def annotated(document: Document, origin: str) -> dict[str, Value]:
    """The fields under ``stewardship/…``; a list is written with commas, as YAML text."""
    fields: dict[str, Value] = {}
    found = document.get("metadata", "annotations")
    for key in found if isinstance(found, dict) else ():
        name = str(key).removeprefix(PREFIX)
        value = facts.text(document, "metadata", "annotations", key, origin=origin)
        if value is None or not str(key).startswith(PREFIX) or not name:
            continue
        fields[name] = _parted(name, value, origin) if name in LISTS else value
    return fields


def _parted(name: str, value: Value, origin: str) -> Value:
    if not isinstance(value.data, str):
        return value
    parts = [part for part in value.data.split(",") if part.strip()]
    items = [facts.said(part, value.location, origin) for part in parts]
    if name in facts.LINKS:
        items = [facts.record(item.location, origin, ref=item) for item in items]
    return facts.listing(items, value.location, origin)

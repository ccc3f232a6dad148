"""What of a resource has to be written as properties, so that it comes back as it was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from stewardship.fingerprint import normalized
from stewardship.model import Fragment, Plain, Resource, Value
from stewardship.readers._cyclonedx_own import PREFIX, written

# Kinds that the format's own types do not tell.
TOLD = frozenset(("model", "dataset", "container", "dependency", "service", "vulnerability"))
# What is worked out when the tree is joined, or is about this repository's files alone.
NEVER = frozenset(("schema-errors",))


def property_rows(one: Resource, found: Fragment | None) -> list[dict[str, str]]:
    """The properties that a resource needs beside what was read back of it, sorted by name."""
    rows: list[tuple[str, str]] = []
    if one.kind not in TOLD:
        rows.append(("kind", one.kind))
    if found is None or one.id not in found.ids:
        rows.append(("id", one.id))
    if found is None or found.name != one.name:
        rows.append(("name", one.name))
    for name, value in one.fields.items():
        if name in NEVER or not unlike(name, value, found.fields.get(name) if found else None):
            continue
        rows += [(name, text) for text in _texts(value)]
    return [{"name": f"{PREFIX}{name}", "value": text} for name, text in sorted(rows)]


def _texts(value: Value) -> Iterator[str]:
    """A value as texts of properties: one, or one for each side of a conflict."""
    if value.state == "conflicting" and not isinstance(value.data, tuple):
        sides = [written(plain(side)) for side in value.candidates]
        yield from dict.fromkeys(sides)
    elif value.state != "absent":
        yield written(plain(value))


def plain(value: Value) -> Plain:
    """The data as JSON holds it; what a record does not state is left out."""
    if isinstance(value.data, tuple):
        return [plain(item) for item in value.data if item.state != "absent"]
    if isinstance(value.data, Mapping):
        return {str(key): plain(item) for key, item in value.data.items() if item.state != "absent"}
    return value.data


def unlike(name: str, wanted: Value, found: Value | None) -> bool:
    """Whether what was read back says anything else than what there was, or in another state."""
    if name in NEVER:
        return False
    if found is None:
        return wanted.state != "absent"
    # Whether a list contradicts itself is told anew by whoever reads it.
    lists = isinstance(wanted.data, tuple) and isinstance(found.data, tuple)
    if wanted.state != found.state and not lists:
        return True
    if wanted.state == "conflicting" and not isinstance(wanted.data, tuple):
        return _sides(wanted) != _sides(found)
    return _form(plain(wanted)) != _form(plain(found))


def _sides(value: Value) -> set[str]:
    return {_form(plain(side)) for side in value.candidates}


def _form(data: Any) -> str:
    """Data as it is compared: the order of a list means nothing, and a property is a text."""
    if isinstance(data, list):
        return f"[{', '.join(sorted(map(_form, data)))}]"
    if isinstance(data, bool):
        return normalized("true" if data else "false")
    if isinstance(data, dict):
        return f"{{{', '.join(f'{key}: {_form(data[key])}' for key in sorted(data))}}}"
    return normalized(data if isinstance(data, str) else str(data))

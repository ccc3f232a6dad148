"""The joined picture as a CycloneDX 1.6 ML-BOM, which our own reader reads back without loss.

What the format has a field for stands there. The document is then read as any other would be, and
what did not come back as it was is written beside it as a property ``stewardship:FIELD``: so
nothing is lost, and other tools still find what they look for in its usual place.

Only what is present becomes a field of the format. A placeholder, or what is stated as unknown,
is a property with its text; of what its sources disagree on every side is a property of its own,
and none is a field.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from stewardship import __version__
from stewardship.bills.component import Parts, component
from stewardship.bills.kept import property_rows, unlike
from stewardship.bills.service import service
from stewardship.bills.vulnerability import vulnerability
from stewardship.errors import GateError
from stewardship.frozen import dataclass
from stewardship.model import KINDS, Fragment, Kind, Pointer, Resource
from stewardship.readers import cyclonedx

TOOL = "stewardship"
SCHEMA = "cyclonedx-1.6"
SERVICES: tuple[Kind, ...] = ("service", "deployment")
COMPONENTS: tuple[Kind, ...] = ("model", "dataset", "container", "artifact", "dependency")
LEFT_OUT: tuple[Kind, ...] = ("attestation", "steward", "ownership-entry", "repository")
"""What the format has no place for; stewards are named by what they answer for."""


@dataclass(frozen=True, slots=True)
class Bill:
    """A document, and what of the picture it could not carry: (resource key, field)."""

    document: dict[str, Any]
    lost: tuple[tuple[str, str], ...] = ()
    doubtful: tuple[tuple[str, str], ...] = ()


def bill(resources: Sequence[Resource], timestamp: str, packages: bool = True) -> Bill:
    """The document of these resources; ``timestamp`` is RFC 3339, ``packages`` whether
    dependencies are listed. Raises ``GateError`` where it would not be valid."""
    held = [one for one in resources if one.kind not in LEFT_OUT and not one.removed]
    held = [one for one in held if packages or one.kind != "dependency"]
    held.sort(key=lambda one: (KINDS.index(one.kind), one.id))
    parts = Parts({one.key: one for one in held})
    document: dict[str, Any] = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": _metadata(resources, timestamp),
        "components": [component(one, parts) for one in held if one.kind in COMPONENTS],
        "services": [service(one) for one in held if one.kind in SERVICES],
        "vulnerabilities": [
            vulnerability(one, parts) for one in held if one.kind == "vulnerability"
        ],
        "dependencies": list(_dependencies(held, parts)),
    }
    nodes = dict(_nodes(document))
    _complete(held, nodes, _read(document))
    lost = tuple(_lost(held, nodes, _read(document)))
    doubtful = tuple(_doubtful(held))
    document = {key: node for key, node in document.items() if node != []}
    return Bill(_numbered(_valid(document)), lost, doubtful)


def _metadata(resources: Sequence[Resource], timestamp: str) -> dict[str, Any]:
    tool = {"type": "application", "name": TOOL, "version": __version__}
    found: dict[str, Any] = {"timestamp": timestamp, "tools": {"components": [tool]}}
    named = [one for one in resources if one.kind == "repository" and "made-by" not in one.fields]
    if len(named) == 1:
        about = {"type": "application", "bom-ref": "repository", "name": named[0].name}
        version = named[0].value("version")
        if version.state == "present" and isinstance(version.data, str):
            about["version"] = version.data
        found["component"] = about
    return found


def _dependencies(held: Sequence[Resource], parts: Parts) -> Iterator[dict[str, Any]]:
    """What each thing is linked to, as far as this document lists it."""
    for one in held:
        if one.kind == "vulnerability":
            continue
        targets = {key for keys in one.links.values() for key in keys if key in parts.held}
        reached = sorted(key for key in targets if parts.held[key].kind != "vulnerability")
        if reached:
            yield {"ref": one.key, "dependsOn": reached}


def _nodes(document: Mapping[str, Any]) -> Iterator[tuple[str, tuple[Pointer, dict[str, Any]]]]:
    """Where each resource stands, by its key."""
    for section in ("components", "services", "vulnerabilities"):
        for index, node in enumerate(document[section]):
            yield node["bom-ref"], ((section, index), node)


def _read(document: Mapping[str, Any]) -> dict[Pointer, Fragment]:
    """What our reader makes of the document, by place."""
    content = json.dumps(document, ensure_ascii=True).encode()
    found = cyclonedx.read("bom.json", content) or ()
    return {one.place.pointer: one for one in found if one.place.pointer}


Nodes = Mapping[str, tuple[Pointer, dict[str, Any]]]


def _complete(held: Sequence[Resource], nodes: Nodes, read: Mapping[Pointer, Fragment]) -> None:
    """Write as properties what would not come back as it was."""
    for one in held:
        pointer, node = nodes[one.key]
        rows = property_rows(one, read.get(pointer))
        if rows:
            node["properties"] = [*node.get("properties", ()), *rows]


def _lost(
    held: Sequence[Resource], nodes: Nodes, read: Mapping[Pointer, Fragment]
) -> Iterator[tuple[str, str]]:
    """What does not come back as it was even so."""
    for one in held:
        found = read.get(nodes[one.key][0])
        for name in sorted({*one.fields, *(found.fields if found else ())}):
            if unlike(name, one.value(name), found.fields.get(name) if found else None):
                yield one.key, name
        if found is None or found.kind != one.kind or found.name != one.name:
            yield one.key, "name"


def _doubtful(held: Sequence[Resource]) -> Iterator[tuple[str, str]]:
    """What is no fact: placeholders, what is stated as unknown, what sources disagree on."""
    for one in held:
        for name, value in one.fields.items():
            if value.state in ("placeholder", "unknown", "conflicting"):
                yield one.key, f"{name} ({value.state})"


def _valid(document: dict[str, Any]) -> dict[str, Any]:
    from stewardship.schemas import compiled, say

    for fault in compiled.faults(SCHEMA, document):
        raise GateError(f"the BOM would break the schema of its format: {say.said(fault)[1]}")
    return document


def _numbered(document: dict[str, Any]) -> dict[str, Any]:
    """The document with a serial number that is made of its content."""
    from uuid import NAMESPACE_URL, uuid5

    content = json.dumps(document, ensure_ascii=True, sort_keys=True).encode()
    name = f"{document['$schema']}#{hashlib.sha256(content).hexdigest()}"
    ordered = dict(document)
    head = {key: ordered.pop(key) for key in ("$schema", "bomFormat", "specVersion")}
    return {**head, "serialNumber": f"urn:uuid:{uuid5(NAMESPACE_URL, name)}", **ordered}

"""CycloneDX bills of materials in JSON, versions 1.2 to 1.7: SBOM, ML-BOM, SaaSBOM, VEX.

Read from the format (ECMA-424, https://cyclonedx.org/specification/overview/):

- ``components`` of any depth: ``machine-learning-model`` is a model, ``data`` a dataset (unless it
  says to be code or configuration), ``container`` a container, ``library`` and ``framework`` and
  whatever else has a package URL a dependency; ``services`` are services, ``vulnerabilities``
  vulnerabilities; ``metadata.component`` is one of these, or the repository itself;
- ``name`` with ``group``, ``version``, ``description``, ``licenses`` (several are joined by AND;
  those of a package are settled as the license lock does), ``hashes``, also of the files below,
  ``supplier``, ``tags``, ``releaseNotes.timestamp`` as ``date``, a sole ``pedigree.commits`` as
  ``commit``; the date of the document is that of a model or dataset that it is about;
- ``modelCard``: ``task``, ``datasets`` as ``sources`` of role ``train``, ``performanceMetrics`` as
  ``evaluations``, ``considerations``; ``pedigree.ancestors`` as ``sources`` of role ``base``;
- ``data``: ``governance`` as ``owners``, ``steward``, ``custodians``; ``classification``;
- ``metadata.tools`` are ``made-by`` of the document;
- ``dependencies`` of a service are ``serves`` (models) and ``depends-on``, those of a model are
  ``sources``; what the document's subject depends on is ``direct``, what is required at run time,
  or npm's development alone, has its ``scope``;
- properties ``stewardship:KEY`` are fields, as JSON where they are no texts, and go before what
  the format's own fields say of a list; ``schema-errors`` tells where the schema is broken.

The package URL is the id, ``hf:org/name`` for one of the hub. XML is not read.
"""

from __future__ import annotations

from collections.abc import Iterator

from stewardship import schemas
from stewardship.document import LOCKFILE, Document, DocumentError, json_
from stewardship.model import Fields, Fragment, Kind, Pointer, Problem, Value
from stewardship.readers import _cyclonedx as parts
from stewardship.readers import _cyclonedx_model as making
from stewardship.readers import facts
from stewardship.readers._cyclonedx import Bom
from stewardship.readers._cyclonedx_links import Edges
from stewardship.readers._cyclonedx_own import Own, own
from stewardship.readers._cyclonedx_vulnerability import vulnerabilities
from stewardship.readers._schema import schema_errors, unknown_version
from stewardship.vocabulary import cyclonedx_documents as plain
from stewardship.vocabulary.cyclonedx_documents import word
from stewardship.vocabulary.digests import parse

VERSION = 3
NAMES = ("*bom*.json", "*.cdx.json", "*cyclonedx*.json", "*vex*.json")
KIND: Kind = "dependency"
LIMIT = LOCKFILE.size
ORIGIN = parts.ORIGIN

MARKS = (b'"bomFormat"', b"cyclonedx.org/schema")
OTHERS = (b"spdxVersion", b"spdx.org")
BILLS = ("sbom", "cyclonedx", "aibom", "ml-bom", "mlbom")
SUBJECT: Pointer = ("metadata", "component")
DEV = "cdx:npm:package:development"


def mine(path: str, head: bytes) -> bool:
    """Whether these bytes, or else the name, say that the file is such a document."""
    name = path.rpartition("/")[2].lower()
    if name.endswith(".cdx.json") or any(mark in head for mark in MARKS):
        return True
    return any(bill in name for bill in BILLS) and not any(mark in head for mark in OTHERS)


def read(path: str, content: bytes) -> tuple[Fragment, ...] | None:
    """A fragment for the document itself, and for each governed thing that it lists."""
    name = path.rpartition("/")[2]
    if not any(mark in content for mark in MARKS) and not mine(path, content):
        return None
    try:
        document = json_.load(content, path, LOCKFILE)
    except DocumentError as error:
        broken = facts.unreadable(KIND, path, error, ORIGIN, name)
        return (broken,) if mine(path, content) else None
    if not isinstance(document.data, dict) or "bomFormat" not in document.data:
        if not name.lower().endswith(".cdx.json"):
            return None
        wrong = facts.wrong_shape(document, path, "a CycloneDX document with `bomFormat`")
        return (facts.unreadable(KIND, path, wrong, ORIGIN, name),)
    bom = Bom(document, _refs(document))
    edges = Edges(bom)
    return (
        _document(bom, path, edges),
        *_components(bom, edges),
        *_services(bom, edges),
        *vulnerabilities(bom, path.rpartition("/")[0]),
    )


def _refs(document: Document) -> dict[str, tuple[Kind, str]]:
    """What the document's own references mean."""
    found: dict[str, tuple[Kind, str]] = {}
    for _, row in _all_components(document):
        kind = parts.kind_of(row)
        if kind and word(row, "bom-ref"):
            found[word(row, "bom-ref")] = (kind, parts.reference(row))
    for _, row in plain.nested(document.data, "services"):
        if word(row, "bom-ref"):
            found[word(row, "bom-ref")] = ("service", parts.name_of(row))
    return found


def _all_components(document: Document) -> Iterator[tuple[Pointer, plain.Node]]:
    """Every component with its place; the subject and its own parts first."""
    subject = document.get(*SUBJECT)
    if isinstance(subject, dict):
        yield SUBJECT, subject
        yield from plain.nested(subject, "components", SUBJECT)
    yield from plain.nested(document.data, "components")


def _document(bom: Bom, path: str, edges: Edges) -> Fragment:
    """What the file says of the repository; a governed subject is a fragment of its own."""
    document = bom.document
    version = document.text("specVersion") or ""
    name = f"cyclonedx-{version}"
    if name in schemas.names():
        fields = schema_errors(document, name, ORIGIN)
    else:
        known = [one.partition("-")[2] for one in schemas.names() if one[10:11].isdigit()]
        said = f"is `{facts.clip(version)}`" if version else "is missing"
        text = f"`specVersion` {said}; known are the versions {', '.join(known)} of CycloneDX"
        fields = unknown_version(text, bom.at("specVersion"), ORIGIN)
    if stated := bom.text("metadata", "timestamp"):
        fields["date"] = stated
    if tools := _tools(bom):
        fields["made-by"] = facts.listing(tools, None, ORIGIN)
    subject = document.get(*SUBJECT)
    if isinstance(subject, dict) and parts.kind_of(subject) in (None, "dependency"):
        for key in ("version", "description"):
            if stated := bom.text(*SUBJECT, key):
                fields[key] = stated
    title = parts.name_of(subject) or path.rpartition("/")[2]
    return Fragment("repository", title, document.location(), ORIGIN, fields)


def _tools(bom: Bom) -> list[Value]:
    """The names of what made the document: a list, or since 1.5 the components of a mapping."""
    at: Pointer = ("metadata", "tools")
    if isinstance(bom.document.get(*at), dict):
        at = (*at, "components")
    found = (bom.text(*at, index, "name") for index, _ in plain.rows(bom.document.get(*at)))
    return [value for value in found if value]


def _components(bom: Bom, edges: Edges) -> Iterator[Fragment]:
    for at, row in _all_components(bom.document):
        said = own(bom, at)
        kind = said.kind or parts.kind_of(row)
        if kind is None and said.problems:
            kind = "artifact"  # A kind that is none is a mistake, whatever it stands at.
        if kind is None or not parts.name_of(row):
            continue
        if at == SUBJECT and kind == "dependency":
            continue  # The project's own package: what it is called, not what it uses.
        yield _component(bom, at, kind, said, edges)


def _component(bom: Bom, at: Pointer, kind: Kind, said: Own, edges: Edges) -> Fragment:
    row = bom.document.get(*at)
    fields = {
        **parts.common(bom, at),
        **parts.license_of(bom, at, package=kind == "dependency"),
    }
    if kind == "dependency":
        fields |= _of_a_package(bom, at, row, edges)
    elif kind in ("model", "dataset"):
        fields |= {**making.model_card(bom, at), **making.data(bom, at)}
        made = edges.sources(row, making.sources(bom, at))
        if made:
            fields["sources"] = facts.listing(made, bom.at(*at), ORIGIN)
        if at == SUBJECT and "date" not in fields:
            fields |= _dated(bom)
    return _fragment(bom, at, kind, fields, said)


def _dated(bom: Bom) -> Fields:
    stated = bom.text("metadata", "timestamp")
    return {"date": stated} if stated else {}


def _of_a_package(bom: Bom, at: Pointer, row: plain.Node, edges: Edges) -> Fields:
    """For whom a package is there, and whether the project asks for it by itself."""
    names = {word(one, "name"): word(one, "value") for _, one in plain.rows(row.get("properties"))}
    place = bom.at(*at)
    fields: dict[str, Value] = {}
    if names.get(DEV) == "true":
        fields["scope"] = Value("dev", place, ORIGIN)
    elif word(row, "scope") == "required":
        fields["scope"] = Value("runtime", bom.at(*at, "scope"), ORIGIN)
    direct = edges.direct(row)
    if direct is not None:
        fields["direct"] = Value(direct, place, ORIGIN)
    return fields


def _services(bom: Bom, edges: Edges) -> Iterator[Fragment]:
    for at, row in plain.nested(bom.document.data, "services"):
        said = own(bom, at)
        if not parts.name_of(row):
            continue
        fields = {
            **parts.common(bom, at),
            **parts.license_of(bom, at, package=False),
            **edges.needs(row),
        }
        endpoints = facts.texts(bom.document, *at, "endpoints", origin=ORIGIN)
        if endpoints:
            fields["endpoints"] = facts.listing(endpoints, None, ORIGIN)
        yield _fragment(bom, at, said.kind or "service", fields, said)


def _fragment(bom: Bom, at: Pointer, kind: Kind, found: Fields, said: Own) -> Fragment:
    row = bom.document.get(*at)
    fields = {**found}
    for name, value in said.fields.items():
        fields[name] = _agreed(name, fields.get(name), value)
    ids = (*parts.ids_of(row), *said.ids)
    problems: tuple[Problem, ...] = said.problems
    return Fragment(
        kind,
        said.name or (parts.package_name(row) if kind == "dependency" else parts.name_of(row)),
        bom.at(*at),
        ORIGIN,
        fields,
        tuple(dict.fromkeys(ids)),
        _digests(row) if kind != "dependency" else (),
        facts.refs_of(fields),
        problems,
    )


def _agreed(name: str, stated: Value | None, own: Value) -> Value:
    """A field of the format's own and a property of ours: scalars must agree, as in any join."""
    if stated is None or isinstance(own.data, tuple | dict) or own.state == "conflicting":
        return own
    if parts.same(name, stated, own) or stated.state != "present" or own.state != "present":
        return own
    return Value(own.data, own.location, ORIGIN, "conflicting", (own, stated))


def _digests(row: plain.Node) -> tuple[str, ...]:
    """The strong digests of the component's own bytes, by which it is known in other files."""
    found = []
    for _, one in plain.rows(row.get("hashes")):
        digest = parse(f"{parts.algorithm(word(one, 'alg'))}:{word(one, 'content')}")
        if digest and not digest.weak:
            found.append(str(digest))
    return tuple(found)

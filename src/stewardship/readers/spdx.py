"""SPDX 2.2 and 2.3 in JSON: the packages of a bill of materials.

Read from the format (https://spdx.github.io/spdx-spec/v2.3/):

- a package is a model, dataset or container by its ``primaryPackagePurpose`` or package URL
  (``pkg:huggingface/…``, ``pkg:oci/…``), the repository itself where the document describes it and
  it is none of these, else a dependency; ``name``, ``versionInfo``, ``description`` or ``summary``;
- ``licenseDeclared`` is ``license``, ``licenseConcluded`` where nothing is declared, and both are
  in conflict where they differ; the latter is kept as ``license-concluded``. A reference to a text
  in the document is the license that the text is known as;
- ``checksums`` are ``hashes``; ``originator`` and ``supplier`` are ``owners``; ``builtDate``, else
  ``releaseDate``, is ``date``; package URLs are identities;
- of relationships: DEPENDS_ON what the document describes makes a dependency ``direct``;
  DEV_, TEST_ and BUILD_DEPENDENCY_OF make it ``scope: dev``; DESCENDANT_OF and GENERATED_FROM are
  ``sources`` of models and datasets, DEPENDS_ON ``depends-on``; CONTAINS a file, ``artifacts``.

NOASSERTION and NONE are unknown. Faults against the format's own schema are ``schema-errors``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stewardship.document import LOCKFILE, Document, DocumentError, json_
from stewardship.frozen import dataclass, field, replace
from stewardship.model import Fields, Fragment, Kind, Location, Value
from stewardship.readers import _schema, _spdx, facts
from stewardship.vocabulary import spdx_documents as spdx

VERSION = 1
NAMES = ("*.spdx.json", "*-spdx.json", "*_spdx.json", "spdx.json", "spdx-*.json", "sbom*.json",
         "*sbom.json", "bom.json")  # fmt: skip
KIND: Kind = "dependency"
ORIGIN = "spdx"
LIMIT = LOCKFILE.size

VERSIONS = {"SPDX-2.2": "spdx-2.2", "SPDX-2.3": "spdx-2.3"}
THREE = b"spdx.org/rdf/3"
TEXTS = {"versionInfo": "version", "homepage": "url"}
DEV = ("DEV_DEPENDENCY_OF", "TEST_DEPENDENCY_OF", "BUILD_DEPENDENCY_OF")
SOURCES = {"DESCENDANT_OF": "base", "GENERATED_FROM": "source", "VARIANT_OF": "source"}


def mine(path: str, head: bytes) -> bool:
    """Whether these first bytes, or the name, are those of SPDX 2."""
    return THREE not in head and (b'"spdxVersion"' in head or _named(path))


def _named(path: str) -> bool:
    return path.lower().endswith(".spdx.json")


def read(path: str, content: bytes) -> tuple[Fragment, ...] | None:
    """One fragment for each package; the first also holds what is wrong with the document."""
    if not mine(path, content):
        return None
    try:
        document = json_.load(content, path, LOCKFILE)
    except DocumentError as error:
        return (facts.unreadable(KIND, path, error, ORIGIN),)
    data = document.data
    if not isinstance(data, dict) or "spdxVersion" not in data:
        if not _named(path):
            return None
        wrong = facts.wrong_shape(document, path, "an SPDX document, with `spdxVersion`")
        return (facts.unreadable(KIND, path, wrong, ORIGIN),)
    said = _Said.of(document)
    found = [_fragment(path, said, index) for index in _indexes(data.get("packages"))]
    errors = _faults(document)
    if errors and not found:
        name = document.text("name") or facts.folder_name(path)
        found = [Fragment("repository", name, document.location(), ORIGIN, {})]
    if errors:
        found[0] = replace(found[0], fields={**found[0].fields, **errors})
    return tuple(found)


def _indexes(node: Any) -> list[int]:
    return [i for i, row in enumerate(node if isinstance(node, list) else ())
            if isinstance(row, dict)]  # fmt: skip


def _faults(document: Document) -> Fields:
    stated = document.text("spdxVersion") or ""
    if stated in VERSIONS:
        return _schema.schema_errors(document, VERSIONS[stated], ORIGIN)
    text = f"`{facts.clip(stated)}` is no version of SPDX that is known here"
    return _schema.unknown_version(text, document.location("spdxVersion"), ORIGIN)


@dataclass(slots=True)
class _Said:
    """The document's own texts, and the relationships by the package that they are of."""

    document: Document
    texts: Mapping[str, str]
    roots: set[str] = field(default_factory=set)
    direct: set[str] = field(default_factory=set)
    scopes: dict[str, tuple[str, Location]] = field(default_factory=dict)
    links: dict[str, list[tuple[str, str, Location]]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    files: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, document: Document) -> _Said:
        data = document.data
        licenses = spdx.rows(data.get("hasExtractedLicensingInfos"))
        said = cls(document, {spdx.word(row, "licenseId"): spdx.word(row, "extractedText")
                              for row in licenses})  # fmt: skip
        for row in spdx.rows(data.get("packages")):
            urls = [url for url in spdx.locators(row) if isinstance(url, str)]
            found = next(_spdx.identities("model", urls), "")
            said.names[spdx.word(row, "SPDXID")] = found or spdx.word(row, "name")
        for index in _indexes(data.get("files")):
            said.files.setdefault(str(document.get("files", index, "SPDXID")), index)
        relations = list(spdx.relations(data))
        said.roots = {other for _, kind, other, _ in relations if kind == "DESCRIBES"}
        for one, kind, other, index in relations:
            step = ("relationships", index) if index >= 0 else ("documentDescribes",)
            said._take(one, kind, other, document.location(*step))
        return said

    def _take(self, one: str, kind: str, other: str, place: Location) -> None:
        if kind in DEV:
            self.scopes.setdefault(one, ("dev", place))
        elif kind == "DEPENDS_ON":
            self.scopes[other] = ("runtime", place)
            if one in self.roots:
                self.direct.add(other)
        if kind in SOURCES or kind in ("DEPENDS_ON", "CONTAINS"):
            self.links.setdefault(one, []).append((kind, other, place))


def _fragment(path: str, said: _Said, index: int) -> Fragment:
    document, at = said.document, ("packages", index)
    row = document.get(*at)
    own = spdx.word(row, "SPDXID")
    urls = [url for url in spdx.locators(row) if isinstance(url, str)]
    purpose = spdx.word(row, "primaryPackagePurpose").lower()
    kind: Kind = _spdx.KINDS.get(purpose) or _spdx.kind_by(urls) or _spdx.OTHER
    if kind == _spdx.OTHER and own in said.roots:
        kind = "repository"
    fields = _stated(said, at)
    if kind == _spdx.OTHER and own in said.scopes:
        scope, place = said.scopes[own]
        fields["scope"] = Value(scope, place, ORIGIN)
        fields["direct"] = Value(own in said.direct, place, ORIGIN)
    if kind != _spdx.OTHER:
        fields |= _links(said, own)
    title = spdx.word(row, "name") or facts.folder_name(path)
    hashes = fields["hashes"].data if "hashes" in fields else ()
    strong = _spdx.strong(hashes) if isinstance(hashes, tuple) and kind != _spdx.OTHER else ()
    return Fragment(
        kind, _spdx.name_by(urls, title), document.location(*at), ORIGIN, fields,
        tuple(dict.fromkeys(_spdx.identities(kind, urls))), strong, facts.refs_of(fields),
    )  # fmt: skip


def _stated(said: _Said, at: tuple[str | int, ...]) -> dict[str, Value]:
    """What the package itself says."""
    document = said.document
    fields = facts.renamed(document, TEXTS, *at, origin=ORIGIN)
    for name, keys in (("date", ("builtDate", "releaseDate")),
                       ("description", ("description", "summary"))):  # fmt: skip
        found = [value for key in keys if (value := facts.text(document, *at, key, origin=ORIGIN))]
        if found:
            fields[name] = found[0]
    declared, concluded = (
        _spdx.meant(facts.text(document, *at, key, origin=ORIGIN), said.texts)
        for key in ("licenseDeclared", "licenseConcluded")
    )
    fields |= _spdx.licensed(declared, concluded)
    people = [_person(document, (*at, key)) for key in ("originator", "supplier")]
    owners = {str(one.data): one for one in people if one is not None}
    if owners:
        fields["owners"] = facts.listing(owners.values(), None, ORIGIN)
    hashes = _hashes(document, at)
    if hashes:
        fields["hashes"] = facts.listing(hashes, None, ORIGIN)
    return fields


def _hashes(
    document: Document, at: tuple[str | int, ...], path: Value | None = None
) -> list[Value]:
    found = []
    for index in _indexes(document.get(*at, "checksums")):
        place = (*at, "checksums", index)
        alg, content = (facts.text(document, *place, key, origin=ORIGIN)
                        for key in ("algorithm", "checksumValue"))  # fmt: skip
        if one := _spdx.digest(alg, content, path):
            found.append(one)
    return found


def _person(document: Document, at: tuple[str | int, ...]) -> Value | None:
    """``Organization: Acme (legal@acme.example)`` is Acme; nobody is nobody."""
    value = facts.text(document, *at, origin=ORIGIN)
    if value is None or value.state != "present" or not isinstance(value.data, str):
        return None
    kind, colon, rest = value.data.partition(":")
    name = rest if colon and kind in ("Person", "Organization", "Tool") else value.data
    return facts.said(name.partition("(")[0], value.location, ORIGIN)


def _links(said: _Said, own: str) -> Fields:
    """Sources, needs and files of a model, dataset, container or of the repository."""
    lists: dict[str, list[Value]] = {"sources": [], "depends-on": [], "artifacts": []}
    for kind, other, place in said.links.get(own, ()):
        ref = said.names.get(other, "")
        if kind == "CONTAINS":
            if other in said.files:
                lists["artifacts"].append(_file(said.document, said.files[other]))
        elif kind in SOURCES:
            lists["sources"].append(_spdx.linked(place, ORIGIN, ref or other, role=SOURCES[kind]))
        elif own not in said.roots:
            lists["depends-on"].append(_spdx.linked(place, ORIGIN, ref or other))
    return {name: facts.listing(found, None, ORIGIN) for name, found in lists.items() if found}


def _file(document: Document, index: int) -> Value:
    at = ("files", index)
    name = facts.text(document, *at, "fileName", origin=ORIGIN)
    place = document.location(*at)
    path = facts.said(str(name.data).removeprefix("./"), place, ORIGIN) if name else None
    hashes = [one.data for one in _hashes(document, at) if isinstance(one.data, Mapping)]
    best = next((one for one in hashes if str(one["alg"].data) == "sha256"), {})
    return facts.record(place, ORIGIN, path=path, alg=best.get("alg"), content=best.get("content"))

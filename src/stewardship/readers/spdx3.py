"""SPDX 3.0 in JSON-LD: packages, and the AI and Dataset profiles.

Read from the format (https://spdx.github.io/spdx-spec/v3.0.1/), with or without profiles before
keys:

- ``AIPackage`` is a model, ``DatasetPackage`` a dataset; another package is what its
  ``primaryPurpose`` or package URL says, the repository itself where the document is of it, else
  a dependency;
- ``packageVersion``, ``description`` or ``summary``; ``builtTime``, else ``releaseTime``, is
  ``date``; ``originatedBy`` and ``suppliedBy`` are ``owners``; ``verifiedUsing`` are ``hashes``;
  what it ``contains`` are ``artifacts``, with their digests;
- ``hasDeclaredLicense`` and ``hasConcludedLicense``: as in SPDX 2; license elements, sets of them,
  texts of the document and ``NoAssertion`` are understood;
- ``trainedOn``, ``testedOn`` and ``descendantOf`` are ``sources`` (train, test, base), and what
  generated a dataset (``generates``) is a ``source`` of it; ``dependsOn`` is ``depends-on``;
- ``ai_metric`` are ``evaluations``, on the one set it was tested on;
  ``useSensitivePersonalInformation`` and ``hasSensitivePersonalInformation`` are
  ``personal-data``; the rest of the profiles is kept under ``ai`` and ``dataset``;
- package URLs and hub ids among identifiers and download locations are identities.

Faults against the format's own schema are ``schema-errors``.
"""

from __future__ import annotations

from collections.abc import Iterator

from stewardship.document import LOCKFILE, Document, DocumentError, json_
from stewardship.frozen import replace
from stewardship.model import Fields, Fragment, Kind, Value
from stewardship.readers import _schema, _spdx, facts
from stewardship.readers._spdx3 import Element, Graph
from stewardship.readers._spdx3_profiles import profiles

VERSION = 1
NAMES = ("*.spdx3.json", "*.spdx.json", "*.spdx.jsonld", "*-spdx.json", "*_spdx.json", "spdx.json",
         "spdx-*.json", "spdx3*.json", "sbom*.json", "*sbom.json", "bom.json")  # fmt: skip
KIND: Kind = "model"
ORIGIN = "spdx3"
LIMIT = LOCKFILE.size

VERSIONS = {"3.0.0": "spdx-3.0.0", "3.0.1": "spdx-3.0.1"}
THREE = b"spdx.org/rdf/3"
PACKAGES: dict[str, Kind] = {"AIPackage": "model", "DatasetPackage": "dataset",
                             "Dataset": "dataset"}  # fmt: skip
TEXTS = {"packageVersion": "version", "homePage": "url"}
SOURCES = {"trainedOn": "train", "testedOn": "test", "descendantOf": "base"}


def mine(path: str, head: bytes) -> bool:
    """Whether these first bytes, or the name, are those of SPDX 3."""
    return THREE in head or _named(path)


def _named(path: str) -> bool:
    return path.lower().endswith(".spdx3.json")


def read(path: str, content: bytes) -> tuple[Fragment, ...] | None:
    """One fragment for each package; the first also holds what is wrong with the document."""
    if not mine(path, content):
        return None
    try:
        document = json_.load(content, path, LOCKFILE)
    except DocumentError as error:
        broken = _named(path) or (b'"@graph"' in content and b'"$schema"' not in content)
        return (facts.unreadable(KIND, path, error, ORIGIN),) if broken else None
    data = document.data
    if not isinstance(data, dict) or not ("@graph" in data or "spdxId" in data):
        # The format's own schema and context speak of it, too, and are no documents.
        stated = isinstance(data, dict) and isinstance(data.get("@context"), str | list)
        if not stated and not _named(path):
            return None
        wrong = facts.wrong_shape(document, path, "an SPDX 3 document, with `@graph`")
        return (facts.unreadable(KIND, path, wrong, ORIGIN),)
    graph = Graph(document, ORIGIN)
    packages = [one for one in graph.elements.values() if _kind(graph, one)]
    found = [_fragment(path, graph, one) for one in packages]
    errors = _faults(document, graph)
    if errors and not found:
        name = facts.folder_name(path)
        found = [Fragment("repository", name, document.location(), ORIGIN, {})]
    if errors:
        found[0] = replace(found[0], fields={**found[0].fields, **errors})
    return tuple(found)


def _faults(document: Document, graph: Graph) -> Fields:
    stated = [value for one in graph.elements.values() if (value := one.text("specVersion"))]
    for value in stated[:1]:
        if str(value.data) in VERSIONS:
            return _schema.schema_errors(document, VERSIONS[str(value.data)], ORIGIN)
        text = f"`{facts.clip(str(value.data))}` is no version of SPDX 3 that is known here"
        return _schema.unknown_version(text, value.location, ORIGIN)
    text = "no element states the version of SPDX (`specVersion`)"
    return _schema.unknown_version(text, document.location(), ORIGIN)


def _kind(graph: Graph, one: Element) -> Kind | None:
    """What a package is; None for what is no package."""
    if one.type in PACKAGES:
        return PACKAGES[one.type]
    if one.type != "Package":
        return None
    purpose = one.text("primaryPurpose")
    kind = _spdx.KINDS.get(str(purpose.data).lower()) if purpose else None
    kind = kind or _spdx.kind_by(_written(one))
    return kind or ("repository" if one.id in graph.roots else _spdx.OTHER)


def _written(one: Element) -> tuple[str, ...]:
    """All by which others may know it."""
    found = one.texts("packageUrl")
    for inner in one.inner("externalIdentifier"):
        found += inner.texts("identifier")
    found += one.texts("downloadLocation")
    return tuple(str(value.data) for value in found)


def _fragment(path: str, graph: Graph, one: Element) -> Fragment:
    kind = _kind(graph, one) or _spdx.OTHER
    tested = [
        facts.said(_reference(graph, target), place, ORIGIN)
        for _, target, place, _ in graph.related(one, "testedOn")
    ]
    fields = facts.merged(
        _texts(graph, one), _licenses(graph, one), _hashes(one), _links(graph, one, kind),
        profiles(one, tested),
    )  # fmt: skip
    written = _written(one)
    name = one.text("name")
    title = name.data if name and isinstance(name.data, str) else facts.folder_name(path)
    hashes = fields["hashes"].data if "hashes" in fields else ()
    strong = _spdx.strong(hashes) if isinstance(hashes, tuple) and kind != _spdx.OTHER else ()
    urls = tuple(text for text in written if text.startswith("pkg:"))
    return Fragment(
        kind, _spdx.name_by(urls, title), one.place, ORIGIN, fields,
        tuple(dict.fromkeys(_spdx.identities(kind, written))), strong, facts.refs_of(fields),
    )  # fmt: skip


def _texts(graph: Graph, one: Element) -> Fields:
    found = {name: one.text(key) for key, name in TEXTS.items()}
    found["date"] = one.text("builtTime") or one.text("releaseTime")
    found["description"] = one.text("description") or one.text("summary")
    fields = {name: value for name, value in found.items() if value is not None}
    people = (*graph.names(one, "originatedBy"), *graph.names(one, "suppliedBy"))
    owners = {str(value.data): value for value in people if value.state == "present"}
    if owners:
        fields["owners"] = facts.listing(owners.values(), None, ORIGIN)
    return fields


def _licenses(graph: Graph, one: Element) -> Fields:
    declared = graph.license(one, "hasDeclaredLicense")
    return _spdx.licensed(declared, graph.license(one, "hasConcludedLicense"))


def _hashes(one: Element) -> Fields:
    found = list(_digests(one, None))
    return {"hashes": facts.listing(found, None, ORIGIN)} if found else {}


def _digests(one: Element, path: Value | None) -> Iterator[Value]:
    for key in ("verifiedUsing", "verifyUsing"):
        for inner in one.inner(key):
            found = _spdx.digest(inner.text("algorithm"), inner.text("hashValue"), path)
            if found is not None:
                yield found


def _links(graph: Graph, one: Element, kind: Kind) -> Fields:
    lists: dict[str, list[Value]] = {"sources": [], "depends-on": [], "artifacts": []}
    if kind == _spdx.OTHER:
        return {}
    for said, target, place, _ in graph.related(one, *SOURCES):
        ref = _reference(graph, target)
        lists["sources"].append(_spdx.linked(place, ORIGIN, ref, role=SOURCES[said]))
    for maker, place in graph.made.get(one.id, ()) if kind == "dataset" else ():
        if _is_data(graph, maker):  # and not the script that wrote it
            ref = _reference(graph, maker)
            lists["sources"].append(_spdx.linked(place, ORIGIN, ref, role="source"))
    if one.id not in graph.roots:
        for _, target, place, _ in graph.related(one, "dependsOn"):
            lists["depends-on"].append(_spdx.linked(place, ORIGIN, _reference(graph, target)))
    for _, target, _, _ in graph.related(one, "contains"):
        file = graph.elements.get(target)
        if file is not None and file.type == "File":
            lists["artifacts"].append(_file(file))
    return {name: facts.listing(found, None, ORIGIN) for name, found in lists.items() if found}


def _is_data(graph: Graph, target: str) -> bool:
    one = graph.elements.get(target)
    purpose = one.text("primaryPurpose") if one else None
    return one is None or _kind(graph, one) == "dataset" or str(purpose and purpose.data) == "data"


def _reference(graph: Graph, target: str) -> str:
    """What a link says: an identity that holds anywhere, else the name, else the id itself."""
    one = graph.elements.get(target)
    if one is None:
        return target
    kind = _kind(graph, one) or _spdx.OTHER
    name = one.text("name")
    known = next(_spdx.identities(kind, _written(one)), "")
    return known or (str(name.data).lstrip("/") if name and name.data else target)


def _file(file: Element) -> Value:
    name = file.text("name")
    bare = str(name.data).removeprefix("./").lstrip("/") if name and name.data else None
    best = next(
        (one.data for one in _digests(file, None) if isinstance(one.data, dict)), {}
    )  # the first is the one that its writer leads with
    path = facts.said(bare, name.location, ORIGIN) if bare and name else None
    return facts.record(file.place, ORIGIN, path=path, alg=best.get("alg"),
                        content=best.get("content"))  # fmt: skip

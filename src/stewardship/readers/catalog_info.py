"""Backstage catalogs: ``catalog-info.yaml``, one or more entities, one a document.

Read from the descriptor format
(https://backstage.io/docs/features/software-catalog/descriptor-format):

- ``kind`` Component, API and Resource are services, unless ``spec.type`` says model
  (``model``, ``ml-model``, ``ai-model``, ``machine-learning-model``) or dataset;
- ``metadata.name`` is the name; ``description``, ``tags``, ``title`` are kept;
- ``spec.owner`` is ``steward``, as written (``group:default/risk-ml``, ``team-a``); an annotation
  ``stewardship/steward`` goes before it, and the owner is then under ``owners``;
- ``spec.lifecycle`` is ``stage``; ``spec.dependsOn`` and ``spec.consumesApis`` are ``depends-on``,
  ``spec.providesApis`` is ``provides``. The namespace ``default/`` of a reference is left out.
  What a service depends on and the same file declares as a model, it ``serves``;
- a link of ``metadata.links`` with the title "MIT License" is ``license`` and ``license-link``;
- the kind itself, as written, is ``entity``;
- ``schema-errors`` tells where an entity of Backstage's own breaks the schema of its kind;
- an annotation ``stewardship/KEY: value`` is the field KEY; ``serves``, ``sources``,
  ``depends-on`` and ``owners`` there are lists, parted by commas; records are written as YAML in
  brackets: ``'[{ref: acme/claims, role: train}]'``.

System, Domain, Group, User, Location, Template and AiResource are mine and declare nothing that
is governed.
Kinds of other API groups are left alone; an unknown kind of Backstage's own is a problem.
A catalog in a folder of templates that still has template marks is not mine.
"""

from __future__ import annotations

from typing import Any

from stewardship.document import Document
from stewardship.model import Fields, Fragment, Kind, Problem, Value
from stewardship.readers import _annotated, _files, facts
from stewardship.readers._schema import schema_errors
from stewardship.vocabulary import licenses

VERSION = 4
NAMES = ("catalog-info.yaml", "catalog-info.yml")
KIND: Kind = "service"
ORIGIN = "catalog-info"

GOVERNED = ("component", "api", "resource")
OTHERS = ("system", "domain", "group", "user", "location", "template", "airesource")
TYPES: dict[str, Kind] = {
    "model": "model",
    "ml-model": "model",
    "ai-model": "model",
    "machine-learning-model": "model",
    "dataset": "dataset",
    "data-set": "dataset",
}
METADATA = {"title": "title", "description": "description"}
SPEC = {"type": "type", "lifecycle": "stage", "owner": "steward"}


def read(path: str, content: bytes) -> tuple[Fragment, ...] | None:
    """One fragment for each governed entity; a broken one does not hide the others."""
    if _files.scaffold(path, content):
        return None
    documents, error = _files.documents(content, path)
    found: list[Fragment] = []
    models = frozenset(_name(each) for each in documents if _type(each) == "model")
    for document in documents:
        wrong = _problem(document)
        if wrong:
            found.append(facts.unreadable(KIND, path, wrong, ORIGIN, _name(document)))
        elif str(document.get("kind")).lower() in GOVERNED:
            found.append(_fragment(path, document, models))
    if error:
        found.append(facts.unreadable(KIND, path, error, ORIGIN))
    return tuple(found)


def _problem(document: Document) -> Problem | None:
    """Why this document is no entity, if it is none."""
    if not isinstance(document.data, dict):
        return Problem("an entity has to be a mapping with `kind`", document.location())
    kind = document.get("kind")
    if not isinstance(kind, str):
        return Problem("the entity names no `kind`", document.location("kind"))
    own = "backstage.io/" in str(document.get("apiVersion") or "backstage.io/")
    if own and kind.lower() not in (*GOVERNED, *OTHERS):
        message = f"`{facts.clip(kind)}` is not a kind of the catalog, such as Component or API"
        return Problem(message, document.location("kind"))
    if kind.lower() in GOVERNED and not _name(document):
        return Problem("the entity has no `metadata.name`", document.location("metadata"))
    return None


def _name(document: Document) -> str:
    return (document.text("metadata", "name") or "").strip()


def _fragment(path: str, document: Document, models: frozenset[str]) -> Fragment:
    annotated = _annotated.annotated(document, ORIGIN)
    told = facts.renamed(document, SPEC, "spec", origin=ORIGIN)
    if "steward" in annotated and "steward" in told:
        owner = told.pop("steward")
        told["owners"] = facts.listing((owner,), owner.location, ORIGIN)
    kind, problems = _kind(document, annotated)
    fields = facts.merged(
        facts.renamed(document, METADATA, "metadata", origin=ORIGIN),
        facts.renamed(document, {"kind": "entity"}, origin=ORIGIN),
        told,
        _lists(document, models),
        {} if "license" in annotated else _license(document),
        {name: value for name, value in annotated.items() if name not in ("kind", "id")},
        _schema_errors(document),
    )
    identity = annotated.get("id")
    ids = (facts.declared_id(str(identity.data)),) if identity and identity.data else ()
    return Fragment(
        kind,
        _name(document),
        document.location(),
        ORIGIN,
        fields,
        ids,
        refs=facts.refs_of(fields),
        problems=problems,
    )


def _schema_errors(document: Document) -> Fields:
    """Where the entity breaks the schema of its kind; what another API group means by the same
    word is its own business."""
    if not str(document.get("apiVersion") or "backstage.io/").startswith("backstage.io/"):
        return {}
    kind = {one.lower(): one for one in ("API", "Component", "Resource")}[
        str(document.get("kind")).lower()
    ]
    if kind == "API" and document.get("spec", "type") == "mcp-server":
        kind = "API-mcp-server"
    return schema_errors(document, f"backstage#/$defs/{kind}", ORIGIN, _is_substitution)


def _is_substitution(node: Any) -> bool:
    """``{$text: ./openapi.yaml}``: the catalog puts the file's content in its place."""
    return isinstance(node, dict) and len(node) == 1 and str(next(iter(node))).startswith("$")


def _license(document: Document) -> Fields:
    """The license that a link shows: "MIT License" is ``MIT``; what names none stays as it is."""
    links = document.get("metadata", "links")
    for index in range(len(links) if isinstance(links, list) else 0):
        title = facts.text(document, "metadata", "links", index, "title", origin=ORIGIN)
        words = title.data.split() if title and isinstance(title.data, str) else []
        if title is None or not words or words[-1].lower() not in ("license", "licence"):
            continue
        url = facts.text(document, "metadata", "links", index, "url", origin=ORIGIN)
        found = {"license-link": url} if url else {}
        bare = " ".join(words[:-1])
        known = licenses.resolve(bare).kind == "license"
        if bare:
            found["license"] = facts.said(bare, title.location, ORIGIN) if known else title
        return found
    return {}


def _kind(document: Document, annotated: Fields) -> tuple[Kind, tuple[Problem, ...]]:
    kind, problems = facts.kind_of(annotated.get("kind"))
    return kind or _type(document), problems


def _type(document: Document) -> Kind:
    return TYPES.get((document.text("spec", "type") or "").lower(), KIND)


def _lists(document: Document, models: frozenset[str]) -> Fields:
    fields: dict[str, Value] = {}
    needs = [
        _reference(value)
        for key in ("dependsOn", "consumesApis")
        for value in facts.texts(document, "spec", key, origin=ORIGIN)
    ]
    if needs:
        fields["depends-on"] = facts.listing(map(_linked, needs), None, ORIGIN)
    serves = [need for need in needs if str(need.data).rpartition(":")[2] in models]
    if serves and _type(document) == "service":
        fields["serves"] = facts.listing(map(_linked, serves), None, ORIGIN)
    for parent, key, name in (("spec", "providesApis", "provides"), ("metadata", "tags", "tags")):
        values = facts.texts(document, parent, key, origin=ORIGIN)
        if values:
            fields[name] = facts.listing(values, None, ORIGIN)
    return fields


def _reference(value: Value) -> Value:
    """An entity reference; ``resource:default/x`` means ``resource:x``."""
    if not isinstance(value.data, str):
        return value
    short = value.data.replace(":default/", ":").removeprefix("default/")
    return facts.said(short, value.location, ORIGIN)


def _linked(reference: Value) -> Value:
    return facts.record(reference.location, ORIGIN, ref=reference)

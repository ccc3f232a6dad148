"""Azure Machine Learning assets: the ``spec.yaml`` or ``model.yml`` of a model or data asset.

Read from the schemas
(https://learn.microsoft.com/azure/machine-learning/reference-yaml-model, reference-yaml-data):

- ``$schema`` ending in ``model.schema.json`` is a model, ``data.schema.json`` a dataset; any
  other file of these names (an environment, a component, another tool's) is not mine;
- ``name`` is the name, ``version``, ``description`` and ``stage`` are kept;
- ``license`` under ``system_metadata``, ``tags`` or ``properties`` is ``license``;
- everything under ``stewardship`` in ``properties`` is a field of that name.

The asset joins the ``MLmodel`` of its folder.
"""

from __future__ import annotations

from stewardship.document import Document, DocumentError
from stewardship.model import Fields, Fragment, Kind
from stewardship.readers import _files, facts

VERSION = 1
NAMES = ("spec.yaml", "spec.yml", "model.yaml", "model.yml", "data.yaml", "data.yml")
KIND: Kind = "model"
ORIGIN = "azureml"

MARK = b"azuremlschemas.azureedge.net"
SCHEMAS: dict[str, Kind] = {"model.schema.json": "model", "data.schema.json": "dataset"}
TOP = {"version": "version", "description": "description", "stage": "stage"}
FREE = ("system_metadata", "tags", "properties")


def mine(path: str, head: bytes) -> bool:
    """Whether these first bytes name one of the two schemas."""
    return _kind(head) is not None


def read(path: str, content: bytes) -> tuple[Fragment, ...] | None:
    """The one model or dataset that the asset describes."""
    kind = _kind(content)
    if kind is None or _files.scaffold(path, content):
        return None
    document, error = _files.one_document(content, path)
    if document is None or not isinstance(document.data, dict):
        wrong = error or facts.wrong_shape(document, path, "a mapping with `name`")
        return (facts.unreadable(kind, path, wrong, ORIGIN),)
    return (_fragment(path, kind, document, error),)


def _kind(content: bytes) -> Kind | None:
    """What the asset is by the schema that one of its first lines names."""
    for line in content[:4096].split(b"\n"):
        if line.lstrip(b"\xef\xbb\xbf").startswith(b"$schema:") and MARK in line:
            name = line.decode(errors="replace").strip().strip("\"'").rpartition("/")[2]
            return SCHEMAS.get(name)
    return None


def _fragment(path: str, kind: Kind, document: Document, error: DocumentError | None) -> Fragment:
    stated = facts.stewardship_fields(document, "properties", "stewardship", origin=ORIGIN)
    fields = facts.merged(
        facts.renamed(document, TOP, origin=ORIGIN), _license(document), stated.fields
    )
    fragment = Fragment(
        stated.kind or kind,
        stated.name or (document.text("name") or "").strip() or facts.folder_name(path),
        document.location(),
        ORIGIN,
        fields,
        stated.ids,
        refs=facts.refs_of(fields),
        problems=stated.problems,
    )
    return facts.with_problem(fragment, error)


def _license(document: Document) -> Fields:
    """The license, which the schema has no field for, wherever it is usually written."""
    for parent in FREE:
        found = facts.text(document, parent, "license", origin=ORIGIN)
        if found is not None:
            return {"license": found}
    return {}

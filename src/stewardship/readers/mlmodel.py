"""MLflow models: the ``MLmodel`` file of a saved model (YAML).

Read from the format (https://mlflow.org/docs/latest/ml/model/#storage-format):

- ``utc_time_created`` is ``date``; ``model_uuid``, ``run_id``, ``mlflow_version`` are kept as
  ``model-uuid``, ``run-id``, ``mlflow-version``; the names under ``flavors`` are ``flavors``;
  ``signature`` is kept as it is;
- ``flavors.transformers.source_model_name`` (with ``source_model_revision``) and
  ``metadata.base_model_name`` are ``sources`` of role ``base``, pinned by their revision or by
  ``metadata.stewardship.base-revision``; the name of the model's own folder is no base;
- ``metadata`` is free: its ``license``, ``version``, ``task``, ``description``, ``commit``,
  ``owner`` are read, and the ``repository`` of the commit, and everything under
  ``metadata.stewardship``.

A file of this name that has none of MLflow's keys (a script, a folder listing) is not mine.
"""

from __future__ import annotations

from stewardship.document import Document
from stewardship.model import Fields, Fragment, Kind, Value
from stewardship.readers import _files, facts

VERSION = 5
NAMES = ("mlmodel",)
KIND: Kind = "model"
ORIGIN = "mlmodel"

MARKS = ("flavors", "artifact_path", "model_uuid", "run_id", "utc_time_created", "mlflow_version")
TOP = {
    "utc_time_created": "date",
    "model_uuid": "model-uuid",
    "run_id": "run-id",
    "mlflow_version": "mlflow-version",
}
FREE = {
    "license": "license",
    "license_name": "license-name",
    "license_link": "license-link",
    "version": "version",
    "task": "task",
    "description": "description",
    "commit": "commit",
    "git_commit": "commit",
    "mlflow.source.git.commit": "commit",
    "repository": "repository",
    "mlflow.source.git.repoURL": "repository",
}
BASES = (
    (("flavors", "transformers"), "source_model_name", "source_model_revision"),
    (("metadata",), "base_model_name", "base_model_revision"),
    (("metadata",), "base_model", "base_model_revision"),
)


def mine(path: str, head: bytes) -> bool:
    """Whether these first bytes have one of MLflow's keys at the start of a line."""
    lines = head.split(b"\n")
    return not head.strip() or any(
        line.startswith(mark.encode() + b":") for line in lines for mark in MARKS
    )


def read(path: str, content: bytes) -> tuple[Fragment, ...] | None:
    """The one model that an ``MLmodel`` file describes."""
    document, error = _files.one_document(content, path)
    if document is None or not isinstance(document.data, dict):
        if not mine(path, content):
            return None
        wrong = error or facts.wrong_shape(document, path, "a mapping with `flavors`")
        return (facts.unreadable(KIND, path, wrong, ORIGIN),)
    if not any(mark in document.data for mark in MARKS):
        return None
    fragment = _fragment(path, document)
    return (facts.with_problem(fragment, error),)


def _fragment(path: str, document: Document) -> Fragment:
    stated = facts.stewardship_fields(document, "metadata", "stewardship", origin=ORIGIN)
    fields = facts.merged(
        facts.renamed(document, TOP, origin=ORIGIN),
        facts.renamed(document, FREE, "metadata", origin=ORIGIN),
        _format(document),
        _sources(path, document),
        stated.fields,
    )
    return Fragment(
        stated.kind or KIND,
        stated.name or facts.folder_name(path),
        document.location(),
        ORIGIN,
        fields,
        stated.ids,
        refs=facts.refs_of(fields),
        problems=stated.problems,
    )


def _format(document: Document) -> Fields:
    """What only this format says: flavors, signature, and who the free metadata call the owner."""
    fields: dict[str, Value] = {}
    flavors = document.get("flavors")
    if isinstance(flavors, dict):
        place = document.location("flavors")
        names = (facts.said(str(f), document.location("flavors", f), ORIGIN) for f in flavors)
        fields["flavors"] = facts.listing(names, place, ORIGIN)
    if facts.has(document, "signature"):
        fields["signature"] = facts.nested(document, "signature", origin=ORIGIN)
    owners = facts.texts(document, "metadata", "owner", origin=ORIGIN)
    if owners:
        fields["owners"] = facts.listing(owners, None, ORIGIN)
    return fields


def _sources(path: str, document: Document) -> Fields:
    """The base models; a model that is named as its own base was not made from another."""
    own = facts.folder_name(path).casefold()
    found: dict[object, Value] = {}
    for parent, name, revision in BASES:
        ref = facts.text(document, *parent, name, origin=ORIGIN)
        if ref is None or ref.state == "absent" or str(ref.data).casefold() == own:
            continue
        pin = facts.text(document, *parent, revision, origin=ORIGIN) or facts.text(
            document, "metadata", "stewardship", "base-revision", origin=ORIGIN
        )
        entry = facts.record(ref.location, ORIGIN, ref=ref, role="base", kind="model", revision=pin)
        found.setdefault(str(ref.plain()), entry)
    return {"sources": facts.listing(found.values(), None, ORIGIN)} if found else {}

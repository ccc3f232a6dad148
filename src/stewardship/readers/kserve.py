"""KServe: an ``InferenceService`` in a Kubernetes manifest, one or more documents.

Read from the API (https://kserve.github.io/website/docs/reference/crd-api; ``v1beta1``, the
``v1alpha2`` before it, and ``LLMInferenceService``):

- each is a service; ``metadata.name`` is the name, ``namespace`` is kept, and so is the kind, as
  ``entity``; the label ``app.kubernetes.io/version`` is ``version``;
- ``storageUri`` of the predictor (of ``model``, or of a framework such as ``sklearn``) is
  ``serves``; ``hf://org/name:revision`` is ``hf:org/name`` with that revision, a ``storage`` with
  its key is ``storage://key/path``; where none is stated, ``--model_id`` (``--model``) of the
  arguments, with ``--model_revision`` (``--revision``);
- images of containers are ``depends-on``, pinned by their digest;
- the predictor's pod as any workload's: ``containers`` that have an image, ``service-account``,
  ``gpu`` and so on (``kubernetes``);
- ``modelFormat`` is ``model-format``; ``runtime`` and ``canaryTrafficPercent`` are kept;
- an annotation ``stewardship/KEY: value`` is the field KEY, as in catalogs.

Other kinds beside it are left alone. A Helm chart's template is no YAML, and not mine.
"""

from __future__ import annotations

from collections.abc import Iterator

from stewardship.document import Document
from stewardship.model import Fields, Fragment, Kind, Location, Problem, Value
from stewardship.readers import _annotated, _files, facts
from stewardship.readers import _kubernetes_pods as pods
from stewardship.readers._kubernetes_objects import declared, objects, wanted
from stewardship.vocabulary import purl

VERSION = 6
NAMES = ("*.yaml", "*.yml")
KIND: Kind = "service"
ORIGIN = "kserve"

KINDS = ("InferenceService", "LLMInferenceService")
GROUPS = ("serving.kserve.io/", "serving.kubeflow.org/")
_KNOWN = frozenset(kind.encode() for kind in KINDS)
_PARTS = ("predictor", "transformer", "explainer")
# What of a predictor is no framework, whatever it holds.
_OWN = ("containers", "workerSpec", "initContainers", "volumes")
_ID = ("--model_id", "--model-id", "--model")
_REVISION = ("--model_revision", "--model-revision", "--revision")
Pointer = tuple[str | int, ...]


def mine(path: str, head: bytes) -> bool:
    """Whether these first bytes declare an InferenceService of KServe."""
    return any(group.encode() in head for group in GROUPS) and declared(head, _KNOWN)


def read(path: str, content: bytes) -> tuple[Fragment, ...] | None:
    """One fragment for each InferenceService; a broken one does not hide the others."""
    if b"InferenceService" not in content:
        return None
    template = _files.scaffold(path, content)
    if template or not mine(path, content):
        return None
    kept = wanted(content, _KNOWN)
    if not kept:
        return None
    documents, error = _files.documents(kept, path)
    found = [_fragment(path, one) for one in objects(documents) if _is_service(one)]
    if error:
        found.append(facts.unreadable(KIND, path, error, ORIGIN))
    return tuple(found) or None


def _is_service(document: Document) -> bool:
    group = str(document.get("apiVersion") or "")
    return document.get("kind") in KINDS and group.startswith(GROUPS)


def _fragment(path: str, document: Document) -> Fragment:
    annotated = _annotated.annotated(document, ORIGIN)
    hiding = tuple(_annotated.observed(annotated))
    kind, problems = facts.kind_of(annotated.pop("kind", None))
    identity = annotated.pop("id", None)
    fields = facts.merged(_texts(document), _models(document), _images(document))
    fields |= pods.fields_at(document, pods.KSERVE)
    for name, value in annotated.items():  # what is stated for us goes before what is inferred
        fields[name] = value
    name = document.text("metadata", "name") or document.text("metadata", "generateName") or ""
    ids = (facts.declared_id(str(identity.data)),) if identity and identity.data else ()
    fragment = Fragment(
        kind or KIND, name.strip() or facts.folder_name(path), document.location(), ORIGIN, fields,
        ids, refs=facts.refs_of(fields), problems=(*problems, *hiding),
    )  # fmt: skip
    if name.strip():
        return fragment
    wrong = Problem("the service has no `metadata.name`", document.location("metadata"))
    return facts.with_problem(fragment, wrong)


def _texts(document: Document) -> Fields:
    fields = facts.renamed(document, {"namespace": "namespace"}, "metadata", origin=ORIGIN)
    fields |= facts.renamed(document, {"kind": "entity"}, origin=ORIGIN)
    labels = {"app.kubernetes.io/version": "version"}
    fields |= facts.renamed(document, labels, "metadata", "labels", origin=ORIGIN)
    for predictor in _predictors(document):
        fields = facts.merged(
            fields,
            facts.renamed(
                document, {"canaryTrafficPercent": "canary-percent"}, *predictor, origin=ORIGIN
            ),
        )
        for place in _served(document, predictor):
            named = {"name": "model-format"}
            fields |= facts.renamed(document, {"runtime": "runtime"}, *place, origin=ORIGIN)
            fields |= facts.renamed(document, named, *place, "modelFormat", origin=ORIGIN)
    return fields  # fmt: skip


def _predictors(document: Document) -> Iterator[Pointer]:
    """Where predictors stand; ``default`` and ``canary`` are those of v1alpha2."""
    for place in (("spec",), ("spec", "default"), ("spec", "canary")):
        if isinstance(document.get(*place, "predictor"), dict):
            yield (*place, "predictor")


def _served(document: Document, predictor: Pointer) -> Iterator[Pointer]:
    """``model``, or the framework that stands in its place."""
    for key, node in document.get(*predictor).items():
        if isinstance(node, dict) and key not in _OWN and key not in _PARTS:
            said = "storageUri" in node or "storage" in node or "modelFormat" in node
            if said or key == "model" or "args" in node:
                yield (*predictor, key)


def _models(document: Document) -> Fields:
    found: list[Value] = []
    for predictor in _predictors(document):
        places = list(_served(document, predictor))
        rows = document.get(*predictor, "containers")
        places += [(*predictor, "containers", i) for i in range(_length(rows))]
        for place in places:
            model = _stored(document, place) or _argued(document, place)
            if model is not None:
                found.append(model)
    uri = facts.text(document, "spec", "model", "uri", origin=ORIGIN)  # of LLMInferenceService
    if uri is not None:
        found.append(_serving(uri, None))
    return {"serves": facts.listing(found, None, ORIGIN)} if found else {}


def _stored(document: Document, place: Pointer) -> Value | None:
    uri = facts.text(document, *place, "storageUri", origin=ORIGIN)
    if uri is not None:
        return _serving(uri, None)
    where = facts.text(document, *place, "storage", "path", origin=ORIGIN)
    if where is None:
        return None
    key = document.text(*place, "storage", "key") or "default"
    return _serving(facts.said(f"storage://{key}/{where.data}", where.location, ORIGIN), None)


def _argued(document: Document, place: Pointer) -> Value | None:
    """The model of the hub that the server is told to load by its arguments."""
    arguments: dict[str, Value] = {}
    values = facts.texts(document, *place, "args", origin=ORIGIN)
    for index, value in enumerate(values):
        name, equals, text = str(value.data).partition("=")
        if equals:
            arguments[name] = facts.said(text, value.location, ORIGIN)
        elif index + 1 < len(values):
            arguments[name] = values[index + 1]
    model = next((arguments[name] for name in _ID if name in arguments), None)
    if model is None or not isinstance(model.data, str) or purl.hub_id(model.data) is None:
        return None
    revision = next((arguments[name] for name in _REVISION if name in arguments), None)
    return _serving(facts.said(f"hf://{model.data}", model.location, ORIGIN), revision)


def _serving(uri: Value, revision: Value | None) -> Value:
    """One record of ``serves``; an address of the hub is its id, taken apart from its revision."""
    text = str(uri.data)
    if text.startswith("hf://"):
        name, _, pinned = text.removeprefix("hf://").partition(":")
        hub = purl.hub_id(name)
        uri = facts.said(hub, uri.location, ORIGIN) if hub else uri
        revision = facts.said(pinned, uri.location, ORIGIN) if hub and pinned else revision
    return facts.record(uri.location, ORIGIN, ref=uri, kind="model", revision=revision)


def _images(document: Document) -> Fields:
    found: list[Value] = []
    for predictor in _predictors(document):
        for part in _PARTS:
            for row in ("containers", "initContainers"):
                rows = document.get(*predictor[:-1], part, row)
                for index in range(_length(rows)):
                    place = (*predictor[:-1], part, row, index, "image")
                    image = facts.text(document, *place, origin=ORIGIN)
                    if image is not None and image.state != "absent":
                        found.append(_image(image, image.location))
    return {"depends-on": facts.listing(found, None, ORIGIN)} if found else {}


def _image(image: Value, place: Location) -> Value:
    name, _, digest = str(image.data).partition("@")
    ref = facts.said(name, place, ORIGIN) if digest else image
    revision = facts.said(digest, place, ORIGIN) if digest else None
    return facts.record(place, ORIGIN, ref=ref, kind="container", revision=revision)


def _length(node: object) -> int:
    return len(node) if isinstance(node, list) else 0

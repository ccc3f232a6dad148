"""Kubernetes objects in plain YAML: what runs, as whom, and what keeps it in.

Any ``*.yaml`` or ``*.yml`` that holds one of these kinds, by its API group
(https://kubernetes.io/docs/reference/kubernetes-api/); each is a deployment with ``entity`` (the
kind), ``namespace``, and the fields under ``stewardship/KEY`` of its annotations:

- workloads (Pod, Deployment, StatefulSet, DaemonSet, ReplicaSet, ReplicationController, Job,
  CronJob, Argo's Rollout, Knative's Service): ``containers`` with ``image``, ``digest``,
  ``seccomp``, ``read-only-root``, ``drops-all``, ``privileged``, ``non-root``, as the container or
  its pod says; ``service-account``, ``runtime-class``, ``gpu``, ``labels``;
- ServiceAccount: ``cloud-roles``, bound by the annotations of EKS, GKE and AKS;
- NetworkPolicy: ``selects`` and ``egress`` (``none``, ``cluster``, ``open``);
- what demands signatures (``verifies-signatures``): Sigstore's ClusterImagePolicy, Kyverno's
  ``verifyImages``, Ratify;
- Rollout, AnalysisTemplate (Argo), Canary (Flagger): ``canary-steps`` in percent,
  ``analyses``, ``measures`` with their limits.

A patch, whose containers have no image or which selects no pods, is not a workload. A Helm
chart's template is no YAML, and not mine; KServe's objects are another reader's. Lists of objects
are taken apart. Of a file with many objects only those of these kinds are parsed. What these fields
say is read from the object and cannot be stated by an annotation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from stewardship.document import LOCKFILE, Document
from stewardship.frozen import replace
from stewardship.model import Fragment, Kind, Problem
from stewardship.pattern import pattern
from stewardship.readers import _annotated, _files, facts
from stewardship.readers import _kubernetes_pods as pods
from stewardship.readers import _kubernetes_policies as policies
from stewardship.readers import _kubernetes_rollouts as rollouts
from stewardship.readers._kubernetes_objects import declared, objects, wanted

VERSION = 4
NAMES = ("*.yaml", "*.yml")
KIND: Kind = "deployment"
LIMIT = 4 * 1024 * 1024
ORIGIN = "kubernetes"

KINDS = frozenset((*pods.PLACES, *policies.KINDS, *rollouts.KINDS))
GROUPS = (
    "v1", "apps/", "batch/", "networking.k8s.io/", "argoproj.io/", "flagger.app/",
    "serving.knative.dev/", "policy.sigstore.dev/", "kyverno.io/",
    "policies.kyverno.io/", "config.ratify.", "constraints.gatekeeper.sh/",
)  # fmt: skip
SELECTING = ("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Rollout")
_KNOWN = frozenset(kind.encode() for kind in KINDS)


def mine(path: str, head: bytes) -> bool:
    """Whether these first bytes declare one of the kinds that are read."""
    return b"apiVersion" in head and declared(head, _KNOWN)


def read(path: str, content: bytes) -> tuple[Fragment, ...] | None:
    """One fragment for each object; a broken one does not hide those before it."""
    if b"apiVersion" not in content or not mine(path, content):
        return None
    if _files.scaffold(path, content):
        return None
    kept = wanted(content, _KNOWN)
    if not kept:
        return None
    documents, error = _files.documents(kept, path, LOCKFILE)
    if error and _is_template(content):
        return None
    found = [one for document in objects(documents) if (one := _fragment(path, document))]
    found = _apart(found)
    if error:
        found.append(facts.unreadable(KIND, path, error, ORIGIN))
    return tuple(found) or None


def _is_template(content: bytes) -> bool:
    """Whether Helm or another generator writes what is no YAML yet: a line of it is nothing but an
    instruction to them."""
    marked = b"{{" in content or b"{%" in content
    return marked and _TEMPLATE.search(content) is not None


def _apart(found: list[Fragment]) -> list[Fragment]:
    """Objects of one kind and name in several namespaces of one file are several."""
    often = Counter(one.ids for one in found)
    return [
        replace(one, ids=(f"{one.ids[0]}@{space.data}",))
        if often[one.ids] > 1 and (space := one.fields.get("namespace"))
        else one
        for one in found
    ]


_TEMPLATE = pattern(rb"(?m)^[ \t]*(?:\{\{-?|\{%-?)[^\n]*\}\}?[ \t]*$")


def _fragment(path: str, document: Document) -> Fragment | None:
    entity, group = document.get("kind"), str(document.get("apiVersion") or "")
    if entity not in KINDS or not group.startswith(GROUPS) or _is_patch(document, str(entity)):
        return None
    if entity == "Service" and not group.startswith("serving.knative.dev/"):
        return None
    annotated = _annotated.annotated(document, ORIGIN)
    problems = tuple(_annotated.observed(annotated))
    annotated.pop("kind", None)
    annotated.pop("id", None)
    fields = facts.renamed(document, {"kind": "entity"}, origin=ORIGIN)
    fields |= facts.renamed(document, {"namespace": "namespace"}, "metadata", origin=ORIGIN)
    for part in (pods.fields, policies.fields, rollouts.fields):
        fields |= part(document, str(entity), group)
    for name, value in annotated.items():  # what is stated for us goes before what is inferred
        fields[name] = value
    name = document.text("metadata", "name") or document.text("metadata", "generateName") or ""
    named = name.strip() or facts.folder_name(path)
    fragment = Fragment(KIND, named, document.location(), ORIGIN, fields,
                        (f"path:{path}#{entity}/{named}",), problems=problems)  # fmt: skip
    if name.strip():
        return fragment
    wrong = Problem("the object has no `metadata.name`", document.location("metadata"))
    return facts.with_problem(fragment, wrong)


def _is_patch(document: Document, entity: str) -> bool:
    """Whether it only changes an object that stands elsewhere, as Kustomize's patches do."""
    if entity not in pods.PLACES:
        return False
    if entity == "Rollout" and isinstance(document.get("spec", "workloadRef"), dict):
        return False
    if entity in SELECTING and not isinstance(document.get("spec", "selector"), dict):
        return True
    found = list(_images(document, entity))
    return not found or not all(found)


def _images(document: Document, entity: str) -> Iterator[bool]:
    place = pods.PLACES[entity]
    rows = document.get(*place, "containers")
    for row in rows if isinstance(rows, list) else ():
        yield isinstance(row, dict) and bool(row.get("image"))

"""What a pod says of its containers: images, and how far they are kept in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stewardship.document import Document
from stewardship.model import Value
from stewardship.readers import facts
from stewardship.vocabulary import images

ORIGIN = "kubernetes"
Pointer = tuple[str | int, ...]
_TEMPLATE: Pointer = ("spec", "template", "spec")
# Kind -> where its pod stands.
PLACES: Mapping[str, Pointer] = {
    "Pod": ("spec",),
    **dict.fromkeys(
        (
            "Deployment",
            "StatefulSet",
            "DaemonSet",
            "ReplicaSet",
            "ReplicationController",
            "Job",
            "Rollout",
            "Service",
        ),
        _TEMPLATE,
    ),
    "CronJob": ("spec", "jobTemplate", *_TEMPLATE),
}
KSERVE: Pointer = ("spec", "predictor")
# What the restricted Pod Security Standard lets a container have of its capabilities.
ALLOWED = frozenset(("NET_BIND_SERVICE",))
ROWS = ("initContainers", "containers")


def fields(document: Document, entity: str, group: str) -> dict[str, Value]:
    """The fields of a workload; none for any other object."""
    place = PLACES.get(entity)
    return fields_at(document, place) if place else {}


def fields_at(document: Document, place: Pointer) -> dict[str, Value]:
    """The fields of the pod at a place. What has no image of its own is run by a runtime's, which
    says elsewhere how it is kept in."""
    if not isinstance(document.get(*place), dict):
        return {}
    imaged = (at for at in _containers(document, place) if document.get(*at, "image"))
    records = [_container(document, place, at) for at in imaged]
    where = document.location(*place)
    found: dict[str, Value] = {"containers": facts.listing(records, where, ORIGIN)}
    names = {"serviceAccountName": "service-account", "runtimeClassName": "runtime-class"}
    found |= facts.renamed(document, names, *place, origin=ORIGIN)
    if "service-account" not in found:
        old = {"serviceAccount": "service-account"}
        found |= facts.renamed(document, old, *place, origin=ORIGIN)
    found["gpu"] = _gpu(document, place)
    pod = place[-2:] == ("template", "spec")
    labels = (*place[:-1], "metadata", "labels") if pod else ("metadata", "labels")
    if isinstance(document.get(*labels), dict):
        found["labels"] = facts.nested(document, *labels, origin=ORIGIN)
    return found


def _containers(document: Document, place: Pointer) -> Iterator[Pointer]:
    for row in ROWS:
        listed = document.get(*place, row)
        for index in range(len(listed) if isinstance(listed, list) else 0):
            if isinstance(document.get(*place, row, index), dict):
                yield (*place, row, index)
    if isinstance(document.get(*place, "model"), dict):  # KServe's own server
        yield (*place, "model")


def _container(document: Document, place: Pointer, at: Pointer) -> Value:
    entries: dict[str, Value] = {}
    for key, name in (("name", "name"), ("image", "image")):
        said = facts.text(document, *at, key, origin=ORIGIN)
        if said is not None:
            entries[name] = said
    image = entries.get("image")
    read = images.read(image.data) if image and isinstance(image.data, str) else None
    if image is not None and read is not None and read.digest:
        entries["digest"] = Value(read.digest, image.location, ORIGIN)
    entries |= _context(document, place, at)
    return Value(entries, document.location(*at), ORIGIN)


def _context(document: Document, place: Pointer, at: Pointer) -> dict[str, Value]:
    """What the container's security context says, else its pod's."""
    found: dict[str, Value] = {}
    own, pods = (*at, "securityContext"), (*place, "securityContext")
    for pointer in ((*own, "seccompProfile", "type"), (*pods, "seccompProfile", "type")):
        said = facts.text(document, *pointer, origin=ORIGIN)
        if said is not None:
            found["seccomp"] = said
            break
    for key, name in (("readOnlyRootFilesystem", "read-only-root"), ("privileged", "privileged")):
        if facts.has(document, *own, key):
            found[name] = facts.nested(document, *own, key, origin=ORIGIN)
    dropped = document.get(*own, "capabilities", "drop")
    if isinstance(dropped, list):
        all_of_them = any(str(one).upper() == "ALL" for one in dropped)
        added = document.get(*own, "capabilities", "add") or []
        if not isinstance(added, list) or not ALLOWED.issuperset(map(str, added)):
            all_of_them = False  # what is dropped is given back
        place_ = document.location(*own, "capabilities", "drop")
        found["drops-all"] = Value(all_of_them, place_, ORIGIN)
    root = _non_root(document, own) or _non_root(document, pods)
    if root is not None:
        found["non-root"] = root
    return found


def _non_root(document: Document, at: Pointer) -> Value | None:
    """Whether a context keeps its container from running as root; None where it says nothing."""
    user = document.get(*at, "runAsUser")
    if isinstance(user, int) and not isinstance(user, bool):
        return Value(user != 0, document.location(*at, "runAsUser"), ORIGIN)
    if facts.has(document, *at, "runAsNonRoot"):
        return facts.nested(document, *at, "runAsNonRoot", origin=ORIGIN)
    return None


def _gpu(document: Document, place: Pointer) -> Value:
    """Whether a container asks for a GPU: a device of a vendor, counted like memory."""
    for at in _containers(document, place):
        for kind in ("limits", "requests"):
            asked = document.get(*at, "resources", kind)
            for key in asked if isinstance(asked, dict) else ():
                name = str(key).casefold()
                if "/" in name and ("gpu" in name or "/mig-" in name):
                    return Value(True, document.location(*at, "resources", kind, key), ORIGIN)
    return Value(False, document.location(*place), ORIGIN)

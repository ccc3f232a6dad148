"""What SLSA provenance says of a build, in each of the shapes that the predicate has had."""

from __future__ import annotations

from collections.abc import Iterator

from stewardship.document import Document
from stewardship.model import Fields, Pointer, Value
from stewardship.readers import facts
from stewardship.vocabulary import digests

PREDICATE = "https://slsa.dev/provenance/"
BUILDER: tuple[Pointer, ...] = (("runDetails", "builder", "id"), ("builder", "id"))
DATES: tuple[Pointer, ...] = (
    ("runDetails", "metadata", "finishedOn"),
    ("metadata", "buildFinishedOn"),
    ("runDetails", "metadata", "startedOn"),
    ("metadata", "buildStartedOn"),
)
MATERIALS: tuple[Pointer, ...] = (("buildDefinition", "resolvedDependencies"), ("materials",))
CONFIG: Pointer = ("invocation", "configSource")
_GIT = ("gitCommit", "sha1")


def provenance(document: Document, origin: str) -> Fields:
    """``builder``, ``date``, ``commit``, ``repository`` and ``sources`` of a statement's predicate.

    The date is that of the end of the build, else of its beginning. The commit is that of the
    configuration that was built, else of the first material that is in git.
    """
    entries = list(_materials(document))
    fields = {
        "builder": _first(document, BUILDER, origin),
        "date": _first(document, DATES, origin),
    }
    for pointer in (("predicate", *CONFIG), *entries):
        commit = _commit(document, pointer, origin)
        if commit is not None:
            fields["commit"] = commit
            fields["repository"] = _repository(document, pointer, origin)
            break
    sources = [one for pointer in entries if (one := _source(document, pointer, origin))]
    if sources:
        fields["sources"] = facts.listing(sources, None, origin)
    return {name: value for name, value in fields.items() if value is not None}


def _first(document: Document, pointers: tuple[Pointer, ...], origin: str) -> Value | None:
    """The first of these entries of the predicate that is stated."""
    found = (facts.text(document, "predicate", *pointer, origin=origin) for pointer in pointers)
    return next((value for value in found if value and value.state != "absent"), None)


def _materials(document: Document) -> Iterator[Pointer]:
    """Where the materials of the build stand."""
    for pointer in MATERIALS:
        listed = document.get("predicate", *pointer)
        for index in range(len(listed) if isinstance(listed, list) else 0):
            yield ("predicate", *pointer, index)


def _commit(document: Document, pointer: Pointer, origin: str) -> Value | None:
    """The commit that a material is; a ``sha1`` is one only where the address is git's."""
    address = document.get(*pointer, "uri")
    git = isinstance(address, str) and address.startswith(("git+", "git:", "git@"))
    for name in _GIT:
        if name == "gitCommit" or git:
            found = facts.text(document, *pointer, "digest", name, origin=origin)
            if found is not None and isinstance(found.data, str):
                return found
    return None


def _repository(document: Document, pointer: Pointer, origin: str) -> Value | None:
    """The address without what only git and SLSA write around it."""
    address = document.get(*pointer, "uri")
    if not isinstance(address, str):
        return None
    head, at, _ = address.removeprefix("git+").rpartition("@")
    plain = head if at and ("/" in head.partition("://")[2]) else address.removeprefix("git+")
    return facts.said(plain, document.location(*pointer, "uri"), origin)


def _source(document: Document, pointer: Pointer, origin: str) -> Value | None:
    """One material: where it came from, and its digests."""
    ref = _text(document, (*pointer, "uri"), origin)
    if ref is None:  # A name is the build's own, and would be taken for that of a resource here.
        return None
    place = document.location(*pointer)
    listed = document.get(*pointer, "digest")
    hashes = []
    for alg in listed if isinstance(listed, dict) else ():
        content = _text(document, (*pointer, "digest", alg), origin)
        if content is not None and digests.algorithm(alg):
            hashes.append(facts.record(content.location, origin, alg=alg, content=content))
    held = facts.listing(hashes, place, origin) if hashes else None
    return facts.record(place, origin, ref=ref, role="build", hashes=held)


def _text(document: Document, pointer: Pointer, origin: str) -> Value | None:
    value = facts.text(document, *pointer, origin=origin)
    return value if value is not None and isinstance(value.data, str) else None

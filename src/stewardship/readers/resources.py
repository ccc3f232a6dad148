"""``.steward/resources.yaml``: facts about what has no manifest of its own.

```yaml
resources:
  - kind: model
    name: churn-v2
    path: models/churn-v2         # the folder it lies in, where it has one
    license: apache-2.0
    steward: "@acme/growth"
    stage: retired                # keeps the memory of a resource whose manifest is gone
  - {kind: dataset, id: "hf:acme/claims", license: cc-by-4.0}
```

Each entry needs a ``kind`` and at least one of ``id``, ``name`` and ``path``; every other key
becomes the field of that name. With a ``path`` the entry is joined with what the manifests in
that folder say. An unknown kind, and an unknown key at the top, are problems.
"""

from __future__ import annotations

from collections.abc import Iterator

from stewardship.document import Document
from stewardship.model import KINDS, Fragment, Kind, Problem
from stewardship.readers import _files, facts
from stewardship.readers._keys import meant, unknown_keys, whole

VERSION = 2
NAMES = ("resources.yaml",)
UNDER = (".steward/",)
KIND: Kind = "model"
ORIGIN = "resources"

PATH = ".steward/resources.yaml"


def read(path: str, content: bytes) -> tuple[Fragment, ...] | None:
    """One fragment for each entry, and one for the file where something is wrong with it."""
    if path != PATH:
        return None
    document, error = _files.one_document(content, path)
    said: list[Fragment | Problem] = []
    if error:
        said.append(Problem(error.message, error.location))
    if document and not isinstance(document.data, dict):
        said.append(facts.wrong_shape(document, path, "a mapping with `resources`"))
    elif document:
        said.extend(unknown_keys(document, known=("resources",)))
        said.extend(_entries(document))
    return whole(path, "repository", said, ORIGIN)


def _entries(document: Document) -> Iterator[Fragment | Problem]:
    listed = document.get("resources")
    if listed is not None and not isinstance(listed, list):
        place = document.location("resources")
        yield Problem("`resources` has to be a list of entries", place)
        return
    for index in range(len(listed or ())):
        yield _entry(document, index)


def _entry(document: Document, index: int) -> Fragment | Problem:
    pointer = ("resources", index)
    place = document.location(*pointer)
    if not isinstance(document.get(*pointer), dict):
        return Problem("an entry has to be a mapping with `kind`", place)
    stated = facts.stewardship_fields(document, *pointer, origin=ORIGIN)
    if stated.kind is None:
        return _no_kind(document, index)
    folder = _folder(document, index)
    name = stated.name or folder.rpartition("/")[2] or "".join(stated.ids[:1])
    if not name:
        return Problem("the entry needs an `id`, a `name` or a `path`", place)
    return Fragment(
        stated.kind,
        name,
        place,
        ORIGIN,
        stated.fields,
        (*stated.ids, f"path:{folder}#{name}") if folder else stated.ids,
        refs=facts.refs_of(stated.fields),
        problems=stated.problems,
    )


def _no_kind(document: Document, index: int) -> Problem:
    kind = document.get("resources", index, "kind")
    if kind is None:
        message = "the entry needs a `kind`, such as `model`"
        return Problem(message, document.location("resources", index))
    message = f"there is no kind `{facts.clip(str(kind))}`{meant(str(kind), KINDS)}"
    return Problem(message, document.location("resources", index, "kind"))


def _folder(document: Document, index: int) -> str:
    written = document.get("resources", index, "path")
    return written.strip().removeprefix("./").strip("/") if isinstance(written, str) else ""

"""What all readers share, in one place to import from.

``said``, ``text``, ``texts``, ``nested``, ``renamed``, ``record`` and ``listing`` turn nodes of a
document into Values (``_values``); ``stewardship_fields``, ``refs_of`` and ``declared_id`` read
what a manifest says for us (``_stated``); the rest makes Fragments of what is broken.
"""

from __future__ import annotations

from stewardship.document import Document, DocumentError
from stewardship.frozen import replace
from stewardship.model import Fragment, Kind, Location, Problem
from stewardship.readers._stated import (
    LINKS,
    Stated,
    clip,
    declared_id,
    kind_of,
    kind_of_link,
    refs_of,
    stewardship_fields,
)
from stewardship.readers._values import (
    has,
    listing,
    merged,
    nested,
    record,
    renamed,
    said,
    text,
    texts,
    united,
)
from stewardship.vocabulary import folders

__all__ = [
    "LINKS",
    "Stated",
    "clip",
    "declared_id",
    "folder_name",
    "has",
    "kind_of",
    "kind_of_link",
    "listing",
    "merged",
    "nested",
    "record",
    "refs_of",
    "renamed",
    "said",
    "stewardship_fields",
    "text",
    "texts",
    "united",
    "unreadable",
    "with_problem",
    "wrong_shape",
]


def folder_name(path: str) -> str:
    """The name that the folder of a file gives to what the file describes; ``.`` for the root."""
    return folders.name_of(path.rpartition("/")[0])


def unreadable(
    kind: Kind, path: str, error: DocumentError | Problem, origin: str, name: str = ""
) -> Fragment:
    """A manifest that is this reader's own but broken: claimed, with what is wrong and where."""
    problem = error if isinstance(error, Problem) else Problem(error.message, error.location)
    place = problem.location or Location(path, 1, 1)
    return Fragment(kind, name or folder_name(path), place, origin, {}, problems=(problem,))


def with_problem(fragment: Fragment, error: DocumentError | Problem | None) -> Fragment:
    """The fragment, and what is wrong in its file besides what was read."""
    if error is None:
        return fragment
    problem = error if isinstance(error, Problem) else Problem(error.message, error.location)
    return replace(fragment, problems=(*fragment.problems, problem))


def wrong_shape(document: Document | None, path: str, wanted: str) -> Problem:
    """A document of another shape than its format has: "the file has to hold a mapping"."""
    place = document.location() if document else Location(path, 1, 1)
    return Problem(f"the file has to hold {wanted}", place)

"""Exact edits: a manifest says one thing more, or another, and only the lines that say it change.

Comments, order, indentation, quotes, line ends, a byte order mark and a missing last line end stay
as they are, for nothing is printed anew: the text is cut open at the place of the value, and a few
characters are put in. Afterwards the file is read again and has to say exactly what was meant;
else the edit is refused (``EditError``), and no byte is written.

YAML, the front matter of Markdown and JSON can be edited; ``files`` writes what came of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal

from stewardship.document import Document, DocumentError
from stewardship.edit import intended
from stewardship.edit.intended import Change, EditError
from stewardship.model import Location

__all__ = ["Change", "EditError", "Form", "apply", "form_of", "load"]

Form = Literal["yaml", "front-matter", "json"]


def form_of(path: str) -> Form:
    """How a manifest of this name is written: Markdown, JSON, else YAML."""
    name = path.lower()
    if name.endswith((".md", ".markdown")):
        return "front-matter"
    return "json" if name.endswith((".json", ".jsonld")) else "yaml"


def load(content: bytes, path: str) -> tuple[Document, ...]:
    """The documents of a file, as ``Change.document`` counts them; those of a card without front
    matter, and of an empty file, are one that says nothing.

    Raises ``EditError`` for what cannot be read.
    """
    try:
        found = _module(path).load(content, path)
    except DocumentError as error:
        raise EditError(f"the file cannot be read: {error.message}", error.location) from None
    return tuple(found) or (Document(path, None),)


def apply(content: bytes, path: str, changes: Sequence[Change]) -> bytes:
    """The file with these changes, one after another; the same bytes where it says so already.

    Raises ``EditError`` where one of them cannot be made without touching anything else.
    """
    for change in changes:
        content = _changed(content, path, change)
    return content


def _changed(content: bytes, path: str, change: Change) -> bytes:
    documents = load(content, path)
    if change.document >= len(documents):
        raise EditError(f"the file has no document {change.document + 1}", Location(path))
    document = documents[change.document]
    wanted = [one.data for one in documents]
    wanted[change.document] = intended.after(document, change)
    if intended.same(wanted, [one.data for one in documents]):
        return content
    for way in _ways(content, path, document, change):
        if _says(way, path, wanted) and _module(path).rest(way, path) == _module(path).rest(
            content, path
        ):
            return way
    shown = ".".join(str(step) for step in change.pointer)
    raise EditError(
        f"`{shown}` cannot be changed without rewriting the file",
        document.location(*change.pointer),
        "change it by hand",
    )


def _ways(content: bytes, path: str, document: Document, change: Change) -> Iterator[bytes]:
    for text in _module(path).ways(content, path, document, change):
        try:
            yield text.encode()
        except UnicodeEncodeError:  # a file name that is not UTF-8 fits no text
            continue


def _says(content: bytes, path: str, wanted: list[Any]) -> bool:
    """Whether the file can be read and says exactly this."""
    try:
        found = load(content, path)
    except EditError:
        return False
    return intended.same([one.data for one in found], wanted)


def _module(path: str) -> Any:
    """The module that edits files of this form."""
    form = form_of(path)
    if form == "json":
        from stewardship.edit import json_

        return json_
    if form == "front-matter":
        from stewardship.edit import front_matter

        return front_matter
    from stewardship.edit import yaml_

    return yaml_

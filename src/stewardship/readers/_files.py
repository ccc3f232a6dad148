"""What readers ask of a whole file: its YAML documents, and whether it is only a scaffold."""

from __future__ import annotations

from stewardship.document import MANIFEST, Bounds, Document, DocumentError, source
from stewardship.model import Location
from stewardship.pattern import pattern

SCAFFOLDS = ("template", "templates", "skeleton", "skeletons", "scaffold", "cookiecutter")
EMPTY = "the file is empty"
_WORD = pattern(r"[a-z]+")
_MARKS = (b"{{", b"{%", b"[More Information Needed]")


def documents(
    content: bytes, path: str, bounds: Bounds = MANIFEST
) -> tuple[tuple[Document, ...], DocumentError | None]:
    """The YAML documents that hold something, and the error that ended the reading, if any.

    Where a later document is broken, the ones before it are kept: one bad neighbor does not hide
    what the others say. A file without any document is an error, too.
    """
    from stewardship.document import yaml_

    error: DocumentError | None = None
    found: tuple[Document, ...] = ()
    try:
        found = yaml_.load(content, path, bounds)
    except DocumentError as broken:
        error = broken
        found = _before(content, path, bounds, broken.location.line)
    found = tuple(document for document in found if document.data is not None)
    if not found and error is None:
        error = DocumentError(EMPTY, Location(path, 1, 1))
    return found, error


def _before(content: bytes, path: str, bounds: Bounds, line: int | None) -> tuple[Document, ...]:
    """The documents that end before the line on which the file breaks."""
    from stewardship.document import yaml_

    lines = content.split(b"\n")[: (line or 1) - 1]
    for end in range(len(lines) - 1, 0, -1):
        if lines[end].rstrip() == b"---" or lines[end].startswith(b"--- "):
            try:
                return yaml_.load(b"\n".join(lines[:end]) + b"\n", path, bounds)
            except DocumentError:
                return ()
    return ()


def one_document(
    content: bytes, path: str, bounds: Bounds = MANIFEST
) -> tuple[Document | None, DocumentError | None]:
    """The one YAML document of a file; a second one is an error at its place."""
    found, error = documents(content, path, bounds)
    if error is None and len(found) > 1:
        message = "the file has to hold one document, and here is another"
        error = DocumentError(message, found[1].location())
    return (found[0] if found else None), error


def text_of(content: bytes, path: str) -> str:
    """The text of a Markdown file; ``DocumentError`` for what is none."""
    return source.decode(content, path, MANIFEST).replace("\r\n", "\n")


def fronted(content: bytes) -> bool:
    """Whether the file begins as one with a front matter does; the hub allows blank lines."""
    return content.removeprefix(source.BOM).lstrip(b" \t\r\n").startswith(b"---")


def scaffold(path: str, content: bytes) -> bool:
    """Whether the file only waits to be filled in by a generator, and describes nothing yet.

    Told by its folder, or a word of its own name, *and* by template marks in it: neither alone is
    a way to hide a manifest.
    """
    *folders, name = path.lower().split("/")
    kept = any(part in SCAFFOLDS or "{{" in part or "{%" in part for part in folders)
    kept = kept or not frozenset(_WORD.findall(name)).isdisjoint(SCAFFOLDS)
    return kept and any(mark in content for mark in _MARKS)

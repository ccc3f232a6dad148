"""The objects in a Kubernetes manifest: its documents, and what stands in lists of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from stewardship.document import Document
from stewardship.model import Pointer
from stewardship.pattern import pattern

# A kind as a value of YAML or JSON: quoted or not, on its line or the next, tagged or anchored.
_KIND = pattern(
    rb"kind[\"']?\s{0,9}:\s{0,9}(?:[&!][^\s]{0,64}\s{1,9}){0,2}"
    rb"[\"']?([A-Z][A-Za-z]+|[^\s\"']*\\)"
)
_TOP = pattern(rb"(?m)^[\"']?kind[\"']?[ \t]*:")
_DEFINITION = pattern(rb"(?m)^kind:[ \t]*[\"']?CustomResourceDefinition\b")
MARK = b"\n---"  # between two documents
T = TypeVar("T")


def declared(content: bytes, kinds: frozenset[bytes]) -> bool:
    """Whether these bytes may declare an object of one of the kinds; an escaped name may be any."""
    found = _KIND.findall(content)
    return not kinds.isdisjoint(found) or any(kind.endswith(b"\\") for kind in found)


def wanted(content: bytes, kinds: frozenset[bytes]) -> bytes:
    """The content with every document of another kind as blank lines, empty where none is left.

    Installers hold megabytes of definitions around a few workloads; lines keep their numbers.
    """
    first, *others = content.split(MARK)
    if not all(part[:1] in (b"", b" ", b"\t", b"\r", b"\n") for part in others):
        return content
    kept = [_is_wanted(part, kinds) for part in (first, *others)]
    if not any(kept):
        return b""
    return MARK.join(
        part if keep else b"\n" * part.count(b"\n")
        for part, keep in zip((first, *others), kept, strict=True)
    )


def _is_wanted(part: bytes, kinds: frozenset[bytes]) -> bool:
    if not declared(part, kinds):
        return False
    return len(_TOP.findall(part)) != 1 or not _DEFINITION.search(part)


def objects(documents: Iterable[Document]) -> Iterator[Document]:
    """Each object as a document of its own, placed where it stands in its file.

    ``kind: List``, and ``DeploymentList`` and its like, are taken apart as kubectl does it, also
    inside each other, as deep as a document may nest.
    """
    for document in documents:
        listed = document.get("items")
        kind = document.get("kind")
        if isinstance(kind, str) and kind.endswith("List") and isinstance(listed, list):
            yield from objects(_items(document, len(listed)))
        else:
            yield document


def _items(document: Document, count: int) -> Iterator[Document]:
    """The items of a list; one without a place of its own has none."""
    places: list[dict[Pointer, tuple[int, int]]] = [{} for _ in range(count)]
    texts: list[dict[Pointer, str]] = [{} for _ in range(count)]
    _sorted(document.places, places)
    _sorted(document.texts, texts)
    for index in range(count):
        data = document.get("items", index)
        yield Document(document.path, data, places[index], texts[index])


def _sorted(found: Mapping[Pointer, T], parts: list[dict[Pointer, T]]) -> None:
    """Put what belongs to an item to it, by the pointer inside it."""
    for pointer, said in found.items():
        if len(pointer) > 1 and pointer[0] == "items" and isinstance(pointer[1], int):
            parts[pointer[1]][pointer[2:]] = said

"""Digests of files that are here: of a model's weights, and of a dataset's data.

Well-formed digests stay as they are, whatever the file now holds, unless the caller wants them
renewed: a file that is no longer what was promised is a matter for ``steward verify``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from stewardship.edit import Change, EditError
from stewardship.fixers import _files, _spots
from stewardship.fixers._site import Fix, Left, Site
from stewardship.model import Location, Plain, Pointer, Resource, Value
from stewardship.vocabulary import digests

ALGORITHMS = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512")
BY_HAND = "compute it where the file is (`sha256sum <file>`), and write the whole of it there"


def again(site: Site, resource: Resource, place: Location) -> Iterator[Fix | Left]:
    """The digest of the record at a place in the place of one that is none, or of nothing; beside
    one that is too weak, a record of the SHA-256."""
    found = site.pointer(place, whole=True)
    pointer = _record(site, place.path, *found) if found else None
    if found is None or pointer is None:
        yield Left("the digest does not say of which file it is", BY_HAND)
        return
    node = site.node(place.path, found[0], pointer)
    assert isinstance(node, dict)
    file = _files.target(site, place.path, _named(node))
    if file is None:
        yield Left(f"`{_named(node)}` is not here", BY_HAND)
        return
    for key, alg, written in _stated(node):
        digest = digests.parse(written, str(node.get("alg") or alg))
        if digest is not None and digest.weak and not digest.empty:
            yield _added(site, resource, file)
        elif digest is None or digest.empty or site.wishes.renew:
            at = _At(place.path, found[0], (*pointer, key))
            yield from _mended(site, node, at, alg, written, file)


def _record(site: Site, path: str, document: int, pointer: Pointer) -> Pointer | None:
    """The mapping that holds the digest and names its file: the node itself, or what it is in."""
    for end in (len(pointer), len(pointer) - 1):
        node = site.node(path, document, pointer[:end])
        if isinstance(node, dict) and _named(node):
            return pointer[:end]
    return None


def _named(node: Mapping[str, object]) -> str:
    """The file that a record names: ``path``, or ``contentUrl`` in Croissant."""
    named = node.get("path", node.get("contentUrl"))
    return named if isinstance(named, str) else ""


def _stated(node: Mapping[str, object]) -> Iterator[tuple[str, str, str]]:
    """Key, algorithm and text of each digest: ``content`` with ``alg``, or DVC's ``md5: …``."""
    if "content" in node:
        alg = digests.algorithm(str(node.get("alg") or ""))
        yield "content", alg if alg in ALGORITHMS else "sha256", str(node["content"] or "")
        return
    for alg in ALGORITHMS:
        if alg in node:
            yield alg, alg, str(node[alg] or "")


class _At(NamedTuple):
    """One digest: a path, a document and a pointer."""

    path: str
    document: int
    pointer: Pointer

    def change(self, value: Plain, key: str = "") -> Change:
        """This value there, or at the key beside it."""
        pointer = (*self.pointer[:-1], key) if key else self.pointer
        return Change(pointer, value, document=self.document)


def _mended(
    site: Site, node: Mapping[str, object], at: _At, alg: str, written: str, file: str
) -> Iterator[Fix]:
    value = _files.digest(site, file, alg)
    said = f"{alg} of {file}: {value}"
    stated = str(node.get("alg") or "")
    if at.pointer[-1] == "content" and stated and digests.algorithm(stated) != alg:
        yield Fix(at.path, at.change(alg, "alg"), f"alg of {file}: {alg}")
    elif written.startswith(f"{alg}:") or (at.pointer[-1] == "content" and not stated):
        value = f"{alg}:{value}"
    if written != value:
        yield Fix(at.path, at.change(value), said)


def _added(site: Site, resource: Resource, file: str) -> Fix | Left:
    """A record of the SHA-256, where this format keeps such."""
    value = _files.digest(site, file)
    spot = _spots.spot(site, resource)
    path = _files.written(file, spot.path) if spot else file
    record: dict[str, Plain] = {"alg": "sha256", "content": value, "path": path}
    change = spot.change("hashes", record, append=True) if spot else None
    if spot is None or change is None:
        return Left(f"no manifest of {resource.name} has a place for the digest of {file}", BY_HAND)
    return Fix(spot.path, change, f"sha256 of {file}: {value}", spot.first)


def of_files(site: Site, resource: Resource) -> Iterator[Fix | Left]:
    """The SHA-256 of each file of a model's weights; of a dataset's data, where DVC has none."""
    files = _files.beside(site, resource)
    if len(files) > _files.MOST:
        yield Left(
            f"digests: more than {_files.MOST} files lie in its folder",
            "track the folder with DVC, or write a list: `steward verify --write FILE`",
        )
        return
    held = dict(by_file(site, resource))
    wanted = [file for file in files if _lacks(site, resource, held.get(file, []))]
    _files.compute(site, wanted)
    for file in wanted:
        try:
            # What DVC wrote is for DVC to write again.
            ours = [one for one in held.get(file, []) if one.origin != "dvc" and not _weak(one)]
            for one in ours:
                yield from again(site, resource, one.location)
            if not ours:
                yield _added(site, resource, file)
        except EditError as error:
            yield Left(f"digests: {error.message}", BY_HAND)


def _lacks(site: Site, resource: Resource, held: list[Value]) -> bool:
    """Whether no digest of a file is good enough: for data DVC's is."""
    enough = resource.kind == "dataset" and not site.wishes.renew
    good = [one for one in held if digest_of(one) and (enough or not _weak(one))]
    return site.wishes.renew or not good


def by_file(site: Site, resource: Resource) -> Iterator[tuple[str, list[Value]]]:
    """The digest records of a resource, by the file that each is of."""
    found: dict[str, list[Value]] = {}
    hashes = resource.value("hashes").data
    for one in hashes if isinstance(hashes, tuple) else ():
        if isinstance(one.data, Mapping) and "path" in one.data:
            written = str(one.data["path"].plain())
            file = _files.target(site, one.location.path, written) or written
            found.setdefault(file, []).append(one)
    yield from found.items()


def digest_of(record: Value) -> digests.Digest | None:
    """The well-formed digest of a record, which is not that of nothing."""
    plain = record.plain()
    assert isinstance(plain, dict)
    found = digests.parse(str(plain.get("content") or ""), str(plain.get("alg") or "") or None)
    return found if found and not found.empty else None


def _weak(record: Value) -> bool:
    found = digest_of(record)
    return found is not None and found.weak

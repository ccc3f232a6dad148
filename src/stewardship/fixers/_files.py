"""Files beside a manifest: which are weights or data, and what their digests are."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from posixpath import dirname, join, normpath

from stewardship.contents import FILE, FOLDER, ROOT
from stewardship.edit import EditError
from stewardship.fixers._site import Site
from stewardship.model import Location, Resource
from stewardship.universe import PLACED

WEIGHTS = (
    ".safetensors", ".bin", ".pt", ".pth", ".ckpt", ".onnx", ".gguf", ".ggml", ".h5", ".hdf5",
    ".keras", ".pb", ".tflite", ".mlmodel", ".pkl", ".pickle", ".joblib", ".npz", ".msgpack",
    ".xgb", ".ubj", ".cbm", ".mar", ".pdparams", ".pdmodel", ".engine", ".skops",
)  # fmt: skip
DATA = (
    ".csv", ".tsv", ".parquet", ".arrow", ".feather", ".jsonl", ".ndjson", ".avro", ".orc",
    ".npy", ".npz", ".h5", ".hdf5", ".tfrecord", ".zip", ".tar", ".gz", ".tgz", ".zst", ".xz",
    ".bz2", ".sqlite", ".db",
)  # fmt: skip
SUFFIXES = {"model": WEIGHTS, "dataset": DATA}
MOST = 64
"""Files of one resource that are digested one by one; more of them are for DVC, or for
``steward verify --write``."""
CHUNK = 1024 * 1024
_POINTER = b"version https://git-lfs.github.com/spec/v1\n"


def beside(site: Site, resource: Resource) -> list[str]:
    """The files of a model's weights, or of a dataset's data: in the folder of the manifest that
    declares it and below, but not where another resource is declared. At most ``MOST`` and one."""
    suffixes = SUFFIXES.get(resource.kind, ())
    top = dirname(resource.place.path)
    if not suffixes or top.startswith(".") or not top:
        return []
    found: list[str] = []
    for path in _walk(site, top, resource):
        if path.lower().endswith(suffixes) and path not in site.claims:
            found.append(path)
            if len(found) > MOST:
                break
    return sorted(found)


def _walk(site: Site, folder: str, resource: Resource) -> Iterator[str]:
    """All files below a folder; no link is followed, and no hidden folder entered."""
    try:
        with os.scandir(site.repo.root / folder) as listed:
            entries = sorted(listed, key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        path = join(folder, entry.name)
        if entry.is_file(follow_symlinks=False):
            yield path
        elif entry.is_dir(follow_symlinks=False) and not entry.name.startswith("."):
            others = (one for kind in PLACED for one in site.universe.lying_in(path, kind))
            if all(one.key == resource.key for one in others):
                yield from _walk(site, path, resource)


def target(site: Site, manifest: str, written: str) -> str | None:
    """The file that a path in a manifest means, from its folder or from the root; None where
    there is none, or one of each."""
    if not written or written.startswith("/") or "\0" in written:
        return None
    ways = {normpath(join(dirname(manifest), written)), normpath(written)}
    there = [way for way in ways if not way.startswith("..") and _is_file(site, way)]
    return there[0] if len(there) == 1 else None


def _is_file(site: Site, path: str) -> bool:
    try:
        return stat.S_ISREG(os.lstat(site.repo.root / path).st_mode)
    except OSError:
        return False


def digest(site: Site, path: str, alg: str = "sha256") -> str:
    """The digest of a file's content, in hexadecimal; for a Git LFS pointer that of what it
    points at.

    Raises ``EditError`` for what cannot be read without following a link, for a file that changes
    while it is read, and for an empty one, whose digest identifies nothing.
    """
    opened: list[int] = []
    try:
        opened.append(os.open(site.repo.root, ROOT))
        *folders, name = path.split("/")
        for folder in folders:
            opened.append(os.open(folder, FOLDER, dir_fd=opened[-1]))
        opened.append(os.open(name, FILE, dir_fd=opened[-1]))
        return _digest(opened[-1], path, alg)
    except OSError as error:
        raise EditError(f"{path} cannot be read ({error.strerror})", Location(path)) from None
    finally:
        for one in opened:
            os.close(one)


def _digest(file: int, path: str, alg: str) -> str:
    before = os.fstat(file)
    if not stat.S_ISREG(before.st_mode):
        raise EditError(f"{path} is not a regular file", Location(path))
    if not before.st_size:
        raise EditError(f"{path} is empty, and the digest of nothing is none", Location(path))
    hashed = hashlib.new(alg, usedforsecurity=False)
    first = chunk = os.read(file, CHUNK)
    while chunk:
        hashed.update(chunk)
        chunk = os.read(file, CHUNK)
    after = os.fstat(file)
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise EditError(f"{path} changed while it was read", Location(path))
    pointed = _pointed(first) if before.st_size < 1024 else ""
    if pointed and alg != "sha256":
        raise EditError(f"{path} is a Git LFS pointer: its content is not here", Location(path))
    return pointed or hashed.hexdigest()


def _pointed(content: bytes) -> str:
    """The SHA-256 that a Git LFS pointer names; empty for what is none."""
    if not content.startswith(_POINTER):
        return ""
    for line in content.split(b"\n"):
        if line.startswith(b"oid sha256:") and len(line) == 75:
            return line[11:].decode("ascii", "replace")
    return ""

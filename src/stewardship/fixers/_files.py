"""Files beside a manifest: which are weights or data, and what their digests are."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from posixpath import dirname, join, normpath

from stewardship.edit import EditError
from stewardship.fixers._site import Site
from stewardship.integrity.hashing import Failed, Pool, Seen, look
from stewardship.joining.universe import PLACED
from stewardship.model import Location, Resource
from stewardship.repository.contents import Disk

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
SMALL = 1024
_POINTER = b"version https://git-lfs.github.com/spec/v1\n"


def beside(site: Site, resource: Resource) -> list[str]:
    """The files of a model's weights, or of a dataset's data: in the folder of the manifest that
    declares it and below, but not where another resource is declared; of one that is declared at
    the root, beside it only. At most ``MOST`` and one."""
    suffixes = SUFFIXES.get(resource.kind, ())
    top = dirname(resource.place.path)
    if not suffixes or top.startswith("."):
        return []
    found: list[str] = []
    for path in _walk(site, top, resource):
        if path.lower().endswith(suffixes):
            found.append(path)
            if len(found) > MOST:
                break
    return sorted(found)


def _walk(site: Site, top: str, resource: Resource) -> Iterator[str]:
    """All files below a folder; no link is followed, and no hidden folder entered."""
    waiting = [top]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(site.repo.root / folder) as listed:
                entries = sorted(listed, key=lambda entry: entry.name)
        except OSError:
            continue
        for entry in entries:
            path = join(folder, entry.name)
            if entry.is_file(follow_symlinks=False):
                yield path
            elif top and entry.is_dir(follow_symlinks=False) and entry.name[0] != ".":
                others = (one for kind in PLACED for one in site.universe.lying_in(path, kind))
                if all(one.key == resource.key for one in others):
                    waiting.append(path)


def target(site: Site, manifest: str, written: str) -> str | None:
    """The file that a path in a manifest means, from its folder or from the root; None where
    there is none, or one of each."""
    if not written or "\0" in written or "://" in written:
        return None
    ways = {normpath(written.lstrip("/"))}
    if not written.startswith("/"):
        ways.add(normpath(join(dirname(manifest), written)))
    there = [way for way in ways if not way.startswith("..") and _is_file(site, way)]
    return there[0] if len(there) == 1 else None


def written(file: str, manifest: str) -> str:
    """The path of a file as a manifest states it: from its own folder where the file lies below
    that, else from the root; readers tell them apart the same way (``readers._stated``)."""
    folder = dirname(manifest)
    if manifest.startswith(".steward/") or not folder:
        return file
    if not file.startswith(f"{folder}/"):
        return f"/{file}"
    short = file.removeprefix(f"{folder}/")
    return file if f"{short}/".startswith(f"{folder}/") else short


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
    known = site.digests.get((path, alg))
    if known is None:
        compute(site, [path], alg)
        known = site.digests[path, alg]
    if isinstance(known, EditError):
        raise known
    return known


def compute(site: Site, paths: Iterable[str], alg: str = "sha256") -> None:
    """Digest several files at once, on all cores, for ``digest`` to tell."""
    wanted: dict[str, tuple[int, tuple[str, ...]]] = {}
    with Disk(site.repo.root) as disk:
        for path in paths:
            found = look(disk, path)
            small = disk.read(path, SMALL) if isinstance(found, Seen) else b""
            pointed = _pointed(small) if isinstance(small, bytes) else ""
            if isinstance(found, Failed):
                site.digests[path, alg] = _refused(path, found.reason)
            elif pointed:
                said = _refused(path, "is a Git LFS pointer, and its content is not here")
                site.digests[path, alg] = pointed if alg == "sha256" else said
            elif not found.size:
                site.digests[path, alg] = _refused(path, "is empty, and so has no digest")
            else:
                wanted[path] = (found.size, (alg,))
    for one in Pool(site.repo.root, wanted).results() if wanted else ():
        told = _refused(one.path, one.reason) if isinstance(one, Failed) else one.digests[alg]
        site.digests[one.path, alg] = told


def _refused(path: str, reason: str) -> EditError:
    return EditError(f"{path} {reason}", Location(path))


def _pointed(content: bytes) -> str:
    """The SHA-256 that a Git LFS pointer names; empty for what is none."""
    if not content.startswith(_POINTER):
        return ""
    for line in content.split(b"\n"):
        if line.startswith(b"oid sha256:") and len(line) == 75:
            return line[11:].decode("ascii", "replace")
    return ""

"""DVC's digest of a folder: the MD5 of a JSON listing of the digests of its files.

The listing is what DVC keeps in its cache as ``files/md5/xx/yyyy.dir`` (before 3.0: ``xx/yyyy.dir``):
``[{"md5": …, "relpath": …}, …]`` in the order of the paths, as Python's ``json`` writes it. Every
file below the folder is in it, but what is DVC's or git's own.
"""  # noqa: E501

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from posixpath import dirname, join

from stewardship.repository.contents import Disk

OWN = frozenset((".git", ".hg", ".dvc"))
LARGEST = 256 * 1024 * 1024  # bytes of a listing: two million files


def digest(files: Mapping[str, str]) -> str:
    """The digest of a folder, without ``.dir``, from the MD5 of each file by relative path."""
    return hashlib.md5(_listing(files), usedforsecurity=False).hexdigest()


def _listing(files: Mapping[str, str]) -> bytes:
    entries = [{"md5": files[path], "relpath": path} for path in sorted(files)]
    return json.dumps(entries, sort_keys=True).encode()


def walk(disk: Disk, folder: str) -> Iterator[tuple[str, str]]:
    """Everything below a folder that is no folder: path from the root and what it is (``file``,
    ``link``, ``other``), names sorted in each folder. Raises ``OSError``."""
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        for name, kind in disk.names(here):
            path = f"{here}/{name}" if here else name
            if kind == "folder" and name not in OWN:
                waiting.append(path)
            elif kind != "folder" and name != ".git":
                yield path, kind


def listed(disk: Disk, manifest: str, hexadecimal: str) -> dict[str, str] | None:
    """The MD5 of each file by relative path, from the DVC cache nearest to a manifest; None where
    the listing of this digest is not there, or is another one."""
    folder = dirname(manifest)
    while True:
        for way in (".dvc/cache/files/md5", ".dvc/cache"):
            name = f"{hexadecimal[:2]}/{hexadecimal[2:]}.dir"
            content = disk.read(join(folder, way, name), LARGEST)
            if isinstance(content, bytes):
                return _read(content, hexadecimal)
        if not folder:
            return None
        folder = dirname(folder)


def _read(content: bytes, hexadecimal: str) -> dict[str, str] | None:
    if hashlib.md5(content, usedforsecurity=False).hexdigest() != hexadecimal:
        return None
    try:
        entries = json.loads(content)
        return {str(one["relpath"]): str(one["md5"]) for one in entries}
    except (ValueError, RecursionError, TypeError, KeyError):
        return None

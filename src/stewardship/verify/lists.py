"""Lists of hashes that are kept off-site: ``--write`` makes one, ``--against`` compares with it.

A list is what ``sha256sum -c`` checks. Its first line, a comment to that program, says which paths
it covers, so that a file that is new among them is found. Without PATHS a list covers what git
lists here (untracked files too) and what manifests promise; PATHS are covered file by file,
whatever git ignores, and never the folder ``.git`` or ``.dvc``.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from stewardship.errors import UserError
from stewardship.frozen import dataclass
from stewardship.integrity import dvc_folder, sums
from stewardship.integrity.hashing import Seen, look
from stewardship.model import Location
from stewardship.repository.contents import Disk
from stewardship.verify.promises import Fault, Promise, under

MARK = "steward hashes "
VERSION = 1
LARGEST = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Listed:
    """A list that was kept: its promises, and the paths that it covers wholly; None where it does
    not say."""

    promises: tuple[Promise, ...]
    paths: tuple[str, ...] | None


def load(file: Path) -> Listed:
    """Read a list of hashes; a ``UserError`` for whatever in it is not understood."""
    try:
        if file.stat().st_size > LARGEST:
            raise UserError(f"the list has more than {LARGEST:,} bytes", Location(str(file)))
        content = file.read_bytes()
    except OSError as error:
        said = f"the list of hashes cannot be read: {error.strerror}"
        raise UserError(said, Location(str(file)), "name a file that --write made") from None
    found = sums.read(content)
    if found.broken or not found.lines:
        place = Location(str(file), found.broken[0] if found.broken else 1)
        said = "the line is no digest with the name of a file" if found.broken else "it is empty"
        raise UserError(f"this is no list of hashes: {said}", place, "take an unchanged copy of it")
    promises = []
    for line in found.lines:
        place = Location(str(file), line.number)
        if line.name.startswith("/") or ".." in line.name.split("/"):
            raise UserError("the list names a file outside of the root", place, "name its root")
        name = os.path.normpath(line.name)
        promises.append(Promise(name, line.digest, place, "list", required=True))
    return Listed(tuple(promises), _paths(content, file))


def _paths(content: bytes, file: Path) -> tuple[str, ...] | None:
    head = content.partition(b"\n")[0].decode("utf-8", "replace").removeprefix("# ")
    if not head.startswith(MARK):
        return None
    try:
        said = json.loads(head.removeprefix(MARK))
        if said["version"] == VERSION and all(isinstance(one, str) for one in said["paths"]):
            return tuple(said["paths"])
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    hint = "take an unchanged copy of it"
    raise UserError("the first line of the list is not understood", Location(str(file), 1), hint)


def covered(
    paths: Sequence[str], listed: Iterable[str], promised: Iterable[str], disk: Disk
) -> list[str]:
    """The files that a list of these PATHS covers, sorted: links are left to be found at fault."""
    found: set[str] = set()
    for path in paths:
        top = "" if path == "." else path
        if isinstance(look(disk, top or "."), Seen):
            found.add(top)
        else:
            found.update(path for path, _ in dvc_folder.walk(disk, top))
    if not paths:
        found = {*listed, *(path for path in promised if isinstance(look(disk, path), Seen))}
    return sorted(found)


def new(files: Collection[str], kept: Listed, paths: Sequence[str]) -> list[Fault]:
    """The files that are covered and that the list does not have."""
    known = {one.path for one in kept.promises}
    return [
        Fault("new", path, "is new: the list does not have it")
        for path in files
        if path not in known and under(path, paths)
    ]


def written(digests: Iterable[tuple[str, str]], paths: Sequence[str]) -> bytes:
    """The list of (SHA-256, path), with its first line."""
    head = json.dumps({"version": VERSION, "paths": sorted(paths)})
    return sums.write(digests, MARK + head)

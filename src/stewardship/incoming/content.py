"""Digests of the files of the tree that is judged: of the work tree from disk, else from git.

What git holds is known by the id of its content, and what lies on disk by what the operating
system says of it, so a second hook reads nothing again. A file in Git LFS is a pointer to git,
and its digest is the one that the pointer states.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress

from stewardship.cache.remembered import Remembered
from stewardship.cache.store import Cache
from stewardship.errors import GateError
from stewardship.integrity.algorithms import Hasher, hasher
from stewardship.integrity.hashing import BUFFER, Failed, Pool, Seen, look
from stewardship.repository.contents import Disk, TooLarge, Unreadable
from stewardship.repository.git import SAFE, Repository, environment, program
from stewardship.repository.trees import Tree, WorkTree

SMALL = 16 * 1024 * 1024  # bytes of a file that git is asked for together with others
POINTER = re.compile(
    rb"version https://git-lfs\.github\.com/spec/v1\n(?:ext-[^\n]*\n)*oid sha256:([0-9a-f]{64})\n"
    rb"size [0-9]+\n"
)
POINTER_SIZE = 1024

Wanted = Mapping[str, Collection[str]]
Found = dict[str, Mapping[str, str] | str]


def digests(repo: Repository, tree: Tree, cache: Cache, wanted: Wanted) -> Found:
    """The digests of each file by algorithm, or why it has none, as a clause."""
    if isinstance(tree, WorkTree):
        return _on_disk(repo, cache, wanted)
    return _in_git(repo, tree, cache, wanted)


def _on_disk(repo: Repository, cache: Cache, wanted: Wanted) -> Found:
    found: Found = {}
    seen: dict[str, Seen] = {}
    with Disk(repo.root) as disk:
        for path in wanted:
            state = look(disk, path)
            if isinstance(state, Failed):
                found[path] = state.reason
            elif state.size < POINTER_SIZE and (pointer := _pointed(disk.read(path, POINTER_SIZE))):
                found[path] = pointer
            else:
                seen[path] = state
    remembered = Remembered(cache, "", quick=True)
    found |= remembered.known(seen, {path: wanted[path] for path in seen})
    left = {path: (one.size, wanted[path]) for path, one in seen.items() if path not in found}
    for one in Pool(repo.root, left).results(lambda done: remembered.tick()):
        if isinstance(one, Failed):
            found[one.path] = one.reason
        else:
            found[one.path] = one.digests
            remembered.add(one)
    remembered.flush()
    return found


def _pointed(content: object) -> dict[str, str] | None:
    """The digest that a pointer of Git LFS states; None for a file that is none."""
    match = POINTER.fullmatch(content) if isinstance(content, bytes) else None
    return {"sha256": match.group(1).decode()} if match else None


def _in_git(repo: Repository, tree: Tree, cache: Cache, wanted: Wanted) -> Found:
    entries = tree.entries()
    keys = {path: f"blob:{repo.object_format}:{entries[path].blob}" for path in wanted}
    rows = cache.get_many({key for path, key in keys.items() if entries[path].blob})
    found: Found = {}
    for path, names in wanted.items():
        held = json.loads(rows[keys[path]]) if keys[path] in rows else {}
        if set(names) <= held.keys():
            found[path] = held
    fresh: dict[str, bytes] = {}
    for path, content in tree.read([path for path in wanted if path not in found], SMALL):
        if isinstance(content, Unreadable):
            found[path] = content.reason
            continue
        if isinstance(content, TooLarge):
            said = _streamed(repo, path, entries[path].blob, content.size, wanted[path])
        else:
            said = _pointed(content) or _hashed(wanted[path], iter([content]))
        found[path] = said
        if not isinstance(said, str):
            fresh[keys[path]] = json.dumps(said).encode()
    cache.put_many(fresh)
    return found


def _hashed(names: Collection[str], parts: Iterator[bytes | memoryview]) -> dict[str, str]:
    hashers: dict[str, Hasher] = {name: hasher(name) for name in names}
    for part in parts:
        for one in hashers.values():
            one.update(memoryview(part))
    return {name: one.hexdigest() for name, one in hashers.items()}


class _Named:
    """Parts of a content, handed on while git's own name for the whole is worked out."""

    def __init__(self, repo: Repository, size: int) -> None:
        self._name = hashlib.new(repo.object_format, b"blob %d\0" % size, usedforsecurity=False)

    def through(self, parts: Iterator[bytes | memoryview]) -> Iterator[bytes | memoryview]:
        for part in parts:
            self._name.update(part)
            yield part

    @property
    def blob(self) -> str:
        return self._name.hexdigest()


def _streamed(
    repo: Repository, path: str, blob: str, size: int, names: Collection[str]
) -> dict[str, str] | str:
    """The digests of a large content: of the file on disk where that is the very same, which its
    name in git proves, else out of git's object store. Held in memory is a MiB."""
    for parts in (_disk_parts(repo, path, size), _git_parts(repo, blob)):
        named = _Named(repo, size)
        found = _hashed(names, named.through(parts))
        if named.blob == blob:
            return found
    return "is damaged in git's object store"


def _disk_parts(repo: Repository, path: str, size: int) -> Iterator[memoryview]:
    """The file at this path, as far as it is one of this size."""
    with Disk(repo.root) as disk, suppress(OSError):
        file = disk.open(path)
        if isinstance(file, Unreadable):
            return
        try:
            if os.fstat(file).st_size == size:
                buffer = memoryview(bytearray(BUFFER))
                left = size
                while left > 0 and (count := os.readv(file, [buffer])):
                    left -= count
                    yield buffer[:count]
        finally:
            os.close(file)


def _git_parts(repo: Repository, blob: str) -> Iterator[bytes]:
    """The content of a blob, a MiB at a time."""
    command = (program(), *SAFE, "cat-file", "blob", blob)
    try:
        process = subprocess.Popen(
            command,
            cwd=repo.top,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except OSError as error:
        raise GateError(f"git cat-file could not be run: {error}") from None
    with process:
        assert process.stdout
        while part := process.stdout.read(BUFFER):
            yield part

"""What is in a file, read within a limit: from git's object store, or from disk.

Nothing is followed and nothing is run: no link, no filter, no device. A file larger than the
limit is never loaded whole.
"""

from __future__ import annotations

import errno
import os
import stat
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from stewardship.errors import GateError
from stewardship.git import SAFE, Repository, ask, environment, program

HEAD = 64 * 1024
"""How many first bytes of a file too large to read are shown to readers."""
BATCH = 16 * 1024 * 1024
"""How many bytes of content are held at a time, unless one file alone has more."""

IS_LINK = "is a symbolic link"
NOT_REGULAR = "is not a regular file"
SAID = {
    errno.ELOOP: IS_LINK,
    errno.ENOENT: "is not there any more",
    errno.ENOTDIR: "is reached through what is no folder, or a symbolic link",
    errno.EACCES: "may not be read",
}


@dataclass(frozen=True, slots=True)
class TooLarge:
    """A file over the limit: its size in bytes, and its first ``HEAD`` bytes."""

    size: int
    head: bytes


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a file has no content, as a clause: "is a symbolic link"."""

    reason: str


Content = bytes | TooLarge | Unreadable


def read_blobs(
    repo: Repository, wanted: Sequence[tuple[str, str]], limit: int
) -> Iterator[tuple[str, Content]]:
    """Contents of (path, blob id) pairs, in any order.

    The sizes of all are asked first, then what is small enough is read in batches.
    """
    batch: list[tuple[str, str]] = []
    weight = 0
    for (path, blob), size in zip(wanted, _sizes(repo, wanted), strict=True):
        if size is None:
            yield path, Unreadable("is not in git's object store")
        elif size > limit:
            yield path, TooLarge(size, _first_bytes(repo, blob))
        else:
            if batch and weight + size > BATCH:
                yield from _read_batch(repo, batch)
                batch, weight = [], 0
            batch.append((path, blob))
            weight += size
    yield from _read_batch(repo, batch)


def read_disk(root: Path, path: str, limit: int) -> Content:
    """The content of a file below the root, without following a link on any part of the way."""
    folders: list[int] = []
    way = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        folders.append(os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC))
        *parts, name = path.split("/")
        for part in parts:
            folders.append(os.open(part, way, dir_fd=folders[-1]))
        return _read_entry(name, folders[-1], limit)
    except OSError as error:
        return Unreadable(SAID.get(error.errno or 0, f"cannot be read ({error.strerror})"))
    finally:
        for folder in folders:
            os.close(folder)


def _read_entry(name: str, folder: int, limit: int) -> Content:
    """Look before opening, for to open a device may act; and after, for it may have changed."""
    mode = os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode
    if stat.S_ISLNK(mode):
        return Unreadable(IS_LINK)
    if not stat.S_ISREG(mode):
        return Unreadable(NOT_REGULAR)
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    with open(os.open(name, flags, dir_fd=folder), "rb") as file:
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode):
            return Unreadable(NOT_REGULAR)
        if found.st_size > limit:
            return TooLarge(found.st_size, file.read(HEAD))
        content = file.read(limit + 1)  # one more, for it may be growing
        return content if len(content) <= limit else TooLarge(len(content), content[:HEAD])


def _sizes(repo: Repository, wanted: Sequence[tuple[str, str]]) -> list[int | None]:
    """The size of each blob in bytes; None where git has no such blob."""
    if not wanted:
        return []
    answer = ask(repo, "cat-file", "--batch-check=%(objecttype) %(objectsize)", data=_ids(wanted))
    lines = [line.split(b" ") for line in answer.splitlines()]
    return [int(size) if kind == b"blob" else None for kind, size in lines]


def _read_batch(
    repo: Repository, wanted: Sequence[tuple[str, str]]
) -> Iterator[tuple[str, Content]]:
    """Contents by one process; what is stored under a name that is not its own is refused.

    A blob's name is the hash of its content. Git does not check that when it reads, yet a cache
    that outlives this repository is keyed by these names.
    """
    if not wanted:
        return
    import hashlib

    answer = ask(repo, "cat-file", "--batch", data=_ids(wanted))
    at = 0
    for path, blob in wanted:
        end = answer.index(b"\n", at)
        size = int(answer[at:end].split(b" ")[2])  # "<id> blob <size>"
        content = answer[end + 1 : end + 1 + size]
        at = end + size + 2
        name = hashlib.new(repo.object_format, b"blob %d\0" % size, usedforsecurity=False)
        name.update(content)
        genuine = name.hexdigest() == blob
        yield path, content if genuine else Unreadable("is damaged in git's object store")


def _ids(wanted: Sequence[tuple[str, str]]) -> bytes:
    return "".join(f"{blob}\n" for _, blob in wanted).encode()


def _first_bytes(repo: Repository, blob: str) -> bytes:
    """The head of a large blob, from a process that is stopped once it has been seen."""
    command = (program(), *SAFE, "cat-file", "blob", blob)
    try:
        with subprocess.Popen(
            command,
            cwd=repo.top,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ) as process:
            assert process.stdout
            head = process.stdout.read(HEAD)
            process.kill()
    except OSError as error:
        raise GateError(f"git cat-file could not be run: {error}") from None
    return head

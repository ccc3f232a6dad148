"""What is in a file, read within a limit: from git's object store, or from disk.

Nothing is followed and nothing is run: no link, no filter, no device. A file larger than the
limit is never loaded whole.
"""

from __future__ import annotations

import errno
import os
import stat
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from stewardship.errors import GateError
from stewardship.frozen import dataclass
from stewardship.repository.git import SAFE, Repository, ask, environment, program

HEAD = 64 * 1024
"""How many first bytes of a file too large to read are shown, unless somebody asks for others."""
BATCH = 16 * 1024 * 1024
"""How many bytes of content are held at a time, unless one file alone has more."""

ROOT = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
FOLDER = ROOT | os.O_NOFOLLOW
FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC

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
    """A file over the limit: its size in bytes, and its first bytes, as many as were asked for."""

    size: int
    head: bytes


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a file has no content, as a clause: "is a symbolic link"."""

    reason: str


Content = bytes | TooLarge | Unreadable


class Disk:
    """Files below a folder, read without following a link on any part of the way.

    Each folder on the way is opened from the one before, so that nothing can be changed beneath
    the reader's feet; the folders of the last file stay open for the next. A context manager.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._names: list[str] = []
        self._open: list[int] = []  # the root, then one for each name

    def __enter__(self) -> Disk:
        return self

    def __exit__(self, *error: object) -> None:
        while self._open:
            os.close(self._open.pop())
        self._names.clear()

    def read(self, path: str, limit: int, head: int = HEAD) -> Content:
        """The content of one file, of at most ``limit`` bytes; of a larger one the ``head``."""
        *folders, name = path.split("/")
        try:
            return _read_entry(name, self._enter(folders), limit, head)
        except OSError as error:
            return Unreadable(SAID.get(error.errno or 0, f"cannot be read ({error.strerror})"))

    def stat(self, path: str) -> os.stat_result:
        """What lies at a path; a link is not followed. Raises ``OSError``."""
        *folders, name = path.split("/")
        return os.stat(name, dir_fd=self._enter(folders), follow_symlinks=False)

    def open(self, path: str) -> int | Unreadable:
        """A descriptor of a plain file, which is the caller's to close, or why there is none.

        Raises ``OSError`` for what is not there or may not be read.
        """
        *folders, name = path.split("/")
        return _open_entry(name, self._enter(folders))

    def names(self, folder: str) -> list[tuple[str, str]]:
        """The names in a folder (``""``: the root), sorted, each with what it is: ``file``,
        ``folder``, ``link`` or ``other``. Raises ``OSError``."""
        found = []
        with os.scandir(self._enter(folder.split("/") if folder else [])) as entries:
            for one in entries:
                kind = "link" if one.is_symlink() else "other"
                if one.is_dir(follow_symlinks=False):
                    kind = "folder"
                elif one.is_file(follow_symlinks=False):
                    kind = "file"
                found.append((one.name, kind))
        return sorted(found)

    def _enter(self, folders: list[str]) -> int:
        if not self._open:
            self._open.append(os.open(self._root, ROOT))
        if folders != self._names:
            while self._names != folders[: len(self._names)]:
                os.close(self._open.pop())
                self._names.pop()
            for folder in folders[len(self._names) :]:
                self._open.append(os.open(folder, FOLDER, dir_fd=self._open[-1]))
                self._names.append(folder)
        return self._open[-1]


def _open_entry(name: str, folder: int) -> int | Unreadable:
    """Look before opening, for to open a device may act; and after, for it may have changed."""
    found = os.stat(name, dir_fd=folder, follow_symlinks=False)
    if stat.S_ISLNK(found.st_mode):
        return Unreadable(IS_LINK)
    if not stat.S_ISREG(found.st_mode):
        return Unreadable(NOT_REGULAR)
    file = os.open(name, FILE, dir_fd=folder)
    if not stat.S_ISREG(os.fstat(file).st_mode):
        os.close(file)
        return Unreadable(NOT_REGULAR)
    return file


def _read_entry(name: str, folder: int, limit: int, head: int) -> Content:
    file = _open_entry(name, folder)
    if isinstance(file, Unreadable):
        return file
    try:
        found = os.fstat(file)
        if found.st_size > limit:
            return TooLarge(found.st_size, os.read(file, head))
        content = os.read(file, found.st_size + 1)
        if len(content) == found.st_size:
            return content
        return Unreadable("is being written to")
    finally:
        os.close(file)


def read_blobs(
    repo: Repository, wanted: Iterable[tuple[str, str]], limit: int, head: int = HEAD
) -> Iterator[tuple[str, Content]]:
    """Contents of (path, blob id) pairs, in any order; of a large blob the first ``head`` bytes.

    Most often the file on disk is the very content that is asked for, which its hash proves;
    so it is looked at first, which is faster than git. For what is left the sizes of all are
    asked, then what is small enough is read in batches.
    """
    left = []
    with Disk(repo.root) as disk:
        for path, blob in wanted:
            content = disk.read(path, limit, 0)
            if isinstance(content, bytes) and _is_named(content, blob, repo.object_format):
                yield path, content
            else:
                left.append((path, blob))
    batch: list[tuple[str, str]] = []
    weight = 0
    for (path, blob), size in zip(left, _sizes(repo, left), strict=True):
        if size is None:
            yield path, Unreadable("is not in git's object store")
        elif size > limit:
            yield path, TooLarge(size, _first_bytes(repo, blob, head) if head else b"")
        else:
            if batch and weight + size > BATCH:
                yield from _read_batch(repo, batch)
                batch, weight = [], 0
            batch.append((path, blob))
            weight += size
    yield from _read_batch(repo, batch)


def _is_named(content: bytes, blob: str, object_format: str) -> bool:
    """Whether git's name for this content is that blob's."""
    import hashlib

    name = hashlib.new(object_format, b"blob %d\0" % len(content), usedforsecurity=False)
    name.update(content)
    return name.hexdigest() == blob


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
    answer = ask(repo, "cat-file", "--batch", data=_ids(wanted)) if wanted else b""
    at = 0
    for path, blob in wanted:
        end = answer.index(b"\n", at)
        size = int(answer[at:end].split(b" ")[2])  # "<id> blob <size>"
        content = answer[end + 1 : end + 1 + size]
        at = end + size + 2
        genuine = _is_named(content, blob, repo.object_format)
        yield path, content if genuine else Unreadable("is damaged in git's object store")


def _ids(wanted: Sequence[tuple[str, str]]) -> bytes:
    return "".join(f"{blob}\n" for _, blob in wanted).encode()


def _first_bytes(repo: Repository, blob: str, count: int) -> bytes:
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
            head = process.stdout.read(count)
            process.kill()
    except OSError as error:
        raise GateError(f"git cat-file could not be run: {error}") from None
    return head

"""Digests of many files, as fast as the disk and the cores are: every byte is read.

One thread a core, the largest files first, a MiB at a time into a buffer that stays. A file is
opened without following a link on any part of its path, looked at before and after, and read
once for all its digests. What changes meanwhile has no digest.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from stewardship.frozen import dataclass
from stewardship.integrity.algorithms import hasher
from stewardship.repository.contents import IS_LINK, SAID, Disk, Unreadable

if TYPE_CHECKING:
    from queue import SimpleQueue

BUFFER = 1024 * 1024
TICK = 0.1  # seconds between two looks at how far it is
CHANGED = "changed while it was read"
COARSE, FINE = 2_000_000_000, 100_000_000
"""Nanoseconds within which two states of a file may bear one time: where a file system keeps
whole seconds, and elsewhere."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the operating system says of a file; another content has another (``ctime`` cannot be
    set back, ``mtime`` can). Times in nanoseconds, ``size`` in bytes."""

    device: int
    inode: int
    size: int
    mtime: int
    ctime: int

    @property
    def key(self) -> str:
        """All of it as one text."""
        return f"{self.device}:{self.inode}:{self.size}:{self.mtime}:{self.ctime}"

    def settled(self, now: int) -> bool:
        """Whether a later change would show: not so for a file that was written just now."""
        last = max(self.mtime, self.ctime)
        return now - last > (FINE if last % 1_000_000_000 else COARSE)


@dataclass(frozen=True, slots=True)
class Hashed:
    """A file that was read to its end: its digests by algorithm, in hexadecimal digits."""

    path: str
    seen: Seen
    digests: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Failed:
    """A file without digests, and why, as a clause; ``kind`` is ``missing``, ``link``,
    ``changed`` or ``unreadable``."""

    path: str
    reason: str
    kind: str


def look(disk: Disk, path: str) -> Seen | Failed:
    """What lies at a path, unread."""
    import stat

    try:
        found = disk.stat(path)
    except (OSError, ValueError) as error:
        return failed(path, error)
    if stat.S_ISREG(found.st_mode):
        return seen(found)
    link = stat.S_ISLNK(found.st_mode)
    return Failed(path, IS_LINK if link else "is no plain file", "link" if link else "unreadable")


def seen(found: os.stat_result) -> Seen:
    """The part of what the operating system says that changes with the content."""
    return Seen(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def failed(path: str, error: OSError | ValueError) -> Failed:
    """Why a file could not be read. (A ValueError: no name of a file holds a NUL.)"""
    if isinstance(error, FileNotFoundError):
        return Failed(path, "is not here", "missing")
    number = getattr(error, "errno", None) or 0
    reason = SAID.get(number, f"cannot be read ({getattr(error, 'strerror', None) or error})")
    return Failed(path, reason, "link" if "link" in reason else "unreadable")


def cores() -> int:
    """How many threads may run at once."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Pool:
    """Threads that hash files below a root. Iterate ``results`` to the end, or call ``stop``."""

    def __init__(
        self, root: Path, wanted: Mapping[str, tuple[int, Collection[str]]], jobs: int = 0
    ) -> None:
        """``wanted`` holds for each path its size in bytes and the algorithms."""
        order = sorted(wanted, key=lambda path: (-wanted[path][0], path))
        self._root = root
        self._todo = deque((path, tuple(wanted[path][1])) for path in order)
        self._count = len(order)
        self._jobs = min(jobs or cores(), max(len(order), 1))
        self._read = [0] * self._jobs

    def results(
        self, tick: Callable[[int], None] = lambda count: None
    ) -> Iterator[Hashed | Failed]:
        """Each file once, as they end; ``tick`` is told now and then how many bytes were read."""
        if not self._count:
            return
        import threading  # late: a quick run reads nothing
        from queue import Empty, SimpleQueue

        self._done: SimpleQueue[Hashed | Failed | BaseException] = SimpleQueue()
        for number in range(self._jobs):
            # A daemon, so that an interrupt ends the process and waits for no large file.
            threading.Thread(target=self._work, args=(number,), daemon=True).start()
        left = self._count
        while left:
            try:
                one = self._done.get(timeout=TICK)
            except Empty:
                tick(sum(self._read))
                continue
            if isinstance(one, BaseException):
                raise one
            left -= 1
            yield one
            tick(sum(self._read))

    def stop(self) -> None:
        """Begin no more files."""
        self._todo.clear()

    def _work(self, number: int) -> None:
        buffer = memoryview(bytearray(BUFFER))
        try:
            with Disk(self._root) as disk:
                while True:
                    try:
                        path, names = self._todo.popleft()
                    except IndexError:
                        return
                    self._done.put(self._hash(disk, path, names, buffer, number))
        except BaseException as error:  # whoever waits for results has to learn of it
            self._done.put(error)

    def _hash(
        self, disk: Disk, path: str, names: tuple[str, ...], buffer: memoryview, number: int
    ) -> Hashed | Failed:
        try:
            file = disk.open(path)
        except (OSError, ValueError) as error:
            return failed(path, error)
        if isinstance(file, Unreadable):
            return Failed(path, file.reason, "link" if file.reason == IS_LINK else "unreadable")
        try:
            return self._read_file(file, path, names, buffer, number)
        except OSError as error:
            return failed(path, error)
        finally:
            os.close(file)

    def _read_file(
        self, file: int, path: str, names: tuple[str, ...], buffer: memoryview, number: int
    ) -> Hashed | Failed:
        before = seen(os.fstat(file))
        hashers = [hasher(name) for name in names]
        done = 0
        while done <= before.size:  # one that grows as fast as it is read would never end
            count = os.readv(file, [buffer])
            if not count:
                break
            part = buffer if count == BUFFER else buffer[:count]
            for one in hashers:
                one.update(part)
            done += count
            self._read[number] += count
        if done != before.size or seen(os.fstat(file)) != before:
            return Failed(path, CHANGED, "changed")
        found = {name: one.hexdigest() for name, one in zip(names, hashers, strict=True)}
        return Hashed(path, before, found)

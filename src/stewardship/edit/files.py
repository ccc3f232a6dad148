"""A file replaced as a whole: wholly or not at all, and only if it is still what was read.

The new content goes to a name beside the file, is forced to the disk, and then renamed over it, so
that whoever looks, and whatever is killed when, finds one of the two. Nothing is followed: a link
on any part of the way is refused.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from stewardship.document import LOCKFILE
from stewardship.edit.intended import EditError
from stewardship.errors import GateError
from stewardship.model import Location
from stewardship.repository.contents import FOLDER, ROOT, Disk, TooLarge, Unreadable

PART = ".steward-part"
STREAMS = ("/dev/std", "/dev/fd/", "/proc/self/fd/")


def read(root: Path, path: str) -> bytes | None:
    """The content of a file below the root; None where there is none.

    Raises ``EditError`` for what is no file, is reached through a link, or is too large.
    """
    with Disk(root) as disk:
        found = disk.read(path, LOCKFILE.size)
    if isinstance(found, bytes):
        return found
    if isinstance(found, TooLarge):
        raise EditError("the file is too large to be edited", Location(path))
    assert isinstance(found, Unreadable)
    if not os.path.lexists(root / path):
        return None
    raise EditError(f"the file {found.reason}, so it is not edited", Location(path))


def write(root: Path, path: str, before: bytes | None, after: bytes) -> None:
    """Put ``after`` in the place of ``before`` (None: there is no such file yet).

    The bits of the file's mode are kept. Raises ``EditError`` where the file is no longer what it
    was, and ``GateError`` where it cannot be written; it is then as it was.
    """
    *folders, name = path.split("/")
    opened: list[int] = []
    try:
        opened.append(os.open(root, ROOT))
        for folder in folders:
            if before is None:
                with suppress(FileExistsError):
                    os.mkdir(folder, dir_fd=opened[-1])
            opened.append(os.open(folder, FOLDER, dir_fd=opened[-1]))
        _replace(root, path, name, opened[-1], before, after)
    except OSError as error:
        raise GateError(f"{path} cannot be written: {error.strerror}") from None
    finally:
        for one in opened:
            os.close(one)


def put(file: Path, content: bytes) -> None:
    """Write a file that the caller names, wherever it lies: wholly or not at all.

    Its folders are made, and the bits of its mode are kept. A link to a file is replaced and never
    written through; what is no file (a device, a pipe, a standard stream) is written to. Raises
    ``GateError`` where that fails; a file is then as it was.
    """
    try:
        if file.exists() and (not file.is_file() or str(file).startswith(STREAMS)):
            with file.open("ab") as stream:
                stream.write(content)
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        folder = os.open(file.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            _beside(folder, file.name, content)
        finally:
            os.close(folder)
    except OSError as error:
        raise GateError(f"{file} cannot be written: {error.strerror}") from None


def _replace(
    root: Path, path: str, name: str, folder: int, before: bytes | None, after: bytes
) -> None:
    def unchanged() -> None:
        if read(root, path) != before:
            raise EditError("the file changed while it was edited", Location(path), "try it again")

    _beside(folder, name, after, unchanged)


def _beside(
    folder: int, name: str, content: bytes, ready: Callable[[], None] = lambda: None
) -> None:
    """Fill a file beside the one of this name, and rename it once that is ``ready``."""
    mode = 0o666 & ~_umask()
    with suppress(FileNotFoundError):
        old = os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode
        mode = stat.S_IMODE(old) if stat.S_ISREG(old) else mode
    part = f".{name[:200]}.{os.getpid()}{PART}"
    with suppress(FileNotFoundError):  # left over by one that was killed, and had our number
        os.unlink(part, dir_fd=folder)
    file = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600, dir_fd=folder)
    try:
        try:
            _fill(file, content)
            os.fchmod(file, mode)
            os.fsync(file)
        finally:
            os.close(file)
        ready()
        os.rename(part, name, src_dir_fd=folder, dst_dir_fd=folder)
    except BaseException:
        with suppress(OSError):
            os.unlink(part, dir_fd=folder)
        raise
    os.fsync(folder)


def _fill(file: int, content: bytes) -> None:
    """Write all of it: on a full disk a write may be short, and say so only by its count."""
    left = memoryview(content)
    while left:
        left = left[os.write(file, left) :]


def _umask() -> int:
    """The process's mask for new files; there is no way to ask but to set it."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask

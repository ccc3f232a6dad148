"""The files of installed packages, read within bounds and never from outside their folder.

A ``Folder`` is a ``site-packages`` folder. What it reads is a regular file whose real path lies
in the folder: no link out of it, no device, no pipe.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from errno import ELOOP
from pathlib import Path

from stewardship.errors import UserError
from stewardship.frozen import dataclass

_MOST_PACKAGES = 20_000
_ENDINGS = (".dist-info", ".egg-info")
# Where environments keep their packages: POSIX, Debian, Windows.
_PLACES = ("lib*/python*/site-packages", "lib/python*/dist-packages", "Lib/site-packages")
_GUARDED = hasattr(os, "O_NOFOLLOW")
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of installed packages; ``root`` is its real path, ``shown`` its name in places.

    ``plain`` are the metadata folders in it that are folders and no links.
    """

    root: str
    shown: str
    entries: tuple[str, ...] = ()
    plain: frozenset[str] = frozenset()

    def contains(self, name: str) -> bool:
        """Whether the entry's real path lies in this folder."""
        real = os.path.realpath(os.path.join(self.root, name))
        return real.startswith(os.path.join(self.root, ""))

    def read(self, name: str, limit: int) -> bytes | None:
        """The first ``limit`` bytes of a file; None for what is none, or lies outside."""
        try:
            with open(self._open(name), "rb", buffering=0) as file:
                status = os.fstat(file.fileno())
                if not stat.S_ISREG(status.st_mode):
                    return None
                return file.read(min(limit, status.st_size + 1))
        except (OSError, ValueError):  # ValueError: a NUL in the name
            return None

    def _open(self, name: str) -> int:
        """A file that lies in this folder, opened; OSError for any other."""
        if self._unlinked(name):
            try:  # no part of the name is a link, so nothing leads out
                return os.open(f"{self.root}/{name}", _FLAGS)
            except OSError as error:
                if error.errno != ELOOP:
                    raise
        if not self.contains(name):
            raise PermissionError(name)
        return os.open(os.path.realpath(os.path.join(self.root, name)), _FLAGS)

    def _unlinked(self, name: str) -> bool:
        """Whether all folders on the way to a file are folders of this one, and none a link."""
        home, _, rest = name.partition("/")
        *way, file = rest.split("/")
        if home not in self.plain or file in ("", ".", "..") or any(p in ("", "..") for p in way):
            return False
        path = f"{self.root}/{home}"
        for part in way:
            path = f"{path}/{part}"
            if not stat.S_ISDIR(os.lstat(path).st_mode):
                return False
        return True

    def path(self, name: str) -> str | None:
        """The real path of a regular file in this folder; None for anything else."""
        real = os.path.realpath(os.path.join(self.root, name))
        inside = real.startswith(os.path.join(self.root, ""))
        return real if inside and os.path.isfile(real) else None

    def names(self, name: str) -> tuple[str, ...]:
        """What lies directly in a folder of this folder, sorted; nothing where it is none."""
        try:
            if name not in self.plain and not self.contains(name):
                return ()
            return tuple(sorted(os.listdir(f"{self.root}/{name}")))
        except (OSError, ValueError):
            return ()


def _folder(real: str) -> Folder:
    """A folder with its metadata folders (and old single metadata files), sorted."""
    with os.scandir(real) as found:
        entries = [one for one in found if one.name.endswith(_ENDINGS)]
    names = sorted(one.name for one in entries)[:_MOST_PACKAGES]
    plain = frozenset(one.name for one in entries if one.is_dir(follow_symlinks=False))
    shown = os.path.basename(real) or "packages"
    return Folder(real, shown, tuple(names), plain if _GUARDED else frozenset())


def find(named: Path) -> tuple[Folder, ...]:
    """The package folders of an environment, or the folder itself where it is one.

    ``named`` is an environment, a folder of packages or an interpreter, which is not started.
    Raises ``UserError`` for what is none of these, and for one without any installed package.
    """
    from stewardship.packages.prefix import roots

    places = (place for root in roots(named) for place in (root, *_inside(root)))
    found = dict.fromkeys(os.path.realpath(place) for place in places)
    try:
        kept = tuple(each for each in map(_folder, found) if each.entries)
    except OSError as error:
        raise UserError(f"`{named}` cannot be read: {error.strerror}") from None
    if not kept:
        raise UserError(
            f"no package is installed in `{named}`",
            hint="name a virtual environment or its site-packages folder",
        )
    return kept


def _inside(folder: Path) -> Iterator[Path]:
    """The package folders of an environment that lie in it; a link out of it is not followed."""
    top = os.path.join(os.path.realpath(folder), "")
    for pattern in _PLACES:
        for place in sorted(folder.glob(pattern)):
            if place.is_dir() and os.path.realpath(place).startswith(top):
                yield place


@dataclass(frozen=True, slots=True)
class Headers:
    """The header fields of core metadata, in order, as (name in lower case, value, line).

    It answers ``get`` and ``get_all`` as a mail message does, which is what pip-licenses asks.
    """

    entries: tuple[tuple[str, str, int], ...]

    def get(self, name: str, default: str | None = None) -> str | None:
        """The first field of this name."""
        return next((value for key, value, _ in self.entries if key == name.lower()), default)

    def get_all(self, name: str, default: list[str] | None = None) -> list[str] | None:
        """All fields of this name; the default where there is none."""
        return [value for key, value, _ in self.entries if key == name.lower()] or default

    def lines(self, name: str) -> Iterator[tuple[str, int]]:
        """The fields of this name, each with its line."""
        return ((value, line) for key, value, line in self.entries if key == name.lower())


def parse_headers(text: str) -> Headers:
    """The fields before the first empty line; a line that begins with a space continues one."""
    entries: list[tuple[str, str, int]] = []
    parts: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        line = line.rstrip("\r")
        if not line:
            break
        if line[0] in " \t":
            parts.append(line.strip().removeprefix("|"))
            continue
        _close(entries, parts)
        name, colon, value = line.partition(":")
        if colon:
            entries.append((name.strip().lower(), "", number))
            parts = [value.strip()]
    _close(entries, parts)
    return Headers(tuple(entries))


def _close(entries: list[tuple[str, str, int]], parts: list[str]) -> None:
    """Give the last field its value, all of its lines together."""
    if entries and parts:
        name, _, line = entries[-1]
        entries[-1] = (name, "\n".join(parts).strip(), line)
        parts.clear()

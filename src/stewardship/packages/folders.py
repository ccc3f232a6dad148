"""The files of installed packages, read within bounds and never from outside their folder.

A ``Folder`` is a ``site-packages`` folder. What it reads is a regular file whose real path lies
in the folder: no link out of it, no device, no pipe.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from errno import ELOOP

from stewardship.errors import UserError
from stewardship.frozen import dataclass
from stewardship.packages.prefix import below, roots

_MOST_PACKAGES = 20_000
_PART = 16 * 1024
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
            file = self._open(name)
        except (OSError, ValueError):  # ValueError: a NUL in the name
            return None
        try:
            return _content(file, limit) if stat.S_ISREG(os.fstat(file).st_mode) else None
        except OSError:
            return None
        finally:
            os.close(file)

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


def _content(file: int, limit: int) -> bytes:
    """What a file holds, up to the limit: most need one question to the system."""
    content = os.read(file, min(limit, _PART))
    if len(content) < min(limit, _PART):
        return content
    parts = [content]
    while (held := sum(map(len, parts))) < limit and (part := os.read(file, limit - held)):
        parts.append(part)
    return b"".join(parts)


def _folder(real: str) -> Folder:
    """A folder with its metadata folders (and old single metadata files), sorted."""
    with os.scandir(real) as found:
        entries = [one for one in found if one.name.endswith(_ENDINGS)]
    names = sorted(one.name for one in entries)[:_MOST_PACKAGES]
    plain = frozenset(one.name for one in entries if one.is_dir(follow_symlinks=False))
    shown = os.path.basename(real) or "packages"
    return Folder(real, shown, tuple(names), plain if _GUARDED else frozenset())


def find(named: str | os.PathLike[str]) -> tuple[Folder, ...]:
    """The package folders of an environment, or the folder itself where it is one.

    ``named`` is an environment, a folder of packages or an interpreter, which is not started.
    Raises ``UserError`` for what is none of these, and for one without any installed package.
    """
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


def _inside(folder: str) -> Iterator[str]:
    """The package folders of an environment that lie in it; a link out of it is not followed."""
    top = os.path.join(os.path.realpath(folder), "")
    for pattern in _PLACES:
        for place in sorted(below(folder, pattern)):
            if os.path.isdir(place) and os.path.realpath(place).startswith(top):
                yield place

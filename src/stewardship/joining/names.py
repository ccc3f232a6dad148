"""Which readers may own a file, told from its path alone and without importing a reader."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from stewardship import __version__
from stewardship.readers import ANY, Label

Fits = Callable[[str], bool]
WILD = frozenset("*?[]")


class Names:
    """The readers by the names of the files that they may own.

    Asked of every file of a tree, so a name is looked up whole first, and held only against the
    patterns that end as it does.
    """

    def __init__(self, labels: Sequence[Label]) -> None:
        self.labels = labels
        self.version = ",".join([__version__, *(f"{one.name}={one.version}" for one in labels)])
        self._exact: dict[str, list[Label]] = {}
        self._ending: dict[str, list[tuple[Fits, Label]]] = {}
        self._anyhow: list[tuple[Fits, Label]] = []
        self._signing = frozenset(label.name for label in labels if label.signs)
        for label in labels:
            for pattern in label.names:
                if not WILD.intersection(pattern):
                    self._exact.setdefault(pattern, []).append(label)
                    continue
                _, dot, ending = pattern.rpartition(".")
                told = dot and not WILD.intersection(ending)
                group = self._ending.setdefault(ending, []) if told else self._anyhow
                group.append((_fits(pattern), label))
        for group in self._ending.values():
            group += self._anyhow
        self._told: dict[str, tuple[list[Label], bool]] = {}

    def owners(self, path: str) -> list[Label]:
        """The readers whose ``NAMES`` and ``UNDER`` fit the path, in their order."""
        name = path[path.rfind("/") + 1 :]
        told = self._told.get(name)
        if told is None:
            found = self._named(name.lower())
            told = self._told[name] = found, any(one.under for one in found)
        found, somewhere = told
        if not somewhere:
            return found
        return [one for one in found if not one.under or lies(path, one.under)]

    def unnamed(self, path: str) -> bool:
        """Whether all that may own a file know it by its signs alone, and not by its name."""
        owners = self.owners(path)
        return all(one.name in self._signing and not tells(path, one) for one in owners)

    def _named(self, name: str) -> list[Label]:
        """The readers whose ``NAMES`` fit a name; a tree has few names, and many files of each."""
        patterns = self._ending.get(name[name.rfind(".") + 1 :], self._anyhow)
        fitting = (label for fits, label in patterns if fits(name))
        return list(dict.fromkeys((*self._exact.get(name, ()), *fitting)))


def tells(path: str, reader: Label) -> bool:
    """Whether a name speaks for a reader, by more than the ending of any JSON file."""
    name = path[path.rfind("/") + 1 :].lower()
    return any(_fits(pattern)(name) for pattern in reader.names if pattern != ANY)


def lies(path: str, under: tuple[str, ...]) -> bool:
    """Whether a path is under one of these: a prefix, or with ``/`` before it a folder anywhere."""
    return path.startswith(under) or any(
        part.startswith("/") and part in f"/{path}" for part in under
    )


def _fits(pattern: str) -> Fits:
    """A test of a lower-case base name; a single star needs no regular expression."""
    start, _, end = pattern.partition("*")
    if WILD.intersection(start + end):
        import re
        from fnmatch import translate

        found = re.compile(translate(pattern))
        return lambda name: found.match(name) is not None
    length = len(start) + len(end)
    return lambda name: len(name) >= length and name.startswith(start) and name.endswith(end)

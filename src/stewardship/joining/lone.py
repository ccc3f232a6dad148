"""Resources that one file alone speaks of: most of a large tree, and made only when looked at.

What a file says of the one model, dataset, service or container of its folder, without an id, a
digest or a link, can only be joined with what else speaks of that folder. Where nothing does,
it is known without looking at anything else, so that a change of five files in ten thousand
puts five together. All that is told here follows from the same laws as in ``grouping``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from posixpath import dirname

from stewardship.cache.brief import Brief
from stewardship.joining.identity import RESULTS, home
from stewardship.joining.universe import PLACED
from stewardship.model import Fragment, Resource

# What these readers say of a folder is joined by laws of its own.
SPECIAL = frozenset(("cyclonedx", "environment"))


class Lone:
    """What files of a tree say of their folders alone, by the key of the resource."""

    __slots__ = ("_brief", "_paths")

    def __init__(self, brief: Brief, paths: Iterable[str]) -> None:
        """``paths`` are those of the files, in order."""
        self._brief = brief
        heads, kinds = brief.contents, brief.kinds
        self._paths: dict[str, str] = {}
        for path in paths:
            _, name, form = heads[path]
            self._paths[f"{kinds[form]}|path:{path.rpartition('/')[0] or '.'}#{name}"] = path

    @property
    def paths(self) -> Mapping[str, str]:
        """The file of each, by the key of the resource."""
        return self._paths

    def make(self, key: str) -> Resource:
        """The resource of this key."""
        path = self._paths[key]
        part = self._brief[path]
        identity = key.partition("|")[2]
        return Resource(
            part.kind, identity, part.name, part.place, part.fields, (path,), content=part.source
        )

    def name(self, key: str) -> str:
        """Its name, without making it."""
        return self._brief.contents[self._paths[key]][1]


def apart(
    brief: Brief, parts: Sequence[Fragment], together: Iterable[frozenset[str]] = ()
) -> tuple[list[str], list[Fragment]]:
    """The paths of files that speak of a resource alone, in order; and all other fragments, which
    are to be joined. ``together`` are hints."""
    fits = brief.fitting(lambda form: form.kind in PLACED and form.origin not in SPECIAL)
    hinted = {path for paths in together for path in paths}
    lawful = [path for path in fits if path[:9] != ".steward/" and RESULTS not in path]
    if len(lawful) < len(brief) or hinted:
        lawful = [path for path in lawful if path not in hinted]
        parts = [*parts, *map(brief.__getitem__, brief.keys() - set(lawful))]
    crowded = {folder for part in parts for folder in _folders(part)}
    first: dict[str, str] = {}
    beside = []
    for path in sorted(lawful):
        folder = path.rpartition("/")[0]
        if folder in crowded:
            beside.append(path)
        elif first.setdefault(folder, path) is not path:
            crowded.add(folder)
            beside += (first.pop(folder), path)
    return list(first.values()), [*parts, *map(brief.__getitem__, beside)]


def _folders(part: Fragment) -> Iterator[str]:
    """The folders of which it may speak, by whatever law."""
    yield part.place.path.rpartition("/")[0]
    yield home(part)
    if part.kind == "artifact":
        yield from (part.name, dirname(part.name))
    for identity in part.ids:
        if identity.startswith("path:"):
            folder = identity.removeprefix("path:").partition("#")[0]
            yield "" if folder == "." else folder

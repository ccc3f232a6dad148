"""How much of a tree somebody answers for: its resources, and the files of their folders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from posixpath import dirname

from stewardship.frozen import dataclass
from stewardship.joining.universe import Universe
from stewardship.model import Kind, Resource
from stewardship.ownership.map import Ownership, place_of

HELD: tuple[Kind, ...] = ("model", "dataset", "service")
"""The kinds that have to have a steward."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many; ``missing`` are those that nobody answers for, in order."""

    name: str
    held: int
    total: int
    missing: tuple[str, ...] = ()

    @property
    def part(self) -> float:
        """Between 0 and 1; of nothing, all is held."""
        return self.held / self.total if self.total else 1.0


def coverage(ownership: Ownership, universe: Universe, files: Iterable[str]) -> tuple[Share, ...]:
    """A share for each kind of resource, then one for the files under governed folders.

    A folder is governed when a model, dataset or service is declared in it; the root is not, for
    all of the repository lies under it. A file is held when CODEOWNERS gives it to somebody.
    """
    resources = [one for one in universe.all() if one.kind in HELD and not one.removed]
    shares = [_of_kind(kind, resources, ownership) for kind in HELD]
    governed = {dirname(place_of(one)) for one in resources} - {""}
    below = sorted(path for path in files if _under(path, governed))
    missing = tuple(path for path in below if not ownership.owners(path))
    return (*shares, Share("files", len(below) - len(missing), len(below), missing))


def _of_kind(kind: Kind, resources: Iterable[Resource], ownership: Ownership) -> Share:
    those = [one for one in resources if one.kind == kind]
    missing = [one for one in those if ownership.steward_of(one).state != "present"]
    names = tuple(sorted(f"{one.name} ({one.place.path})" for one in missing))
    return Share(f"{kind}s", len(those) - len(missing), len(those), names)


def _under(path: str, folders: set[str]) -> bool:
    while "/" in path:
        path = path.rpartition("/")[0]
        if path in folders:
            return True
    return False


def fallen(before: Iterable[Share], after: Iterable[Share]) -> tuple[tuple[Share, Share], ...]:
    """What is held to a lesser part than before, by name."""
    old = {one.name: one for one in before}
    return tuple(
        (old[one.name], one) for one in after if one.name in old and one.part < old[one.name].part
    )


def by_folder(missing: Iterable[str]) -> list[tuple[str, int]]:
    """Files that nobody holds, counted by their folders, most first."""
    return Counter(dirname(path) for path in missing).most_common()

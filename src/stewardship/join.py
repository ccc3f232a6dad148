"""Fragments become resources: what several files say of one thing is put together.

Two fragments speak of one thing when they share a digest (SHA-256 or better; never the digest
of nothing), else a declared id, else a folder that holds one identity of their kind. The result
does not depend on the order of the files. Fields are merged only when somebody asks for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from posixpath import basename, dirname

from stewardship.merge import merge, order
from stewardship.model import Fields, Fragment, Kind, Resource, Value
from stewardship.universe import PLACED, Refs, Universe, fold
from stewardship.vocabulary.digests import is_empty_file


class LazyFields(Mapping[str, Value]):
    """The merged fields of some fragments, merged at the first look."""

    __slots__ = ("_fields", "_parts")

    def __init__(self, parts: Sequence[Fragment]) -> None:
        self._parts = parts
        self._fields: Fields | None = None

    def _all(self) -> Fields:
        if self._fields is None:
            self._fields = merge([part.fields for part in self._parts])
        return self._fields

    def __getitem__(self, name: str) -> Value:
        return self._all()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())


class _Groups:
    """Union-find over the fragments' numbers."""

    def __init__(self, count: int) -> None:
        self._parent = list(range(count))

    def find(self, item: int) -> int:
        while self._parent[item] != item:
            self._parent[item] = self._parent[self._parent[item]]
            item = self._parent[item]
        return item

    def union(self, one: int, other: int) -> None:
        first, second = sorted((self.find(one), self.find(other)))
        self._parent[second] = first


def join(fragments: Iterable[Fragment], together: Iterable[frozenset[str]] = ()) -> Universe:
    """All resources of a tree; ``together`` are hints: sets of paths that speak of one thing."""
    parts = sorted(fragments, key=lambda part: (*order(part.place), part.origin, part.name))
    adopted = _adopt(parts)
    groups = _Groups(len(parts))
    _by_key(parts, groups)
    _by_folder(parts, groups, adopted)
    _by_environment(parts, groups)
    _by_adoption(parts, groups, adopted)
    _by_hint(parts, groups, together)
    gathered: dict[int, list[Fragment]] = {}
    # What was adopted, or is said from elsewhere, comes last: the file that declares the thing is
    # the one that leads.
    for number in sorted(range(len(parts)), key=lambda n: n in adopted or _is_elsewhere(parts[n])):
        gathered.setdefault(groups.find(number), []).append(parts[number])
    return _universe(list(gathered.values()))


def _by_key(parts: Sequence[Fragment], groups: _Groups) -> None:
    """Unite what shares a digest or a declared id."""
    first: dict[tuple[str, str], int] = {}
    for number, part in enumerate(parts):
        digests = [digest for digest in part.digests if not is_empty_file(digest)]
        for key in (*digests, *part.ids):
            groups.union(first.setdefault((part.kind, key), number), number)


def _declared(part: Fragment) -> bool:
    """Whether the file itself names the thing, rather than the folder it lies in."""
    return bool(part.ids) or part.name != (basename(dirname(part.place.path)) or ".")


def _home(part: Fragment) -> str:
    """The folder that the thing lies in: the one that a ``path:`` id states, else the file's."""
    for identity in part.ids:
        if identity.startswith("path:"):
            return identity.removeprefix("path:").partition("#")[0]
    return dirname(part.place.path)


def _is_elsewhere(part: Fragment) -> bool:
    """Whether the file speaks of what lies elsewhere, so that it leads only where it is alone."""
    return part.origin == "environment" or part.place.path.startswith(".steward/")


def _by_folder(
    parts: Sequence[Fragment], groups: _Groups, adopted: Mapping[int, tuple[str, Kind]]
) -> None:
    """Unite the fragments of one kind in one folder that holds one identity."""
    folders: dict[tuple[str, ...], list[int]] = {}
    for number, part in enumerate(parts):
        key: tuple[str, ...] = (_home(part), part.kind)
        if part.kind == "dependency":
            key = (*key, fold(part.name))
        elif part.kind not in PLACED or number in adopted:
            continue
        folders.setdefault(key, []).append(number)
    for key, numbers in folders.items():
        if len(numbers) < 2:
            continue
        named = [n for n in numbers if _declared(parts[n])]
        if key[1] == "dependency":
            named = [n for n in numbers if any("@" in i for i in parts[n].ids)]
            identities = {i for n in named for i in parts[n].ids}
        else:
            identities = {fold(parts[n].name) for n in named}
        if len(identities) <= 1:
            for number in numbers[1:]:
                groups.union(numbers[0], number)


def _by_environment(parts: Sequence[Fragment], groups: _Groups) -> None:
    """What nothing in the tree pins is what the named environment holds, if it holds only one."""
    installed: dict[str, list[int]] = {}
    for number, part in enumerate(parts):
        if part.origin == "environment" and part.ids:
            installed.setdefault(fold(part.name), []).append(number)
    if not installed:
        return
    pinned = {
        groups.find(number)
        for number, part in enumerate(parts)
        if part.origin != "environment" and any("@" in identity for identity in part.ids)
    }
    for number, part in enumerate(parts):
        if part.kind == "dependency" and part.ids and groups.find(number) not in pinned:
            held = installed.get(fold(part.name), ())
            if len(held) == 1:
                groups.union(held[0], number)


def _by_hint(
    parts: Sequence[Fragment], groups: _Groups, together: Iterable[frozenset[str]]
) -> None:
    for paths in together:
        numbers = [n for n, part in enumerate(parts) if part.place.path in paths]
        for number in numbers[1:]:
            if parts[number].kind == parts[numbers[0]].kind:
                groups.union(numbers[0], number)


def _adopt(parts: list[Fragment]) -> dict[int, tuple[str, Kind]]:
    """Give an artifact (a DVC output) to the one model or dataset whose folder it is or lies in.

    Returns the folder and kind that each adopted fragment's number now belongs to; the fragment
    takes on the kind in ``parts``.
    """
    homes: dict[str, set[tuple[Kind, str]]] = {}
    for part in parts:
        if part.kind in ("model", "dataset"):
            name = fold(part.name) if _declared(part) else ""
            homes.setdefault(dirname(part.place.path), set()).add((part.kind, name))
    adopted: dict[int, tuple[str, Kind]] = {}
    for number, part in enumerate(parts):
        if part.kind != "artifact":
            continue
        for folder in (part.name, dirname(part.name)):
            kinds = {kind for kind, _ in homes.get(folder, ())}
            names = {name for _, name in homes.get(folder, ()) if name}
            if len(kinds) == 1 and len(names) <= 1:
                kind = next(iter(kinds))
                parts[number] = replace(part, kind=kind, name=basename(folder) or ".", ids=())
                adopted[number] = (folder, kind)
                break
    return adopted


def _by_adoption(
    parts: Sequence[Fragment], groups: _Groups, adopted: Mapping[int, tuple[str, Kind]]
) -> None:
    home = {
        (dirname(part.place.path), part.kind): number
        for number, part in reversed(list(enumerate(parts)))
        if number not in adopted
    }
    for number, key in adopted.items():
        groups.union(home[key], number)


def _universe(groups: Sequence[Sequence[Fragment]]) -> Universe:
    resources: list[Resource] = []
    aliases: dict[str, tuple[str, ...]] = {}
    refs: dict[str, Refs] = {}
    taken: dict[str, int] = {}
    for parts in groups:
        parts = sorted(parts, key=_rank)
        lead = next((part for part in parts if _declared(part)), parts[0])
        ids = tuple(dict.fromkeys(identity for part in parts for identity in part.ids))
        identity = _identity(lead, ids)
        key = f"{lead.kind}|{identity}"
        taken[key] = taken.get(key, 0) + 1
        if taken[key] > 1:  # two things of one kind and name in one folder: both are judged
            identity = f"{identity}~{taken[key]}"
        resource = Resource(
            lead.kind,
            identity,
            lead.name,
            parts[0].place,
            parts[0].fields if len(parts) == 1 else LazyFields(parts),
            tuple(dict.fromkeys(part.place.path for part in parts)),
            {},
            tuple(problem for part in parts for problem in part.problems),
        )
        resources.append(resource)
        aliases[resource.key] = ids
        refs[resource.key] = tuple(dict.fromkeys(ref for part in parts for ref in part.refs))
    return Universe(resources, aliases, refs)


# The readers of what people write to declare a thing, before what their tools leave behind.
DECLARING = ("card", "prose-card", "resources", "catalog-info")


def _rank(part: Fragment) -> int:
    """How far down the list of places to point at a fragment stands; its order is kept else."""
    return DECLARING.index(part.origin) if part.origin in DECLARING else len(DECLARING)


def _identity(lead: Fragment, ids: Sequence[str]) -> str:
    """The id: a purl, else a hub id, else any declared id, else path and name (DESIGN.md)."""
    for prefix in ("pkg:", "hf:", ""):
        for identity in sorted(ids, key=lambda text: ("@" not in text, text)):
            if identity.startswith(prefix):
                return identity
    return f"path:{dirname(lead.place.path) or '.'}#{lead.name}"

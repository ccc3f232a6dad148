"""Which fragments speak of one thing: by digest, by id, by folder, by hint.

Each law unites what it must and nothing else; together they do not depend on the order of files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from posixpath import basename, dirname

from stewardship.frozen import replace
from stewardship.joining.identity import declared, home, is_elsewhere, is_listed, named, pins
from stewardship.joining.universe import PLACED, fold
from stewardship.model import Fragment, Kind
from stewardship.vocabulary.digests import is_empty_file
from stewardship.vocabulary.folders import name_of
from stewardship.vocabulary.weights import format_of

# The readers that say what is had of a package, not what is asked for.
HOLDING = ("environment", "licenses-lock")
CARDS = frozenset(("card", "prose-card"))  # the readers of which a folder may hold several files


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


def grouped(
    parts: list[Fragment], together: Iterable[frozenset[str]] = ()
) -> tuple[list[list[Fragment]], list[list[Fragment]]]:
    """The fragments of each thing, the declaring one first; ``together`` are sets of paths.

    Apart from the others are those things that no file declares where they lie: they come last.
    """
    adopted = _adopt(parts)
    groups = _Groups(len(parts))
    _by_key(parts, groups, _copied(parts, adopted))
    _by_folder(parts, groups, adopted)
    _by_environment(parts, groups)
    _by_adoption(parts, groups, adopted)
    _by_hint(parts, groups, together)
    gathered: dict[int, list[Fragment]] = {}
    last: list[int] = []
    for number, part in enumerate(parts):
        if number in adopted or is_elsewhere(part):
            last.append(number)
        else:
            gathered.setdefault(groups.find(number), []).append(part)
    count = len(gathered)
    # What was adopted, or is said from elsewhere, comes last: the file that declares the thing is
    # the one that leads.
    for number in last:
        gathered.setdefault(groups.find(number), []).append(parts[number])
    found = list(gathered.values())
    return found[:count], found[count:]


def _copied(
    parts: Sequence[Fragment], adopted: Mapping[int, tuple[str, Kind]]
) -> set[tuple[Kind, str]]:
    """The digests of files that lie in the folders of several models: a copy of the weights, or
    of a part that two have in common, does not make them one model."""
    first: dict[tuple[Kind, str], str] = {}
    copied: set[tuple[Kind, str]] = set()
    for number, (folder, kind) in adopted.items():
        for digest in parts[number].digests:
            if first.setdefault((kind, digest), folder) != folder:
                copied.add((kind, digest))
    return copied


def _by_key(parts: Sequence[Fragment], groups: _Groups, copied: set[tuple[Kind, str]]) -> None:
    """Unite what shares a digest, but for one of ``copied``, or a declared id.

    A package's id without a version waits: two folders may pin it differently, and each one's
    unpinned mention means its own.
    """
    first: dict[tuple[str, str], int] = {}
    for number, part in enumerate(parts):
        if not part.digests and not part.ids:
            continue
        digests = [digest for digest in part.digests if not is_empty_file(digest)]
        ids = part.ids if part.kind != "dependency" else pins(part)
        for key in (*digests, *ids):
            if (part.kind, key) not in copied:
                groups.union(first.setdefault((part.kind, key), number), number)


def _by_folder(
    parts: Sequence[Fragment], groups: _Groups, adopted: Mapping[int, tuple[str, Kind]]
) -> None:
    """Unite the fragments of one kind in one folder that holds one identity."""
    folders: dict[tuple[str, ...], list[int]] = {}
    listed: list[int] = []
    for number, part in enumerate(parts):
        kind = part.kind
        key: tuple[str, ...]
        if kind == "dependency":
            key = (home(part), kind, *named(part))
        elif kind not in PLACED or number in adopted:
            continue
        else:
            key = (home(part), kind)
        if kind != "dependency" and is_listed(part):
            listed.append(number)
        else:
            folders.setdefault(key, []).append(number)
    _by_name(parts, groups, folders, listed)
    for key, numbers in folders.items():
        if len(numbers) < 2:
            continue
        if key[1] == "dependency":
            identities = {identity for n in numbers for identity in pins(parts[n])}
        else:
            identities = {fold(parts[n].name) for n in numbers if declared(parts[n])}
            identities |= _beside(parts, numbers) | _told_apart(parts, numbers)
        if len(identities) <= 1:
            for number in numbers[1:]:
                groups.union(numbers[0], number)


def _by_name(
    parts: Sequence[Fragment],
    groups: _Groups,
    folders: Mapping[tuple[str, ...], list[int]],
    listed: Sequence[int],
) -> None:
    """Unite what a bill of materials lists with what goes by the same name in its folder."""
    first: dict[tuple[str, ...], int] = {}
    for number in listed:
        part = parts[number]
        key = (home(part), part.kind)
        for other in folders.get(key, ()):
            first.setdefault((*key, fold(parts[other].name)), other)
        groups.union(first.setdefault((*key, fold(part.name)), number), number)


def _beside(parts: Sequence[Fragment], numbers: Sequence[int]) -> set[str]:
    """The identity of a bare ``MODEL_CARD.md`` beside one that is named for what it describes.

    Cards of one sort in one folder are several things: only a README may join any of them.
    """
    cards = [parts[n] for n in numbers if parts[n].origin in CARDS]
    cards = [one for one in cards if basename(one.place.path).lower() != "readme.md"]
    bare = {one.origin for one in cards if not declared(one)}
    return {""} if any(one.origin in bare for one in cards if declared(one)) else set()


def _told_apart(parts: Sequence[Fragment], numbers: Sequence[int]) -> set[str]:
    """The names by which one file tells several things apart, the folder's own among them."""
    names: dict[str, set[str]] = {}
    for number in numbers:
        names.setdefault(parts[number].place.path, set()).add(fold(parts[number].name))
    return {name for said in names.values() if len(said) > 1 for name in said}


def _by_environment(parts: Sequence[Fragment], groups: _Groups) -> None:
    """What nothing in the tree pins is what the named environment holds, else what the license
    lock does, if that is one version; without it, all unpinned mentions are one dependency."""
    packages = [n for n, part in enumerate(parts) if part.kind == "dependency" and part.ids]
    pinned: set[int] = set()
    held: dict[tuple[str, ...], list[int]] = {}
    for number in packages:
        if parts[number].origin in HOLDING:
            held.setdefault((parts[number].origin, *named(parts[number])), []).append(number)
        elif pins(parts[number]):
            pinned.add(groups.find(number))
    first: dict[tuple[str, str], int] = {}
    for number in packages:
        if groups.find(number) in pinned or parts[number].origin in HOLDING:
            continue
        name = named(parts[number])
        found = next((held[key] for origin in HOLDING if (key := (origin, *name)) in held), [])
        one = len({parts[n].ids for n in found}) == 1
        groups.union(found[0] if one else first.setdefault(name, number), number)


def _by_hint(
    parts: Sequence[Fragment], groups: _Groups, together: Iterable[frozenset[str]]
) -> None:
    """Unite what the configuration says is one thing, kind by kind."""
    for paths in together:
        first: dict[Kind, int] = {}
        for number, part in enumerate(parts):
            if part.place.path in paths:
                groups.union(first.setdefault(part.kind, number), number)


def _adopt(parts: list[Fragment]) -> dict[int, tuple[str, Kind]]:
    """Give an artifact (a DVC output, a file of weights or data) to the one model or dataset whose
    folder it is or lies in; weights belong to a model, whatever else lies beside them.

    Returns the folder and kind that each adopted fragment's number now belongs to; the fragment
    takes on the kind in ``parts``.
    """
    if not any(part.kind == "artifact" for part in parts):
        return {}
    homes: dict[str, set[tuple[Kind, str]]] = {}
    for part in parts:
        if part.kind in ("model", "dataset"):
            name = fold(part.name) if declared(part) else ""
            homes.setdefault(home(part), set()).add((part.kind, name))
    adopted: dict[int, tuple[str, Kind]] = {}
    for number, part in enumerate(parts):
        if part.kind != "artifact":
            continue
        weights = format_of(part.name) != ""
        for folder in (part.name, dirname(part.name)):
            there = [one for one in homes.get(folder, ()) if one[0] == "model" or not weights]
            kinds = {kind for kind, _ in there}
            names = {name for _, name in there if name}
            if len(kinds) == 1 and len(names) <= 1:
                kind = next(iter(kinds))
                # It names nothing: its own path must not become the name of what takes it in.
                name = name_of(dirname(part.place.path))
                parts[number] = replace(part, kind=kind, name=name, ids=())
                adopted[number] = (folder, kind)
                break
    return adopted


def _by_adoption(
    parts: Sequence[Fragment], groups: _Groups, adopted: Mapping[int, tuple[str, Kind]]
) -> None:
    if not adopted:
        return
    first = {
        (home(part), part.kind): number
        for number, part in reversed(list(enumerate(parts)))
        if number not in adopted
    }
    for number, key in adopted.items():
        groups.union(first[key], number)

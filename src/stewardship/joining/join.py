"""Fragments become resources: what several files say of one thing is put together.

Two fragments speak of one thing when they share a digest (SHA-256 or better; never the digest
of nothing, or of a file that several models have), else a declared id, else a folder that holds
one identity of their kind. The result does not depend on the order of the
files. Fields are merged only when somebody asks for them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from stewardship.cache.brief import Brief
from stewardship.frozen import replace
from stewardship.joining.grouping import grouped
from stewardship.joining.identity import declared
from stewardship.joining.lock_entries import used
from stewardship.joining.lone import Lone, apart
from stewardship.joining.universe import Refs, Universe
from stewardship.merge import merge, order, standing
from stewardship.model import Fields, Fragment, Resource, Value


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

    def get(self, name: str, default: Any = None) -> Any:
        """As of any mapping, without the exception that ``Mapping`` catches for it."""
        return self._all().get(name, default)

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())


def join(
    fragments: Iterable[Fragment],
    together: Iterable[frozenset[str]] = (),
    brief: Brief | None = None,
) -> Universe:
    """All resources of a tree; ``together`` are hints: sets of paths that speak of one thing.

    ``brief`` are more fragments, of which most speak of something alone.
    """
    together = list(together)
    lone = None
    if brief:
        paths, fragments = apart(brief, list(fragments), together)
        lone = Lone(brief, paths)
    here, elsewhere = grouped(_sorted(fragments), together)
    return _universe(used([*here, *elsewhere]), lone, {id(group) for group in elsewhere})


def _sorted(fragments: Iterable[Fragment]) -> list[Fragment]:
    """What files say, in the order of the files; most of them say one thing."""
    said: dict[str, list[Fragment]] = {}
    for part in fragments:
        said.setdefault(part.place.path, []).append(part)
    parts: list[Fragment] = []
    for path in sorted(said):
        found = said[path]
        parts += sorted(found, key=_order) if len(found) > 1 else found
    return parts


def _order(part: Fragment) -> tuple[object, ...]:
    """A total order of what files say, up to their fields, which are not looked at for this."""
    place = order(part.place)
    return (*place, part.origin, part.name, part.kind, part.ids, part.digests, part.refs)


def _universe(
    groups: Sequence[Sequence[Fragment]], lone: Lone | None, elsewhere: Collection[int]
) -> Universe:
    """``elsewhere`` are the ``id`` of the groups that no file of this tree declares in place."""
    resources: list[Resource | str] = []
    aliases: dict[str, tuple[str, ...]] = {}
    refs: dict[str, Refs] = {}
    taken: dict[str, int] = {}
    for parts in groups:
        resource, ids, links = _alone(parts[0]) if len(parts) == 1 else _joined(parts)
        key = resource.key
        if key in taken:
            identity = _own(f"{resource.kind}|", resource.id, taken)
            resource = replace(resource, id=identity)
            key = resource.key
        else:
            taken[key] = 1
        resources.append(resource)
        if ids:
            aliases[key] = ids
        if links:
            refs[key] = links
    if lone:
        count = sum(id(parts) not in elsewhere for parts in groups)
        leads = [parts[0].place.path for parts in groups[:count]]
        resources = [*_in_order(resources[:count], leads, lone), *resources[count:]]
    return Universe(resources, aliases, refs, lone)


def _in_order(
    resources: Sequence[Resource | str], leads: Sequence[str], lone: Lone
) -> list[Resource | str]:
    """These and the lone ones in the order of the files that lead; ``leads`` are those of these."""
    keys, paths = list(lone.paths), list(lone.paths.values())
    found: list[Resource | str] = []
    start = 0
    for one, path in zip(resources, leads, strict=True):
        end = bisect_left(paths, path, start)
        found += (*keys[start:end], one)
        start = end
    return found + keys[start:]


def _alone(part: Fragment) -> tuple[Resource, tuple[str, ...], Refs]:
    """What one fragment alone speaks of, with its ids and digests, and its links."""
    place = part.place
    identity = _identity(part, part.ids)
    resource = Resource(
        part.kind,
        identity,
        part.name,
        place,
        part.fields,
        (place.path,),
        {},
        part.problems,
        content=part.source,
    )
    refs = tuple(dict.fromkeys(part.refs)) if part.refs else ()
    return resource, part.ids + part.digests, refs


def _joined(parts: Sequence[Fragment]) -> tuple[Resource, tuple[str, ...], Refs]:
    """What several fragments speak of, with their ids and digests, and their links."""
    parts = sorted(parts, key=lambda part: standing(part.origin))
    lead = next((part for part in parts if declared(part)), parts[0])
    ids = tuple(dict.fromkeys(identity for part in parts for identity in part.ids))
    sources = [part.source for part in parts]
    resource = Resource(
        lead.kind,
        _identity(lead, ids),
        lead.name,
        parts[0].place,
        LazyFields(parts),
        tuple(dict.fromkeys(part.place.path for part in parts)),
        {},
        tuple(problem for part in parts for problem in part.problems),
        content=" ".join(sources) if all(sources) else "",
    )
    digests = tuple(dict.fromkeys(digest for part in parts for digest in part.digests))
    return resource, ids + digests, tuple(dict.fromkeys(r for part in parts for r in part.refs))


def _own(kind: str, identity: str, taken: dict[str, int]) -> str:
    """The next free identity: two things of one kind and name are both judged."""
    free, number = identity, taken[kind + identity]
    while kind + free in taken:
        number += 1
        free = f"{identity}~{number}"
    taken[kind + identity] = number
    taken[kind + free] = 1
    return free


def _identity(lead: Fragment, ids: Sequence[str]) -> str:
    """The id: a purl, else a hub id, else any declared id, else path and name (DESIGN.md)."""
    for prefix in ("pkg:", "hf:", "") if ids else ():
        for identity in sorted(ids, key=lambda text: ("@" not in text, text)):
            if identity.startswith(prefix):
                return identity
    return f"path:{lead.place.path.rpartition('/')[0] or '.'}#{lead.name}"

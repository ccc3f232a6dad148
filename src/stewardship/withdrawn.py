"""Reports of scanners that a change takes away while something that they found was open.

A vulnerability leaves by a report that finds it no more. Where its report is deleted, goes to a
name that nobody reads, or is emptied, nothing was mended, and every rule about it falls silent.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from posixpath import basename, dirname

from stewardship.checks.patched import settled
from stewardship.joining.gather import gather
from stewardship.joining.join import join
from stewardship.joining.universe import Universe
from stewardship.model import Kind, Location, Resource, Value
from stewardship.picture import Picture
from stewardship.readers import LIMIT, load
from stewardship.repository.revisions import Change
from stewardship.repository.trees import Tree

KIND: Kind = "vulnerability"
SHOWN = 3


def withdrawn(picture: Picture, base: Tree, changes: Sequence[Change]) -> Iterator[Resource]:
    """One thing to judge for each report of the base that is one no more, with what was open in it
    and no other report has; its ``owners`` are those of its path."""
    went = {one.old_path or one.path: one.path for one in changes if one.status not in "AC"}
    excluded = picture.organization.excluded
    found = gather(picture.repo, base, picture.names, picture.cache, excluded, went)
    then = join(found.fragments)
    for path, now in went.items():
        lost = [one for one in then.speaking_from(path) if _is_lost(one, picture.universe)]
        if lost and not _stands(picture, now):
            yield _report(picture, path, lost)


def _is_lost(one: Resource, universe: Universe) -> bool:
    return one.kind == KIND and not settled(one) and universe.get(one.id, KIND) is None


def _stands(picture: Picture, path: str) -> bool:
    """Whether the file still says something, if only that nothing was found."""
    if path not in picture.tree.entries():
        return False
    if picture.universe.speaking_from(path):
        return True
    readers = [load(label.name) for label in picture.names.owners(path)]
    return any(
        reader.read(path, content) is not None
        for reader in readers
        if reader.KIND == KIND
        for _, content in picture.tree.read([path], getattr(reader, "LIMIT", LIMIT))
        if isinstance(content, bytes)
    )


def _report(picture: Picture, path: str, lost: Sequence[Resource]) -> Resource:
    names = list(dict.fromkeys(one.name for one in lost))
    more = f", and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    place = Location(path)
    change = f"takes away a report, and what is open in it: {', '.join(names[:SHOWN])}{more}"
    owners = tuple(Value(one, place) for one in picture.ownership.owners(path))
    fields = {"change": Value(change, place), "owners": Value(owners, place)}
    identity = f"path:{dirname(path) or '.'}#{basename(path)}"
    return Resource(KIND, identity, path, place, fields, (path,), removed=True)

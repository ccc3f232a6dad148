"""What comes with a change and says that it is something that was there before.

A manifest that takes the identity of another, in a folder of its own, is asked for nothing that the
other states. Only a file of the other's own name is taken for one that does: a bill of materials
may speak of everything. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from posixpath import basename, dirname

from stewardship.frozen import replace
from stewardship.model import Resource, Value
from stewardship.repository.revisions import Change
from stewardship.scope import KEPT_KINDS

FIELD = "came-in-its-name"


def marked(resources: Iterable[Resource], changes: Iterable[Change]) -> Iterator[Resource]:
    """The resources, each with what came in its name where anything did.

    What a run keeps of a resource rests on its content, and this does not: its ``content`` goes.
    """
    came = frozenset(one.path for one in changes if one.status in "AC")
    for one in resources:
        yield _marked(one, came)


def _marked(resource: Resource, came: frozenset[str]) -> Resource:
    if resource.removed or resource.kind not in KEPT_KINDS or came.isdisjoint(resource.paths):
        return resource
    there = [path for path in resource.paths if path not in came]
    found = [
        Value(f"{path} came, and says that it is the {resource.kind} of {other}", resource.place)
        for path in resource.paths
        if path in came
        for other in _like(path, there)
    ]
    if not found:
        return resource
    fields = {**resource.fields, FIELD: Value(tuple(found), resource.place, "change")}
    return replace(resource, fields=fields, content="")


def _like(path: str, there: Iterable[str]) -> list[str]:
    """The first file of the same name that lies neither above nor below."""
    own = f"{dirname(path)}/"
    for other in there:
        folder = f"{dirname(other)}/"
        apart = not own.startswith(folder) and not folder.startswith(own)
        if basename(other).casefold() == basename(path).casefold() and apart:
            return [other]
    return []

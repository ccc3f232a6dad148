"""What a change of the map hands over: from whom to whom, though no manifest says anything new.

Both maps are the change's own, where it began and where it ends, so that what the branch has
handed over meanwhile is not taken for its doing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from stewardship import scope
from stewardship.joining.gather import gather
from stewardship.model import Resource, Value
from stewardship.model.review import Difference
from stewardship.ownership import Ownership, build
from stewardship.ownership.coverage import HELD
from stewardship.picture import MAP, Picture
from stewardship.repository.trees import Tree

Handed = tuple[Resource, Value, Value | None, Difference]
"""A resource, who answered for it, who does now (None: nobody), and that as a difference."""


def handed(picture: Picture, base: Tree, paths: Collection[str]) -> Iterator[Handed]:
    """The models, datasets and services that a change of these paths takes from somebody.

    Where nobody answered before, nothing is taken: a first map asks only who decides on maps.
    """
    if not any(map(scope.governs, paths)):
        return
    files = [path for path in base.entries() if scope.governs(path)]
    found = gather(picture.repo, base, picture.names, picture.cache, only=files)
    before = build(found.of_kinds(MAP))
    for kind in HELD:
        for one in picture.joined.of_kind(kind):
            old, new = before.steward_of(one), picture.own.steward_of(one)
            if old.state != "present" or _same(old, new, picture.own):
                continue
            left = new if new.state == "present" else None
            place = left.location if left else old.location
            told = Difference("steward", old.plain(), left.plain() if left else None, place)
            yield one, old, left, told


def _same(one: Value, other: Value, ownership: Ownership) -> bool:
    if one.data == other.data:
        return True
    entries = [ownership.entry(str(value.data)) for value in (one, other)]
    return entries[0] is not None and entries[0] is entries[1]

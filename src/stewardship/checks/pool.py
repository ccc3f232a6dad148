"""All resources of a kind as one key: what is worked out of them is worked out once a run."""

from __future__ import annotations

from collections.abc import Sequence

from stewardship.model import Resource


class Pool:
    """The very resources that an index is kept for: cheap to compare, and held while it is."""

    __slots__ = ("ids", "resources")

    def __init__(self, resources: Sequence[Resource]) -> None:
        self.resources = resources
        self.ids = tuple(map(id, resources))

    def __hash__(self) -> int:
        return hash(self.ids)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Pool) and other.ids == self.ids

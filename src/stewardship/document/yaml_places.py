"""Where the nodes of a YAML document stand, kept as libyaml's own marks in a tree of their own.

A dict with a tuple for every node would be built for all and asked for few: the tree costs a
sixth less for a whole document, and a question is answered by walking down.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from stewardship.model import Pointer

if TYPE_CHECKING:
    from yaml.error import Mark

# A scalar is its mark; a collection is its mark and what is inside, by key or index.
Place = Any
Inside = dict[str, Place] | list[Place]


class Places(Mapping[Pointer, tuple[int, int]]):
    """Pointer to (line, column), from 1 and in code points, of the node's first character."""

    __slots__ = ("_root",)

    def __init__(self, root: Place) -> None:
        self._root = root

    def __getitem__(self, pointer: Pointer) -> tuple[int, int]:
        found: tuple[int, int] | None = self.get(pointer)
        if found is None:
            raise KeyError(pointer)
        return found

    def get(self, pointer: Pointer, default: Any = None) -> Any:
        """As of any mapping, without the exception that ``Mapping`` catches for it."""
        place = self._root
        try:
            for step in pointer:
                inside: Any = place[1] if type(place) is tuple else ()
                if type(inside) is list and (type(step) is not int or step < 0):
                    return default
                place = inside[step]
        except (LookupError, TypeError):
            return default
        mark = place[0] if type(place) is tuple else place
        return mark.line + 1, mark.column + 1

    def __iter__(self) -> Iterator[Pointer]:
        waiting: list[tuple[Pointer, Place]] = [((), self._root)]
        while waiting:
            pointer, place = waiting.pop()
            yield pointer
            if type(place) is tuple:
                inside: Inside = place[1]
                steps = inside.items() if isinstance(inside, dict) else enumerate(inside)
                waiting.extend([((*pointer, step), inner) for step, inner in steps][::-1])

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __bool__(self) -> bool:
        return True


def mark_of(place: Place) -> Mark:
    """The mark of a scalar's or a collection's place."""
    mark: Mark = place[0] if type(place) is tuple else place
    return mark

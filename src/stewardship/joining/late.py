"""Resources by key that are made, or changed, when somebody first looks at them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple, Protocol

from stewardship.model import Resource


class Alone(Protocol):
    """Resources that are made when they are looked at."""

    @property
    def paths(self) -> Mapping[str, str]:
        """The one file of each, by the resource's key."""

    def name(self, key: str) -> str:
        """The name of the resource of this key, without making it."""

    def make(self, key: str) -> Resource:
        """The resource of this key."""


class Card(NamedTuple):
    """What a resource is found by; ``path`` is the file that declares it."""

    key: str
    kind: str
    name: str
    path: str


class Late(Mapping[str, Resource]):
    """Resources by key; of some only the key is known until they are looked at."""

    __slots__ = ("_alone", "_held")

    def __init__(self, held: Mapping[str, Resource | str], alone: Alone | None = None) -> None:
        """A text in place of a resource says that ``alone`` is to make it."""
        self._held = dict(held)
        self._alone = alone

    def __getitem__(self, key: str) -> Resource:
        found = self._held[key]
        if isinstance(found, str):
            assert self._alone is not None, "nobody else leaves a key for a resource"
            found = self._held[key] = self._alone.make(key)
        return found

    def get(self, key: str, default: Any = None) -> Any:
        """As of any mapping, without the exception that ``Mapping`` catches for it."""
        return self[key] if key in self._held else default

    def __contains__(self, key: object) -> bool:
        return key in self._held

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)

    def with_(self, others: Mapping[str, Resource]) -> Late:
        """The same, with these in the place of those of their keys."""
        return Late({**self._held, **others}, self._alone)

    def joined(self) -> Iterator[tuple[str, Resource]]:
        """Those of which more is known than the key, and which ``alone`` does not make."""
        made = self._alone.paths if self._alone else ()
        for key, one in self._held.items():
            if not isinstance(one, str) and key not in made:
                yield key, one

    def cards(self) -> Iterator[Card]:
        """What each is found by, in their order; none is made for it."""
        for key, one in self._held.items():
            if not isinstance(one, str):
                yield Card(key, one.kind, one.name, one.place.path)
            elif self._alone:
                name = self._alone.name(key)
                yield Card(key, key.partition("|")[0], name, self._alone.paths[key])


class Changed(Mapping[str, Resource]):
    """Resources by key, each changed once, at the first look."""

    __slots__ = ("_change", "_changed", "_plain")

    def __init__(
        self, plain: Mapping[str, Resource], change: Callable[[Resource], Resource]
    ) -> None:
        self._plain = plain
        self._change = change
        self._changed: dict[str, Resource] = {}

    def __getitem__(self, key: str) -> Resource:
        found = self._changed.get(key)
        if found is None:
            found = self._changed[key] = self._change(self._plain[key])
        return found

    def __contains__(self, key: object) -> bool:
        return key in self._plain

    def __iter__(self) -> Iterator[str]:
        return iter(self._plain)

    def __len__(self) -> int:
        return len(self._plain)

"""What the map says of each resource, as fields that a rule can ask for.

Nothing is looked up before a rule asks: the fields of most resources are never read in a run.
A steward is listed among a resource's fields; the rest answers only to its name, for it says
nothing of the resource that another file could say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from stewardship.frozen import replace
from stewardship.joining.universe import Universe
from stewardship.model import Fields, Resource, Value
from stewardship.ownership.map import UNSTEWARDED, Ownership
from stewardship.vocabulary.owner_dialects import Usage

ORIGIN = "ownership"


def assign(
    ownership: Ownership,
    universe: Universe,
    own: Ownership | None = None,
    files: Callable[[], Iterable[str]] = tuple,
) -> Universe:
    """The universe in which every resource knows what the map says of it.

    ``own`` is the map of the tree itself, which has ``files``; what governs may be another
    revision's. The steward and ``assigned``, ``code-owners``, ``named-owners`` are told of a
    resource, ``holds`` of a steward, ``matches`` and ``decides`` of a line of CODEOWNERS.
    """
    own = own or ownership
    nobody = ownership.is_empty and not ownership.stewards and own.is_empty
    if nobody and not universe.of_kind("vulnerability"):
        return universe
    looked = _Looked(ownership, universe, own, files)

    def told(resource: Resource) -> Resource:
        if resource.kind == "steward":
            return replace(resource, fields=_Facts(resource, {"holds": looked.holds}))
        if resource.kind == "ownership-entry":
            return replace(resource, fields=_Facts(resource, looked.usage))
        if resource.kind == "vulnerability":
            return replace(resource, fields=_Stewarded(resource, {}, looked.answering))
        if resource.kind in UNSTEWARDED or (ownership.is_empty and not ownership.stewards):
            return resource
        return replace(resource, fields=_Stewarded(resource, looked.owned, ownership.steward_of))

    looked.universe = universe.changed(told)
    return looked.universe


class _Looked:
    """Looks things up in the map, each once, when somebody asks."""

    def __init__(
        self,
        ownership: Ownership,
        universe: Universe,
        own: Ownership,
        files: Callable[[], Iterable[str]],
    ) -> None:
        self.universe = universe
        self._ownership = ownership
        self._own = own
        self._files = files
        self._held: dict[str, list[Value]] | None = None
        self._usage: Mapping[int, Usage] | None = None
        self.owned = {
            "assigned": ownership.assigned,
            "code-owners": ownership.code_owners,
            "named-owners": self._named,
        }
        self.usage = {"matches": self._matches, "decides": self._decides}

    def answering(self, resource: Resource) -> Value:
        """Who answers for a vulnerability."""
        from stewardship.ownership.answering import answering  # late: few trees tell of any

        return answering(self._ownership, self.universe, resource)

    def holds(self, entry: Resource) -> Value | None:
        """The names of the resources that an entry of the map answers for."""
        if self._held is None:
            self._held = {}
            for one in self.universe.all():
                if one.kind not in UNSTEWARDED and one.kind != "repository":
                    self._hold(one)  # a charter or a list is answered for, and wakes nobody
        found = self._held.get(entry.key)
        return Value(tuple(found), found[0].location, ORIGIN) if found else None

    def _hold(self, one: Resource) -> None:
        steward = one.value("steward")
        named = self._ownership.entry(str(steward.data)) if steward.state == "present" else None
        if named and self._held is not None:
            self._held.setdefault(named.key, []).append(Value(one.name, steward.location, ORIGIN))

    def _named(self, one: Resource) -> Value | None:
        """A list of handles; of several where other files describe it, too, a list of each."""
        lists = self._ownership.named_apart(one)
        if not lists:
            return None
        first = lists[0][0]
        if len(lists) == 1:
            return Value(lists[0], first.location, first.origin)
        apart = tuple(Value(those, those[0].location, those[0].origin) for those in lists)
        return Value(apart, first.location, first.origin)

    def _matches(self, entry: Resource) -> Value | None:
        usage = self._of(entry)
        return Value(usage.matched, entry.place, ORIGIN) if usage else None

    def _decides(self, entry: Resource) -> Value | None:
        usage = self._of(entry)
        return Value(usage.decided, entry.place, ORIGIN) if usage and usage.matched else None

    def _of(self, entry: Resource) -> Usage | None:
        if entry.place.path != self._own.file or entry.place.line is None:
            return None
        if self._usage is None:
            self._usage = self._own.usage(self._files())
        return self._usage.get(entry.place.line)


_Tell = Callable[[Resource], Value | None]


class _Facts(Mapping[str, Value]):
    """The fields of a resource, and what is told of it when somebody asks by name."""

    __slots__ = ("_resource", "_tell", "_told")

    def __init__(self, resource: Resource, tell: Mapping[str, _Tell]) -> None:
        self._resource = resource
        self._tell = tell
        self._told: dict[str, Value | None] = {}

    def get(self, name: str, default: Any = None) -> Any:
        """As of any mapping, without the exception that ``Mapping`` catches for it."""
        tell = self._tell.get(name)
        if tell is None:
            return self._resource.fields.get(name, default)
        if name not in self._told:
            self._told[name] = tell(self._resource)
        found = self._told[name]
        return default if found is None else found

    def __getitem__(self, name: str) -> Value:
        found: Value | None = self.get(name)
        if found is None:
            raise KeyError(name)
        return found

    def __iter__(self) -> Iterator[str]:
        tell = self._tell  # what is told here, no file can state
        return (
            one for one in self._resource.fields if one not in tell or self.get(one) is not None
        )

    def __len__(self) -> int:
        return sum(1 for _ in self)


def with_field(resource: Resource, name: str, value: Value) -> Fields:
    """The fields of a resource and one more, which answers to its name and is not listed."""
    return _Facts(resource, {name: lambda _: value})


class _Stewarded(_Facts):
    """The same, with the steward among the fields."""

    __slots__ = ("_answering", "_steward")

    def __init__(
        self,
        resource: Resource,
        tell: Mapping[str, _Tell],
        answering: Callable[[Resource], Value],
    ) -> None:
        super().__init__(resource, tell)
        self._answering = answering
        self._steward: Value | None = None

    def _answer(self) -> Value:
        if self._steward is None:
            self._steward = self._answering(self._resource)
        return self._steward

    def get(self, name: str, default: Any = None) -> Any:
        """The same; the steward is who answers for it."""
        fields = self._resource.fields
        if name != "steward" or (name not in fields and self._answer().state == "absent"):
            return super().get(name, default)
        return self._answer()

    def __iter__(self) -> Iterator[str]:
        fields = self._resource.fields
        yield from super().__iter__()
        if "steward" not in fields and self._answer().state != "absent":
            yield "steward"

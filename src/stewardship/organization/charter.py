"""The risk appetite in force: which bounds of the charter hold for a resource.

The charter is a decision, so it is read from the tree that is trusted, and what cannot be
understood in it is a ``UserError``. A resource is told its ``bounds`` when a rule asks by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase

from stewardship.errors import UserError
from stewardship.frozen import dataclass, replace
from stewardship.joining.universe import Universe
from stewardship.model import Resource, Value
from stewardship.readers import appetite

PATH = appetite.PATH
DEFAULT_KIND = "model"
RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Charter:
    """The bounds that were agreed, each a record as the reader ``appetite`` makes it."""

    bounds: tuple[Value, ...] = ()
    owner: Value | None = None

    def of(self, resource: Resource) -> tuple[Value, ...]:
        """The bounds that hold for a resource; what it does not state excludes none of them."""
        return tuple(self._owned(bound) for bound in self.bounds if _covers(bound, resource))

    def _owned(self, bound: Value) -> Value:
        """The bound with the charter's owner, where it has none of its own."""
        if self.owner is None or not isinstance(bound.data, Mapping) or "owner" in bound.data:
            return bound
        return replace(bound, data={**bound.data, "owner": self.owner})


def load(content: bytes | None) -> Charter:
    """The charter of the file's content; an empty one where there is no file.

    Raises ``UserError`` at the first thing in it that cannot be understood.
    """
    if content is None:
        return Charter()
    for fragment in appetite.read(PATH, content) or ():
        for problem in fragment.problems:
            raise UserError(problem.message, problem.location)
        data = fragment.fields["bounds"].data
        return Charter(data if isinstance(data, tuple) else (), fragment.fields.get("steward"))
    return Charter()


def tell(charter: Charter, universe: Universe) -> Universe:
    """The universe in which every resource knows the bounds that hold for it."""
    if not charter.bounds:
        return universe

    def told(resource: Resource) -> Resource:
        if resource.id == appetite.ID:
            return resource
        return replace(resource, fields=_Bound(resource, charter))

    return universe.changed(told)


def _covers(bound: Value, resource: Resource) -> bool:
    scope = _entry(bound, "scope")
    wanted = scope.data if scope and isinstance(scope.data, Mapping) else {}
    kinds = tuple(_words(wanted["kind"])) if "kind" in wanted else (DEFAULT_KIND,)
    if resource.kind not in kinds:
        return False
    if "stage" not in wanted and set(_words(resource.value("stage"))) == {RETIRED}:
        return False
    for key, value in wanted.items():
        words = [word.casefold() for word in _words(value)]
        if key == "name":
            if not any(fnmatchcase(resource.name.casefold(), word) for word in words):
                return False
        elif key != "kind":
            stated = [one.casefold() for one in _words(resource.value(key))]
            if stated and not set(stated) & set(words):
                return False
    return True


def _words(value: Value) -> Iterator[str]:
    """The texts that are surely stated; a doubt (a conflict, a placeholder) states none."""
    for one in value.data if isinstance(value.data, tuple) else (value,):
        if one.state == "present" and isinstance(one.data, str) and one.data.strip():
            yield one.data.strip()


def _entry(record: Value, key: str) -> Value | None:
    return record.data.get(key) if isinstance(record.data, Mapping) else None


class _Bound(Mapping[str, Value]):
    """The fields of a resource, and its bounds for who asks by name.

    A ``bounds`` that a manifest states itself is no bound: nobody sets the limits of his own work.
    """

    __slots__ = ("_bounds", "_charter", "_resource")

    def __init__(self, resource: Resource, charter: Charter) -> None:
        self._resource = resource
        self._charter = charter
        self._bounds: Value | None = None

    def __getitem__(self, name: str) -> Value:
        if name != "bounds":
            return self._resource.fields[name]
        if self._bounds is None:
            found = self._charter.of(self._resource)
            if not found:
                raise KeyError(name)
            self._bounds = Value(found, found[0].location, appetite.ORIGIN)
        return self._bounds

    def __iter__(self) -> Iterator[str]:
        return (name for name in self._resource.fields if name != "bounds")

    def __len__(self) -> int:
        return sum(1 for _ in self)

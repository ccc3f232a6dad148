"""What a check may ask: the surroundings of one run, seen from one resource.

``Surroundings`` is made once by ``run``; ``At`` is the ``checks.Context`` of one target. Both
only look things up: the tree, the map and the history were read before.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from stewardship.frozen import dataclass, field
from stewardship.joining.universe import Universe
from stewardship.model import Kind, Resource, Value
from stewardship.ownership import Ownership
from stewardship.policy.paths import Links


def _cannot_tell(name: str) -> bool | None:
    return None


def _not_read(path: str) -> str | None:
    return None


def _just_now(resource: Resource) -> tuple[datetime | None, bool]:
    return None, False


class Lazily(Mapping[str, str]):
    """A mapping that is made at the first look: most runs never need to know it."""

    __slots__ = ("_made", "_make")

    def __init__(self, make: Callable[[], Mapping[str, str]]) -> None:
        self._make = make
        self._made: Mapping[str, str] | None = None

    def _all(self) -> Mapping[str, str]:
        if self._made is None:
            self._made = self._make()
        return self._made

    def __getitem__(self, key: str) -> str:
        return self._all()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())


class Looks:
    """What the judgment in hand has looked at besides the value: nothing (0), its own resource,
    or more of the surroundings than that. What looks at nothing says the same of equal values;
    what looks at no more than its resource, the same as long as that does not change, and as the
    repository holds the ``commits`` that it was found to hold.
    """

    __slots__ = ("asked", "commits")
    RESOURCE: Final = 1
    AROUND: Final = 2

    def __init__(self) -> None:
        self.asked = 0
        self.commits: set[str] = set()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Everything around the resources: time, tree, ownership, history, the base.

    ``files`` are the paths of the tree and ``folders`` their parents; ``before`` maps a
    resource's key to what the base said of it; ``renames`` are old paths to new ones; ``commit``
    answers for this repository, ``digest`` for content of the tree; ``provided`` are the
    files that rules may wait for, where those are not just ``files``: what governs stands in the
    base, and facts may come from elsewhere.
    ``first_seen`` answers by the history of the reports that tell of a vulnerability.
    ``in_hook`` says that CI will judge again, with facts that a laptop may lack.
    """

    universe: Universe
    ownership: Ownership
    now: datetime
    files: frozenset[str] = frozenset()
    folders: Container[str] = frozenset()
    commit: Callable[[str], bool | None] = _cannot_tell
    before: Mapping[str, Resource] = field(default_factory=dict)
    renames: Mapping[str, str] = field(default_factory=dict)
    provided: frozenset[str] | None = None
    in_hook: bool = False
    digest: Callable[[str], str | None] = _not_read
    first_seen: Callable[[Resource], tuple[datetime | None, bool]] = _just_now
    looks: Looks = field(default_factory=Looks, compare=False, repr=False)

    @property
    def links(self) -> Links:
        """How paths in rules step from resource to resource."""
        return Links(self._resolve, self._reach)

    def _resolve(self, source: Resource, reference: str, kind: str) -> Resource | None:
        return self.seen.universe.resolve(source, reference, kind)

    def _reach(self, source: Resource, link: str) -> Sequence[Resource]:
        return self.seen.universe.reach(source, link)

    @property
    def seen(self) -> Surroundings:
        """Itself, to somebody who looks at it while judging: that is kept in ``looks``."""
        self.looks.asked |= self.looks.AROUND
        return self


class At:
    """The context of one target: a resource and the field that is looked at."""

    __slots__ = ("_beside", "_resource", "around", "field")

    def __init__(
        self, around: Surroundings, resource: Resource, field: str, beside: Container[str] = ()
    ) -> None:
        """``beside`` are the other fields of which it is known that the check looks at them."""
        self.around = around
        self._resource = resource
        self._beside = beside
        self.field = field

    @property
    def resource(self) -> Resource:
        """The resource that is being judged."""
        self.around.looks.asked |= Looks.RESOURCE
        return self._resource

    def value(self, name: str) -> Value:
        """What another field of the resource says."""
        if name not in self._beside:
            self.around.looks.asked |= Looks.RESOURCE
        return self._resource.value(name)

    @property
    def now(self) -> datetime:
        """The time of the run, in UTC."""
        return self.around.seen.now

    def exists(self, path: str) -> bool:
        """Whether the judged tree holds this file or folder."""
        path, around = path.strip("/"), self.around.seen
        return path in around.files or path in around.folders or path in ("", ".")

    def digest(self, path: str) -> str | None:
        """The SHA-256 of a file of the judged tree."""
        return self.around.seen.digest(path)

    def commit(self, name: str) -> bool | None:
        """Whether this repository holds the commit; None where that cannot be told."""
        held, looks = self.around.commit(name), self.around.looks
        if held:
            looks.commits.add(name)
        looks.asked |= looks.RESOURCE if held else looks.AROUND
        return held

    def first_seen(self) -> tuple[datetime | None, bool]:
        """Since when history tells of the resource, and whether it may be older than that."""
        return self.around.seen.first_seen(self._resource)

    def owners(self, path: str) -> tuple[str, ...]:
        """The code owners of a path."""
        return self.around.seen.ownership.owners(path)

    def steward(self, handle: str) -> Resource | None:
        """The person or team of this handle in the ownership map."""
        return self.around.seen.ownership.entry(handle)

    def resolve(
        self, reference: str, kind: str = "", source: Resource | None = None
    ) -> Resource | None:
        """The resource that a reference in this resource, or in ``source``, means."""
        return self.around.seen.universe.resolve(source or self._resource, reference, kind)

    def resources(self, kind: Kind) -> Sequence[Resource]:
        """All resources of a kind in the universe."""
        return self.around.seen.universe.of_kind(kind)

    def before(self) -> Resource | None:
        """The same resource at the base."""
        if not self.around.before:  # nobody's: that does not depend on which resource it is
            return None
        found, looks = self.around.before.get(self._resource.key), self.around.looks
        looks.asked |= looks.RESOURCE if found is None else looks.AROUND
        return found


class Folders(Container[str]):
    """All folders that hold one of these files, told when somebody asks: few rules do."""

    __slots__ = ("_files", "_found")

    def __init__(self, files: Iterable[str]) -> None:
        self._files = files
        self._found: set[str] | None = None

    def __contains__(self, path: object) -> bool:
        if self._found is None:
            self._found = set()
            for one in self._files:
                while "/" in one:
                    one = one.rpartition("/")[0]
                    if one in self._found:
                        break
                    self._found.add(one)
        return path in self._found

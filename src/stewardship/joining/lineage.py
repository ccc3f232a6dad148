"""What a resource was made from and what it reaches: the links of a universe as edges and trees.

An edge leads the way that data goes: from a dataset to the model that was trained on it, from a
model to the service that serves it. What a reference names and this tree does not hold is kept as
it is written. Everything here is bounded, and a circle ends where it begins again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from stewardship.frozen import dataclass, field
from stewardship.joining.universe import Universe
from stewardship.model import Location, Resource, Value
from stewardship.policy.fields import LINKS
from stewardship.readers.facts import kind_of_link

ATTESTS = "attests"  # the one link that says nothing of what its holder was made from
DEEPEST = 20  # steps from the resource that is asked about
MOST = 500  # branches of a tree, nodes of a graph: beyond that nobody reads it


@dataclass(frozen=True, slots=True)
class Edge:
    """One link, from what is used to what uses it.

    ``source`` is the key of what is used, empty where ``reference`` names nothing here;
    ``target`` the key of what states the link, at ``place``, over ``field`` in ``role``.
    """

    source: str
    target: str
    reference: str
    field: str
    role: str
    place: Location

    @property
    def label(self) -> str:
        """The link in a word: its role, else its field."""
        return self.role or self.field

    @property
    def outside(self) -> str:
        """What is said of a reference that leads to nothing here; a file may lie here whose digest
        nobody states."""
        from stewardship.vocabulary import digests

        known = digests.parse(self.reference, None) is None
        return "not in this repository" if known else "nothing here is known by this digest"


@dataclass(frozen=True, slots=True)
class Branch:
    """An edge in a tree with what follows it; ``again`` where that is shown elsewhere in it."""

    edge: Edge
    resource: Resource | None
    branches: tuple[Branch, ...] = ()
    again: bool = False


@dataclass(slots=True)
class _Walk:
    """One walk over the links: what it has seen, and whether it had to stop."""

    universe: Universe
    up: bool
    seen: set[str] = field(default_factory=set)
    count: int = 0
    cut: bool = False

    def branches(self, resource: Resource, depth: int = 0) -> tuple[Branch, ...]:
        """All edges of a resource in the walk's direction, with what follows each."""
        found: list[Branch] = []
        for edge in (made_from if self.up else reaches)(self.universe, resource):
            if self.count >= MOST or depth >= DEEPEST:
                self.cut = True
                break
            self.count += 1
            other = self.universe.by_key(edge.source if self.up else edge.target)
            if other is None or other.key in self.seen:
                found.append(Branch(edge, other, again=other is not None))
                continue
            self.seen.add(other.key)
            found.append(Branch(edge, other, self.branches(other, depth + 1)))
        return tuple(found)


def made_from(universe: Universe, resource: Resource) -> list[Edge]:
    """The links that a resource states, in the order in which it does, each once."""
    found: dict[tuple[str, str, str], Edge] = {}
    for name in LINKS:
        value = resource.fields.get(name)
        for item in value.data if value and isinstance(value.data, tuple) else ():
            edge = _edge(universe, resource, name, item)
            if edge is not None:
                found.setdefault((edge.source or edge.reference, name, edge.role), edge)
    return list(found.values())


def _edge(universe: Universe, resource: Resource, name: str, item: Value) -> Edge | None:
    """The edge of one record; None for what names nothing, and for what names itself."""
    if not isinstance(item.data, Mapping) or "ref" not in item.data:
        return None
    ref, role = item.data["ref"], item.data.get("role")
    if not isinstance(ref.data, str) or ref.state == "absent":
        return None
    named = ref.state == "present" and " " not in ref.data
    target = universe.resolve(resource, ref.data, kind_of_link(name, item.data)) if named else None
    if target is not None and target.key == resource.key:
        return None
    source = target.key if target else ""
    said = str(role.data) if role and isinstance(role.data, str) else ""
    return Edge(source, resource.key, ref.data, name, said, ref.location)


def reaches(universe: Universe, resource: Resource) -> list[Edge]:
    """The links of others that lead to a resource, in the order of all resources."""
    users = universe.among(universe.linking_to(resource.key))
    return [
        edge for user in users for edge in made_from(universe, user) if edge.source == resource.key
    ]


def tree(universe: Universe, resource: Resource, up: bool) -> tuple[tuple[Branch, ...], bool]:
    """What a resource was made from (``up``) or reaches, and whether that was cut short."""
    walk = _Walk(universe, up, {resource.key})
    return walk.branches(resource), walk.cut


SHOWN = ("model", "dataset", "service", "container", "deployment")  # what a graph always shows


@dataclass(frozen=True, slots=True)
class Graph:
    """Resources by key and the edges between them; ``cut`` are the nodes left out for their number.

    An edge without a ``source`` comes from something outside that only its reference names.
    """

    nodes: Mapping[str, Resource]
    edges: tuple[Edge, ...]
    cut: int = 0


def graph(universe: Universe, around: Collection[Resource] = ()) -> Graph:
    """The lineage of a whole universe, or of what reaches and is reached from some resources."""
    edges = [edge for one in universe.all() for edge in made_from(universe, one)]
    if around:
        keys = _closure(edges, [one.key for one in around])
    else:
        linked = {key for edge in edges for key in (edge.source, edge.target)}
        keys = {one.key for one in universe.all() if one.kind in SHOWN or one.key in linked}
    chosen = universe.among(keys)
    nodes = {one.key: one for one in chosen[:MOST]}
    kept = tuple(
        edge for edge in edges if edge.target in nodes and (not edge.source or edge.source in nodes)
    )
    return Graph(nodes, kept, len(chosen) - len(nodes))


def _closure(edges: Iterable[Edge], start: Iterable[str]) -> set[str]:
    """All keys that lead to one of these, or that one of these leads to."""
    found: set[str] = set(start)
    up: dict[str, list[str]] = {}
    down: dict[str, list[str]] = {}
    for edge in edges:
        if edge.source:
            up.setdefault(edge.target, []).append(edge.source)
            down.setdefault(edge.source, []).append(edge.target)
    return found | set(_far(up, found)) | set(_far(down, found))


def _far(steps: Mapping[str, list[str]], start: Iterable[str]) -> Iterator[str]:
    seen, queue = set(start), list(start)
    while queue:
        for key in steps.get(queue.pop(), ()):
            if key not in seen:
                seen.add(key)
                queue.append(key)
                yield key

"""Whom a model names as responsible for the data that it was made from.

CycloneDX describes the data of a model in the model's own document, its ``governance`` included.
Where the tree holds that dataset, what stands there is one more document that speaks of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from stewardship.frozen import replace
from stewardship.joining.universe import Universe
from stewardship.model import Resource, Value

FIELD = "described-owners"
ORIGIN = "ownership"
SAID = ("stewards", "steward", "owners", "custodians")
"""What a governance says, the most telling first."""


def tell(universe: Universe) -> Universe:
    """The universe in which each dataset knows whom others name for it.

    What a run keeps of a resource rests on its content, and this does not: the ``content`` of what
    is told goes.
    """

    def told(one: Resource) -> Resource:
        if one.kind != "dataset":
            return one
        linking = (universe.by_key(key) for key in sorted(universe.linking_to(one.key)))
        named = tuple(
            person
            for other in linking
            for target, people in (_described(universe, other) if other else ())
            if target == one.key
            for person in people
        )
        if not named:
            return one
        value = Value(named, named[0].location, ORIGIN)
        return replace(one, fields={**one.fields, FIELD: value}, content="")

    return universe.changed(told)


def touched(universe: Universe, paths: Collection[str]) -> set[str]:
    """The keys of the datasets that these files describe in passing."""
    return {
        target
        for path in paths
        for one in universe.speaking_from(path)
        for target, _ in _described(universe, one)
    }


def _described(universe: Universe, one: Resource) -> Iterator[tuple[str, list[Value]]]:
    """The datasets of this tree that a resource describes, each with whom it names for it."""
    for record in _records(one.fields.get("sources")):
        said = record.get("governance")
        ref = record.get("ref")
        if said is None or not isinstance(said.data, Mapping) or ref is None:
            continue
        target = universe.resolve(one, str(ref.data), "dataset")
        if target is not None:
            yield target.key, list(_people(said.data))


def _records(value: Value | None) -> Iterator[Mapping[str, Value]]:
    for item in value.data if value and isinstance(value.data, tuple) else ():
        if isinstance(item.data, Mapping):
            yield item.data


def _people(said: Mapping[str, Value]) -> Iterator[Value]:
    for name in SAID:
        value = said.get(name)
        listed: Iterable[Value] = ()
        if value is not None:
            listed = value.data if isinstance(value.data, tuple) else (value,)
        yield from (one for one in listed if one.state == "present" and isinstance(one.data, str))

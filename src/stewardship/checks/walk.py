"""How a check goes through a value: item by item, candidate by candidate, node by node.

A problem with one item of a list stands at that item and is fingerprinted by it, so that mending
a neighbor does not change who it is. What a list holds is judged as strictly as a value of its
own: an item that is still a placeholder is a problem, and never skipped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from stewardship.checks import wording
from stewardship.frozen import replace
from stewardship.model import Problem, Unjudged, Value

Judge = Callable[[Value], Iterable[Problem | Unjudged]]
SCALAR = (str, int, float, type(None))  # asked before anything is held to be a Mapping: quicker


def each(
    value: Value, field: str, judge: Judge, needed: bool = False
) -> Iterator[Problem | Unjudged]:
    """What ``judge`` says of the value, or of each of its items where it is a list.

    ``judge`` is given only what is stated: nothing absent, no placeholder, no candidate list.
    With ``needed`` an empty list is a problem too; without, there is nothing in it to be wrong.
    """
    if not isinstance(value.data, tuple):
        yield from _judged(value, field, judge)
        return
    if needed and not value.data:
        yield Problem(wording.absent(field))
    for item in value.data:
        for said in _judged(item, field, judge):
            yield placed(said, item, value)


def _judged(item: Value, field: str, judge: Judge) -> Iterator[Problem | Unjudged]:
    """The item's own state, where that is already the answer; else what the judge says."""
    said = unstated(item, field)
    if said:
        yield Problem(said)
    elif item.state == "conflicting" and item.candidates:
        for candidate in item.candidates:
            found = _judged(replace(candidate, candidates=()), field, judge)
            yield from (placed(problem, candidate, item) for problem in found)
    else:
        yield from judge(item)


def unstated(value: Value, field: str) -> str:
    """Why nothing can be made of this value (absent, a placeholder, not known), or nothing."""
    data = value.data
    if value.state == "absent" or data is None or (isinstance(data, str) and not data.strip()):
        return wording.absent(field)
    if value.state in ("present", "conflicting"):
        return ""
    scalar = wording.summary(value) if isinstance(data, tuple | Mapping) else data
    if value.state == "placeholder":
        return wording.placeholder(field, scalar)
    return wording.unknown(field, scalar)


def placed(said: Problem | Unjudged, item: Value, whole: Value) -> Problem | Unjudged:
    """The problem at its item, with the item for its fingerprint; untouched for a whole value."""
    if isinstance(said, Unjudged) or item is whole:
        return said
    if said.location is None and item.location != whole.location:
        said = replace(said, location=item.location)
    return said if said.value is not None else replace(said, value=item.plain())


def scalars(value: Value) -> Iterator[Value]:
    """The scalars that are stated by the value itself, its items or its candidates."""
    if value.state == "conflicting" and value.candidates:
        for candidate in value.candidates:
            yield from scalars(replace(candidate, candidates=()))
    elif isinstance(value.data, tuple):
        for item in value.data:
            yield from scalars(item)
    elif not isinstance(value.data, Mapping) and not unstated(value, ""):
        yield value


def nodes(
    value: Value, path: str = "", spared: frozenset[str] = frozenset()
) -> Iterator[tuple[str, Value]]:
    """The value and all that it holds, parents first, each with its path (``sources[0].ref``).

    A conflict is followed by each of its candidates, for every one is stated somewhere; entries
    whose name is ``spared`` are left out with all that they hold.
    """
    yield path, value
    data = value.data
    if value.state == "conflicting" and value.candidates:
        for candidate in value.candidates:
            yield from nodes(candidate, path, spared)
    elif isinstance(data, tuple):
        for index, item in enumerate(data):
            yield from nodes(item, f"{path}[{index}]", spared)
    elif not isinstance(data, SCALAR):
        for key, item in data.items():
            if key in spared:
                continue
            way = f"{path}.{key}" if path else key
            if isinstance(item.data, SCALAR) and not item.candidates:
                yield way, item
            else:
                yield from nodes(item, way, spared)


def entry(record: Value, key: str) -> Value | None:
    """A record's entry, where the value is a record and has it."""
    return record.data.get(key) if isinstance(record.data, Mapping) else None

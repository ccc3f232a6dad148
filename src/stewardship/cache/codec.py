"""Fragments as JSON and back, for the cache: facts and their places, nothing that runs.

What joining needs stands apart from the fields: ``pack`` returns a head and a body for each
file, and ``unpack`` decodes a body only when a field is asked for. The path is not repeated in
the places: everything a reader says of a file stands in that file.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from stewardship.model import Data, Fields, Fragment, Location, Problem, Related, Value

_STATES = ("present", "absent", "placeholder", "unknown", "conflicting")
_NUMBERS = {state: number for number, state in enumerate(_STATES)}
_SCALARS = (str, int, float, type(None))

Head = list[Any]
Body = Callable[[], bytes]


def pack(fragments: Sequence[Fragment]) -> tuple[list[Head], bytes]:
    """The heads (JSON data) and the body (JSON bytes) of what a reader said of one file."""
    heads = [
        [
            part.kind, part.name, part.origin, _place(part.place), part.ids, part.digests,
            part.refs, [_problem(problem) for problem in part.problems],
        ]
        for part in fragments
    ]  # fmt: skip
    fields = [{name: _value(value) for name, value in part.fields.items()} for part in fragments]
    return heads, _encode(fields).encode("utf-8", "surrogatepass")


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


def unpack(path: str, heads: Sequence[Head], body: Body, content: str = "") -> list[Fragment]:
    """The fragments of one file; ``body`` is called when the first field is looked at.
    ``content`` names what the file holds, where that is known."""
    shared = _Bodies(path, body)
    found = []
    for number, head in enumerate(heads):
        kind, name, origin, (line, column, pointer), ids, digests, refs, problems = head
        place = Location(path, line, column, None if pointer is None else tuple(pointer))
        fields = _Fields(shared, number)
        source = source_of(path, content, number)
        if ids or digests or refs or problems:
            links = tuple([(field, ref, kind) for field, ref, kind in refs])
            wrong = tuple([_to_problem(path, one) for one in problems])
            more = (tuple(ids), tuple(digests), links, wrong)
            found.append(Fragment(kind, name, place, origin, fields, *more, source))
        else:
            found.append(Fragment(kind, name, place, origin, fields, source=source))
    return found


def source_of(path: str, content: str, number: int) -> str:
    """What names a fragment: its number among those of a content at a path."""
    return f"{content}#{number}:{path}" if content else ""


class _Bodies:
    """The fields of all fragments of one file, decoded once."""

    __slots__ = ("_body", "_decoded", "path")

    def __init__(self, path: str, body: Body) -> None:
        self.path = path
        self._body = body
        self._decoded: list[dict[str, Any]] | None = None

    def fields(self, number: int) -> Fields:
        if self._decoded is None:
            self._decoded = json.loads(self._body().decode("utf-8", "surrogatepass"))
        raw = self._decoded[number]
        return {name: _to_value(self.path, value) for name, value in raw.items()}


class _Fields(Mapping[str, Value]):
    """The fields of one fragment, decoded at the first look."""

    __slots__ = ("_bodies", "_fields", "_number")

    def __init__(self, bodies: _Bodies, number: int) -> None:
        self._bodies = bodies
        self._number = number
        self._fields: Fields | None = None

    def _all(self) -> Fields:
        if self._fields is None:
            self._fields = self._bodies.fields(self._number)
        return self._fields

    def __getitem__(self, name: str) -> Value:
        return self._all()[name]

    def get(self, name: str, default: Any = None) -> Any:
        """As of any mapping, without the exception that ``Mapping`` catches for it."""
        return self._all().get(name, default)

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())


def _place(location: Location) -> list[Any]:
    return [location.line, location.column, location.pointer]


def _location(path: str, place: Sequence[Any]) -> Location:
    pointer = place[2]
    return Location(path, place[0], place[1], None if pointer is None else tuple(pointer))


def _value(value: Value) -> list[Any]:
    data: Any = value.data
    place = value.location
    shape = 0
    if isinstance(data, tuple):
        shape, data = 1, [_value(item) for item in data]
    elif not isinstance(data, _SCALARS):
        shape, data = 2, {key: _value(item) for key, item in data.items()}
    packed = [
        _NUMBERS[value.state], shape, data, place.line, place.column, place.pointer, value.origin,
    ]  # fmt: skip
    return [*packed, [_value(one) for one in value.candidates]] if value.candidates else packed


def _to_value(path: str, raw: Sequence[Any]) -> Value:
    data: Data = raw[2]
    if raw[1] == 1:
        data = tuple([_to_value(path, item) for item in raw[2]])
    elif raw[1] == 2:
        data = {key: _to_value(path, item) for key, item in raw[2].items()}
    candidates = tuple([_to_value(path, one) for one in raw[7]]) if len(raw) > 7 else ()
    pointer = None if raw[5] is None else tuple(raw[5])
    state: Any = _STATES[raw[0]]
    return Value(data, Location(path, raw[3], raw[4], pointer), raw[6], state, candidates)


def _problem(problem: Problem) -> list[Any]:
    place = None if problem.location is None else _place(problem.location)
    related = [[_place(one.location), one.message] for one in problem.related]
    return [problem.message, place, problem.value, related, dict(problem.details)]


def _to_problem(path: str, raw: Sequence[Any]) -> Problem:
    place = None if raw[1] is None else _location(path, raw[1])
    related = tuple(Related(_location(path, one), message) for one, message in raw[3])
    return Problem(raw[0], place, raw[2], related, raw[4])

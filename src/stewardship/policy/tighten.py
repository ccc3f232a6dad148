"""Which of two values of a param asks for more, and what holds where an organization has a floor.

A policy says of a param which way is the stricter one: ``stricter: lower`` or ``higher`` (numbers,
durations, and each cell of a table), ``fewer`` or ``more`` (lists), or a list of words, the weakest
first (a text, each cell of a table). A param that does not say so has one value, the floor's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from stewardship.frozen import dataclass, replace
from stewardship.model import Location, Param, Plain, Problem
from stewardship.strict import short
from stewardship.vocabulary import durations

WAYS = ("lower", "higher", "fewer", "more")


class Loosened(NamedTuple):
    """Something that asks for less than a floor, and so is not in force: what, where, what to do.

    ``outside`` where the floor is not the repository's own decision, or began on a day that has
    come since: then nobody did wrong who wrote this, and it stops nobody.
    """

    message: str
    place: Location | None
    hint: str
    outside: bool

    @property
    def problem(self) -> Problem:
        """How it is said where it stops nobody."""
        return Problem(f"{self.message}, which is in force; {self.hint}", self.place)


@dataclass(frozen=True, slots=True)
class Authority:
    """Whose floor it is, and which params (``PACK.NAME``) a repository may set as it likes.

    ``outside`` for one that the caller gives, and not the repository's configuration.
    """

    name: str
    outside: bool = False
    free: frozenset[str] = frozenset()


class Layer(NamedTuple):
    """The params of one pack that one floor sets: a file, or the defaults of its own policy."""

    authority: Authority
    path: str = ""
    content: bytes = b""
    defaults: bool = False

    @property
    def named(self) -> tuple[object, ...]:
        """All that its effect depends on."""
        who = self.authority
        return (who.name, who.outside, sorted(who.free), self.path, self.content, self.defaults)


Params = Mapping[str, Param]


def held(
    pack: str, floors: Sequence[tuple[Authority, Params]], own: Params
) -> tuple[dict[str, Param], tuple[Loosened, ...]]:
    """The params in force: each floor's, and the repository's ``own`` where they ask for more."""
    found: dict[str, Param] = {}
    loosened: list[Loosened] = []
    for _, given in floors:
        for name, one in given.items():
            below = found.get(name)
            found[name] = meet(below, one) if below else one
    for name, one in own.items():
        named = f"{pack}.{name}"
        bound = [(who, given[name]) for who, given in floors
                 if name in given and named not in who.free]  # fmt: skip
        value = one
        for who, floor in bound:
            value = meet(floor, value)
            if not keeps(one, floor):
                loosened.append(_said(who, named, one, floor))
        found[name] = value
    return found, tuple(loosened)


def _said(who: Authority, named: str, one: Param, floor: Param) -> Loosened:
    way = f"`{floor.stricter}` is stricter" if isinstance(floor.stricter, str) else ""
    why = way or ("a word is at least as far down the list" if floor.stricter else "it is fixed")
    return Loosened(
        f"`{named}` asks for less than the floor of {who.name} ({at(floor.place)}): {why}",
        one.place,
        f"take it out, or have `{named}` put into `may-override: params:` of {who.name}",
        who.outside,
    )


def at(place: Location | None) -> str:
    """A place as people write it."""
    if place is None:
        return "default"
    return f"{place.path}:{place.line}" if place.line else place.path


def keeps(one: Param, floor: Param) -> bool:
    """Whether a value asks for at least what the floor asks for."""
    return one.value == floor.value or _at_least(floor.stricter, one.value, floor.value)


def meet(floor: Param, one: Param) -> Param:
    """What asks for all that either asks for; the floor where nothing tells how."""
    if keeps(one, floor):
        return one
    if keeps(floor, one):
        return floor
    a, b = floor.value, one.value
    if isinstance(a, list) and isinstance(b, list):
        if floor.stricter == "fewer":
            return replace(floor, value=[item for item in a if item in b])
        if floor.stricter == "more":
            return replace(floor, value=[*a, *(item for item in b if item not in a)])
    if floor.stricter is not None and isinstance(a, dict) and isinstance(b, dict):
        return replace(floor, value=_cells(floor.stricter, a, b))
    return floor


def _at_least(way: Plain, one: Plain, floor: Plain) -> bool:
    if isinstance(floor, dict):
        return way is not None and isinstance(one, dict) and all(
            name in one and (one[name] == cell or _at_least(way, one[name], cell))
            for name, cell in floor.items()
        )  # fmt: skip
    if way in ("lower", "higher"):
        a, b = _number(one), _number(floor)
        return a is not None and b is not None and (a <= b if way == "lower" else a >= b)
    if way in ("fewer", "more"):
        if not isinstance(one, list) or not isinstance(floor, list):
            return False
        few, many = (one, floor) if way == "fewer" else (floor, one)
        return all(item in many for item in few)
    if not isinstance(way, list):
        return False
    return one in way and floor in way and way.index(one) >= way.index(floor)


def _cells(way: Plain, floor: Plain, one: Plain) -> Plain:
    """A table whose every cell is the stricter of the two; the floor's where one lacks it."""
    if isinstance(floor, dict) and isinstance(one, dict):
        both = {name: _cells(way, cell, one.get(name, cell)) for name, cell in floor.items()}
        return {**one, **both}
    return one if _at_least(way, one, floor) else floor


def _number(value: Plain) -> float | None:
    if isinstance(value, str):
        try:
            return durations.parse(value).total_seconds()
        except ValueError:
            return None
    return value if isinstance(value, int | float) else None


def no_way(param: Mapping[str, Any]) -> str:
    """What is wrong with ``stricter:`` of a param as it is declared; empty where nothing is."""
    kind, way = param["type"], param.get("stricter")
    numbers = ("number", "integer", "duration", "table")
    kinds = {("lower", "higher"): numbers, ("fewer", "more"): ("list",)}
    if way is None:
        return ""
    for ways, fitting in kinds.items():
        if way in ways:
            return "" if kind in fitting else f"`{way}` says nothing of a param of type `{kind}`"
    if not isinstance(way, list):
        return f"`{short(str(way))}` is none of {', '.join(WAYS)}, nor a list of words"
    if kind not in ("string", "table"):
        return f"a list of words says nothing of a param of type `{kind}`"
    missing = [word for word in _words(param["default"]) if word not in way]
    return f"`{short(str(missing[0]))}` of the default is not among the words" if missing else ""


def _words(value: Plain) -> list[Plain]:
    if isinstance(value, dict):
        return [word for cell in value.values() for word in _words(cell)]
    return [value]

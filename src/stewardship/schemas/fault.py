"""What does not fit a schema, and what every compiled part of one is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from stewardship.model import Pointer

MOST = 200
"""So many faults of one document are looked for; what has more is wrong anyway."""


class Fault(NamedTuple):
    """One thing that does not fit: where, by which keyword, what that asks for, what is there.

    ``inner`` are the faults of the form that was most likely meant, where none of several fits.
    """

    pointer: Pointer
    keyword: str
    wanted: Any
    found: Any
    inner: tuple[Fault, ...] = ()


Faults = Sequence[Fault]
Check = Callable[[Any], Faults]
Compile = Callable[[Any], Check]
FITS: Faults = ()


def below(step: str | int, wrong: Faults) -> list[Fault]:
    """The faults of a node as faults of what holds it."""
    return [one._replace(pointer=(step, *one.pointer)) for one in wrong]


def key(node: Any) -> Any:
    """A node as something to look up: equal for equal data, and ``true`` is not 1."""
    if type(node) is dict:
        return frozenset([(name, key(one)) for name, one in node.items()])
    if type(node) is list:
        return tuple(map(key, node))
    return (_TRUTH, node) if type(node) is bool else node


_TRUTH = object()

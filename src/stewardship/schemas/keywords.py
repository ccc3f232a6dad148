"""The keywords of JSON Schema that look at a node itself and at what it holds.

Each function takes the keyword's value, the schema that it stands in and the compiler, and
returns the check. The meaning is that of JSON Schema Validation 2020-12.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from stewardship.schemas.fault import FITS, MOST, Check, Compile, Fault, Faults, below, key

_TYPES: Mapping[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "null": (type(None),),
    "integer": (int,),
    "number": (int, float),
}


def type_(wanted: str | list[str], schema: Any, compile: Compile) -> Check:
    """The node is of this type, or of one of these; 1.0 is an integer."""
    named = [wanted] if isinstance(wanted, str) else wanted
    types = frozenset(one for name in named for one in _TYPES[name])
    whole = "integer" in named and "number" not in named

    def check(found: Any) -> Faults:
        kind = type(found)
        if kind in types or (whole and kind is float and found.is_integer()):
            return FITS
        return [Fault((), "type", wanted, found)]

    return check


def properties(wanted: Any, schema: Mapping[str, Any], compile: Compile) -> Check:
    """``properties``, ``patternProperties`` and ``additionalProperties``, which belong together."""
    known = {name: compile(one) for name, one in schema.get("properties", {}).items()}
    patterns = [
        (_search(pattern), compile(one))
        for pattern, one in schema.get("patternProperties", {}).items()
    ]
    others = schema.get("additionalProperties", True)
    rest = compile(others)

    def node_of(name: str, node: Any) -> Faults:
        found = [other(node) for search, other in patterns if search(name)]
        if name in known:
            found.append(known[name](node))
        elif not found and others is False:
            return [Fault((), "additionalProperties", tuple(known), name)]
        elif not found:
            found.append(rest(node))
        return below(name, [one for wrong in found for one in wrong])

    def check(found: Any) -> Faults:
        if type(found) is not dict:
            return FITS
        said: list[Fault] = []
        for name, node in found.items():
            one = known.get(name)
            if one is None or patterns:
                if patterns or others is not True:
                    said += node_of(name, node)
            elif wrong := one(node):
                said += below(name, wrong)
            if len(said) > MOST:
                break
        return said

    return check


def property_names(wanted: Any, schema: Any, compile: Compile) -> Check:
    """Every key of an object fits."""
    named = compile(wanted)

    def check(found: Any) -> Faults:
        keys = found if type(found) is dict else ()
        return [one for name in keys for one in named(name)]

    return check


def required(wanted: list[str], schema: Any, compile: Compile) -> Check:
    """An object has these keys."""

    def check(found: Any) -> Faults:
        if type(found) is not dict:
            return FITS
        return [Fault((), "required", name, found) for name in wanted if name not in found]

    return check


def items(wanted: Any, schema: Mapping[str, Any], compile: Compile) -> Check:
    """``prefixItems`` and ``items``: what the items of a list fit."""
    first = [compile(one) for one in schema.get("prefixItems", ())]
    rest = compile(schema.get("items", True))

    def check(found: Any) -> Faults:
        if type(found) is not list:
            return FITS
        said: list[Fault] = []
        for index, node in enumerate(found):
            if wrong := (first[index] if index < len(first) else rest)(node):
                said += below(index, wrong)
                if len(said) > MOST:
                    break
        return said

    return check


def unique_items(wanted: bool, schema: Any, compile: Compile) -> Check:
    """No two items of a list are equal; ``wanted`` of the fault is the index of the first."""

    def check(found: Any) -> Faults:
        if type(found) is not list or len(found) < 2 or not wanted:
            return FITS
        seen: dict[Any, int] = {}
        for index, node in enumerate(found):
            first = seen.setdefault(key(node), index)
            if first != index:
                return [Fault((index,), "uniqueItems", first, node)]
        return FITS

    return check


def enum(wanted: list[Any], schema: Any, compile: Compile) -> Check:
    """The node is one of these."""
    same = {key(one) for one in wanted}
    return lambda found: FITS if key(found) in same else [Fault((), "enum", wanted, found)]


def const(wanted: Any, schema: Any, compile: Compile) -> Check:
    """The node is this."""
    same = key(wanted)
    return lambda found: FITS if key(found) == same else [Fault((), "const", wanted, found)]


def _search(pattern: str) -> Callable[[str], object]:
    """ECMAScript's ``$`` is the end, and its classes are those of ASCII."""
    if pattern.endswith("$") and not pattern.endswith("\\$"):
        pattern = f"{pattern[:-1]}\\Z"
    return re.compile(pattern, re.ASCII).search


def pattern(wanted: str, schema: Any, compile: Compile) -> Check:
    """A text matches somewhere."""
    search = _search(wanted)

    def check(found: Any) -> Faults:
        if type(found) is not str or search(found):
            return FITS
        return [Fault((), "pattern", wanted, found)]

    return check


def bound(keyword: str) -> Callable[[Any, Any, Compile], Check]:
    """A keyword that compares a number, or how much there is of something, with a number."""
    types, measure, least = _BOUNDS[keyword]

    def compiler(wanted: Any, schema: Any, compile: Compile) -> Check:
        def check(found: Any) -> Faults:
            if type(found) not in types:
                return FITS
            size = measure(found)
            if size >= wanted if least else size <= wanted:
                return FITS
            return [Fault((), keyword, wanted, found)]

        return check

    return compiler


_BOUNDS: Mapping[str, tuple[tuple[type, ...], Callable[[Any], Any], bool]] = {
    "minimum": ((int, float), lambda found: found, True),
    "maximum": ((int, float), lambda found: found, False),
    "minLength": ((str,), len, True),
    "maxLength": ((str,), len, False),
    "minItems": ((list,), len, True),
    "maxItems": ((list,), len, False),
}
BOUNDS = tuple(_BOUNDS)

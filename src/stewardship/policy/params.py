"""Params: the numbers and sets that a policy declares and an organization sets.

A policy declares each with a type, a default and a help; ``.steward/params/PACK.yaml`` sets some
of them. A name that is none and a value of another type are errors at their own place.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stewardship import strict
from stewardship.document import Document
from stewardship.frozen import replace
from stewardship.model import Param, Plain
from stewardship.vocabulary import durations

_TYPES: Mapping[str, tuple[tuple[type, ...], str]] = {
    "number": ((int, float), "a number"),
    "integer": ((int,), "a whole number"),
    "string": ((str,), "a text"),
    "boolean": ((bool,), "`true` or `false`"),
    "list": ((list,), "a list"),
    "table": ((dict,), "a mapping"),
    "duration": ((str,), "a duration such as `90d`"),
}


def declared(document: Document) -> dict[str, Param]:
    """The params that a policy file declares, each with its default."""
    found: dict[str, Param] = {}
    for name, one in document.data.get("params", {}).items():
        place = document.location("params", name)
        way = one.get("stricter")
        found[name] = Param(name, one["type"], one["default"], one["help"], place, way)
    return found


def fault(name: str, one: Mapping[str, Any]) -> tuple[str, str] | None:
    """The key that is wrong in a param as it is declared, and what is wrong with it."""
    wrong = mismatch(one["type"], one["default"], name)
    if wrong:
        return "default", wrong
    from stewardship.policy import tighten  # late: only a file that is not known yet is looked at

    wrong = tighten.no_way(one)
    return ("stricter", wrong) if wrong else None


def given(params: Mapping[str, Param], path: str, content: bytes) -> dict[str, Param]:
    """The params that an organization's file sets, each at its place in that file."""
    found: dict[str, Param] = {}
    root = strict.read(content, path)
    for name, node in root.entries("a params file").items():
        if name not in params:
            message, place = f"no param is named `{strict.short(name)}`", node.key_place(name)
            raise strict.unknown(message, name, params, place, content)
        wrong = mismatch(params[name].type, node.data, name)
        if wrong:
            raise node.error(wrong)
        found[name] = replace(params[name], value=node.data, place=node.location)
    return found


def mismatch(kind: str, value: Any, name: str) -> str:
    """What is wrong with a value for a param of this type; empty for one that fits."""
    types, wanted = _TYPES[kind]
    fits = isinstance(value, types) and (kind == "boolean" or not isinstance(value, bool))
    if fits and kind == "duration":
        try:
            durations.parse(value)
        except ValueError as error:
            return f"`{name}`: {error}"
    if fits:
        return ""
    from stewardship.policy.explain import described  # late: most params fit

    return f"`{name}` has to be {wanted}, not {described(value)}"


def texts(param: Param) -> tuple[str, ...] | None:
    """The texts of a param that lists them; None for one that does not."""
    value: Plain = param.value
    if isinstance(value, str):
        return (value,)
    if isinstance(value, list) and all(isinstance(one, str) and one for one in value):
        return tuple(str(one) for one in value)
    return None

"""A quick look at whether data surely fits a JSON Schema.

Most policies are right, and importing jsonschema to hear it takes longer than to judge a hundred
manifests, on every machine that starts without a cache. So what fits is seen here, by the few
keywords that the schemas of policies and checks use; whatever is not sure to fit, and whatever uses
another keyword, is jsonschema's to judge and to explain.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

Schema = Mapping[str, Any] | bool

_TYPES: Mapping[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "number": (int, float),
    "integer": (int,),
    "null": (type(None),),
}


def fits(data: Any, schema: Schema) -> bool:
    """Whether the data (as JSON has it) is valid; False where that is not sure."""
    if isinstance(schema, bool):
        return schema
    return all(
        keyword in _KEYWORDS and _KEYWORDS[keyword](data, wanted, schema)
        for keyword, wanted in schema.items()
    )


def _type(data: Any, wanted: Any, _: Mapping[str, Any]) -> bool:
    names = [wanted] if isinstance(wanted, str) else wanted
    return any(type(data) in _TYPES.get(name, ()) for name in names)


def _enum(data: Any, wanted: Any, _: Mapping[str, Any]) -> bool:
    return any(type(data) is type(one) and data == one for one in wanted)


def _properties(data: Any, wanted: Any, _: Mapping[str, Any]) -> bool:
    return not isinstance(data, dict) or all(
        fits(value, wanted[key]) for key, value in data.items() if key in wanted
    )


def _additional(data: Any, wanted: Any, schema: Mapping[str, Any]) -> bool:
    named = schema.get("properties", {})
    return not isinstance(data, dict) or all(
        fits(value, wanted) for key, value in data.items() if key not in named
    )


def _unique(data: Any, wanted: Any, _: Mapping[str, Any]) -> bool:
    if not wanted or not isinstance(data, list):
        return True
    return all(type(item) is str for item in data) and len(set(data)) == len(data)


_KEYWORDS: Mapping[str, Callable[[Any, Any, Mapping[str, Any]], bool]] = {
    "$schema": lambda data, wanted, _: True,
    "title": lambda data, wanted, _: True,
    "type": _type,
    "enum": _enum,
    "properties": _properties,
    "additionalProperties": _additional,
    "propertyNames": lambda data, wanted, _: (
        not isinstance(data, dict) or all(fits(key, wanted) for key in data)
    ),
    "required": lambda data, wanted, _: not isinstance(data, dict) or data.keys() >= set(wanted),
    "minProperties": lambda data, wanted, _: not isinstance(data, dict) or len(data) >= wanted,
    "items": lambda data, wanted, _: (
        not isinstance(data, list) or all(fits(item, wanted) for item in data)
    ),
    "minItems": lambda data, wanted, _: not isinstance(data, list) or len(data) >= wanted,
    "uniqueItems": _unique,
    "minLength": lambda data, wanted, _: not isinstance(data, str) or len(data) >= wanted,
    "pattern": lambda data, wanted, _: (
        not isinstance(data, str) or re.search(wanted, data) is not None
    ),
    "anyOf": lambda data, wanted, _: any(fits(data, one) for one in wanted),
    "oneOf": lambda data, wanted, _: _one(data, wanted),
}


def _one(data: Any, wanted: Any) -> bool:
    """Whether exactly one of them fits: the others surely do not, which only ``required`` tells."""
    told = all(isinstance(one, dict) and one.keys() == {"required"} for one in wanted)
    return told and isinstance(data, dict) and sum(fits(data, one) for one in wanted) == 1

"""What hypothesis draws: values as hostile manifests hold them, options as policies may have them.

``options_of`` reads the few keywords that the checks' OPTIONS use, so that a new check is covered
without a line here; a keyword that it does not know fails loudly.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from stewardship.model import Location, Value

# Texts that mean something to some check, so that more than the first refusal is reached.
TELLING = (
    "", " ", "main", "TODO", "unknown", "{{ license }}", "mit", "MIT OR GPL-3.0-only", "other",
    "apache-2.0 AND (mit", "GPL-2.0-only WITH Classpath-exception-2.0", "LicenseRef-acme",
    "@dana", "@acme/risk-ml", "dana@acme.example", "group:default/team", "2026-11-23",
    "2026-11-23T10:00:00Z", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "180d",
    "0.95", "95 %", "1e9999", "9fceb02", "9fceb02d0ae598e95dc970b74767f19372d61af8", "a" * 2000,
    "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "md5",
    "x\0y\n\x1b[31m", "../../etc/passwd", "https://acme.example/x", "hf:acme/claims",
    "acme/claims", "`", "\ud800",
)  # fmt: skip

scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from(TELLING),
)
KEYS = st.sampled_from(("ref", "kind", "alg", "content", "path", "role", "a", "b.c", "")) | st.text(
    max_size=5
)
plains: st.SearchStrategy[Any] = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)
places = st.builds(Location, st.sampled_from(("README.md", "a/b.yaml")), st.integers(1, 9))
states = st.sampled_from(("present", "present", "present", "absent", "placeholder", "unknown"))


def _valued(inner: st.SearchStrategy[Value]) -> st.SearchStrategy[Value]:
    lists = st.lists(inner, max_size=4).map(tuple)
    mappings = st.dictionaries(KEYS, inner, max_size=4)
    whole = st.builds(Value, lists | mappings, places, st.just("test"), states)
    conflicts = st.builds(
        Value,
        scalars,
        places,
        st.just("join"),
        st.just("conflicting"),
        st.lists(inner, max_size=3).map(tuple),
    )
    return whole | conflicts


values: st.SearchStrategy[Value] = st.recursive(
    st.builds(Value, scalars, places, st.just("test"), states), _valued, max_leaves=10
)


def options_of(schema: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    """Data that is valid against a schema of the kind that OPTIONS are."""
    known = {
        "type", "properties", "required", "additionalProperties", "items", "enum", "minItems",
        "minLength", "pattern", "anyOf", "minProperties",
        "minimum", "maximum",
    }  # fmt: skip
    assert set(schema) <= known, f"teach strategies.py {set(schema) - known}"
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if "type" not in schema:
        return plains
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return st.one_of(*(_of_type(name, schema) for name in types))


def _of_type(name: str, schema: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    if name == "object":
        return _object(schema)
    if name == "array":
        return st.lists(options_of(schema["items"]), min_size=schema.get("minItems", 0), max_size=4)
    if name == "string":
        if "pattern" in schema:
            return st.from_regex(schema["pattern"], fullmatch=True)
        least = schema.get("minLength", 0)
        return st.text(min_size=least, max_size=12) | st.sampled_from(
            [text for text in TELLING if least <= len(text) < 200]
        )
    least, most = schema.get("minimum"), schema.get("maximum")
    plain: Mapping[str, st.SearchStrategy[Any]] = {
        "boolean": st.booleans(),
        "integer": st.integers(least, most),
        "number": st.integers(least, most)
        | st.floats(least, most, allow_nan=False, allow_infinity=False),
        "null": st.none(),
    }
    return plain[name]


def _object(schema: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    if "properties" not in schema:
        more = schema.get("additionalProperties")
        return st.dictionaries(
            st.sampled_from(("type", "properties", "required", "pattern", "enum", "items", "$ref")),
            options_of(more) if isinstance(more, Mapping) else plains,
            min_size=schema.get("minProperties", 0),
            max_size=3,
        )
    parts = {key: options_of(part) for key, part in schema["properties"].items()}
    wanted = [entry["required"] for entry in schema.get("anyOf", [{"required": []}])]

    def build(required: list[str]) -> st.SearchStrategy[Any]:
        always = {*required, *schema.get("required", ())}
        return st.fixed_dictionaries(
            {key: parts[key] for key in sorted(always)},
            optional={key: part for key, part in parts.items() if key not in always},
        )

    return st.sampled_from(wanted).flatmap(build)

"""The value has the form that a JSON Schema describes.

For own records that no typed check knows. `schema` is a JSON Schema (2020-12 unless `$schema`
says otherwise); every mistake in the value is a problem at its own line, up to twenty. Patterns
run on a linear-time engine, schemas are never fetched, and formats are not judged.

```pass
value: {reviewer: "@lee", every: 30d}
options: {schema: {type: object, required: [reviewer], properties: {every: {pattern: "^[0-9]+d$"}}}}
```

```fail
value: {every: 30d}
options: {schema: {type: object, required: [reviewer]}}
```

```fail
value: {reviewer: "@lee", every: monthly}
options: {schema: {type: object, properties: {every: {pattern: "^[0-9]+d$"}}}}
```
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from stewardship.checks import Context, Options, wording
from stewardship.model import Problem, Unjudged, Value
from stewardship.vocabulary.patterns import compile_pattern
from stewardship.vocabulary.suggest import closest

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator

MOST = 20

OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["schema"],
    "properties": {"schema": {"type": ["object", "boolean"]}},
}

# Keyword -> the words between the value and what the schema says; any other is named as it is.
WORDS: Mapping[str, str] = {
    "type": "is not of the type",
    "enum": "is not",
    "const": "is not",
    "pattern": "does not match",
    "minimum": "is under",
    "maximum": "is over",
    "minLength": "is shorter than",
    "maxLength": "is longer than",
    "minItems": "has fewer items than",
    "maxItems": "has more items than",
}
# Keywords whose errors already carry words of ours.
OWN = frozenset(("required", "additionalProperties"))
FORMS: Mapping[str, str] = {
    "anyOf": "has none of the forms that it may have",
    "oneOf": "has not exactly one of the forms that it may have",
    "not": "has a form that it may not have",
}


def mistakes(options: Options) -> Iterator[str]:
    """What makes the schema itself unusable, before any value is held against it."""
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import SchemaError
    from jsonschema.validators import validator_for

    schema: Any = options.get("schema", True)
    try:
        validator_for(schema, default=Draft202012Validator).check_schema(schema)
        yield from _unsupported(schema)
    except SchemaError as error:
        yield f"`schema` is no JSON Schema: {wording.shorten(error.message)}"
    except RecursionError:
        yield "`schema` is nested too deeply"


def _unsupported(node: object) -> Iterator[str]:
    """Keywords that would search with a pattern on an engine that can be made to hang."""
    if isinstance(node, list):
        for item in node:
            yield from _unsupported(item)
    if not isinstance(node, dict):
        return
    if "unevaluatedProperties" in node:
        yield "`unevaluatedProperties` is not supported; use `additionalProperties`"
    inner = node.get("patternProperties")
    written = [node.get("pattern"), *(inner if isinstance(inner, dict) else ())]
    for pattern in written:
        try:
            compile_pattern(pattern if isinstance(pattern, str) else "", whole=False)
        except ValueError as error:
            yield wording.shorten(str(error), 160)
    for item in node.values():
        yield from _unsupported(item)


def check(value: Value, options: Options, context: Context) -> Iterable[Problem | Unjudged]:
    """A problem for each mistake, at the innermost node that has it."""
    try:
        validator = _validator(json.dumps(options.get("schema"), sort_keys=True))
        return [_problem(error, value) for error in islice(validator(value.plain()), MOST)]
    except RecursionError:
        return [Unjudged("the schema leads back into itself without end")]
    except Exception as error:  # whatever a schema makes the library raise: nothing was judged
        return [Unjudged(f"the schema cannot be applied ({wording.shorten(str(error), 120)})")]


@lru_cache(maxsize=64)
def _validator(text: str) -> Callable[[Any], Iterator[ValidationError]]:
    """The schema ready for use: on linear patterns, and with nothing fetched for a reference."""
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend, validator_for
    from referencing import Registry

    schema = json.loads(text)
    for mistake in mistakes({"schema": schema}):
        raise ValueError(mistake)
    keywords = {
        "pattern": _pattern,
        "patternProperties": _pattern_properties,
        "additionalProperties": _additional_properties,
        "required": _required,
    }
    base = validator_for(schema, default=Draft202012Validator)
    strict: Any = extend(base, keywords)  # type: ignore[no-untyped-call]
    ready: Validator = strict(schema, registry=Registry())
    return ready.iter_errors


def _pattern(
    validator: Validator, pattern: str, instance: Any, schema: Any
) -> Iterator[ValidationError]:
    from jsonschema.exceptions import ValidationError

    if isinstance(instance, str) and not compile_pattern(pattern, whole=False)(instance):
        yield ValidationError("does not match")


def _pattern_properties(
    validator: Any, subschemas: Mapping[str, Any], instance: Any, schema: Any
) -> Iterator[ValidationError]:
    for pattern, subschema in subschemas.items() if isinstance(instance, dict) else ():
        for key in instance:
            if compile_pattern(pattern, whole=False)(key):
                yield from validator.descend(instance[key], subschema, path=key)


def _additional_properties(
    validator: Any, subschema: Any, instance: Any, schema: Mapping[str, Any]
) -> Iterator[ValidationError]:
    from jsonschema.exceptions import ValidationError

    known, free = schema.get("properties", {}), schema.get("patternProperties", ())
    for key in instance if isinstance(instance, dict) else ():
        if key in known or any(compile_pattern(pattern, whole=False)(key) for pattern in free):
            continue
        if subschema is False:
            meant = wording.meant(closest(key, known))
            yield ValidationError(f"has a key {wording.quote(key)} that nobody asked for{meant}")
        else:
            yield from validator.descend(instance[key], subschema, path=key)


def _required(
    validator: Validator, required: list[str], instance: Any, schema: Any
) -> Iterator[ValidationError]:
    from jsonschema.exceptions import ValidationError

    for key in required if isinstance(instance, dict) else ():
        if key not in instance:
            yield ValidationError(f"lacks {wording.quote(key)}")


def _problem(error: ValidationError, value: Value) -> Problem:
    """The library's error as a clause, at the node that it speaks of."""
    node, path = value, ""
    for step in error.absolute_path:
        if isinstance(step, int) and isinstance(node.data, tuple):
            node, path = node.data[step], f"{path}[{step}]"
        elif isinstance(node.data, Mapping):
            node, path = node.data[str(step)], f"{path}.{step}" if path else str(step)
    message = f"{_subject(node)} {_clause(error)}"
    return Problem(
        f"{wording.quote(path)}: {message}" if path else message,
        node.location if node.location != value.location else None,
        f"{path} {error.validator} {wording.flat(node.plain())}",
    )


def _subject(node: Value) -> str:
    if isinstance(node.data, tuple | Mapping):
        return "the list" if isinstance(node.data, tuple) else "the mapping"
    return wording.quote(node.data) if node.data is not None else "nothing"


def _clause(error: ValidationError) -> str:
    keyword = str(error.validator)  # "None" where the whole schema is `false`
    if keyword == "None":
        return "is not allowed here"
    if keyword in OWN:
        return error.message
    if keyword in FORMS:
        return FORMS[keyword]
    wanted: Any = error.validator_value
    if keyword in WORDS and not isinstance(wanted, dict):
        options = wanted if isinstance(wanted, list) else [wanted]
        said = wording.choices(wording.flat(one) for one in options)
        return f"{WORDS[keyword]} {said or 'anything, for nothing is allowed'}"
    return f"does not keep to {wording.quote(keyword)} of the schema"

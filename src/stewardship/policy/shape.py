"""The JSON Schema of a policy file, and what is wrong where a file does not fit.

The schema is composed: the frame of a policy stands here, the options of each check in the
check's own ``OPTIONS``. What fits is seen at a quick look (``fits``); jsonschema says what is wrong
with the rest, and is imported for that alone. A file that passed is remembered by its content.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from stewardship import checks
from stewardship.document import Document
from stewardship.errors import UserError
from stewardship.model import KINDS, SEVERITIES, Plain, Pointer
from stewardship.policy.explain import Said, explain, is_about_keys
from stewardship.policy.fits import fits
from stewardship.policy.params import fault
from stewardship.policy.references import is_reference
from stewardship.strict import Node, excerpt

_TEXT = {"type": "string", "minLength": 1}
_NAME = {"type": "string", "pattern": "^[a-z][a-z0-9-]*$"}
_KIND = {"type": "string", "enum": list(KINDS)}
PARAM_TYPES = ("duration", "number", "integer", "string", "boolean", "list", "table")

_EXAMPLES = {"type": "array", "minItems": 1, "items": {"type": "object"}}
_PARAM = {
    "title": "a reference to a param",
    "type": "object",
    "properties": {"param": _TEXT},
    "required": ["param"],
    "additionalProperties": False,
}

_SCALAR = {"type": ["string", "number", "boolean"]}
_SCALARS = {"anyOf": [_PARAM, {"type": "array", "items": {"anyOf": [_SCALAR, _PARAM]}}, _SCALAR]}
_CONDITION = {
    "type": "object",
    "properties": {
        "in": _SCALARS,
        "not-in": _SCALARS,
        "unstated": {"anyOf": [_PARAM, _SCALAR]},
        "present": {"type": "boolean"},
        "known": {"type": "boolean"},
    },
    "additionalProperties": False,
    "minProperties": 1,
}

_RULE_KEYS: dict[str, Any] = {
    "id": _NAME,
    "title": _TEXT,
    "help": _TEXT,
    "applies-to": {
        "anyOf": [_KIND, {"type": "array", "items": _KIND, "minItems": 1, "uniqueItems": True}]
    },
    "when": {
        "type": "object",
        "additionalProperties": {
            "anyOf": [_CONDITION, _SCALAR],
        },
    },
    "each": _TEXT,
    "at": _TEXT,
    "check": {"enum": []},
    "options": {"type": "object"},
    "any-of": {
        "type": "array",
        "minItems": 2,
        "items": {
            "type": "object",
            "properties": {"at": _TEXT, "check": {"enum": []}, "options": {"type": "object"}},
            "required": ["check"],
            "additionalProperties": False,
        },
    },
    "if-present": {"type": "boolean"},
    "settled-in-ci": {"type": "boolean"},
    "severity": {"enum": list(SEVERITIES)},
    "reviewers": {"anyOf": [{"type": "array", "items": _TEXT, "minItems": 1}, _PARAM]},
    "message": _TEXT,
    "remedy": _TEXT,
    "needs": {"type": "array", "items": _TEXT, "minItems": 1},
    "waivable": {"type": "boolean"},
    "since": _TEXT,
    "controls": {
        "type": "object",
        "additionalProperties": {"type": "array", "items": _TEXT},
    },
    "examples": {
        "type": "object",
        "properties": {"pass": _EXAMPLES, "fail": _EXAMPLES},
        "required": ["pass", "fail"],
        "additionalProperties": False,
    },
}


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a policy file, for this version's checks."""
    rule = {key: dict(shape) for key, shape in _RULE_KEYS.items()}
    rule["check"] = {"enum": list(checks.names())}
    rule["any-of"]["items"]["properties"]["check"] = rule["check"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "a policy",
        "type": "object",
        "properties": {
            "policy": _NAME,
            "title": _TEXT,
            "owner": _TEXT,
            "help": _TEXT,
            "params": {
                "type": "object",
                "propertyNames": _NAME,
                "additionalProperties": {
                    "type": "object",
                    "properties": {
                        "type": {"enum": list(PARAM_TYPES)},
                        "default": {},
                        "help": _TEXT,
                        "stricter": {},
                    },
                    "required": ["type", "default", "help"],
                    "additionalProperties": False,
                },
            },
            "fields": {"type": "object", "propertyNames": _NAME, "additionalProperties": _TEXT},
            "rules": {
                "type": "array",
                "minItems": 1,
                "items": {
                    "type": "object",
                    "properties": rule,
                    "required": ["id", "title", "applies-to", "severity", "examples"],
                    "oneOf": [{"required": ["check"]}, {"required": ["any-of"]}],
                    "additionalProperties": False,
                },
            },
        },
        "required": ["policy", "title", "rules"],
        "additionalProperties": False,
    }


def validate(
    document: Document, content: bytes = b"", given: Mapping[str, Plain] | None = None
) -> None:
    """Raise the first thing that is wrong with a policy file, placed, with a suggestion.

    ``content`` is the file, for the place of a key and the line to show; ``given`` are values
    that stand in for the defaults of params.
    """
    for said in _problems(document, given or {}):
        place = document.location(*said.pointer)
        if content and said.key:
            place = Node(document, content, (*said.pointer, said.key)).key_place(said.key)
        raise UserError(said.message, place, said.hint, excerpt(content, place))


def _problems(document: Document, given: Mapping[str, Plain]) -> Iterator[Said]:
    data = document.data
    whole = schema()
    if not fits(data, whole):
        errors = list(_misfits(document, whole))
        yield from errors
        if errors:
            return
    values = dict(given)
    for name, one in data.get("params", {}).items():
        values.setdefault(name, one["default"])
        if wrong := fault(name, one):
            yield Said(wrong[1], ("params", name, wrong[0]), None)
    for number, rule in enumerate(data["rules"]):
        pointer: Pointer = ("rules", number)
        yield from _options(rule, pointer, values)
        for part, one in enumerate(rule.get("any-of", ())):
            yield from _options(one, (*pointer, "any-of", part), values)


def _misfits(document: Document, whole: Mapping[str, Any]) -> Iterator[Said]:
    """What jsonschema has to say of a document, in the order of its lines."""
    from jsonschema import Draft202012Validator

    def order(error: Any) -> tuple[int, int, bool]:
        """By place, and a misspelt key before the key that is missing for it."""
        place = document.location(*error.absolute_path)
        return place.line or 0, place.column or 0, not is_about_keys(error)

    errors = sorted(Draft202012Validator(whole).iter_errors(document.data), key=order)
    yield from (explain(error, tuple(error.absolute_path)) for error in errors)


def _options(
    one: Mapping[str, Any], pointer: Pointer, values: Mapping[str, Plain]
) -> Iterator[Said]:
    """Hold a check's options against the check's own schema.

    A param stands for its value; what a reference to a value will be is not known yet, so it
    fits where its key does.
    """
    given = one.get("options", {})
    if "check" not in one:
        if given:
            message = "`options` beside `any-of` belong to no check"
            yield Said(message, pointer, "move them under the alternative that is meant", "options")
        return
    check = checks.load(one["check"])
    shapes = dict(check.OPTIONS.get("properties", {}))
    filled = {key: _filled(node, values) for key, node in given.items()}
    shapes |= {key: True for key, node in filled.items() if key in shapes and is_reference(node)}
    wanted = {**check.OPTIONS, "properties": shapes}
    try:
        errors = [] if fits(filled, wanted) else _errors(filled, wanted)
    except Exception as error:  # a plugin's schema may be none in any way
        if one["check"] not in checks.plugged:
            raise
        message = f"the check `{one['check']}` has options that are no JSON Schema: {error}"
        yield Said(message.partition("\n")[0], (*pointer, "check"), "mend the plugin")
        return
    yield from (explain(one, (*pointer, "options", *one.absolute_path)) for one in errors)
    mistakes = getattr(check, "mistakes", None)
    if mistakes and not errors:
        plain = {key: node for key, node in filled.items() if not is_reference(node)}
        yield from (Said(said, (*pointer, "options"), None) for said in mistakes(plain))


def _errors(filled: Mapping[str, Any], wanted: Mapping[str, Any]) -> list[Any]:
    from jsonschema import Draft202012Validator

    return list(Draft202012Validator(wanted).iter_errors(filled))


def _filled(node: Any, values: Mapping[str, Plain]) -> Any:
    """The node with each param replaced by its value; in a list, other references are left out."""
    if is_reference(node):
        name = node.get("param")
        return values[name] if isinstance(name, str) and name in values and len(node) == 1 else node
    if not isinstance(node, list):
        return node
    items: list[Any] = []
    for item in node:
        found = _filled(item, values)
        if is_reference(item) and isinstance(found, list):
            items += found
        elif not is_reference(found):
            items.append(found)
    return items

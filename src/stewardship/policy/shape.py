"""The JSON Schema of a policy file, and what it says in words when a file does not fit.

The schema is composed: the frame of a policy stands here, the options of each check in the
check's own ``OPTIONS``. jsonschema is imported here and only here on the policy's way, and a file
that passed is remembered by its content, so that a hook never pays for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from stewardship import checks
from stewardship.document import Document
from stewardship.errors import UserError
from stewardship.model import KINDS, SEVERITIES, Pointer
from stewardship.policy.references import FORMS, is_reference
from stewardship.vocabulary.suggest import closest

_TEXT = {"type": "string", "minLength": 1}
_NAME = {"type": "string", "pattern": "^[a-z][a-z0-9-]*$"}
_KIND = {"enum": list(KINDS)}
PARAM_TYPES = ("duration", "number", "integer", "string", "boolean", "list", "table")

_REFERENCE = {
    "type": "object",
    "properties": dict.fromkeys(FORMS, _TEXT) | {"key": {}},
    "additionalProperties": False,
}

_CONDITION = {
    "type": "object",
    "properties": {
        "in": {},
        "not-in": {},
        "unstated": {},
        "present": {"type": "boolean"},
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
            "anyOf": [_CONDITION, {"type": ["string", "number", "boolean"]}],
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
    "severity": {"enum": list(SEVERITIES)},
    "reviewers": {"anyOf": [{"type": "array", "items": _TEXT, "minItems": 1}, _REFERENCE]},
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
        "properties": {name: {"type": "array", "minItems": 1} for name in ("pass", "fail")},
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
        "title": "A Stewardship policy",
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


def validate(document: Document) -> None:
    """Raise the first thing that is wrong with a policy file, placed, with a suggestion."""
    for message, pointer, hint in _problems(document.data):
        raise UserError(message, document.location(*pointer), hint)


Said = tuple[str, Pointer, str | None]


def _problems(data: Any) -> Iterator[Said]:
    from jsonschema import Draft202012Validator

    errors = sorted(
        Draft202012Validator(schema()).iter_errors(data), key=lambda e: list(map(str, e.path))
    )
    yield from (_explain(error, tuple(error.absolute_path)) for error in errors)
    if errors:
        return
    defaults = {name: one["default"] for name, one in data.get("params", {}).items()}
    for number, rule in enumerate(data["rules"]):
        yield from _options(rule, ("rules", number), defaults)
        for part, one in enumerate(rule.get("any-of", ())):
            yield from _options(one, ("rules", number, "any-of", part), defaults)


def _options(
    one: Mapping[str, Any], pointer: Pointer, defaults: Mapping[str, Any]
) -> Iterator[Said]:
    """Hold a check's options against the check's own schema.

    A param stands for its default; what a reference to a value will be is not known yet, so it
    fits where its key does.
    """
    if "check" not in one:
        return
    from jsonschema import Draft202012Validator

    wanted = dict(checks.load(one["check"]).OPTIONS)
    shapes = dict(wanted.get("properties", {}))
    given: dict[str, Any] = {}
    for key, value in one.get("options", {}).items():
        given[key] = value
        if is_reference(value) and value.keys() == {"param"} and value["param"] in defaults:
            given[key] = defaults[value["param"]]
        elif is_reference(value) and key in shapes:
            shapes[key] = True
    wanted["properties"] = shapes
    errors = list(Draft202012Validator(wanted).iter_errors(given))
    yield from (_explain(one, (*pointer, "options", *one.absolute_path)) for one in errors)
    mistakes = getattr(checks.load(one["check"]), "mistakes", None)
    if mistakes and not errors:
        plain = {key: value for key, value in given.items() if not is_reference(value)}
        yield from ((said, (*pointer, "options"), None) for said in mistakes(plain))


def _unknown(key: str, known: Sequence[str], pointer: Pointer) -> Said:
    near = closest(key, known)
    hint = f"did you mean `{near}`?" if near else f"known here: {', '.join(sorted(known))}"
    return f"`{key}` is not a key that is known here", pointer, hint


def _explain(error: Any, pointer: Pointer) -> Said:
    """One jsonschema error in our words, at the key that is wrong."""
    kind, wanted, found = error.validator, error.validator_value, error.instance
    if kind == "additionalProperties" and isinstance(found, dict):
        known = list(error.schema.get("properties", ()))
        key = next((key for key in found if key not in known), "")
        return _unknown(key, known, (*pointer, key))
    if kind == "required":
        missing = next(key for key in wanted if key not in found)
        return f"`{missing}` is missing", pointer, f"add `{missing}:`"
    if kind == "enum":
        near = closest(str(found), [str(one) for one in wanted])
        hint = f"did you mean `{near}`?" if near else f"one of: {', '.join(map(str, wanted))}"
        return f"`{_short(found)}` is not known here", pointer, hint
    if kind in ("anyOf", "oneOf") and error.context:
        deepest = max(error.context, key=lambda one: len(one.absolute_path))
        if deepest.validator != "type" or len(deepest.absolute_path) > len(error.absolute_path):
            return _explain(deepest, (*pointer, *deepest.path))
    if kind == "oneOf":
        return "a rule has either `check` or `any-of`", pointer, "name one check"
    if kind == "type":
        return f"`{_short(found)}` is not a {wanted}", pointer, None
    return f"`{_short(found)}` does not fit: {kind} {_short(wanted)}", pointer, None


def _short(found: Any) -> str:
    text = str(found)
    return text if len(text) <= 60 else text[:59] + "…"

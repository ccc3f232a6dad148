"""What is wrong with a policy file, in the words of its author and not of JSON Schema."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from stewardship.model import Pointer
from stewardship.policy.references import FORMS
from stewardship.strict import short
from stewardship.vocabulary.suggest import closest

WORDS: Mapping[str, str] = {
    "object": "a mapping",
    "array": "a list",
    "string": "a text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "`true` or `false`",
    "null": "nothing",
}
# What the keys of a rule take, for the message about a word that none of them knows.
NOUNS: Mapping[str, str] = {
    "check": "check",
    "severity": "severity",
    "applies-to": "kind of resource",
    "type": "type of param",
}


class Said(NamedTuple):
    """One mistake: what, where, what to do. With ``key`` the place is that key's in there."""

    message: str
    pointer: Pointer
    hint: str | None
    key: str = ""


def explain(error: Any, pointer: Pointer) -> Said:
    """One jsonschema error in our words, at the value or key that is wrong."""
    found = error.instance
    if "propertyNames" in error.schema_path:
        return Said(_no_name(found), pointer, "write it as in `max-age`", found)
    if error.validator == "additionalProperties" and isinstance(found, dict):
        return _unknown(found, error.schema, pointer)
    if error.validator in ("anyOf", "oneOf"):
        return _one_of(error, pointer)
    if error.validator == "required":
        missing = next(key for key in error.validator_value if key not in found)
        where = error.schema.get("title") or _where(pointer)
        return Said(f"`{missing}` is missing in {where}", pointer, f"add `{missing}:`")
    if error.validator == "enum":
        return _none_of(found, [str(one) for one in error.validator_value], pointer)
    return Said(_plainly(error, pointer), pointer, _reference_hint(error, pointer))


def _plainly(error: Any, pointer: Pointer) -> str:
    """The message for what needs no suggestion."""
    kind, wanted, found = error.validator, error.validator_value, error.instance
    name = f"`{_name(pointer)}`"
    if kind == "type":
        return f"{name} has to be {words(wanted)}, not {described(found)}"
    if kind == "pattern" and wanted.startswith("^[a-z]"):
        return _no_name(found)
    if kind == "minLength":
        return f"{name} is empty"
    if kind == "minItems":
        return f"{name} needs at least {wanted} items" if wanted > 1 else f"{name} is empty"
    if kind == "minProperties":
        return f"{name} states no condition"
    if kind == "uniqueItems":
        return f"{name} names something twice"
    return f"`{short(str(found), 60)}` does not fit: {kind} {short(str(wanted), 60)}"


def _no_name(found: object) -> str:
    return f"`{short(str(found), 60)}` is no name: small letters, digits and dashes make one"


def _unknown(found: Mapping[str, Any], schema: Mapping[str, Any], pointer: Pointer) -> Said:
    known = list(schema.get("properties", ()))
    where = schema.get("title") or _where(pointer)
    key = next((key for key in found if key not in known), "")
    near = closest(key, known)
    hint = f"did you mean `{near}`?" if near else _listed("known here", known)
    return Said(f"`{short(key, 60)}` is not a key of {where}", pointer, hint, key)


def _none_of(found: object, known: Sequence[str], pointer: Pointer) -> Said:
    near = closest(str(found), known)
    name = _name(pointer)
    what = f"is no {NOUNS[name]}" if name in NOUNS else f"is not a value of `{name}`"
    hint = f"did you mean `{near}`?" if near else _listed("one of", known)
    return Said(f"`{short(str(found), 60)}` {what}", pointer, hint)


def _one_of(error: Any, pointer: Pointer) -> Said:
    """The complaint of the form that was most likely meant, told by the type of what is there."""
    missing = [one.validator_value[0] for one in error.context if one.validator == "required"]
    if missing and len(missing) == len(error.context):
        message = f"`{missing[0]}` is missing in {_where(pointer)}"
        return Said(message, pointer, " or ".join(f"add `{key}:`" for key in missing))
    if not error.context:
        return Said(
            "a rule has either `check` or `any-of`, not both", pointer, "remove one of them"
        )
    misfits = {
        one.schema_path[0] for one in error.context if one.validator == "type" and not one.path
    }
    fitting = [one for one in error.context if one.schema_path[0] not in misfits]
    if fitting:
        deepest = max(fitting, key=lambda one: (len(one.path), is_about_keys(one)))
        return explain(deepest, (*pointer, *deepest.path))
    wanted = dict.fromkeys(
        word
        for one in error.context
        if one.validator == "type" and not one.path
        for word in _types(one.validator_value)
    )
    found = described(error.instance)
    message = f"`{_name(pointer)}` has to be {words(list(wanted))}, not {found}"
    return Said(message, pointer, None)


def is_about_keys(error: Any) -> bool:
    """A key that is none tells more than the key that is missing for it."""
    return bool(error.validator == "additionalProperties")


def _types(wanted: Any) -> Iterable[str]:
    return wanted if isinstance(wanted, list) else [wanted]


def words(wanted: Any) -> str:
    """Types of JSON Schema as one reads them: ``a text, a number or a list``."""
    named = [WORDS.get(one, one) for one in _types(wanted)]
    return " or ".join(filter(None, (", ".join(named[:-1]), named[-1])))


def described(found: object) -> str:
    """A value for a message: scalars quoted, the rest by their shape."""
    if found is None:
        return "empty"
    if isinstance(found, dict | list):
        return "a mapping" if isinstance(found, dict) else "a list"
    if isinstance(found, bool):
        return f"`{str(found).lower()}`"
    return f"`{short(str(found), 60)}`"


def _reference_hint(error: Any, pointer: Pointer) -> str | None:
    """Somebody who wrote a mapping where a value is wanted may have meant a reference."""
    found = error.instance
    if error.validator != "type" or not isinstance(found, dict) or "options" not in pointer:
        return None
    near = [(key, closest(str(key), FORMS)) for key in found]
    meant = next((name for key, name in near if name and key != name), None)
    if meant:
        return f"did you mean `{meant}`?"
    return "a reference has one of `param`, `value`, `item`, and `key` beside it"


def _name(pointer: Pointer) -> str:
    """The nearest key above a place: what it is called."""
    return next((step for step in reversed(pointer) if isinstance(step, str)), "a policy file")


def _where(pointer: Pointer) -> str:
    """What kind of mapping stands at a pointer."""
    named = {
        "options": "the options of this check",
        "when": "`when`",
        "params": "`params`",
        "examples": "`examples`",
    }
    if pointer[-1] in named:
        return named[str(pointer[-1])]
    parents = {
        "params": "a param",
        "when": "a condition",
        "rules": "a rule",
        "any-of": "an alternative",
    }
    return parents.get(str(pointer[-2]), f"`{_name(pointer)}`") if len(pointer) > 1 else "a policy"


def _listed(lead: str, known: Sequence[str]) -> str:
    return f"{lead}: {', '.join(sorted(known))}" if known else "there is none to choose from"

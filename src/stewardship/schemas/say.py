"""A fault in a user's words: short, with its place in the document, and what was meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from stewardship.model import Pointer
from stewardship.schemas.fault import Fault, Faults
from stewardship.vocabulary.suggest import closest

LONGEST = 60
FEW = 6  # so many values are listed; of more the nearest is named
_TYPES: Mapping[str, str] = {
    "object": "a mapping",
    "array": "a list",
    "string": "a text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "`true` or `false`",
    "null": "nothing",
}
# Patterns of the vendored schemas that people meet, by what they ask for.
_PATTERNS: Mapping[str, str] = {
    "^([a-fA-F0-9]{32}|[a-fA-F0-9]{40}|[a-fA-F0-9]{64}|[a-fA-F0-9]{96}|[a-fA-F0-9]{128})$": (
        "a digest of 32, 40, 64, 96 or 128 hexadecimal digits"
    ),
    "^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$": (
        "a `urn:uuid:` and a UUID in small letters"
    ),
    "^[-+a-z0-9.]+/[-+a-z0-9.]+$": "a media type such as `text/plain`",
    "^\\d\\d\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$": "a time such as `2026-11-23T09:00:00Z`",
    "^(?!_:).+:.+": "an IRI",
    (
        "^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}"
        "([.][0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})$"
    ): "a time with its zone, such as `2026-11-23T09:00:00Z`",
}
_SIZES: Mapping[str, str] = {
    "minimum": "is under {}",
    "maximum": "is over {}",
    "minLength": "is shorter than {} characters",
    "maxLength": "is longer than {} characters",
    "minItems": "has fewer than {} items",
    "maxItems": "has more than {} items",
}


def said(fault: Fault, top: str = "the document") -> tuple[Pointer, str]:
    """Where a fault is, and the clause that says what it is, with the place as its subject."""
    where, inner = innermost(fault)
    subject = f"`{path(where)}`" if where else top
    return where, f"{subject} {_clause(inner, where)}"


def innermost(fault: Fault) -> tuple[Pointer, Fault]:
    """What is wrong with the form that was meant, where a node has none of several."""
    where = fault.pointer
    while fault.inner:
        fault = max(fault.inner, key=lambda one: (one.keyword != "required", len(one.pointer)))
        where = (*where, *fault.pointer)
    return where, fault


def path(pointer: Pointer) -> str:
    """``components[3].name``; the beginning of a long one is left out."""
    text = ""
    for step in pointer:
        text += f"[{step}]" if isinstance(step, int) else f".{step}"
    text = text.removeprefix(".").replace("`", "ˋ")
    return text if len(text) <= 2 * LONGEST else f"…{text[1 - 2 * LONGEST :]}"


def _clause(fault: Fault, where: Pointer) -> str:
    wanted, keyword = fault.wanted, fault.keyword
    if keyword == "required":
        return f"lacks {_quoted(wanted)}"
    if keyword in ("additionalProperties", "unevaluatedProperties"):
        near = closest(str(fault.found), wanted)
        return f"has a key {_quoted(fault.found)} that the format does not know{_meant(near)}"
    if keyword == "type":
        named = [wanted] if isinstance(wanted, str) else wanted
        return f"has to be {_either([_TYPES[one] for one in named])}, not {_shape(fault.found)}"
    if keyword in ("enum", "const"):
        return _none_of(fault.found, wanted if keyword == "enum" else [wanted], where)
    if keyword == "pattern":
        meant = _PATTERNS.get(wanted, f"what the pattern {_quoted(wanted)} asks for")
        return f"is {_shape(fault.found)}, not {meant}"
    if keyword == "uniqueItems":
        return f"is the same as item {wanted}, and stands there twice"
    if keyword in _SIZES:
        return _SIZES[keyword].format(wanted)
    if keyword == "oneOf" and wanted:
        return f"has {wanted} of the forms that exclude each other"
    if keyword == "false":
        return "is not allowed here"
    if keyword == "not":
        return "is not allowed"
    kind = fault.found.get("type") if isinstance(fault.found, dict) else None
    typed = f" (its type is {_quoted(kind)})" if isinstance(kind, str) else ""
    return f"has none of the forms that the format allows{typed}"


def _none_of(found: Any, wanted: Sequence[Any], where: Pointer) -> str:
    if where[-2:] == ("license", "id"):
        near = _nearest(str(found), wanted)
        return f"is {_shape(found)}, which is no id of the SPDX list{_meant(near)}"
    known = [_quoted(one) for one in wanted]
    if len(known) <= FEW:
        return f"is {_shape(found)}, not {_either(known)}"
    near = _nearest(str(found), wanted)
    return f"is {_shape(found)}, none of the {len(known)} values of the format{_meant(near)}"


def _nearest(found: str, wanted: Sequence[Any]) -> str | None:
    """What was meant: the same letters and digits, else what is most like it."""
    known = [str(one) for one in wanted]
    same = [one for one in known if _bare(one) == _bare(found)]
    return same[0] if same else closest(found, known)


def _bare(word: str) -> str:
    return "".join(filter(str.isalnum, word)).casefold()


def _either(words: Sequence[str]) -> str:
    return " or ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else "anything"


def _meant(near: str | None) -> str:
    return f"; did you mean {_quoted(near)}?" if near else ""


def _shape(found: Any) -> str:
    if isinstance(found, dict | list):
        return "a mapping" if isinstance(found, dict) else "a list"
    if found is None:
        return "empty"
    return _quoted(str(found).lower() if isinstance(found, bool) else found)


def _quoted(word: Any) -> str:
    line = " ".join(str(word)[: 4 * LONGEST].split()).replace("`", "ˋ")
    return f"`{line if len(line) <= LONGEST else line[: LONGEST - 1] + '…'}`"


def distinct(wrong: Faults) -> Iterator[tuple[Pointer, str, int]]:
    """Each kind of fault once, at its first place: pointer, clause, and how many are like it."""
    kinds: dict[str, tuple[Pointer, str]] = {}
    counts: dict[str, int] = {}
    for fault in wrong:
        where, text = said(fault)
        named = path(tuple(step for step in where if isinstance(step, str)))
        kind = f"{named} {_clause(innermost(fault)[1], where)}"
        kinds.setdefault(kind, (where, text))
        counts[kind] = counts.get(kind, 0) + 1
    for kind, (where, text) in kinds.items():
        yield where, text, counts[kind]

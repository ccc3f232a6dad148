"""TOML by the standard library's parser, fenced in where that parser has no bounds of its own."""

from __future__ import annotations

import json
import re
import tomllib
from typing import Any, Final

from stewardship.document import MANIFEST, Bounds, Document, DocumentError, source, weight
from stewardship.document.source import RefusalError
from stewardship.model import Location

_PART: Final = r"""(?:[A-Za-z0-9_-]++|"(?:[^"\\\n]|\\[^\n])*+"|'[^'\n]*+')"""
# Decimal integers have Python's own limit, 4,300 digits; those in other bases have none, and
# then cannot be printed.
_LONG: Final = re.compile(r"(?<=[=\[,\s])[+-]?(?:0[xob][0-9A-Fa-f_]{3500}|[0-9][0-9_]{4300})")
_PLACE: Final = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)\Z")
_NUL_ESCAPE: Final = re.compile(r"\\u0000|\\U00000000")
_TWICE: Final = re.compile(r"Cannot (?:declare|mutate|overwrite|define)")


def load(content: bytes, path: str, bounds: Bounds = MANIFEST) -> Document:
    """The document, without places: its nodes are placed when they are printed.

    Dates and times become ISO 8601 texts; ``nan`` and ``inf`` stay texts. Raises
    ``DocumentError``, and nothing else, for what is not TOML or lies beyond the bounds.
    """
    text = source.decode(content, path, bounds)
    try:
        weight.check_text(text, bounds)
        _check_keys(text, bounds)
        if long := _LONG.search(text):
            raise RefusalError("the number has thousands of digits", long.start())
        data, texts = weight.settle(_parse(text), bounds)
        _check_nul(text, data)
    except (RecursionError, weight.TooDeepError):
        place = source.position(text, weight.deeper(text, bounds.depth))
        raise DocumentError(weight.too_deep(bounds), Location(path, *place)) from None
    except RefusalError as refusal:
        place = source.position(text, refusal.offset)
        raise DocumentError(str(refusal), Location(path, *place)) from None
    return Document(path, data, texts=texts)


def _check_keys(text: str, bounds: Bounds) -> None:
    """Refuse a dotted key of very many parts: its cost to the parser grows with their cube."""
    if all(line.count(".") < bounds.depth for line in text.split("\n")):
        return
    pattern = re.compile(
        rf"((?:{_PART}[ \t]*+\.[ \t]*+){{{bounds.depth}}})|{weight.QUOTED}|[A-Za-z0-9_-]++"
    )
    for found in pattern.finditer(text):
        if found.group(1):
            raise RefusalError(weight.too_deep(bounds), found.start())


def _check_nul(text: str, data: Any) -> None:
    """Refuse what only an escape can bring in; in a literal string it is no escape."""
    found = _NUL_ESCAPE.search(text)
    if found and weight.NUL.search(json.dumps(data)):
        raise RefusalError("the text holds an escaped NUL character", found.start())


def _parse(text: str) -> Any:
    try:
        return tomllib.loads(text, parse_float=weight.number)
    except ValueError as error:  # TOMLDecodeError is one, and so is what Python's int refuses
        raise RefusalError(*_explain(str(error), text)) from None


def _explain(message: str, text: str) -> tuple[str, int]:
    """The parser's message as a clause, and the offset it names."""
    place = _PLACE.search(message)
    clause = message[: place.start()] if place else message
    offset = len(text.rstrip()) if place else 0
    if place and place.group(1):
        rest = text.split("\n", int(place.group(1)) - 1)[-1]
        offset = len(text) - len(rest) + int(place.group(2)) - 1
    if _TWICE.match(clause):
        clause = "this key or table stands here for the second time"
        line = text[text.rfind("\n", 0, offset) + 1 : offset]
        offset -= len(line.lstrip(" \t"))
    return f"not TOML: {clause[:1].lower()}{clause[1:]}", offset

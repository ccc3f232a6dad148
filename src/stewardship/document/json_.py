"""JSON, read strictly: what RFC 8259 leaves open is refused where readers differ on it."""

from __future__ import annotations

import json
from typing import Any, Final, NoReturn

from stewardship.document import (
    MANIFEST,
    Bounds,
    Document,
    DocumentError,
    json_text,
    source,
    weight,
)
from stewardship.document.source import RefusalError
from stewardship.model import Location
from stewardship.pattern import pattern

_SURROGATE: Final = pattern(r"\\u[dD][89a-fA-F]")
_LONG: Final = pattern(r"(?<![0-9.eE+-])-?[0-9]{4301}")


class _RepeatedError(Exception):
    """An object has a key twice; where is looked for afterwards."""


class _ConstantError(Exception):
    """A number is NaN or infinite, by name."""


def load(content: bytes, path: str, bounds: Bounds = MANIFEST) -> Document:
    """The document, without places: its nodes are placed when they are printed.

    Raises ``DocumentError``, and nothing else, for what is not JSON or lies beyond the bounds,
    for a key that stands twice in one object, for NaN and Infinity, and for an escaped NUL or
    half of a surrogate pair, which no text can hold.
    """
    text = source.decode(content, path, bounds)
    try:
        weight.check_text(text, bounds)
        data, texts = weight.settle(_parse(text), bounds)
        _check_escapes(text, data)
    except (RecursionError, weight.TooDeepError):
        place = source.position(text, weight.deeper(text, bounds.depth))
        raise DocumentError(weight.too_deep(bounds), Location(path, *place)) from None
    except RefusalError as refusal:
        place = source.position(text, refusal.offset)
        raise DocumentError(str(refusal), Location(path, *place)) from None
    return Document(path, data, texts=texts)


def _parse(text: str) -> Any:
    try:
        return json.loads(
            text,
            object_pairs_hook=_object,
            parse_float=weight.number,
            parse_constant=_refuse_constant,
        )
    except json.JSONDecodeError as error:
        if not text.strip():
            raise RefusalError("the file is empty") from None
        clause = error.msg[:1].lower() + error.msg[1:].removesuffix(" at")
        raise RefusalError(f"not JSON: {clause}", error.pos) from None
    except _ConstantError as error:
        name = str(error)
        raise RefusalError(f"{name} is not JSON", json_text.constant(text, name)) from None
    except _RepeatedError:
        key, offset = json_text.repeated_key(text)
        quoted = source.quoted(key)
        raise RefusalError(f"the key {quoted} stands twice in its object", offset) from None
    except ValueError:  # Python's own limit for an integer, 4,300 digits
        found = _LONG.search(text)
        offset = found.start() if found else 0
        raise RefusalError("the number has thousands of digits", offset) from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _RepeatedError
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise _ConstantError(name)


def _check_escapes(text: str, data: Any) -> None:
    """Raise ``RefusalError`` for characters that only an escape can bring into a JSON string."""
    if nul := weight.NUL.search(text):
        raise RefusalError("the text holds an escaped NUL character", nul.start())
    if half := _SURROGATE.search(text):
        try:
            json.dumps(data, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            raise RefusalError("the text holds half of a surrogate pair", half.start()) from None

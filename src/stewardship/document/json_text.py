"""Where in a JSON text the trouble is: looked for only once the parser has refused it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final

from stewardship.pattern import pattern

# An unclosed string ends with the text, so that no part is looked at twice.
_TOKEN: Final = pattern(r'"(?:[^"\\]|\\.)*+"?|[\[{\]}]|-?[A-Za-z]++', re.DOTALL)
_COLON: Final = pattern(r"[ \t\r\n]*+:")


def repeated_key(text: str) -> tuple[str, int]:
    """The first key that its object has already, and its offset."""
    keys: list[set[str]] = []
    for token, offset in _tokens(text):
        if token in ("{", "["):
            keys.append(set())
        elif token in ("}", "]"):
            keys = keys[:-1] or [set()]
        elif keys and token[0] == '"' and _COLON.match(text, offset + len(token)):
            key = json.loads(token, strict=False)
            if key in keys[-1]:
                return key, offset
            keys[-1].add(key)
    return "", 0


def constant(text: str, name: str) -> int:
    """The offset of a bare word such as ``NaN``."""
    return next((offset for token, offset in _tokens(text) if token == name), 0)


def _tokens(text: str) -> Iterator[tuple[str, int]]:
    return ((match.group(), match.start()) for match in _TOKEN.finditer(text))

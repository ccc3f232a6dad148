"""A value as YAML text: the quotes that stood there before, or none where none are needed.

A text without quotes has to mean itself in YAML 1.1 and 1.2 alike, whoever reads it next: what
one of them takes for a number, a date, a time or a word with a meaning is quoted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from stewardship.frozen import dataclass
from stewardship.model import Plain
from stewardship.pattern import pattern

# The first character is no indicator (YAML 1.2, 5.3), and nothing inside begins a comment, ends a
# key or a flow collection, or could not stand in a plain scalar at all.
_PLAIN: Final = pattern(r"[^\W_](?:[\w ./+()~^=$;'\"@%|<>*&!?-]|:(?=[^\s,\[\]{}]))*(?<! )")
# Numbers, in all their spellings: 1_000, 0x1F, 0o7, 12:30:45, 1e5, and dates.
_NUMBER: Final = pattern(
    r"[-+]?(?:0[xob][0-9a-f_]+|[0-9_]*(?::[0-5]?[0-9])*\.?[0-9_]*(?:e[-+]?[0-9]+)?"
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*)",
    re.IGNORECASE,
)
_WORDS: Final = frozenset(("true", "false", "yes", "no", "on", "off", "y", "n", "null"))


def scalar(value: Plain, style: str = "") -> str:
    """A scalar in YAML; a text in quotes where ``style`` is the quote that was there before."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    assert isinstance(value, str)
    if style == "'" and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    return value if style != '"' and _is_plain(value) else quoted(value)


def _is_plain(text: str) -> bool:
    if not text.isprintable() or not _PLAIN.fullmatch(text):
        return False
    return not _NUMBER.fullmatch(text) and text.casefold() not in _WORDS


SHORT: Final = 3  # entries of a record that fit on a line


@dataclass(frozen=True, slots=True)
class Hand:
    """How what is new is written: how far mappings and the dashes of lists are indented, the quotes
    of keys and of texts, where they need some, and whether a short record of a list may not be on
    one line."""

    unit: int = 2
    dash: int = 2
    keys: str = ""
    texts: str = ""
    block_items: bool = False

    def flow(self, value: Plain) -> str:
        """Any value on one line: ``{alg: sha256, content: 9f86…}``."""
        if isinstance(value, dict):
            entries = (f"{scalar(key, self.keys)}: {self.flow(one)}" for key, one in value.items())
            return "{" + ", ".join(entries) + "}"
        if isinstance(value, list):
            return "[" + ", ".join(map(self.flow, value)) + "]"
        return scalar(value, self.texts)

    def block(self, value: Plain) -> list[str]:
        """A mapping or a list as lines of a block, the outermost at the margin."""
        if isinstance(value, dict):
            return [line for pair in value.items() for line in self.entry(*pair)]
        assert isinstance(value, list)
        return [line for one in value for line in self.item(one)]

    def entry(self, key: str, value: Plain) -> list[str]:
        """``key: value`` as lines of a block."""
        name = scalar(key, self.keys)
        if not isinstance(value, dict | list) or not value:
            return [f"{name}: {self.flow(value)}"]
        margin = " " * (self.unit if isinstance(value, dict) else self.dash)
        return [f"{name}:", *(margin + line for line in self.block(value))]

    def item(self, value: Plain, block: bool | None = None) -> list[str]:
        """``- value`` as lines of a block; a short record goes on one line unless ``block``."""
        if block is None:
            block = isinstance(value, dict) and (self.block_items or not _is_short(value))
        if not isinstance(value, dict) or not value or not block:
            return [f"- {self.flow(value)}"]
        first, *rest = self.block(value)
        return [f"- {first}", *(f"  {line}" for line in rest)]


def _is_short(record: Mapping[str, Plain]) -> bool:
    return len(record) <= SHORT and not any(isinstance(x, dict | list) for x in record.values())


def quoted(text: str) -> str:
    """A double-quoted YAML scalar: whatever the text holds, it is one string on one line.

    Characters that do not print, marks that turn the direction of writing among them, become
    escapes (YAML 1.2, 5.7).
    """
    return '"' + "".join(_character(character) for character in text) + '"'


def _character(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    if character.isprintable():
        return character
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"

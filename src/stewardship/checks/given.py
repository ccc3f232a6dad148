"""Options as they arrive: typed by the policy, but sometimes resolved from a checked manifest.

``{value: path}`` puts into an option whatever a manifest says, so no check may trust its shape.
These take what fits and leave what does not; a limit that comes out empty is the check's to
refuse.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from unicodedata import normalize

from stewardship.checks import Options
from stewardship.checks.wording import text


def listed(options: Options, key: str) -> tuple[str, ...]:
    """The option as texts: a scalar is a list of one, a list in a list is opened, null is none."""
    node = options.get(key)
    if type(node) is list and {*map(type, node)} <= _TEXT:  # as most of them are written
        return tuple(node)
    return tuple(_texts(node))


_TEXT = frozenset((str,))


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, list | tuple):
        for item in node:
            yield from _texts(item)
    elif isinstance(node, str | int | float):
        yield text(node)


def is_list(options: Options, key: str) -> bool:
    """Whether the option is something that ``listed`` can take whole, be it empty."""
    return isinstance(options.get(key), list | tuple | str | int | float)


def flag(options: Options, key: str, default: bool = False) -> bool:
    """The option as yes or no; anything that is neither is the default."""
    given = options.get(key)
    return given if isinstance(given, bool) else default


def folded(words: str, ignore_case: bool = False) -> str:
    """Words as they are compared: composed Unicode, no space around, no case where asked."""
    if words.isascii():
        return words.strip().lower() if ignore_case else words.strip()
    composed = normalize("NFC", words).strip()
    return normalize("NFC", composed.casefold()) if ignore_case else composed

"""What a YAML scalar means: the core of YAML 1.2, read narrowly, so that a version stays a string.

A plain scalar is a boolean, a null, a decimal number or else text: dates, ``yes``, ``010``,
``12:30:45``, ``1_000`` and ``0x1F`` are text, for parsers disagree about them. So are ``.inf``,
``.nan`` and a number beyond the range of a float: they are no JSON, and a digest such as
``12e4567`` is written just so.
"""

from __future__ import annotations

import re
from math import isinf
from typing import Final

from stewardship.document.source import RefusalError, quoted
from stewardship.model import Scalar
from stewardship.pattern import pattern

WORDS: Final[dict[str, bool | None]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
# What a number can begin with; all other plain scalars are text at first sight.
NUMERIC: Final = frozenset("0123456789+-.")
_NUMBER: Final = pattern(
    r"[-+]?(?:(?:0|[1-9][0-9]*)(\.[0-9]*)?|(\.[0-9]+))([eE][-+]?[0-9]+)?", re.ASCII
)
_CORE: Final = "tag:yaml.org,2002:"
_SCALARS: Final = ("bool", "float", "int", "null", "str")


def plain(text: str) -> Scalar:
    """The value of a plain scalar; ``RefusalError`` for an integer of thousands of digits."""
    if text in WORDS:
        return WORDS[text]
    number = _NUMBER.fullmatch(text)
    if number is None:
        return text
    if number.lastindex is None:
        try:
            return int(text)
        except ValueError:  # Python's own limit, 4,300 digits
            raise RefusalError(f"the number has {len(text):,} digits") from None
    value = float(text)
    return text if isinf(value) else value


def tagged(text: str, tag: str) -> Scalar:
    """The value of a scalar with an explicit tag.

    Raises ``RefusalError`` where the tag is none of YAML's core schema, or the text is not
    what the tag says.
    """
    if tag == "!":  # "not to be resolved": YAML 1.2, 6.9.1
        return text
    name = tag.removeprefix(_CORE)
    if name == tag or name not in _SCALARS:
        raise RefusalError(f"the tag {_shown(tag)} is refused; only data is read")
    if name == "str":
        return text
    value = plain(text)
    if name == "float" and type(value) is int and not isinf(number := float(text)):
        return number
    if name != ("null" if value is None else type(value).__name__):
        raise RefusalError(f"the value is not what its tag {_shown(tag)} says")
    return value


def collection_tag(tag: str, mapping: bool) -> None:
    """Raise ``RefusalError`` unless the tag says what the collection is anyway."""
    if tag not in ("!", _CORE + ("map" if mapping else "seq")):
        raise RefusalError(f"the tag {_shown(tag)} is refused; only data is read")


def same_text(value: Scalar, text: str) -> bool:
    """Whether the value prints as it was written, so that its text need not be kept."""
    if value is None:
        return True
    return (text == ("true" if value else "false")) if type(value) is bool else str(value) == text


def _shown(tag: str) -> str:
    if tag.startswith(_CORE):
        tag = "!!" + tag.removeprefix(_CORE)
    return quoted(tag)

"""One word of a license expression: which license, exception or reference it names.

Ids are matched whatever their case and given back as the SPDX License List spells them;
deprecated ids become what SPDX has put in their place (``GPL-2.0`` is ``GPL-2.0-only``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from stewardship.pattern import pattern
from stewardship.vocabulary.license_table import table
from stewardship.vocabulary.spdx_nodes import ExpressionError, License, quoted

OPERATORS = ("and", "or", "with")
_REFERENCE = pattern(
    r"(?:DocumentRef-(?P<document>[A-Za-z0-9.-]+):)?LicenseRef-(?P<name>[A-Za-z0-9.-]+)",
    re.I | re.A,
)
_ADDITION = pattern(
    r"(?:DocumentRef-(?P<document>[A-Za-z0-9.-]+):)?AdditionRef-(?P<name>[A-Za-z0-9.-]+)",
    re.I | re.A,
)
_NOTHING = ("none", "noassertion")


def license_of(word: str, column: int, aliases: Mapping[str, str]) -> License:
    """The license that a word names; ``aliases`` gives other names (lower-case) their ids.

    Raises ExpressionError where it names none. SPDX ids go before aliases.
    """
    if not word.isascii():  # else lower() would take the Kelvin sign for a k
        raise _unknown(word, column)
    found = _listed(word, column) or _reference(word, column)
    if found is None and word.lower() in aliases:
        target = aliases[word.lower()]
        found = _listed(target, column) or _reference(target, column)
    if found is None and word.endswith("+"):
        found = _or_later(word, column)
    if found is None:
        raise _unknown(word, column)
    return License(found.id, found.plus, found.exception, column, word)


def _listed(word: str, column: int) -> License | None:
    key = word.lower()
    old = table().deprecated.get(key)
    if old and old[1] and key not in table().exceptions:
        id, _, exception = old[1].partition(" WITH ")
        return None if id.lower() in table().exceptions else License(id, False, exception, column)
    known = table().licenses.get(key)
    return License(known[0], position=column) if known else None


def _reference(word: str, column: int) -> License | None:
    found = _REFERENCE.fullmatch(word)
    if not found:
        return None
    known = table().references.get(word.lower())
    name = known[0] if known else f"LicenseRef-{found['name']}"
    document = f"DocumentRef-{found['document']}:" if found["document"] else ""
    return License(document + name, position=column)


def _or_later(word: str, column: int) -> License | None:
    """``Apache-2.0+``; a GNU id says it in words: ``AGPL-3.0+`` is ``AGPL-3.0-or-later``."""
    base = _listed(word[:-1], column)
    if base is None:
        if _REFERENCE.fullmatch(word[:-1]):
            message = f"{quoted(word)}: a reference has no versions, so `+` says nothing"
            raise ExpressionError(message, column, hint="leave out the `+`")
        return None
    if word[:-1].lower().endswith("-only") or base.exception:
        message = f"{quoted(word)} says both this version only and any later one"
        raise ExpressionError(message, column, hint="leave out the `+`, or write `-or-later`")
    if base.id.endswith("-or-later"):
        return base
    if base.id.endswith("-only"):
        return License(base.id.removesuffix("-only") + "-or-later", position=column)
    return License(base.id, True, position=column)


def exception_of(word: str, column: int) -> str:
    """The exception that the word after WITH names; ExpressionError where it names none."""
    key = word.lower()
    old = table().deprecated.get(key)
    known = table().exceptions.get(old[1].lower() if old and old[1] else key)
    if not word.isascii():
        known = None
    if known:
        return known
    found = _ADDITION.fullmatch(word)
    if not found:
        raise ExpressionError(f"{quoted(word)} is not an SPDX license exception", column, word)
    document = f"DocumentRef-{found['document']}:" if found["document"] else ""
    return f"{document}AdditionRef-{found['name']}"


def _unknown(word: str, column: int) -> ExpressionError:
    key = word.lower()
    if key in table().exceptions:
        message = f"{quoted(word)} is an exception, not a license"
        return ExpressionError(message, column, hint="write it after a license and `WITH`")
    if key in _NOTHING:
        message = f"{quoted(word)} says that no license is stated"
        return ExpressionError(message, column, hint="name the license")
    hint = _as_gnu(word, column)
    if any(sign in word for sign in ",;/|&"):
        hint = "join licenses with `AND` (all bind) or `OR` (one may be chosen)"
    return ExpressionError(f"{quoted(word)} is not an SPDX license id", column, word[:80], hint)


def _as_gnu(word: str, column: int) -> str:
    """What to write for ``Apache-2.0-or-later``: only GNU ids say in words which versions."""
    for suffix, sign in (("-or-later", "+"), ("-only", "")):
        base = _listed(word[: -len(suffix)], column) if word.lower().endswith(suffix) else None
        if base:
            return f"write `{base.id}{sign}`"
    return ""

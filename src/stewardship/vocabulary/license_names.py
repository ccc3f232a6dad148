"""Licenses by the names that people use for them: for messages and files that people read."""

from __future__ import annotations

from functools import cache

from stewardship.pattern import pattern
from stewardship.vocabulary import licenses, spdx
from stewardship.vocabulary.hub_licenses import CURATED, SPDX_IDS

_WORD = pattern(r"[^\s()]+")


def familiar(expression: str) -> str:
    """The expression with ``llama3.1`` in place of ``LicenseRef-scancode-llama-3.1-license-2024``.

    It still means the same license, so it may be written where the expression may.
    """
    shown = _WORD.sub(lambda word: _names().get(word[0], word[0]), expression)
    return shown if licenses.normalize(shown) == licenses.normalize(expression) else expression


@cache
def _names() -> dict[str, str]:
    """The hub's names of licenses that SPDX has no id for."""
    return {id: name for name, (id, _) in CURATED.items() if id.startswith("LicenseRef-")}


def hub_id(expression: str) -> str:
    """The Hugging Face Hub's id of one license, as its metadata wants it; empty where it has none
    (then that is ``other``, with ``license_name``)."""
    return _hub_ids().get(licenses.normalize(expression), "")


def is_id(declared: str) -> bool:
    """Whether a license is declared by ids, in any case of their letters: SPDX's, the Hub's, or
    an expression of these; and not by a full name or another spelling."""
    try:
        spdx.parse(declared.strip(), _ids())
    except spdx.ExpressionError:
        return False
    return True


@cache
def _hub_ids() -> dict[str, str]:
    """Canonical expression -> hub id."""
    return {licenses.normalize(name): name for name in (*CURATED, *SPDX_IDS)}


@cache
def _ids() -> dict[str, str]:
    return {name: id for name, (id, _) in CURATED.items()}

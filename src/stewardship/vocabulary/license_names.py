"""Licenses by the names that people use for them: for messages and files that people read."""

from __future__ import annotations

import re
from functools import cache

from stewardship.vocabulary import licenses
from stewardship.vocabulary.hub_licenses import CURATED

_WORD = re.compile(r"[^\s()]+")


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

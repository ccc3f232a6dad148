"""Regular expressions that are compiled when they are first asked something.

A module says at its top what it will look for, and a run asks few of the modules that it imports:
compiling all of their patterns takes longer than to import them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final


class _Pattern:
    """What ``re.compile`` returns, as soon as one of its attributes is looked at."""

    def __init__(self, text: str, flags: int = 0) -> None:
        self._stated: Final = text, flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(*self._stated), name)
        setattr(self, name, found)  # from now on nobody asks here for it
        return found


if TYPE_CHECKING:
    pattern = re.compile
else:
    pattern = _Pattern

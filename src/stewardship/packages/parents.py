"""Which of a set of packages require one another, by name: what brought each of them in.

For a list of what is installed no more is asked of a requirement than whom it names, and whether
only an extra needs it; ``used`` follows extras and scopes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from stewardship.frozen import replace
from stewardship.packages import Package, canonical

_NAME = re.compile(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)")
_EXTRA = re.compile(r"""\bextra\s*==\s*["']""")


def with_parents(packages: Sequence[Package]) -> list[Package]:
    """The packages with the names of those that require them, their extras left aside."""
    name_of = cache(canonical)
    via: dict[str, set[str]] = {package.name: set() for package in packages}
    for package in packages:
        for text in package.requires:
            found = _NAME.match(text)
            name = name_of(found.group(1)) if found else ""
            if name in via and name != package.name:
                if "extra" in text and _EXTRA.search(text.partition(";")[2]):
                    continue
                via[name].add(package.name)
    return [replace(one, via=tuple(sorted(via[one.name]))) for one in packages]

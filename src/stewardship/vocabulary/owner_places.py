"""Where the forges look for CODEOWNERS; apart from how it is read, for every hook asks this."""

from __future__ import annotations

from typing import Literal

Dialect = Literal["github", "gitlab"]
PLACES: dict[Dialect, tuple[str, ...]] = {
    "github": (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"),
    "gitlab": ("CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"),
}
"""By forge, in its order; the first file that exists counts."""
ALL_PLACES = tuple(dict.fromkeys(place for places in PLACES.values() for place in places))

"""Names of container images: ``registry/name:tag@digest``, and patterns of them.

The grammar is that of the distribution specification's references; a name without a registry is
one of Docker Hub's, and one without a folder stands in its ``library``.
"""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase

from stewardship.frozen import dataclass
from stewardship.pattern import pattern

_REFERENCE = pattern(
    r"((?:[A-Za-z0-9.-]+(?::[0-9]+)?/)?[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*"
    r"(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*)"
    r"(?::([A-Za-z0-9_][A-Za-z0-9._-]{0,127}))?(?:@([a-z0-9]+:[0-9a-f]{32,128}))?"
)
_HUBS = ("docker.io/library/", "index.docker.io/library/", "docker.io/", "index.docker.io/")


@dataclass(frozen=True, slots=True)
class Image:
    """A reference taken apart; ``name`` is without the hub's own prefix."""

    name: str
    tag: str = ""
    digest: str = ""


def read(text: str) -> Image | None:
    """The image that a reference names; None for what is none."""
    found = _REFERENCE.fullmatch(text.strip())
    if found is None:
        return None
    return Image(_short(found.group(1)), found.group(2) or "", found.group(3) or "")


def among(image: Image, wanted: Iterable[str]) -> bool:
    """Whether one of the patterns fits.

    A pattern is a name with stars (``python``, ``gcr.io/distroless/*``), and fits any tag unless
    it says one: ``python:*-slim``.
    """
    for pattern_ in wanted:
        name, tag = _parted(pattern_.strip())
        if fnmatchcase(image.name, _short(name)) and (not tag or fnmatchcase(image.tag, tag)):
            return True
    return False


def _parted(pattern_: str) -> tuple[str, str]:
    """A pattern's name and tag; a port of a registry is no tag."""
    head, colon, tail = pattern_.rpartition(":")
    return (head, tail) if colon and "/" not in tail else (pattern_, "")


def _short(name: str) -> str:
    for prefix in _HUBS:
        if name.startswith(prefix):
            return name.removeprefix(prefix)
    return name

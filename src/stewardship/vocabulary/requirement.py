"""A Python requirement, as a project or a requirements file names what it needs.

The grammar is that of the dependency specifiers specification (PEP 508): ``name [extras]
specifiers ; marker`` or ``name [extras] @ url ; marker``. It is read step by step with patterns
that cannot backtrack, without the ``packaging`` library, which costs more to import than a
hook's whole work; what pip accepts and this does not is a bug here.
"""

from __future__ import annotations

from stewardship.frozen import dataclass
from stewardship.pattern import pattern

# pip lets a name end in ``_``, which the specification does not.
_NAME = pattern(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?")
_EXTRAS = pattern(r"\s*\[([^\[\]]*)\]")
_CLAUSE = pattern(r"\s*(?:===\s*[^\s,;()]+|(?:==|~=|!=|<=|>=|<|>)\s*v?[0-9][A-Za-z0-9._*+!-]*)\s*")
_EXACT = pattern(r"(?:===\s*|==\s*v?)([^\s,;()*]+)\s*")
_URL = pattern(r"\s*@\s*(\S+)")
_LONGEST = 200  # characters of a name
_SEPARATORS = pattern(r"[-_.]+")

# Words in the name of a group, an extra or a file that say "for those who work on it".
_DEV_WORDS = frozenset((
    "dev", "devel", "develop", "development", "test", "tests", "testing", "lint", "linting",
    "linters", "doc", "docs", "documentation", "ci", "typing", "types", "format", "formatting",
    "bench", "benchmark", "benchmarks", "coverage",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Requirement:
    """One requirement; ``""`` stands for what it does not say.

    ``specifier`` and ``marker`` are as written, without outer spaces; ``version`` is the one that
    it pins with ``==`` or ``===``, and ``version_at`` where that starts in the text (from 0).
    """

    name: str
    extras: tuple[str, ...] = ()
    specifier: str = ""
    url: str = ""
    marker: str = ""
    version: str = ""
    version_at: int = -1


def canonical(name: str) -> str:
    """A package's name as the index compares it (PEP 503): ``Ruamel.YAML`` is ``ruamel-yaml``."""
    return _SEPARATORS.sub("-", name).lower()


def is_dev(group: str) -> bool:
    """Whether a group, extra or file of this name is for development, not for running."""
    group = group.lower()
    return group in _DEV_WORDS or any(word in _DEV_WORDS for word in _SEPARATORS.split(group))


def parse(text: str) -> Requirement | None:
    """The requirement that the text states, or None where it states none."""
    start = len(text) - len(text.lstrip())
    found = _NAME.match(text, start)
    if not found or found.end() - start > _LONGEST:
        return None
    name, at = found.group(), found.end()
    extras: tuple[str, ...] = ()
    if found := _EXTRAS.match(text, at):
        extras, at = tuple(e.strip() for e in found.group(1).split(",") if e.strip()), found.end()
    if found := _URL.match(text, at):
        return _with_url(name, extras, found.group(1), text[found.end() :])
    clauses, semicolon, marker = text[at:].partition(";")
    if semicolon and not marker.strip():
        return None
    version, version_at = _pinned(clauses)
    if version is None:
        return None
    specifier = clauses.strip().removeprefix("(").removesuffix(")").strip().rstrip(",").rstrip()
    place = at + version_at if version else -1
    return Requirement(name, extras, specifier, "", marker.strip(), version, place)


def _with_url(name: str, extras: tuple[str, ...], url: str, rest: str) -> Requirement | None:
    """A direct reference: a marker has to be set off by a space, as URLs may hold a ``;``."""
    rest = rest.strip()
    if rest and not rest.startswith(";"):
        return None
    return Requirement(name, extras, url=url, marker=rest[1:].strip())


def _pinned(clauses: str) -> tuple[str | None, int]:
    """The exact version among the clauses and where it starts; None when they are not clauses."""
    at = len(clauses) - len(clauses.lstrip())
    end = len(clauses.rstrip())
    if clauses[at:end].startswith("(") and clauses[at:end].endswith(")"):
        at, end = at + 1, end - 1
    version, version_at = "", -1
    while at < end:
        found = _CLAUSE.match(clauses, at, end)
        if not found:
            return None, -1
        exact = _EXACT.fullmatch(found.group().strip())
        if exact and not version:
            version_at = clauses.index(exact.group(1), at + 2)
            version = exact.group(1)
        at = found.end()
        if at < end and clauses[at] != ",":
            return None, -1
        at += 1
    return version, version_at

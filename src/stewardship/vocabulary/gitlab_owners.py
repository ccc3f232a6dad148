"""GitLab's CODEOWNERS dialect: sections that are asked one by one.

As GitLab documents it ("Syntax of CODEOWNERS file", "Advanced CODEOWNERS configuration"): lines
before the first heading are a section without a name; a heading is ``[Name]``, ``^[Name]`` where
its approval is optional, ``[Name][2]`` where two approvals are wanted, with default owners behind
it; sections of one name, in any case, are one. In each section the last line that matches a path
decides; a line without owners takes the section's; ``!pattern`` exempts what it matches from the
section for good. Words that are no owners are passed over, and there is no comment at the end of
a line.

Patterns are Ruby's ``File.fnmatch`` with FNM_PATHNAME and FNM_DOTMATCH: ``*`` alone is everything,
one without a leading ``/`` begins at any depth, a trailing ``/`` asks for all that is beneath, and
unlike GitHub's, a name without it is a file and no folder. ``**/`` is any number of folders; ``**``
elsewhere is ``*``. ``[a-c]`` is a range and ``[^a]`` what is not in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from stewardship.frozen import dataclass, field, replace
from stewardship.pattern import pattern
from stewardship.vocabulary.globs import DEEP, Segment, Token, match, segment
from stewardship.vocabulary.owner_index import Index, Matcher, matcher

_HEADING = pattern(r"(\^?)\[([^\]]*)\](?:\[(\d*)\])?(?=\s|$)(.*)")
_PATTERN = pattern(r"(?:[^\s\\]|\\.|\\$)+")
_OWNER = pattern(
    r"@@(?:developer|maintainer|owner)s?(?![\w.-])"
    r"|@[A-Za-z0-9_][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_.-]+)*"
    r"|[^\s@#<>]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
)
_EVERYTHING = "/**/*"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the file that is asked on its own; ``name`` is empty for what has no heading."""

    name: str
    approvals: int = 1
    optional: bool = False
    owners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One entry: line number, pattern (without ``!``), owners, and what is wrong, if anything.

    ``owners`` are those of the line, else of its section; none: GitLab approves by itself.
    ``excluded`` is ``!``. ``passed_over`` are words among the owners that are none.
    """

    number: int
    pattern: str
    owners: tuple[str, ...] = ()
    section: str = ""
    excluded: bool = False
    error: str = ""
    passed_over: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class File:
    """What a file says: its sections by their name in lower case, and its entries in order."""

    sections: dict[str, Section] = field(default_factory=dict)
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """What one section says of a path: the line that decides, and the section it stands in."""

    section: Section
    line: Line


def is_dialect(text: str) -> bool:
    """Whether a file is written for GitLab: only there does a heading of a section mean a thing."""
    rows = (row.strip() for row in text.splitlines())
    return any(row.startswith(("[", "^[")) and _HEADING.fullmatch(row) for row in rows)


def parse(text: str) -> File:
    """The sections and entries of a file; comments left out."""
    sections: dict[str, Section] = {}
    lines: list[Line] = []
    current = ""
    for number, row in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        row = row.strip()
        if not row or row.startswith("#"):
            continue
        heading = _HEADING.fullmatch(row)
        if heading and heading[2].strip():
            current = heading[2].strip().casefold()
            sections[current] = _combined(sections.get(current), _section(heading))
        else:
            lines.append(_line(number, row, current))
    lines = [_inherited(line, sections.get(line.section)) for line in lines]
    return File(sections, tuple(lines))


def _section(heading: re.Match[str]) -> Section:
    owners = tuple(_OWNER.findall(heading[4]))
    approvals = max(1, int(heading[3][:4] or 1)) if heading[3] else 1
    return Section(heading[2].strip(), approvals, bool(heading[1]), owners)


def _combined(first: Section | None, second: Section) -> Section:
    """Two headings of one name: required where one of them is, by the first one's spelling."""
    if first is None:
        return second
    return Section(
        first.name,
        max(first.approvals, second.approvals),
        first.optional and second.optional,
        first.owners or second.owners,
    )


def _line(number: int, row: str, section: str) -> Line:
    excluded = row.startswith("!")
    row = row[1:] if excluded else row
    found = _PATTERN.match(row)
    pattern = found[0] if found else ""
    words = row[len(pattern) :].split()
    owners = tuple(owner for word in words for owner in _OWNER.findall(word))
    strange = tuple(word for word in words if not _OWNER.fullmatch(word.rstrip(",")))
    error = "" if pattern.strip("/") or pattern == "/" else "the line has no pattern"
    if not error and (len(pattern) - len(pattern.rstrip("\\"))) % 2:
        error = f"`{pattern[:80]}` ends in a lone backslash"
    return Line(number, pattern, owners, section, excluded, error, strange)


def _inherited(line: Line, section: Section | None) -> Line:
    if line.owners or line.excluded or line.error or section is None:
        return line
    return replace(line, owners=section.owners)


class Owners:
    """Answers who owns a path, section by section; made once from a file."""

    def __init__(self, file: File) -> None:
        self._lines = [line for line in file.lines if not line.error]
        self._index = Index(_matcher(line.pattern) for line in self._lines)
        self._sections = file.sections

    def of(self, path: str) -> tuple[Claim, ...]:
        """One claim for each section that has one, in the order of the sections; the unnamed one
        is first. A claim without owners is approved by GitLab itself."""
        decided: dict[str, Line] = {}
        exempt: set[str] = set()
        for line in self.matching(path):
            if line.excluded:
                exempt.add(line.section)
            decided.setdefault(line.section, line)
        found = (name for name in ("", *self._sections) if name in decided and name not in exempt)
        return tuple(Claim(self._sections.get(n, Section("")), decided[n]) for n in found)

    def matching(self, path: str) -> Iterator[Line]:
        """All lines that match the path, in any section, the last one first."""
        return (self._lines[place] for place in self._index.matching(path))


def _matcher(pattern: str) -> Matcher:
    if pattern == "*":
        pattern = _EVERYTHING
    if not pattern.startswith("/"):
        pattern = f"/**/{pattern}"
    if pattern.endswith("/"):
        pattern = f"{pattern}**/*"
    parts = pattern.removeprefix("/").split("/")
    tokens = tuple(_tokens(parts))
    if "[" in pattern:
        return Matcher(tokens, "")
    return matcher(pattern, tokens)


def _tokens(parts: Sequence[str]) -> Iterator[Token]:
    for part in parts[:-1]:
        yield DEEP if part == "**" else _segment(part)
    yield _segment(parts[-1])  # ``**`` at the end is ``*``: no folder follows it


def _segment(pattern: str) -> Segment:
    """A test for one name; like ``globs.segment``, with ranges."""
    if "[" not in pattern:
        return segment(pattern)
    tests: list[Token] = list(_signs(pattern))
    return lambda text: match(tests, text)


def _signs(pattern: str) -> Iterator[Token]:
    at = 0
    while at < len(pattern):
        one = pattern[at]
        end = pattern.find("]", at + 2)
        if one == "[" and end > 0:
            yield _range(pattern[at + 1 : end])
            at = end
        elif one == "*":
            yield DEEP
        elif one == "?":
            yield bool
        elif one == "\\" and at + 1 < len(pattern):
            at += 1
            yield pattern[at].__eq__
        else:
            yield one.__eq__
        at += 1


def _range(inside: str) -> Segment:
    """A test for one character by what stands between brackets."""
    negated = inside[:1] in ("^", "!")
    signs = inside[1:] if negated else inside
    spans = list(_spans(signs))
    return lambda one: any(low <= one <= high for low, high in spans) is not negated


def _spans(signs: str) -> Iterable[tuple[str, str]]:
    at = 0
    while at < len(signs):
        if signs[at + 1 : at + 2] == "-" and at + 2 < len(signs):
            yield signs[at], signs[at + 2]
            at += 3
        else:
            yield signs[at], signs[at]
            at += 1

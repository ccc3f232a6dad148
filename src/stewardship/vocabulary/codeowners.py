"""GitHub's CODEOWNERS dialect: who owns a path.

As GitHub documents it ("About code owners"): the last line that matches wins; a line without
owners takes them away; letters match in their own case; a ``/`` before the end anchors a pattern
at the root. It looks like gitignore and differs: ``docs/*`` and ``/*`` do not reach into
folders (``docs/**/*`` does), while any other last segment names a file or a whole folder.
``!`` and ``\\#`` do not work, ``[x]`` is no range, ``/`` alone and ``***`` match nothing; GitHub
skips an invalid line, and a file of 3 MB or more altogether. Here both are kept and said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stewardship.frozen import dataclass
from stewardship.pattern import pattern
from stewardship.vocabulary.globs import DEEP, Token, any_segment, beneath, segment
from stewardship.vocabulary.owner_index import Index, matcher

LIMIT = 3_000_000  # bytes; "must be under 3 MB"
_PATTERN = pattern(r"(?:[^\s\\]|\\.|\\$)+")
_OWNER = pattern(
    r"@[A-Za-z0-9][A-Za-z0-9_-]*(?:/[A-Za-z0-9_][A-Za-z0-9_.-]*)?"
    r"|[^\s@#]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One entry: its line number, pattern and owners, and what is wrong with it, if anything.

    An entry with an ``error`` owns nothing: GitHub skips it. One without owners and without an
    error un-owns what it matches. ``doubt`` says what most likely does not do what was meant.
    """

    number: int
    pattern: str
    owners: tuple[str, ...] = ()
    error: str = ""
    doubt: str = ""


def parse(text: str) -> tuple[Line, ...]:
    """All entries of a CODEOWNERS file, invalid ones with their error; comments left out."""
    if len(text) >= LIMIT or len(text.encode("utf-8", "replace")) >= LIMIT:
        return (Line(1, "", error="the file has 3 MB or more, so GitHub ignores all of it"),)
    lines = (row.removesuffix("\r") for row in text.removeprefix("\ufeff").split("\n"))
    parsed = (_line(number, row) for number, row in enumerate(lines, 1))
    return tuple(line for line in parsed if line)


def _line(number: int, row: str) -> Line | None:
    row = row.strip()
    if not row or row.startswith("#"):
        return None
    found = _PATTERN.match(row)
    pattern = found[0] if found else row
    owners: list[str] = []
    for word in row[len(pattern) :].split():
        if word.startswith("#"):
            break
        owners.append(word)
    error = _wrong_pattern(pattern) or _wrong_owner(owners)
    return Line(number, pattern, tuple(owners), error, "" if error else _doubt(pattern, owners))


def _wrong_pattern(pattern: str) -> str:
    shown = f"`{pattern[:80]}`"
    if pattern.startswith("!"):
        return f"{shown} starts with `!`, but there is no negation in CODEOWNERS"
    if "#" in pattern:
        return f"{shown} has a `#`, which CODEOWNERS cannot express, escaped or not"
    if "***" in pattern:
        return f"{shown} has `***`: write `**` for any number of folders"
    if not pattern.strip("/"):
        return f"{shown} never matches anything: for everything write `*`"
    if (len(pattern) - len(pattern.rstrip("\\"))) % 2:
        return f"{shown} ends in a lone backslash"
    return ""


def _wrong_owner(owners: Iterable[str]) -> str:
    for owner in owners:
        if not _OWNER.fullmatch(owner):
            return f"`{owner[:80]}` is no owner: write `@user`, `@org/team` or an e-mail address"
    return ""


def _doubt(pattern: str, owners: list[str]) -> str:
    if "[" in pattern and not owners:
        return f"`{pattern[:80]}` is a file name to GitHub: sections are GitLab's"
    if "[" in pattern:
        return f"`{pattern[:80]}` is taken literally: GitHub knows no character ranges"
    if "//" in pattern:
        return f"`{pattern[:80]}` has an empty folder name, so it matches nothing"
    return ""


class Owners:
    """Answers who owns a path; made once from the lines, then asked many times."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._lines = [line for line in lines if not line.error]
        self._index = Index(matcher(line.pattern, _tokens(line.pattern)) for line in self._lines)

    def of(self, path: str) -> Line | None:
        """The line that decides about the path; None where no line matches it.

        A line whose ``owners`` are empty says that the path has no owner on purpose.
        """
        return next(self.matching(path), None)

    def matching(self, path: str) -> Iterator[Line]:
        """All lines that match the path, the last one first."""
        return (self._lines[place] for place in self._index.matching(path))


def _tokens(pattern: str) -> tuple[Token, ...]:
    """The pattern as a matcher of segments.

    The form of GitHub's rules: an unanchored pattern may begin at any depth; a trailing slash or
    a trailing ``**`` asks for something beneath; a last segment ``*`` is one name and no more;
    any other last segment is a file, or a folder with all that is beneath.
    """
    parts = pattern.removeprefix("/").split("/")
    folder = parts[-1] == ""
    if folder:
        parts.pop()
    anchored = pattern.startswith("/") or len(parts) > 1
    tokens: list[Token] = [] if anchored or parts[0] == "**" else [DEEP]
    tokens += [DEEP if part == "**" else segment(part) for part in parts]
    last = parts[-1]
    if last == "**":
        return (*tokens[:-1], any_segment, DEEP)
    if folder:
        return (*tokens, beneath, DEEP)
    return tuple(tokens) if last == "*" else (*tokens, DEEP)

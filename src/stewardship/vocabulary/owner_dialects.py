"""A CODEOWNERS file in either dialect: one answer for a path, and the lines that cannot serve."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from stewardship.frozen import dataclass
from stewardship.vocabulary import codeowners, gitlab_owners
from stewardship.vocabulary.owner_places import Dialect


@dataclass(frozen=True, slots=True)
class Part:
    """What one section says of a path; GitHub knows one section only, which has no name."""

    section: str
    owners: tuple[str, ...]
    pattern: str
    line: int
    approvals: int = 1
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Usage:
    """How many paths a line matches, and for how many of them it is the one that counts."""

    matched: int
    decided: int


@dataclass(frozen=True, slots=True)
class Trouble:
    """A line that the forge skips, and why."""

    line: int
    error: str


def dialect_of(path: str, text: str) -> Dialect:
    """Whose file it is: by where it lies, else by sections, which only GitLab knows."""
    if path.endswith(".gitlab/CODEOWNERS"):
        return "gitlab"
    if path.endswith(".github/CODEOWNERS"):
        return "github"
    return "gitlab" if gitlab_owners.is_dialect(text) else "github"


class Owners:
    """Answers who owns a path by the entries of a file: GitHub's lines, or GitLab's file."""

    def __init__(self, entries: Sequence[codeowners.Line] | gitlab_owners.File) -> None:
        self._github: codeowners.Owners | None = None
        self._gitlab: gitlab_owners.Owners | None = None
        self._lines: Sequence[codeowners.Line] | Sequence[gitlab_owners.Line]
        if isinstance(entries, gitlab_owners.File):
            self._lines, self._gitlab = entries.lines, gitlab_owners.Owners(entries)
        else:
            self._lines, self._github = entries, codeowners.Owners(entries)

    @property
    def trouble(self) -> tuple[Trouble, ...]:
        """The lines that cannot serve, in their order."""
        return tuple(Trouble(one.number, one.error) for one in self._lines if one.error)

    def of(self, path: str) -> tuple[Part, ...]:
        """One part for each section that says something; none where no line matches."""
        if self._github:
            line = self._github.of(path)
            return (Part("", line.owners, line.pattern, line.number),) if line else ()
        claims = self._gitlab.of(path) if self._gitlab else ()
        return tuple(
            Part(
                one.section.name,
                one.line.owners,
                one.line.pattern,
                one.line.number,
                one.section.approvals,
                one.section.optional,
            )
            for one in claims
        )

    def usage(self, paths: Iterable[str]) -> dict[int, Usage]:
        """What each line without an error does for these paths, by its number."""
        matched: Counter[int] = Counter()
        decided: Counter[int] = Counter()
        asked = self._github or self._gitlab
        for path in paths:
            matched.update(line.number for line in (asked.matching(path) if asked else ()))
            decided.update(part.line for part in self.of(path))
        return {
            one.number: Usage(matched[one.number], decided[one.number])
            for one in self._lines
            if not one.error
        }


def read(text: str, dialect: Dialect) -> Owners:
    """What answers by the text of a file."""
    return Owners(codeowners.parse(text) if dialect == "github" else gitlab_owners.parse(text))

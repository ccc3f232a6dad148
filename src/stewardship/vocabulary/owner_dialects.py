"""A CODEOWNERS file in either dialect: one answer for a path, and the lines that cannot serve."""

from __future__ import annotations

from typing import Literal

from stewardship.frozen import dataclass
from stewardship.vocabulary import codeowners, gitlab_owners

Dialect = Literal["github", "gitlab"]
PLACES: dict[Dialect, tuple[str, ...]] = {
    "github": (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"),
    "gitlab": gitlab_owners.PLACES,
}
"""Where each forge looks, in its order; the first file that exists counts."""


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
    """Answers who owns a path by a file's text."""

    def __init__(self, text: str, dialect: Dialect) -> None:
        self.dialect = dialect
        self._github: codeowners.Owners | None = None
        self._gitlab: gitlab_owners.Owners | None = None
        self.trouble: tuple[Trouble, ...]
        lines: tuple[codeowners.Line, ...] | tuple[gitlab_owners.Line, ...]
        if dialect == "github":
            lines = codeowners.parse(text)
            self._github = codeowners.Owners(lines)
        else:
            file = gitlab_owners.parse(text)
            lines = file.lines
            self._gitlab = gitlab_owners.Owners(file)
        self.trouble = tuple(Trouble(one.number, one.error) for one in lines if one.error)

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

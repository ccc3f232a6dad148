"""Whether those whom a map names are on the forge, and can be asked for a review there."""

from __future__ import annotations

from typing import Literal

from stewardship.forge.client import RefusedError
from stewardship.forge.github import GitHub
from stewardship.forge.settings import Settings
from stewardship.frozen import dataclass
from stewardship.pattern import pattern

Mark = Literal["good", "bad", "not checked"]
USER = pattern(r"@[A-Za-z0-9][A-Za-z0-9_-]{0,60}(?:\[bot\])?")
TEAM = pattern(r"@[A-Za-z0-9][A-Za-z0-9_-]{0,60}/[A-Za-z0-9_.-]{1,100}")
MEMBERS = "the token lacks `members: read` of the organization"


@dataclass(frozen=True, slots=True)
class Verified:
    """What is known of one handle, as a clause that begins with it."""

    mark: Mark
    said: str


class Verifier:
    """Asks about one handle after the other; what holds for all is asked once."""

    def __init__(self, github: GitHub) -> None:
        self._github = github
        self._sees_teams: bool | None = None

    def verify(self, handle: str, owns: bool) -> Verified:
        """Whether a handle exists and can be asked; ``owns``: CODEOWNERS names it, and GitHub asks
        no code owner who may not write."""
        if TEAM.fullmatch(handle):
            return self._team(handle)
        if USER.fullmatch(handle):
            return self._user(handle, owns)
        return Verified("not checked", f"{handle} is no user or team of the forge")

    def _user(self, handle: str, owns: bool) -> Verified:
        permission = self._github.permission(handle)
        if permission == "none":
            return Verified("bad", f"{handle} has no access here, and cannot be asked")
        if permission == "read" and owns:
            why = "may only read, and GitHub asks no code owner who may not write"
            return Verified("bad", f"{handle} {why}")
        if permission:
            return Verified("good", f"{handle} can be asked ({permission})")
        if not self._github.has_user(handle):
            return Verified("bad", f"{handle} is no user of the forge")
        if permission is None:
            why = "the token may not read who has access"
            return Verified("not checked", f"{handle} is a user; whether they can be asked: {why}")
        return Verified("bad", f"{handle} has no access here, and cannot be asked")

    def _team(self, handle: str) -> Verified:
        if handle[1:].partition("/")[0].casefold() != self._github.owner.casefold():
            return Verified("bad", f"{handle} is of another organization, and cannot be asked")
        members = self._github.members(handle)
        if members is None:
            if not self._may_see_teams():
                return Verified("not checked", f"whether {handle} can be asked: {MEMBERS}")
            return Verified("bad", f"{handle} is no team of the organization")
        if not members:
            return Verified("bad", f"{handle} has no members")
        may = self._github.may_review(handle)
        if may is None:
            why = "the token may not read who has access"
            return Verified("not checked", f"{handle} is a team; whether it can be asked: {why}")
        if not may:
            return Verified("bad", f"{handle} has no access here, and cannot be asked")
        count = len(members)
        return Verified("good", f"{handle} can be asked ({count} member{'s' * (count != 1)})")

    def _may_see_teams(self) -> bool:
        if self._sees_teams is None:
            self._sees_teams = self._github.may_read("teams")
        return self._sees_teams


def file_errors(github: GitHub) -> list[Verified]:
    """What GitHub itself finds wrong with CODEOWNERS on the default branch."""
    try:
        found = Settings(github).codeowners_errors()
    except RefusedError as error:
        if error.status not in (403, 404):
            raise
        return [Verified("not checked", f"what GitHub says of CODEOWNERS: {error.message}")]
    if not found:
        return [Verified("good", "GitHub finds no error in CODEOWNERS on the default branch")]
    return [Verified("bad", f"{path}:{line}: GitHub says: {said}") for path, line, said in found]

"""Ask for the reviews that a plan wants, and keep one comment: as often as one likes, once.

Each call is made only where it changes something, and what the forge refuses for one reviewer
loses no other. Whom it refused is remembered in the comment: they are tried again when there is
another head, for until then the forge would say the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from stewardship.forge.client import RefusedError
from stewardship.forge.github import GitHub, Pull
from stewardship.frozen import dataclass, field
from stewardship.model.review import Review, Standing
from stewardship.pages.comment import MARKER, refused
from stewardship.review.standing import folded


@dataclass(frozen=True, slots=True)
class Asking:
    """One pull request, and what is known of it.

    ``members`` are those of teams by their handle; ``asked``, ``refused``, ``warnings`` (what went
    less than well), ``details`` (what the forge said of it) and ``instead`` (members who are asked
    in place of a team) are filled, and ``unasked``: those of the plan whom nothing reaches here.
    """

    github: GitHub
    pull: Pull
    reviews: Sequence[Review]
    members: Mapping[str, Collection[str]]
    asked: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    details: list[str] = field(default_factory=list)
    unasked: list[str] = field(default_factory=list)
    instead: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _mine: list[tuple[int, str]] = field(default_factory=list)

    def ask(self, standings: Sequence[Standing], again: bool = False) -> None:
        """Request those whom open needs ask, who were not requested yet and have not reviewed;
        ``again`` those as well whom the forge refused for this head."""
        open_ones = (one.need for one in standings if not one.is_met)
        handles = dict.fromkeys(handle for need in open_ones for handle in need.asked)
        if not handles:
            return
        done = self.github.requested(self.pull.number)
        done |= {f"@{folded(one.user)}" for one in self.reviews}
        done.add(f"@{folded(self.pull.author)}")
        known = frozenset() if again else self._refused_before()
        for handle in (able for one in handles for able in self._able(one, done)):
            if handle.casefold() in done:
                continue
            done.add(handle.casefold())
            if handle in known or not self._request(handle):
                self.refused.append(handle)
                self._leave(handle, "was not asked, for GitHub refuses it")

    def _refused_before(self) -> frozenset[str]:
        return next((refused(text, self.pull.head) for _, text in self._own()), frozenset())

    def _own(self) -> list[tuple[int, str]]:
        """The one comment, if it is there; nobody but this run writes it meanwhile."""
        if not self._mine:
            first = next(self.github.comments(self.pull.number, MARKER), None)
            self._mine.extend([first] if first else [])
        return self._mine

    def _request(self, handle: str) -> bool:
        """Ask one; whether the forge took it."""
        try:
            self.github.request(self.pull.number, handle)
        except RefusedError as error:
            if error.status not in (403, 404, 422):
                raise
            hint = f"; {error.hint}" if error.status == 403 else ""
            self.details.append(f"{handle} was not asked: {error.message}{hint}")
            return False
        self.asked.append(handle)
        return True

    def _able(self, handle: str, done: Collection[str]) -> Iterator[str]:
        """Who can be asked for a handle: itself, nobody, or the members of a team that this token
        cannot see."""
        if handle.casefold() in done:
            return
        if not handle.startswith("@"):
            self._leave(handle, "is no user or team of the forge, and was not asked")
        elif "/" in handle:
            yield from self._team(handle, done)
        elif self.github.may_review(handle) is False:
            self._leave(handle, "has no access to this repository, and was not asked")
        else:
            yield handle

    def _team(self, team: str, done: Collection[str]) -> Iterator[str]:
        members = self.members.get(team, ())
        reviewed = {f"@{folded(one.user)}" for one in self.reviews}
        # A member who reviews takes the whole team off the forge's list.
        heard = any(f"@{folded(one)}" in reviewed for one in members)
        if folded(team).partition("/")[0] != self.github.owner.casefold():
            self._leave(team, "is of another organization, and was not asked")
        elif self.github.members(team) is None:
            able = [one for one in members if self.github.may_review(one) is not False]
            self.instead[team] = tuple(able)
            whom = ", ".join(able) or "nobody"
            why = "there is no such team, or the token may not read the organization"
            self._leave(team, f"was not asked ({why}); asked instead: {whom}")
            yield from () if heard else able
        elif self.github.may_review(team) is False:
            self._leave(team, "has no access to this repository, and was not asked")
        elif not heard:
            yield team

    def _leave(self, handle: str, why: str) -> None:
        self.unasked.append(handle)
        self.warnings.append(f"{handle} {why}")

    def tell(self, text: str, wanted: bool) -> str:
        """Write the comment, or write it anew where its text is another; what was done.

        Where nothing is ``wanted`` no comment is begun.
        """
        for number, old in self._own():
            if _plain(old) == _plain(text):
                return "as it was"
            self.github.edit(number, text)
            return "edited"
        if not wanted:
            return "none"
        self.github.comment(self.pull.number, text)
        return "written"


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()

"""Whether the approvals that a change wants are there: by whom, when, for which commit.

Pure. Of each person only the last word counts, and a plain comment is none: it takes no approval
back, and gives none. A dismissal does take it back. Only those are heard whom the base entitles,
and the author never is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from stewardship.model.review import Need, Review, ReviewPlan, Standing

DECISIVE = frozenset({"APPROVED", "CHANGES_REQUESTED", "DISMISSED"})


def standing(
    plan: ReviewPlan,
    reviews: Iterable[Review],
    authors: Collection[str],
    members: Mapping[str, Iterable[str]],
    holds: Callable[[Need, str], bool],
) -> tuple[Standing, ...]:
    """How far each need is met.

    ``authors`` are the handles of those who made the change.
    ``members`` are those of teams, by their handle. ``holds`` tells of a need and a commit
    whether an approval of that commit speaks of the resource as it is at the head.
    """
    told = last_words(reviews, authors)
    return tuple(_one(need, told, members, holds) for need in plan.needs)


def last_words(reviews: Iterable[Review], authors: Collection[str]) -> dict[str, Review]:
    """The last decision of each person but the authors, by the folded name without ``@``."""
    found: dict[str, Review] = {}
    own = {folded(one) for one in authors}
    for one in sorted(reviews, key=lambda one: one.submitted_at):
        if one.state.upper() in DECISIVE and folded(one.user) not in own:
            found[folded(one.user)] = one
    return found


def folded(handle: str) -> str:
    """A handle for comparing."""
    return handle.strip().casefold().removeprefix("@")


def _one(
    need: Need,
    told: Mapping[str, Review],
    members: Mapping[str, Iterable[str]],
    holds: Callable[[Need, str], bool],
) -> Standing:
    entitled = {folded(one) for one in need.entitled}
    for team in need.entitled:
        entitled |= {folded(one) for one in members.get(team, ())}
    said = [review for name, review in told.items() if name in entitled]
    approved = [one for one in said if one.state.upper() == "APPROVED"]
    by = [one for one in approved if holds(need, one.commit)]
    lapsed = [one for one in approved if one not in by]
    against = [one for one in said if one.state.upper() == "CHANGES_REQUESTED"]
    return Standing(need, tuple(by), tuple(lapsed), tuple(against))

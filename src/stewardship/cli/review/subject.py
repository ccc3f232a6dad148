"""What ``review check`` and ``review apply`` are about: one change, and what was said of it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from stewardship import ci
from stewardship.errors import UserError
from stewardship.forge.github import GitHub, Pull, connect
from stewardship.frozen import dataclass, field
from stewardship.model.review import Review, ReviewPlan, Standing
from stewardship.ownership import Ownership
from stewardship.repository import git, revisions
from stewardship.repository.git import Repository
from stewardship.review import route
from stewardship.review.holding import Holding
from stewardship.review.plan import Reviewed, review
from stewardship.review.standing import DECISIVE, standing
from stewardship.run import Request

LARGEST = 10_000_000
STATES = (*sorted(DECISIVE), "COMMENTED")
OPTIONS = (
    click.option("--pr", "pull", type=click.IntRange(1), help="The number of the pull request."),
    click.option("--repo", "repository", default="", metavar="OWNER/NAME", help="Where it is."),
    click.option("--base", default="", metavar="REV", help="What the change starts from."),
    click.option("--root", type=Path, metavar="DIR", help="A folder to judge alone."),
)


def about_a_change(command: Callable[..., None]) -> Callable[..., None]:
    """The options that name a change."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


@dataclass(frozen=True, slots=True)
class Subject:
    """A change that was judged and planned, and how far its needs are met.

    ``head`` is the commit that reviews are of, ``shown`` the one that a status belongs to (of a
    merge group: the group's own). ``notes`` say what could not be known.
    """

    reviewed: Reviewed
    standings: tuple[Standing, ...]
    reviews: tuple[Review, ...]
    author: str
    head: str
    shown: str
    ownership: Ownership
    notes: tuple[str, ...] = ()
    github: GitHub | None = None
    pull: Pull | None = None
    members: dict[str, tuple[str, ...]] = field(default_factory=dict)


def from_file(file: Path, base: str, author: str, root: Path | None) -> Subject:
    """The change of this checkout, with reviews of any other system."""
    repo = git.find(Path.cwd(), root)
    event = ci.from_environment(repo, base)
    whose = author or ci.author(os.environ)
    if not whose:
        raise UserError(
            "whose change it is cannot be told here, and nobody approves their own",
            None,
            "name them: `--author @user`",
        )
    head = event.reviewed or revisions.commit_id(repo, event.head)
    return _subject(repo, root, event, whose, head, reviews_of(file), None, None)


def from_forge(pull: int | None, repository: str, base: str, root: Path | None) -> Subject:
    """The change of a pull request, with the reviews that it has there."""
    repo = git.find(Path.cwd(), root)
    event = None if pull else ci.from_environment(repo)
    number = pull or (event.pull if event else 0)
    if not number:
        raise UserError(
            "no pull request is named, and the event is of none",
            None,
            "name it: `--pr NUMBER --repo OWNER/NAME`, or give reviews by `--approvals FILE`",
        )
    github = connect(os.environ, repository)
    found = github.pull(number)
    if event is None:
        if revisions.resolve(repo, found.head) is None:
            raise UserError(
                f"the head of #{number} is not in this repository",
                None,
                f"fetch it: `git fetch origin pull/{number}/head`",
            )
        event = ci.event(repo, os.environ, base or found.base, found.head)
    head = event.reviewed or found.head
    said = github.reviews(number)
    return _subject(repo, root, event, found.author, head, said, github, found)


def _subject(
    repo: Repository,
    root: Path | None,
    event: ci.Event,
    author: str,
    head: str,
    reviews: Sequence[Review],
    github: GitHub | None,
    pull: Pull | None,
) -> Subject:
    if not event.base:
        raise UserError("this is no change to approve", None, "name its base: `--base REV`")
    shown = head if event.reviewed else revisions.commit_id(repo, event.head)
    request = Request(Path.cwd(), root, base=event.base, head=event.head, trusted=event.trusted)
    reviewed = review(request, author)
    picture = reviewed.judged.picture
    ownership = picture.ownership if picture else Ownership()
    members, notes = _members(reviewed.plan, github, ownership)
    day = request.now.date()
    for team, names in members.items():
        members[team] = tuple(one for one in names if not route.departed(one, ownership, day))
    holds = Holding(request, head)
    standings = standing(reviewed.plan, reviews, author, members, holds)
    return Subject(
        reviewed, standings, tuple(reviews), author, head, shown, ownership, tuple(notes), github,
        pull, members,
    )  # fmt: skip


def _members(
    plan: ReviewPlan, github: GitHub | None, ownership: Ownership
) -> tuple[dict[str, tuple[str, ...]], list[str]]:
    """Who is in the teams that are entitled, by the forge where that may be read, else by the
    map that governs; and a note for each team of which the map alone is known."""
    teams = dict.fromkeys(one for need in plan.needs for one in need.entitled if "/" in one)
    found, notes = {}, []
    for team in teams:
        known = github.members(team) if github else None
        found[team] = known if known is not None else ownership.members(team)
        if known is None:
            by = f"the {len(found[team])} members that the map states count"
            why = "the token may not read it" if github else "no forge is asked"
            notes.append(f"{team}: {why}, so {by}")
    return found, notes


def reviews_of(file: Path) -> list[Review]:
    """The reviews of a JSON file: a list of ``{user, state, commit, submitted-at}``."""
    try:
        with file.open("rb") as stream:
            data = json.loads(stream.read(LARGEST))
    except (OSError, ValueError, RecursionError):
        raise _broken(file, "it cannot be read as JSON") from None
    if not isinstance(data, list):
        raise _broken(file, "it is no list")
    return [_review(file, number, one) for number, one in enumerate(data, 1)]


def _review(file: Path, number: int, one: Any) -> Review:
    keys = ("user", "state", "commit", "submitted-at")
    said = one if isinstance(one, dict) else {}
    for key in keys:
        if not isinstance(said.get(key), str) or not said[key].strip():
            raise _broken(file, f"review {number} has no `{key}`")
    state = str(said["state"]).upper()
    if state not in STATES:
        raise _broken(file, f"review {number} has a `state` that is none of {', '.join(STATES)}")
    when = _utc(said["submitted-at"])
    if not when:
        raise _broken(file, f"review {number} has a `submitted-at` that is no time with a zone")
    return Review(str(said["user"]), state, said["commit"].lower(), when)


def _utc(text: str) -> str:
    """A time of ISO 8601 as one of UTC, so that times compare as texts; empty for none."""
    from datetime import UTC, datetime

    try:
        when = datetime.fromisoformat(text.strip())
        return when.astimezone(UTC).isoformat() if when.tzinfo else ""
    except (ValueError, OverflowError):
        return ""


def _broken(file: Path, why: str) -> UserError:
    return UserError(
        f"`{git.shorten(str(file))}` holds no reviews: {why}",
        None,
        'such as [{"user": "@dana", "state": "APPROVED", "commit": "<id>", '
        '"submitted-at": "2026-11-26T12:00:00Z"}]',
    )

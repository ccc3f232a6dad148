"""What ``review check`` and ``review apply`` are about: one change, and what was said of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from stewardship import ci
from stewardship.cli.review import queue
from stewardship.errors import UserError
from stewardship.forge.github import GitHub, Pull, connect
from stewardship.frozen import dataclass, field, replace
from stewardship.model.review import Review, Standing
from stewardship.ownership import Ownership
from stewardship.repository import git, revisions
from stewardship.repository.git import Repository
from stewardship.review import given
from stewardship.review.plan import Reviewed, review
from stewardship.review.settle import Members, stand
from stewardship.run import Request

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
    merge group: the group's own), ``base`` the one that the change starts from. ``notes`` say
    what could not be known.
    """

    reviewed: Reviewed
    standings: tuple[Standing, ...]
    reviews: tuple[Review, ...]
    author: str
    head: str
    shown: str
    base: str
    ownership: Ownership
    notes: tuple[str, ...] = ()
    github: GitHub | None = None
    pull: Pull | None = None
    members: dict[str, tuple[str, ...]] = field(default_factory=dict)


def from_file(file: Path, base: str, author: str, root: Path | None) -> Subject:
    """The change of this checkout, with reviews of any other system."""
    repo = git.find(Path.cwd(), root)
    event = ci.from_environment(repo, base)
    found = given.read(file, repo.top)
    whose = given.author_of(found, author, ci.author(os.environ))
    head = event.reviewed or revisions.commit_id(repo, event.head)
    members, why = found.members.get, "no forge is asked"
    return _subject(repo, root, event, whose, head, found.reviews, members, why)


def from_forge(pull: int | None, repository: str, base: str, root: Path | None) -> Subject:
    """The change of a pull request, with the reviews that it has there."""
    repo = git.find(Path.cwd(), root)
    github = None
    if not pull and (finished := ci.after(os.environ)):
        github = connect(os.environ, repository)
        pull = github.pull_of(*finished)
    event = None if pull else ci.from_environment(repo)
    number = pull or (event.pull if event else 0)
    if not number:
        raise UserError(
            "no pull request is named, and the event is of none",
            None,
            "name it: `--pr NUMBER --repo OWNER/NAME`, or give reviews by `--approvals FILE`",
        )
    github = github or connect(os.environ, repository)
    if event is not None and (group := ci.queued(os.environ)):
        return _of_group(repo, root, github, list(queue.entries(repo, github, group, event)))
    found = github.pull(number)
    if event is None:
        if revisions.resolve(repo, found.head) is None:
            raise UserError(
                f"the head of #{number} is not in this repository",
                None,
                f"fetch it: `git fetch origin pull/{number}/head`",
            )
        event = ci.event(repo, os.environ, base or found.base, found.head)
    return _of_pull(repo, root, github, event, found)


def _of_pull(
    repo: Repository, root: Path | None, github: GitHub, event: ci.Event, found: Pull
) -> Subject:
    head = event.reviewed or found.head
    said = github.reviews(found.number)
    why = "the token may not read it"
    subject = _subject(repo, root, event, found.author, head, said, github.members, why)
    return replace(subject, github=github, pull=found)


def _of_group(
    repo: Repository, root: Path | None, github: GitHub, events: Sequence[ci.Event]
) -> Subject:
    """A merge group: its own change, with the needs of all that are queued ahead of it."""
    found = [_of_pull(repo, root, github, one, github.pull(one.pull)) for one in events]
    ahead = ", ".join(f"#{one.pull}" for one in events[:-1])
    notes = dict.fromkeys(note for one in found for note in one.notes)
    if ahead:
        notes[f"queued ahead, and wanted as well: the approvals of {ahead}"] = None
    standings = tuple(need for one in found for need in one.standings)
    return replace(found[-1], standings=standings, notes=tuple(notes))


def _subject(
    repo: Repository,
    root: Path | None,
    event: ci.Event,
    author: str,
    head: str,
    reviews: Sequence[Review],
    known: Members,
    unknown: str,
) -> Subject:
    if not event.base:
        raise UserError("this is no change to approve", None, "name its base: `--base REV`")
    shown = head if event.reviewed else revisions.commit_id(repo, event.head)
    request = Request(Path.cwd(), root, base=event.base, head=event.head, trusted=event.trusted)
    reviewed = review(request, author)
    picture = reviewed.judged.picture
    ownership = picture.ownership if picture else Ownership()
    stood = stand(request, reviewed, reviews, author, head, known, unknown)
    return Subject(
        reviewed, stood.standings, tuple(reviews), author, head, shown, event.base, ownership,
        stood.notes, members=stood.members,
    )  # fmt: skip

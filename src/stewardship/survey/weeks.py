"""The weeks that a survey looks back over, and the commit that a checkout was at in each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil

from stewardship.errors import UserError
from stewardship.repository import revisions
from stewardship.repository.git import Repository, ask
from stewardship.survey import MOST_WEEKS, WEEK
from stewardship.vocabulary.durations import date_of


def back(now: datetime, weeks: int) -> tuple[datetime, ...]:
    """The beginnings of the last weeks, the latest first."""
    if not 0 <= weeks <= MOST_WEEKS:
        raise UserError(f"{weeks} weeks cannot be looked back", None, f"at most {MOST_WEEKS}")
    return tuple(now - timedelta(seconds=WEEK * number) for number in range(1, weeks + 1))


def until(now: datetime, stated: str) -> tuple[datetime, ...]:
    """The same, back to a day; the first week may be a part of one."""
    first = date_of(stated)
    if first is None or first >= now:
        raise UserError(f"`{stated}` is no day of the past", None, "such as 2026-11-01")
    weeks = ceil((now - first).total_seconds() / WEEK)
    return (*back(now, weeks)[:-1], first)


def tips(repo: Repository, head: str, moments: Sequence[datetime]) -> list[str | None]:
    """The id of the commit that the branch was at, at each moment; empty before its first commit,
    None where a shallow clone does not reach back. Only first parents are followed: what a merge
    brought came with the merge."""
    shallow = revisions.is_shallow(repo)
    found: list[str | None] = []
    for moment in moments:
        age = f"--min-age={int(moment.timestamp())}"
        commit = ask(repo, "rev-list", "-1", "--first-parent", age, head, "--").decode().strip()
        found.append(commit or (None if shallow else ""))
    return found

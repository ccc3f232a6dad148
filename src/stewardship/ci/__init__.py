"""What event is this, and what is its base: the questions that only CI has.

GitHub Actions tells by its environment and the event's payload, GitLab by its environment alone;
anywhere else the base is named.
Where the base cannot be had, the gate fails closed and says what to set: without a base, a change
would be judged by its own policy.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from stewardship.ci import github, gitlab
from stewardship.ci.bases import change, commit, forked_from
from stewardship.ci.events import Event, Group
from stewardship.ci.github import after, author, queued
from stewardship.errors import UserError
from stewardship.repository.git import Repository

__all__ = [
    "Event",
    "Group",
    "after",
    "author",
    "event",
    "forked_from",
    "from_environment",
    "queued",
]


def event(
    repo: Repository, environment: Mapping[str, str], base: str = "", head: str = "HEAD"
) -> Event:
    """The event of this run; ``base`` (from ``--base``) goes before what CI says, and is compared
    with ``head``."""
    if base:
        return change("named", repo, commit(repo, base), head)
    if environment.get("GITHUB_ACTIONS") == "true":
        return github.event(repo, environment)
    if environment.get("GITLAB_CI") == "true":
        return gitlab.event(repo, environment)
    raise UserError(
        "which change is judged cannot be told here",
        None,
        "name what it starts from: `steward ci --base <revision>`",
    )


def from_environment(repo: Repository, base: str = "") -> Event:
    """The event of this process."""
    return event(repo, os.environ, base)

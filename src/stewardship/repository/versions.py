"""The versions that one file had in history, oldest first, asked of the git program alone."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from stewardship.frozen import dataclass
from stewardship.repository.git import Repository, ask
from stewardship.repository.revisions import is_shallow, new_of, resolve

MOST = 500
"""Versions of one file that are looked at, newest first; older ones count as cut off."""


@dataclass(frozen=True, slots=True)
class Version:
    """What a commit made of a file: the commit, when it was committed (UTC), the new content's id;
    an empty one where the file was removed."""

    commit: str
    when: datetime
    blob: str


@dataclass(frozen=True, slots=True)
class Versions:
    """The versions of one file, oldest first; ``cut`` where there were older ones, or may have
    been: history was cloned without them."""

    found: tuple[Version, ...]
    cut: bool


def versions(repo: Repository, path: str, revision: str) -> Versions:
    """The versions of a file up to a commit, under its older names, too."""
    if resolve(repo, revision) is None:
        return Versions((), cut=False)
    wanted = ("--follow", "--raw", "--no-abbrev", "--format=>%H %ct", f"-{MOST + 1}")
    answer = ask(repo, "log", *wanted, revision, "--", f"{repo.prefix}{path}")
    found: list[Version] = []
    commit, when = "", datetime.fromtimestamp(0, UTC)
    for line in os.fsdecode(answer).splitlines():
        if line.startswith(">"):
            commit, _, stamp = line[1:].partition(" ")
            when = _moment(stamp)
        elif line.startswith(":"):
            blob = new_of(line.partition("\t")[0])[1]
            found.append(Version(commit, when, blob if blob.strip("0") else ""))
    cut = len(found) > MOST or (bool(found) and is_shallow(repo))
    return Versions(tuple(reversed(found[:MOST])), cut)


def _moment(stamp: str) -> datetime:
    """A time as git counts it; what no calendar has is the day on which counting began."""
    try:
        return datetime.fromtimestamp(int(stamp), UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(0, UTC)

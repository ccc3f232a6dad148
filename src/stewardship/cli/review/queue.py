"""What a merge group holds: the pull request that it was made for, and those queued ahead of it.

The base of a group is the head of the one ahead, and a queue may merge all of them once the last
one's checks succeed. So each is looked at by itself, with its own reviews, and by what governs the
branch now: nothing that still waits in the queue governs, and nobody's approval is for another.
"""

from __future__ import annotations

from collections.abc import Iterator

from stewardship import ci
from stewardship.ci.bases import commit, descends
from stewardship.errors import UserError
from stewardship.forge.github import GitHub
from stewardship.frozen import replace
from stewardship.repository import revisions
from stewardship.repository.git import Repository, ask

AGAIN = "the queue moved on meanwhile: run it again; and fetch all branches (`fetch-depth: 0`)"


def entries(
    repo: Repository, github: GitHub, group: ci.Group, event: ci.Event
) -> Iterator[ci.Event]:
    """The changes of a merge group, the one ahead of all first, its own last.

    A ``UserError`` where what lies between the branch and the group cannot be told apart.
    """
    waiting = github.queue(group.branch)
    tip = github.tip(group.branch)  # asked later: what left the queue until now has been merged
    if revisions.resolve(repo, tip) is None:
        raise UserError(f"the tip of `{group.branch}` is not in this repository", None, AGAIN)
    built_on = commit(repo, group.built_on)
    if descends(repo, tip, event.head):
        yield replace(event, base=built_on, trusted=built_on)
        return
    if descends(repo, tip, built_on):
        yield replace(event, base=built_on, trusted=tip)
        return
    ahead = [
        one for one in waiting if descends(repo, built_on, one) and not descends(repo, tip, one)
    ]
    ahead.sort(key=lambda one: int(ask(repo, "rev-list", "--count", f"{tip}..{one}")))
    if not ahead or ahead[-1] != built_on:
        why = f"what the merge group is built on ({built_on[:12]}) is not in the queue"
        raise UserError(why, None, AGAIN)
    base = ci.forked_from(repo, tip, ahead[0])
    for one in ahead:
        yield ci.Event(event.name, base, one, tip, waiting[one])
        base = one
    yield replace(event, base=built_on, trusted=tip)

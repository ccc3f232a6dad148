"""What a merge group holds: the pull request that it was made for, and those queued ahead of it.

The base of a group is the head of the one ahead, and a queue may merge all of them once the last
one's checks succeed. So each is looked at by itself, with its own reviews, and by what governs the
branch now: nothing that still waits in the queue governs, and nobody's approval is for another.
"""

from __future__ import annotations

from collections.abc import Iterator

from stewardship import ci
from stewardship.ci.bases import descends
from stewardship.errors import UserError
from stewardship.forge.github import GitHub
from stewardship.frozen import replace
from stewardship.repository import revisions
from stewardship.repository.git import Repository, ask

AGAIN = "the queue moved on meanwhile: run it again; and fetch all branches (`fetch-depth: 0`)"


def entries(repo: Repository, github: GitHub, branch: str, event: ci.Event) -> Iterator[ci.Event]:
    """The changes of a merge group to a branch, the one ahead of all first, its own last.

    A ``UserError`` where what lies between the branch and the group cannot be told apart.
    """
    waiting = github.queue(branch)
    tip = github.tip(branch)  # asked for later: what left the queue until now has been merged
    if revisions.resolve(repo, tip) is None:
        raise UserError(f"the tip of `{branch}` is not in this repository", None, AGAIN)
    if descends(repo, tip, event.base):
        yield event
        return
    ahead = [
        one for one in waiting if descends(repo, event.base, one) and not descends(repo, tip, one)
    ]
    ahead.sort(key=lambda one: int(ask(repo, "rev-list", "--count", f"{tip}..{one}")))
    if not ahead or ahead[-1] != event.base:
        why = f"what the merge group is built on ({event.base[:12]}) is not in the queue"
        raise UserError(why, None, AGAIN)
    base = ci.forked_from(repo, tip, ahead[0])
    for one in ahead:
        yield ci.Event(event.name, base, one, tip, waiting[one])
        base = one
    yield replace(event, trusted=tip)

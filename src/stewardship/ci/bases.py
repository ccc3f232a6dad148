"""The base of a change: a commit that this checkout has, or a clear refusal.

Without a base a change would be judged by its own policy, so where it cannot be had the gate fails
closed and says what to set.
"""

from __future__ import annotations

from stewardship.ci.events import Event
from stewardship.errors import UserError
from stewardship.repository import revisions
from stewardship.repository.git import Repository, ask, run, shorten

DEEPER = (
    "check out with the full history: `fetch-depth: 0` in actions/checkout, "
    "`GIT_DEPTH: 0` among the variables of a GitLab job"
)


def change(name: str, repo: Repository, tip: str, head: str = "HEAD") -> Event:
    """The event of a change: from where ``head`` left the branch whose tip governs, up to it."""
    return Event(name, forked_from(repo, tip, head), head, tip)


def branch(repo: Repository, name: str) -> str:
    """The tip of a branch of the project, as it was fetched."""
    ref = f"refs/remotes/origin/{name}"
    if found := revisions.resolve(repo, ref):
        return found
    shown = shorten(name)
    raise UserError(
        f"the tip of `{shown}` is not in this checkout (`{shorten(ref)}`)",
        None,
        f"{DEEPER}; or `git fetch origin +refs/heads/{shown}:refs/remotes/origin/{shown}`",
    )


def merged(name: str, repo: Repository, base: str, head: str) -> Event:
    """CI checks out the merge that was made of base and head: its first parent is the base as
    it is *now*, and against that the change is all that the pull request brings.

    The second parent must be the head that the event names: where the head itself is checked
    out, and happens to be a merge, its first parent is the author's own.
    """
    parents = ask(repo, "rev-parse", "HEAD^@").decode().split()
    if len(parents) == 2 and parents[1] == head and revisions.head(repo) != head:
        return Event(name, parents[0], "HEAD", parents[0])
    tip = commit(repo, base)
    if head and not descends(repo, "HEAD", head):
        raise UserError(
            f"what is checked out is neither the head `{shorten(head)}` nor its merge",
            None,
            "leave `ref:` out of actions/checkout, or name the base: `--base <revision>`",
        )
    return change(name, repo, tip)


def descends(repo: Repository, later: str, earlier: str) -> bool:
    """Whether one commit is another, or was made on top of it; both are in this checkout."""
    ids = [revisions.resolve(repo, one) for one in (earlier, later)]
    if None in ids:
        return False
    asked = ("merge-base", "--is-ancestor", *(one for one in ids if one))
    return run(repo.top, asked).returncode == 0


def commit(repo: Repository, revision: str, forced: bool = False) -> str:
    """The id of a base that this checkout has."""
    if found := revisions.resolve(repo, revision):
        return found
    hint = "name a branch, a tag or a commit that `git rev-parse` knows here"
    if revisions.is_shallow(repo):
        hint = DEEPER
    elif forced:
        hint = "a forced push has left it behind; name another with `--base <revision>`"
    raise UserError(f"the base `{shorten(revision)}` is not in this checkout", None, hint)


def forked_from(repo: Repository, base: str, head: str) -> str:
    """The commit at which ``head`` left ``base``: what came to the base since is not its doing.

    ``UserError`` where the history here does not reach back to it.
    """
    if run(repo.top, ("merge-base", "--is-ancestor", base, head)).returncode == 0:
        return revisions.commit_id(repo, base)
    from stewardship.repository.history import merge_base

    forked = merge_base(repo, base, head)
    if forked is None:
        hint = DEEPER if revisions.is_shallow(repo) else "name a base that it was made from"
        raise UserError(f"`{shorten(base)}` and `{shorten(head)}` share no commit here", None, hint)
    return forked

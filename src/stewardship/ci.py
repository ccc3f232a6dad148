"""What event is this, and what is its base: the questions that only CI has.

GitHub Actions tells by its environment and the event's payload; anywhere else the base is named.
Where the base cannot be had, the gate fails closed and says what to set: without a base, a change
would be judged by its own policy.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from stewardship import revisions
from stewardship.errors import UserError
from stewardship.frozen import dataclass
from stewardship.git import Repository, ask, run, shorten

DEEPER = "check out with the full history: `fetch-depth: 0` in actions/checkout"


@dataclass(frozen=True, slots=True)
class Event:
    """What to compare, and whose policies govern.

    ``base`` is where the change forked off, ``trusted`` the tip of the branch that it goes to: an
    old fork must not bring old policies back. Both empty: everything is judged, by the head's own.
    """

    name: str
    base: str
    head: str
    trusted: str = ""


def event(repo: Repository, environment: Mapping[str, str], base: str = "") -> Event:
    """The event of this run; ``base`` (from ``--base``) goes before what CI says."""
    if base:
        return _change("named", repo, _commit(repo, base))
    if environment.get("GITHUB_ACTIONS") == "true":
        return _github(repo, environment)
    raise UserError(
        "which change is judged cannot be told here",
        None,
        "name what it starts from: `steward ci --base <revision>`",
    )


def from_environment(repo: Repository, base: str = "") -> Event:
    """The event of this process."""
    return event(repo, os.environ, base)


def author(environment: Mapping[str, str]) -> str:
    """Who made the change, by the event's payload; empty where no event says so."""
    if environment.get("GITHUB_ACTIONS") != "true" or not environment.get("GITHUB_EVENT_PATH"):
        return ""
    payload = _payload(environment)
    for keys in (("pull_request", "user", "login"), ("sender", "login")):
        try:
            return f"@{_text(payload, *keys)}"
        except UserError:
            continue
    return ""


def _github(repo: Repository, environment: Mapping[str, str]) -> Event:
    name = environment.get("GITHUB_EVENT_NAME", "")
    if name in ("schedule", "workflow_dispatch"):
        return Event(name, "", "HEAD")
    if name not in ("pull_request", "merge_group", "push"):
        raise UserError(
            f"the event `{shorten(name)}` is not one that this gate judges",
            None,
            "run it on pull_request, merge_group, push or schedule, or name `--base <revision>`",
        )
    payload = _payload(environment)
    if name == "pull_request":
        base = _text(payload, "pull_request", "base", "sha")
        return _pull_request(name, repo, base, _text(payload, "pull_request", "head", "sha"))
    if name == "merge_group":
        return _change(name, repo, _commit(repo, _text(payload, "merge_group", "base_sha")))
    before = _text(payload, "before")
    if not before.strip("0"):  # a new branch or tag: there is nothing that it changes
        return Event(name, "", "HEAD")
    forced = isinstance(payload, dict) and payload.get("forced") is True
    return _change(name, repo, _commit(repo, before, forced))


def _pull_request(name: str, repo: Repository, base: str, head: str) -> Event:
    """CI checks out the merge that GitHub made of base and head: its first parent is the base as
    it is *now*, and against that the change is all that the pull request brings.

    The second parent must be the head that the event names: where the head itself is checked
    out, and happens to be a merge, its first parent is the author's own.
    """
    tip = _commit(repo, base)
    parents = ask(repo, "rev-parse", "HEAD^@").decode().split()
    if len(parents) == 2 and parents[1] == head and revisions.head(repo) != head:
        return Event(name, parents[0], "HEAD", parents[0])
    return _change(name, repo, tip)


def _change(name: str, repo: Repository, tip: str) -> Event:
    return Event(name, forked_from(repo, tip, "HEAD"), "HEAD", tip)


def _payload(environment: Mapping[str, str]) -> Any:
    path = environment.get("GITHUB_EVENT_PATH", "")
    try:
        return json.loads(Path(path).read_bytes())
    except (OSError, ValueError, RecursionError):
        raise UserError(
            "the event's payload cannot be read",
            None,
            "GITHUB_EVENT_PATH names its file; or name the base: `--base <revision>`",
        ) from None


def _text(payload: Any, *keys: str) -> str:
    for key in keys:
        payload = payload.get(key) if isinstance(payload, dict) else None
    if not isinstance(payload, str) or not payload:
        name = ".".join(keys)
        raise UserError(f"the event's payload has no `{name}`", None, "name `--base <revision>`")
    return payload


def _commit(repo: Repository, revision: str, forced: bool = False) -> str:
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
    from stewardship.history import merge_base

    forked = merge_base(repo, base, head)
    if forked is None:
        hint = DEEPER if revisions.is_shallow(repo) else "name a base that it was made from"
        raise UserError(f"`{shorten(base)}` and `{shorten(head)}` share no commit here", None, hint)
    return forked

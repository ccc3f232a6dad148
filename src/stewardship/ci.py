"""What event is this, and what is its base: the questions that only CI has.

GitHub Actions tells by its environment and the event's payload, GitLab by its environment alone;
anywhere else the base is named.
Where the base cannot be had, the gate fails closed and says what to set: without a base, a change
would be judged by its own policy.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from stewardship.errors import UserError
from stewardship.frozen import dataclass, replace
from stewardship.pattern import pattern
from stewardship.repository import revisions
from stewardship.repository.git import Repository, ask, run, shorten

DEEPER = (
    "check out with the full history: `fetch-depth: 0` in actions/checkout, "
    "`GIT_DEPTH: 0` among the variables of a GitLab job"
)
AS_DATA = "fetch it, and check it out never: `git fetch origin pull/NUMBER/head`"
PULLS = ("pull_request_target", "pull_request_review")
"""Events that run what the base says, beside a checkout of the base: the head is data there."""
QUEUED = pattern(r"refs/heads/gh-readonly-queue/.+/pr-([0-9]{1,12})-[0-9a-f]{40,64}")


@dataclass(frozen=True, slots=True)
class Event:
    """What to compare, and whose policies govern.

    ``base`` is where the change forked off, ``trusted`` the tip of the branch that it goes to: an
    old fork must not bring old policies back. Both empty: everything is judged, by the head's own.
    ``pull`` is the number of the pull request (of a merge group: the one that it queues), 0 where
    there is none; ``reviewed`` the id of the commit that its reviews are of, empty where only the
    forge knows it.
    """

    name: str
    base: str
    head: str
    trusted: str = ""
    pull: int = 0
    reviewed: str = ""


def event(
    repo: Repository, environment: Mapping[str, str], base: str = "", head: str = "HEAD"
) -> Event:
    """The event of this run; ``base`` (from ``--base``) goes before what CI says, and is compared
    with ``head``."""
    if base:
        return _change("named", repo, _commit(repo, base), head)
    if environment.get("GITHUB_ACTIONS") == "true":
        return _github(repo, environment)
    if environment.get("GITLAB_CI") == "true":
        return _gitlab(repo, environment)
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
    if name not in (*PULLS, "pull_request", "merge_group", "push"):
        raise UserError(
            f"the event `{shorten(name)}` is not one that this gate judges",
            None,
            "run it on pull_request, merge_group, push or schedule, or name `--base <revision>`",
        )
    payload = _payload(environment)
    if name == "pull_request" or name in PULLS:
        base = _text(payload, "pull_request", "base", "sha")
        head = _text(payload, "pull_request", "head", "sha")
        found = _pull_request(name, repo, base, head)
        return replace(found, pull=_number(payload["pull_request"].get("number")), reviewed=head)
    if name == "merge_group":
        tip = _commit(repo, _text(payload, "merge_group", "base_sha"))
        found = _change(name, repo, tip, payload["merge_group"].get("head_sha") or "HEAD")
        queued = QUEUED.fullmatch(str(payload["merge_group"].get("head_ref", "")))
        return replace(found, pull=_number(int(queued[1]) if queued else 0))
    before = _text(payload, "before")
    if not before.strip("0"):  # a new branch or tag: there is nothing that it changes
        return Event(name, "", "HEAD")
    forced = isinstance(payload, dict) and payload.get("forced") is True
    return _change(name, repo, _commit(repo, before, forced))


def _gitlab(repo: Repository, environment: Mapping[str, str]) -> Event:
    """GitLab's pipelines, by its predefined variables.

    A branch is held against the tip of the branch that it goes to, and never against what was
    pushed to it before: its author wrote that too, policies included. For the same reason neither
    a schedule nor a pipeline by hand judges a branch by its own policies.
    """
    name = environment.get("CI_PIPELINE_SOURCE", "")
    if name == "merge_request_event":
        return _merge_request(name, repo, environment)
    if name not in ("push", "schedule", "web"):
        raise UserError(
            f"a pipeline from `{shorten(name)}` is not one that this gate judges",
            None,
            "run it for merge_request_event, push, schedule or web, or name `--base <revision>`",
        )
    if environment.get("CI_COMMIT_TAG"):
        return Event(name, "", "HEAD")
    branch, default = (
        _variable(environment, f"CI_{which}_BRANCH") for which in ("COMMIT", "DEFAULT")
    )
    if branch != default:
        return _change(name, repo, _commit(repo, f"refs/remotes/origin/{default}"))
    before = _variable(environment, "CI_COMMIT_BEFORE_SHA") if name == "push" else ""
    if not before.strip("0"):  # everything, or the first push: there is nothing that it changes
        return Event(name, "", "HEAD")
    return _change(name, repo, _commit(repo, before, forced=True))


def _merge_request(name: str, repo: Repository, environment: Mapping[str, str]) -> Event:
    """The base is the tip of the target branch: what CI_MERGE_REQUEST_TARGET_BRANCH_SHA says of a
    merged result, else what was fetched. CI_MERGE_REQUEST_DIFF_BASE_SHA is only where the change
    forked off, and an old fork must not bring old policies back.
    """
    if sha := environment.get("CI_MERGE_REQUEST_TARGET_BRANCH_SHA"):
        return _pull_request(
            name, repo, sha, environment.get("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA", "")
        )
    target, here = (
        _variable(environment, f"CI_{which}_ID") for which in ("MERGE_REQUEST_PROJECT", "PROJECT")
    )
    if target != here:
        raise UserError(
            "this pipeline runs in a fork, which has no say over the policies of the project",
            None,
            "a member of the project starts the pipeline of the merge request there",
        )
    branch = _variable(environment, "CI_MERGE_REQUEST_TARGET_BRANCH_NAME")
    return _change(name, repo, _commit(repo, f"refs/remotes/origin/{branch}"))


def _variable(environment: Mapping[str, str], name: str) -> str:
    if value := environment.get(name):
        return value
    raise UserError(f"the environment has no `{name}`", None, "name `--base <revision>`")


def _pull_request(name: str, repo: Repository, base: str, head: str) -> Event:
    """CI checks out the merge that GitHub made of base and head: its first parent is the base as
    it is *now*, and against that the change is all that the pull request brings.

    The second parent must be the head that the event names: where the head itself is checked
    out, and happens to be a merge, its first parent is the author's own.
    """
    tip = _commit(repo, base)
    if name in PULLS:
        if revisions.resolve(repo, head) is None:
            raise UserError(f"the head `{shorten(head)}` is not in this repository", None, AS_DATA)
        return _change(name, repo, tip, head)
    parents = ask(repo, "rev-parse", "HEAD^@").decode().split()
    if len(parents) == 2 and parents[1] == head and revisions.head(repo) != head:
        return Event(name, parents[0], "HEAD", parents[0])
    return _change(name, repo, tip)


def _change(name: str, repo: Repository, tip: str, head: str = "HEAD") -> Event:
    return Event(name, forked_from(repo, tip, head), head, tip)


def _number(said: object) -> int:
    return said if isinstance(said, int) and said > 0 else 0


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
    from stewardship.repository.history import merge_base

    forked = merge_base(repo, base, head)
    if forked is None:
        hint = DEEPER if revisions.is_shallow(repo) else "name a base that it was made from"
        raise UserError(f"`{shorten(base)}` and `{shorten(head)}` share no commit here", None, hint)
    return forked

"""GitHub Actions: the event by its name, what it is about by the payload that GitHub wrote."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from stewardship.ci.bases import branch, change, commit, descends, merged
from stewardship.ci.events import Event, Group
from stewardship.errors import UserError
from stewardship.frozen import replace
from stewardship.pattern import pattern
from stewardship.repository import revisions
from stewardship.repository.git import Repository, shorten

AS_DATA = "fetch it, and check it out never: `git fetch origin pull/NUMBER/head`"
PULLS = ("pull_request_target", "pull_request_review")
"""Events that run what the base says, beside a checkout of the base: the head is data there."""
QUEUED = pattern(r"refs/heads/gh-readonly-queue/.+/pr-([0-9]{1,12})-[0-9a-f]{40,64}")


def event(repo: Repository, environment: Mapping[str, str]) -> Event:
    """The event of a workflow's run."""
    name = environment.get("GITHUB_EVENT_NAME", "")
    if name == "schedule":  # which runs on the default branch alone
        return Event(name, "", "HEAD")
    if name not in (*PULLS, "pull_request", "merge_group", "push", "workflow_dispatch"):
        raise UserError(
            f"the event `{shorten(name)}` is not one that this gate judges",
            None,
            "run it on pull_request, merge_group, push or schedule, or name `--base <revision>`",
        )
    payload = _payload(environment)
    if name == "pull_request" or name in PULLS:
        base = _text(payload, "pull_request", "base", "sha")
        head = _text(payload, "pull_request", "head", "sha")
        found = _pull_request(name, repo, base, head, environment)
        return replace(found, pull=_number(payload["pull_request"].get("number")), reviewed=head)
    if name == "merge_group":
        return _merge_group(name, repo, payload)
    return _branch(name, repo, payload, environment)


def _pull_request(
    name: str, repo: Repository, base: str, head: str, environment: Mapping[str, str]
) -> Event:
    """``pull_request_target`` runs on the tip of the base, which may be later than the payload."""
    if name == "pull_request":
        return merged(name, repo, base, head)
    tip = commit(repo, base)
    if revisions.resolve(repo, head) is None:
        raise UserError(f"the head `{shorten(head)}` is not in this repository", None, AS_DATA)
    younger = environment.get("GITHUB_SHA", "") if name == "pull_request_target" else ""
    if younger and descends(repo, younger, tip):
        tip = commit(repo, younger)
    return change(name, repo, tip, head)


def _merge_group(name: str, repo: Repository, payload: Any) -> Event:
    """A group, with all that is queued ahead of it: its ``base_sha`` is the entry ahead, which
    somebody only *wants* to be merged, and which may be merged by this group's checks alone. So the
    tip of the branch governs, and the whole way from there is judged. Where the group itself has
    reached the branch meanwhile (a run that is repeated), what it was built on is its base.
    """
    group = _group(payload)
    head = commit(repo, _text(payload, "merge_group", "head_sha"))
    tip = branch(repo, group.branch)
    if descends(repo, tip, head):
        tip = commit(repo, group.built_on)
    queued = QUEUED.fullmatch(str(payload["merge_group"].get("head_ref", "")))
    number = _number(int(queued[1]) if queued else 0)
    return replace(change(name, repo, tip, head), pull=number)


def _branch(name: str, repo: Repository, payload: Any, environment: Mapping[str, str]) -> Event:
    """A push, or a run by hand. What may be pushed to without a review governs nothing, and least
    itself: such a branch, and a tag, are held against the default branch. Of a branch that is
    protected what was there before governs.
    """
    ref = _text(payload, "ref")
    default = _text(payload, "repository", "default_branch")
    if ref.startswith("refs/tags/"):
        return Event(name, "", "HEAD", branch(repo, default))
    is_default = ref in (default, f"refs/heads/{default}")
    before = _text(payload, "before") if name == "push" else ""
    if not before.strip("0"):  # by hand, or a new branch: there is nothing that it changes
        return Event(name, "", "HEAD") if is_default else change(name, repo, branch(repo, default))
    if not is_default and environment.get("GITHUB_REF_PROTECTED") != "true":
        return change(name, repo, branch(repo, default))
    return change(name, repo, commit(repo, before, payload.get("forced") is True))


def author(environment: Mapping[str, str]) -> str:
    """Who made the change, by the event's payload; empty where no event says so: that of a merge
    group tells who queued it."""
    if environment.get("GITHUB_ACTIONS") != "true" or not environment.get("GITHUB_EVENT_PATH"):
        return ""
    if environment.get("GITHUB_EVENT_NAME") == "merge_group":
        return ""
    payload = _payload(environment)
    for keys in (("pull_request", "user", "login"), ("sender", "login")):
        try:
            return f"@{_text(payload, *keys)}"
        except UserError:
            continue
    return ""


def queued(environment: Mapping[str, str]) -> Group | None:
    """The merge group that this run is of; None where it is no such run."""
    if environment.get("GITHUB_ACTIONS") != "true":
        return None
    if environment.get("GITHUB_EVENT_NAME") != "merge_group":
        return None
    return _group(_payload(environment))


def _group(payload: Any) -> Group:
    ref, built_on = (_text(payload, "merge_group", one) for one in ("base_ref", "base_sha"))
    return Group(ref.removeprefix("refs/heads/"), built_on)


def after(environment: Mapping[str, str]) -> tuple[str, str] | None:
    """Of which commit, and of which ``owner:branch``, another workflow ended before this one
    (``workflow_run``); None where this is no such run.

    GitHub wrote both: what that workflow itself left behind, an artifact or an output, was made by
    code of the head and is never read. A fork's pull request has no number in this event.
    """
    if (
        environment.get("GITHUB_ACTIONS") != "true"
        or environment.get("GITHUB_EVENT_NAME") != "workflow_run"
    ):
        return None
    payload = _payload(environment)
    owner = _text(payload, "workflow_run", "head_repository", "owner", "login")
    branch = _text(payload, "workflow_run", "head_branch")
    return _text(payload, "workflow_run", "head_sha"), f"{owner}:{branch}"


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

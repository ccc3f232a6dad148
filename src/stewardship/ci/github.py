"""GitHub Actions: the event by its name, what it is about by the payload that GitHub wrote."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from stewardship.ci.bases import change, commit, merged
from stewardship.ci.events import Event
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
        tip = commit(repo, _text(payload, "merge_group", "base_sha"))
        found = change(name, repo, tip, payload["merge_group"].get("head_sha") or "HEAD")
        queued = QUEUED.fullmatch(str(payload["merge_group"].get("head_ref", "")))
        return replace(found, pull=_number(int(queued[1]) if queued else 0))
    before = _text(payload, "before")
    if not before.strip("0"):  # a new branch or tag: there is nothing that it changes
        return Event(name, "", "HEAD")
    forced = isinstance(payload, dict) and payload.get("forced") is True
    return change(name, repo, commit(repo, before, forced))


def _pull_request(name: str, repo: Repository, base: str, head: str) -> Event:
    if name == "pull_request":
        return merged(name, repo, base, head)
    tip = commit(repo, base)
    if revisions.resolve(repo, head) is None:
        raise UserError(f"the head `{shorten(head)}` is not in this repository", None, AS_DATA)
    return change(name, repo, tip, head)


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

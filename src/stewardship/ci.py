"""What event is this, and what is its base: the questions that only CI has.

GitHub Actions tells by its environment and the event's payload; anywhere else the base is named.
Where the base cannot be had, the gate fails closed and says what to set: without a base, a change
would be judged by its own policy.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stewardship import revisions
from stewardship.errors import UserError
from stewardship.git import Repository, ask

ZEROS = "0" * 40
DEEPER = "check out with the full history: `fetch-depth: 0` in actions/checkout"


@dataclass(frozen=True, slots=True)
class Event:
    """What to compare: ``base`` empty means that everything is judged, by the head's policies."""

    name: str
    base: str
    head: str


def event(repo: Repository, environment: Mapping[str, str], base: str = "") -> Event:
    """The event of this run; ``base`` (from ``--base``) goes before what CI says."""
    if base:
        return Event("named", _commit(repo, base, "--base"), "HEAD")
    if environment.get("GITHUB_ACTIONS") == "true":
        return _github(repo, environment)
    raise UserError(
        "which change is judged cannot be told here",
        None,
        "name what it starts from: `steward ci --base <revision>`",
    )


def _github(repo: Repository, environment: Mapping[str, str]) -> Event:
    name = environment.get("GITHUB_EVENT_NAME", "")
    payload = _payload(environment)
    if name == "pull_request":
        base = _text(payload, "pull_request", "base", "sha")
        return Event(name, _forked_from(repo, base, name), "HEAD")
    if name == "merge_group":
        base = _text(payload, "merge_group", "base_sha")
        return Event(name, _commit(repo, base, name), "HEAD")
    if name == "push":
        before = _text(payload, "before")
        if before == ZEROS:
            return Event(name, "", "HEAD")
        return Event(name, _commit(repo, before, name), "HEAD")
    if name in ("schedule", "workflow_dispatch"):
        return Event(name, "", "HEAD")
    raise UserError(
        f"the event `{name[:40]}` is not one that this gate judges",
        None,
        "run it on pull_request, merge_group, push or schedule, or name `--base <revision>`",
    )


def _payload(environment: Mapping[str, str]) -> Any:
    path = environment.get("GITHUB_EVENT_PATH", "")
    try:
        return json.loads(Path(path).read_bytes())
    except (OSError, ValueError):
        raise UserError(
            "the event's payload cannot be read", None, "GITHUB_EVENT_PATH names its file"
        ) from None


def _text(payload: Any, *keys: str) -> str:
    for key in keys:
        payload = payload.get(key) if isinstance(payload, dict) else None
    if not isinstance(payload, str) or not payload:
        raise UserError(f"the event's payload has no `{'.'.join(keys)}`", None, DEEPER)
    return payload


def _commit(repo: Repository, revision: str, what: str) -> str:
    """The id of a base that this checkout has."""
    found = revisions.resolve(repo, revision)
    if found is None:
        raise UserError(f"the base `{revision[:40]}` of this {what} is not in the checkout", None,
                        DEEPER)  # fmt: skip
    return found


def _forked_from(repo: Repository, base: str, what: str) -> str:
    """The base of a pull request. CI checks out the merge of base and head: its first parent is
    the base as it is *now*, whose policies govern and against which the change is all that the
    pull request brings. A checkout of the head itself is compared from where it forked off."""
    tip = _commit(repo, base, what)
    parents = ask(repo, "rev-parse", "HEAD^@").decode().split()
    if len(parents) == 2 and revisions.resolve(repo, parents[0]):
        return parents[0]
    from stewardship.history import merge_base

    forked = merge_base(repo, tip, "HEAD")
    if forked is None:
        raise UserError("base and head of this pull request share no commit here", None, DEEPER)
    return forked


def from_environment(repo: Repository, base: str = "") -> Event:
    """The event of this process."""
    return event(repo, os.environ, base)

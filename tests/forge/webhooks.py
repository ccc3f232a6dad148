"""What GitHub really sends: the examples of ``@octokit/webhooks-examples``, from npm."""

from __future__ import annotations

import copy
import json
from functools import cache
from pathlib import Path
from typing import Any

from tests.forge.fake import Fake
from tests.forge.prism import INSTALL, MODULES
from tests.programs import lacking

FILE = MODULES / "@octokit" / "webhooks-examples" / "api.github.com" / "index.json"


@cache
def _examples() -> dict[str, list[dict[str, Any]]]:
    return {one["name"]: one["examples"] for one in json.loads(FILE.read_text())}


def example(name: str, action: str = "", at: int = 0) -> dict[str, Any]:
    """The payload of an event; of several with this action, the one at this place."""
    if not FILE.exists():
        lacking("@octokit/webhooks-examples", INSTALL)
    found = [one for one in _examples()[name] if not action or one.get("action") == action]
    return copy.deepcopy(found[at])


def about(payload: dict[str, Any], fake: Fake) -> dict[str, Any]:
    """The payload with the commits of the fake's pull request in it, which becomes the
    payload's: by its author, as a draft or not, from its branch."""
    if run := payload.get("workflow_run"):
        run["head_sha"] = fake.head
    if group := payload.get("merge_group"):
        group["base_sha"] = fake.base
    if pull := payload.get("pull_request"):
        pull["base"]["sha"], pull["head"]["sha"] = fake.base, fake.head
        fake.author = pull["user"]["login"]
        fake.draft = pull.get("draft", False)
        fake.branch = f"{pull['head']['repo']['owner']['login']}:{pull['head']['ref']}"
    return payload


def fork(payload: dict[str, Any], owner: str = "eve") -> dict[str, Any]:
    """The payload as it is when the head lies in somebody's fork."""
    there: list[dict[str, Any]] = []
    if pull := payload.get("pull_request"):
        there.append(pull["head"]["repo"])
    if run := payload.get("workflow_run"):
        there.append(run["head_repository"])
        run["pull_requests"] = []  # GitHub tells no number of a fork's
    for one in there:
        one["fork"] = True
        one["owner"]["login"] = owner
        one["full_name"] = f"{owner}/{one['name']}"
    return payload


def environment(folder: Path, name: str, payload: object) -> dict[str, str]:
    """What GitHub Actions says of an event, with its payload in a file."""
    file = folder / "event.json"
    file.write_text(json.dumps(payload))
    return {
        "GITHUB_ACTIONS": "true",
        "GITHUB_EVENT_NAME": name,
        "GITHUB_EVENT_PATH": str(file),
    }

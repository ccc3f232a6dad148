"""A GitHub that remembers: one repository, one pull request, over real HTTP.

Every call is held to GitHub's own description (``described.py``): a path that is none, or a body
with a field that is none, is written down in ``wrong``, and fails the test. So is an answer of
this one that GitHub would not give.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from tests.forge.described import faults, unlike
from tests.repos import Repo

REPO = "/repos/acme/models"


@dataclass
class Fake:
    """What it knows; tests set it, and calls change it as GitHub would."""

    server: HTTPServer
    head: str = ""
    base: str = ""
    branch: str = "mallory:change"
    """Owner and branch of the head: of a fork, whose owner is another."""
    others: list[dict[str, Any]] = field(default_factory=list)
    """More pull requests of that branch."""
    author: str = "mallory"
    draft: bool = False
    reviews: list[dict[str, Any]] = field(default_factory=list)
    teams: dict[str, list[str]] | None = None
    """Members of the teams of acme; None: the token may not read the organization."""
    access: dict[str, str] = field(default_factory=dict)
    """Permissions of users, ``write`` unless stated; ``none``, or ``missing``: no such user."""
    without: set[str] = field(default_factory=set)
    """Teams that have no access to the repository."""
    queue: dict[str, int] = field(default_factory=dict)
    """The heads of the merge queue of ``main``, with the numbers of their pull requests."""
    pulls: dict[int, dict[str, Any]] = field(default_factory=dict)
    """What else than the usual one is told of pull requests, and their ``reviews``."""
    codeowners: list[dict[str, Any]] | None = None
    """The errors of CODEOWNERS on the default branch; None: there is no such file."""
    users: list[str] = field(default_factory=list)
    asked_teams: list[str] = field(default_factory=list)
    comments: list[dict[str, Any]] = field(default_factory=list)
    statuses: list[dict[str, Any]] = field(default_factory=list)
    rules: list[dict[str, Any]] = field(default_factory=list)
    """The rules of the rulesets that are in force on ``main``."""
    protection: dict[str, Any] = field(default_factory=dict)
    """The protection of ``main``."""
    refuse: dict[str, Response] = field(default_factory=dict)
    """``METHOD path-pattern`` to what it answers instead."""
    hooks: dict[str, Callable[[Request, Any], Response | None]] = field(default_factory=dict)
    """``METHOD path`` to what may answer before it does."""
    viewer: str = ""
    """Who asks ``/user``; empty for an app's token."""
    wrong: list[str] = field(default_factory=list)
    """What GitHub would not have understood."""
    log: list[tuple[str, str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.server.expect_request(re.compile("/.*")).respond_with_handler(self.answer)

    @property
    def env(self) -> dict[str, str]:
        """The environment that leads here."""
        return {
            "GITHUB_API_URL": self.server.url_for("").rstrip("/"),
            "GITHUB_TOKEN": "ghs_canary",
            "GITHUB_REPOSITORY": "acme/models",
            "STEWARDSHIP_NOW": "2026-11-23T09:00:00+00:00",
        }

    @property
    def writes(self) -> list[tuple[str, str, Any]]:
        """All that was asked to change something."""
        return [one for one in self.log if one[0] != "GET"]

    def pull(self, number: int = 7) -> dict[str, Any]:
        """The pull request, as it is told."""
        sides = {"head": {"sha": self.head}, "base": {"sha": self.base}}
        who = {"user": {"login": self.author}, "draft": self.draft}
        found = {"number": number, "state": "open", **who, **sides}
        return found | {k: v for k, v in self.pulls.get(number, {}).items() if k != "reviews"}

    def review(self, user: str, state: str, commit: str, minute: int = 0) -> None:
        """Somebody reviews."""
        when = f"2026-11-23T10:{minute:02}:00Z"
        who = {"login": user}
        self.reviews.append(
            {"user": who, "state": state, "commit_id": commit, "submitted_at": when}
        )

    def answer(self, request: Request) -> Response:
        """One call."""
        data = json.loads(request.data) if request.data else None
        call = f"{request.method} {request.path}"
        self.wrong += faults(call, data, request.args)
        answered = self._answer(request, call, data)
        said = json.loads(answered.get_data() or "null")
        self.wrong += unlike(call, answered.status_code, said)
        return answered

    def _answer(self, request: Request, call: str, data: Any) -> Response:
        self.log.append((request.method, request.path, data))
        for pattern, refusal in self.refuse.items():
            if re.fullmatch(pattern, call):
                return refusal
        hooked = self.hooks[call](request, data) if call in self.hooks else None
        if hooked is not None:
            return hooked
        for pattern, handler in ROUTES:
            if found := re.fullmatch(pattern, call):
                return handler(self, request, data, *found.groups())
        return missing()

    def page(self, request: Request, items: list[Any]) -> Response:
        """A page of a list, with the link to the next one."""
        size = int(request.args.get("per_page", 30))
        number = int(request.args.get("page", 1))
        headers = {}
        if len(items) > number * size:
            url = self.server.url_for(f"{request.path}?per_page={size}&page={number + 1}")
            headers["Link"] = f'<{url}>; rel="next"'
        return reply(items[(number - 1) * size : number * size], 200, headers)


def mapped(repo: Repo, fake: Fake, text: str) -> None:
    """Give the base another map of stewards, and the change on top of it."""
    repo.git("checkout", "-q", "main")
    fake.base = repo.commit("map", {".steward/stewards.yaml": text})
    repo.git("checkout", "-q", "change")
    repo.git("rebase", "-q", "main")
    fake.head = repo.head


def reply(data: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return Response(json.dumps(data), status, headers, content_type="application/json")


def missing() -> Response:
    return reply({"message": "Not Found"}, 404)


def _pull(fake: Fake, request: Request, data: Any, number: str) -> Response:
    return reply(fake.pull(int(number)))


def _reviews(fake: Fake, request: Request, data: Any, number: str) -> Response:
    return fake.page(request, fake.pulls.get(int(number), {}).get("reviews", fake.reviews))


def _requested(fake: Fake, request: Request, data: Any) -> Response:
    users = [{"login": one} for one in fake.users]
    return reply({"users": users, "teams": [{"slug": one} for one in fake.asked_teams]})


def _request(fake: Fake, request: Request, data: Any) -> Response:
    users, teams = data.get("reviewers", []), data.get("team_reviewers", [])
    if fake.author in users:
        return reply({"message": "Review cannot be requested from pull request author."}, 422)
    if any("/" in one for one in teams):
        return reply({"message": "Could not resolve to a node"}, 422)
    if any(fake.access.get(one) in ("none", "missing") for one in users):
        return reply({"message": "Reviews may only be requested from collaborators."}, 422)
    fake.users += [one for one in users if one not in fake.users]
    fake.asked_teams += [one for one in teams if one not in fake.asked_teams]
    return reply(fake.pull(), 201)


def _permission(fake: Fake, request: Request, data: Any, user: str) -> Response:
    found = fake.access.get(user, "write")
    return missing() if found == "missing" else reply({"permission": found})


def _members(fake: Fake, request: Request, data: Any, team: str) -> Response:
    if fake.teams is None or team not in fake.teams:
        return missing()
    return fake.page(request, [{"login": one} for one in fake.teams[team]])


def _team_repo(fake: Fake, request: Request, data: Any, team: str) -> Response:
    if fake.teams is None or team not in fake.teams or team in fake.without:
        return missing()
    return Response("", 204)


def _comments(fake: Fake, request: Request, data: Any) -> Response:
    return fake.page(request, fake.comments)


def _comment(fake: Fake, request: Request, data: Any) -> Response:
    who = {"login": fake.viewer or "github-actions[bot]", "type": "User" if fake.viewer else "Bot"}
    fake.comments.append({"id": len(fake.comments) + 1, "body": data["body"], "user": who})
    return reply(fake.comments[-1], 201)


def _edit(fake: Fake, request: Request, data: Any, number: str) -> Response:
    fake.comments[int(number) - 1]["body"] = data["body"]
    return reply(fake.comments[int(number) - 1])


def _statuses(fake: Fake, request: Request, data: Any, commit: str) -> Response:
    return fake.page(request, [one for one in fake.statuses[::-1] if one["commit"] == commit])


def _status(fake: Fake, request: Request, data: Any, commit: str) -> Response:
    made = {"target_url": None, "description": None, **data, "commit": commit}
    fake.statuses.append(made)
    return reply(made, 201)


def _person(fake: Fake, request: Request, data: Any, user: str) -> Response:
    if fake.access.get(user) == "missing":
        return missing()
    return reply({"login": user})


def _codeowners(fake: Fake, request: Request, data: Any) -> Response:
    if fake.codeowners is None:
        return missing()
    return reply({"errors": fake.codeowners})


def _user(fake: Fake, request: Request, data: Any) -> Response:
    if not fake.viewer:
        return reply({"message": "Resource not accessible by integration"}, 403)
    return reply({"login": fake.viewer})


def _repository(fake: Fake, request: Request, data: Any) -> Response:
    return reply({"default_branch": "main"})


def _rules(fake: Fake, request: Request, data: Any) -> Response:
    return fake.page(request, fake.rules)


def _branch(fake: Fake, request: Request, data: Any) -> Response:
    said = {"protection": fake.protection or {"enabled": False}, "commit": {"sha": fake.base}}
    return reply({"name": "main", **said})


def _refs(fake: Fake, request: Request, data: Any, prefix: str) -> Response:
    refs = {
        f"refs/heads/gh-readonly-queue/main/pr-{number}-{'0' * 40}": head
        for head, number in fake.queue.items()
    }
    found = {ref: head for ref, head in refs.items() if ref.startswith(f"refs/{prefix}")}
    return reply([{"ref": ref, "object": {"sha": head}} for ref, head in found.items()])


def _pulls(fake: Fake, request: Request, data: Any) -> Response:
    wanted = request.args.get("head")
    mine = wanted in (None, fake.branch) and request.args.get("state", "open") in ("open", "all")
    return fake.page(request, [fake.pull(), *fake.others] if mine else [])


def _teams(fake: Fake, request: Request, data: Any) -> Response:
    if fake.teams is None:
        return reply({"message": "Resource not accessible by integration"}, 403)
    return fake.page(request, [{"slug": one} for one in fake.teams])


ROUTES: list[tuple[str, Callable[..., Response]]] = [
    (rf"GET {REPO}/pulls/(\d+)", _pull),
    (rf"GET {REPO}/pulls/(\d+)/reviews", _reviews),
    (rf"GET {REPO}/pulls/\d+/requested_reviewers", _requested),
    (rf"POST {REPO}/pulls/\d+/requested_reviewers", _request),
    (rf"GET {REPO}/collaborators/([^/]+)/permission", _permission),
    (r"GET /orgs/acme/teams/([^/]+)/members", _members),
    (rf"GET /orgs/acme/teams/([^/]+){REPO}", _team_repo),
    (rf"GET {REPO}/issues/\d+/comments", _comments),
    (rf"POST {REPO}/issues/\d+/comments", _comment),
    (rf"PATCH {REPO}/issues/comments/(\d+)", _edit),
    (rf"GET {REPO}/commits/([0-9a-f]+|main)/statuses", _statuses),
    (rf"POST {REPO}/statuses/([0-9a-f]+)", _status),
    (r"GET /user", _user),
    (r"GET /users/([^/]+)", _person),
    (rf"GET {REPO}/codeowners/errors", _codeowners),
    (rf"GET {REPO}", _repository),
    (rf"GET {REPO}/rules/branches/main", _rules),
    (rf"GET {REPO}/branches/main", _branch),
    (rf"GET {REPO}/git/matching-refs/(.+)", _refs),
    (rf"GET {REPO}/pulls", _pulls),
    (r"GET /orgs/acme/teams", _teams),
]

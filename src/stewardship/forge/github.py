"""What GitHub is asked about a pull request, and what it is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from stewardship.errors import UserError
from stewardship.forge.answers import items, number, text
from stewardship.forge.client import Client, RefusedError
from stewardship.frozen import dataclass
from stewardship.model.review import Review
from stewardship.pattern import pattern

API = "https://api.github.com"
REPOSITORY = pattern(r"[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+")
ENTRY = pattern(r"pr-([0-9]{1,12})-[0-9a-f]{40,64}")
CONTEXT = "steward/approvals"
DESCRIPTION = 140
"""Characters of a commit status' description that GitHub takes."""


@dataclass(frozen=True, slots=True)
class Pull:
    """A pull request: commits as ids, the author as ``@login``."""

    number: int
    author: str
    base: str
    head: str
    draft: bool


class GitHub:
    """One repository there."""

    def __init__(self, client: Client, repository: str) -> None:
        """``repository`` is ``owner/name``; a ``UserError`` for anything else. ``path`` is where
        its answers begin."""
        if not REPOSITORY.fullmatch(repository) or repository.startswith("."):
            raise UserError("the repository is not OWNER/NAME", None, "such as --repo acme/models")
        self.client = client
        self.owner = repository.partition("/")[0]
        self._repository = repository
        self.path = f"/repos/{repository}"
        self._teams: dict[str, tuple[str, ...] | None] = {}

    def pull(self, number: int) -> Pull:
        """The pull request as it is now."""
        data = self.client.get(f"{self.path}/pulls/{number}")
        head, base = text(data, "head", "sha"), text(data, "base", "sha")
        author = f"@{text(data, 'user', 'login')}"
        return Pull(number, author, base, head, data.get("draft") is True)

    def pull_of(self, head: str, branch: str) -> int:
        """The number of the open pull request of ``owner:branch`` whose head is this commit."""
        found = [
            number(one, "number")
            for one in self.client.all(f"{self.path}/pulls?state=open&head={quote(branch, '')}")
            if text(one, "head", "sha") == head
        ]
        if len(found) == 1:
            return found[0]
        if not found:
            why = f"no open pull request has the head {head[:12]}"
            raise UserError(why, None, "it was closed, or pushed to: then another run is about it")
        numbers = ", ".join(f"#{one}" for one in found)
        raise UserError(
            f"{len(found)} open pull requests have the head {head[:12]}: {numbers}",
            None,
            "a status of this commit speaks of all of them: close all but one",
        )

    def queue(self, branch: str) -> dict[str, int]:
        """The heads of the merge queue of a branch, each with the number of its pull request."""
        place = f"gh-readonly-queue/{branch}/"
        found = {}
        for one in self.client.get(f"{self.path}/git/matching-refs/{quote('heads/' + place, '')}"):
            name = text(one, "ref").removeprefix(f"refs/heads/{place}")
            if entry := ENTRY.fullmatch(name):
                found[text(one, "object", "sha")] = int(entry[1])
        return found

    def tip(self, branch: str) -> str:
        """The commit that a branch is at."""
        data = self.client.get(f"{self.path}/branches/{quote(branch, '')}")
        return text(data, "commit", "sha")

    def reviews(self, number: int) -> list[Review]:
        """Every review that was submitted, the oldest first."""
        found = []
        for one in self.client.all(f"{self.path}/pulls/{number}/reviews"):
            if isinstance(one, dict) and one.get("user") and one.get("state") != "PENDING":
                when, commit = one.get("submitted_at"), one.get("commit_id")
                user = f"@{text(one, 'user', 'login')}"
                found.append(Review(user, text(one, "state"), str(commit or ""), str(when or "")))
        return found

    def members(self, team: str) -> tuple[str, ...] | None:
        """The members of ``@org/team``; None where the token may not see it, or there is none."""
        if team not in self._teams:
            organization, _, slug = team.removeprefix("@").partition("/")
            path = f"/orgs/{quote(organization, '')}/teams/{quote(slug, '')}/members"
            try:
                found = tuple(f"@{text(one, 'login')}" for one in self.client.all(path))
                self._teams[team] = found
            except RefusedError as error:
                if error.status not in (403, 404):
                    raise
                self._teams[team] = None
        return self._teams[team]

    def may_review(self, handle: str) -> bool | None:
        """Whether a user or a team can be asked here; None where the token may not know."""
        organization, slash, slug = handle.removeprefix("@").partition("/")
        if not slash:
            permission = self.permission(handle)
            return None if permission is None else permission not in ("", "none")
        path = f"/orgs/{quote(organization, '')}/teams/{quote(slug, '')}{self.path}"
        return self._has(path)

    def permission(self, user: str) -> str | None:
        """What a user may do here: admin, write, read or none; empty where there is no such user,
        None where the token may not know."""
        path = f"{self.path}/collaborators/{quote(user.removeprefix('@'), '')}/permission"
        try:
            return text(self.client.get(path), "permission")
        except RefusedError as error:
            if error.status not in (403, 404):
                raise
            return "" if error.status == 404 else None

    def has_user(self, user: str) -> bool:
        """Whether there is such a user at all."""
        return self._has(f"/users/{quote(user.removeprefix('@'), '')}") is not False

    def _has(self, path: str) -> bool | None:
        """Whether there is something; None where the token may not know."""
        try:
            self.client.get(path)
        except RefusedError as error:
            if error.status not in (403, 404):
                raise
            return False if error.status == 404 else None
        return True

    def requested(self, number: int) -> set[str]:
        """Whom the pull request already asks, case folded: ``@login`` and ``@org/slug``."""
        data = self.client.get(f"{self.path}/pulls/{number}/requested_reviewers")
        users = [f"@{text(one, 'login')}" for one in items(data, "users")]
        teams = [f"@{self.owner}/{text(one, 'slug')}" for one in items(data, "teams")]
        return {one.casefold() for one in (*users, *teams)}

    def request(self, number: int, handle: str) -> None:
        """Ask one user or one team for a review: a call for each, so that none loses another."""
        name = handle.removeprefix("@")
        slug = name.partition("/")[2]
        data = {"team_reviewers": [slug]} if slug else {"reviewers": [name]}
        self.client.send("POST", f"{self.path}/pulls/{number}/requested_reviewers", data)

    def comments(self, number: int, marker: str) -> Iterator[tuple[int, str]]:
        """Id and text of the comments that begin with a marker and are this token's own.

        Anybody may write the marker. An app's token (GitHub Actions' as well) cannot ask who it is;
        what a bot wrote counts as its own then.
        """
        login = self._login()
        for one in self.client.all(f"{self.path}/issues/{number}/comments"):
            user = one.get("user") if isinstance(one, dict) else None
            if not isinstance(user, dict) or not str(one.get("body") or "").startswith(marker):
                continue
            if user.get("login") == login if login else user.get("type") == "Bot":
                yield int(one["id"]), str(one["body"])

    def _login(self) -> str:
        try:
            return text(self.client.get("/user"), "login")
        except RefusedError as error:
            if error.status not in (403, 404):
                raise
            return ""

    def comment(self, number: int, text: str) -> None:
        """Write a comment."""
        self.client.send("POST", f"{self.path}/issues/{number}/comments", {"body": text})

    def edit(self, comment: int, text: str) -> None:
        """Write a comment anew."""
        self.client.send("PATCH", f"{self.path}/issues/comments/{comment}", {"body": text})

    def status(self, commit: str, state: str, description: str, target: str = "") -> bool:
        """Set the status of a commit unless it is just that; whether it was set.

        ``state`` is success, pending, failure or error.
        """
        said = description if len(description) <= DESCRIPTION else description[:139] + "…"
        wanted = {"state": state, "description": said, "target_url": target or None}
        for one in self.client.all(f"{self.path}/commits/{commit}/statuses"):
            if isinstance(one, dict) and one.get("context") == CONTEXT:  # the newest comes first
                if all(one.get(name) == value for name, value in wanted.items()):
                    return False
                break
        data = {"context": CONTEXT, **{name: one for name, one in wanted.items() if one}}
        self.client.send("POST", f"{self.path}/statuses/{commit}", data)
        return True

    def may_read(self, what: str, branch: str = "") -> bool:
        """Whether the token may read ``pulls`` or the ``statuses`` of a branch here, or the
        ``teams`` of the owner."""
        paths = {
            "pulls": f"{self.path}/pulls",
            "statuses": f"{self.path}/commits/{quote(branch, '')}/statuses",
            "teams": f"/orgs/{self.owner}/teams",
        }
        try:
            self.client.get(f"{paths[what]}?per_page=1")
        except RefusedError as error:
            if error.status not in (403, 404):
                raise
            return False
        return True


def connect(environment: Mapping[str, str], repository: str, **injected: Any) -> GitHub:
    """The repository, by the address and the token of the environment."""
    token = environment.get("STEWARDSHIP_TOKEN") or environment.get("GITHUB_TOKEN") or ""
    client = Client(environment.get("GITHUB_API_URL") or API, token, **injected)
    return GitHub(client, repository or environment.get("GITHUB_REPOSITORY", ""))

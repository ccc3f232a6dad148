"""Prism reads GitHub's description in its own way, and finds nothing wrong with what we ask.

Behavior is the other tests' matter; here every request of every command goes through Prism, and
so does every answer of the fake one.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from pytest_httpserver import HTTPServer

from tests.forge.fake import REPO, Fake, reply
from tests.forge.prism import before
from tests.forge.test_doctor import BOTH, ruleset
from tests.gate.steward import Said, steward
from tests.repos import Repo

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def prism(make_httpserver: HTTPServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of one for all tests: the fake listens at the same port in each."""
    log = tmp_path_factory.mktemp("prism") / "log"
    with before(make_httpserver.url_for("").rstrip("/"), log) as url:
        yield url


UNKNOWN = {"line": 1, "column": 1, "kind": "Unknown owner", "message": "…", "path": "CODEOWNERS"}
# A sentence, what is asked, and what the fake knows meanwhile.
ROWS: list[tuple[str, tuple[str, ...], dict[str, Any]]] = [
    ("a user is asked", ("review", "apply", "--pr", "7"), {}),
    ("a team is asked", ("review", "apply", "--pr", "7"),
     {"teams": {"data": ["kim"]}, "access": {"kim": "none"}}),
    ("the approvals are read, and the status is set",
     ("review", "check", "--pr", "7", "--status", "--target-url", "https://x.example/1"), {}),
    ("the branch and the token are looked at", ("doctor",),
     {"rules": ruleset(*BOTH), "teams": {"data": []}}),
    ("whom the map names is looked for", ("owners", "verify"),
     {"teams": {"data": ["kim"]}, "access": {"ines": "missing"}, "codeowners": [UNKNOWN]}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "known"), [one[1:] for one in ROWS], ids=[one[0] for one in ROWS]
)
def test_every_request_and_every_answer_is_as_github_describes_it(
    relicensed: Repo, fake: Fake, prism: str, arguments: tuple[str, ...], known: dict[str, Any]
) -> None:
    """What Prism refuses does not reach the fake, and what it finds in an answer becomes a 500: so
    the fake must see the same calls behind it as without it, and both must end alike."""
    relicensed.write({"CODEOWNERS": "* @kim\n"})
    for name, value in known.items():
        setattr(fake, name, value)
    direct = twice(relicensed, fake, fake.env["GITHUB_API_URL"], arguments)
    assert twice(relicensed, fake, prism, arguments) == direct
    ends, calls = direct
    assert {one.code for one in ends} <= {0, 1}
    assert len(calls) >= 4


def twice(
    repo: Repo, fake: Fake, url: str, arguments: tuple[str, ...]
) -> tuple[list[Said], list[Any]]:
    """Run a command two times, the second when there is a comment to edit and a status that is
    set: what it said, and the calls that came through. The fake then forgets."""
    ends = []
    for _ in range(2):
        ends.append(steward(repo, *arguments, env=fake.env | {"GITHUB_API_URL": url}))
        fake.review("kim", "APPROVED", fake.head)
    calls = fake.log.copy()
    for one in (fake.log, fake.reviews, fake.users, fake.asked_teams, fake.comments, fake.statuses):
        one.clear()
    return ends, calls


def ask(url: str, method: str, data: object = None) -> int:
    """The status of one request."""
    body = None if data is None else json.dumps(data).encode()
    headers = {"Content-Type": "application/json"} if body else {}
    try:
        with urllib.request.urlopen(
            urllib.request.Request(url, body, headers, method=method)
        ) as answer:
            status: int = answer.status
            return status
    except urllib.error.HTTPError as error:
        with error:
            return error.code


WRONG: list[tuple[str, str, str, object, int]] = [
    ("a field that is none", "POST", f"{REPO}/pulls/7/requested_reviewers", {"reviewer": []}, 422),
    ("no field at all", "POST", f"{REPO}/pulls/7/requested_reviewers", {}, 422),
    ("a text for a list", "POST", f"{REPO}/pulls/7/requested_reviewers",
     {"team_reviewers": "data"}, 422),
    ("a state that is none", "POST", f"{REPO}/statuses/abc", {"state": "green"}, 422),
    ("a comment without a text", "POST", f"{REPO}/issues/7/comments", {"text": "x"}, 422),
    ("a number that is none", "GET", f"{REPO}/pulls/seven", None, 422),
    ("a path that is none", "GET", f"{REPO}/pull/7", None, 404),
    ("a method that is none", "PUT", f"{REPO}/issues/comments/7", {"body": "x"}, 405),
]  # fmt: skip


@pytest.mark.parametrize(
    ("method", "path", "data", "status"), [one[1:] for one in WRONG], ids=[one[0] for one in WRONG]
)
def test_a_wrong_request_is_refused_and_does_not_get_through(
    fake: Fake, prism: str, method: str, path: str, data: object, status: int
) -> None:
    assert ask(f"{prism}{path}", method, data) == status
    assert fake.log == []


def test_an_answer_that_github_would_not_give_is_refused(fake: Fake, prism: str) -> None:
    fake.refuse["GET /user"] = reply({"name": "robot"})
    assert ask(f"{prism}/user", "GET") == 500
    assert fake.wrong == ["GET /user: answers 200, $: 'login' is a required property"]
    fake.wrong.clear()


def test_the_name_of_a_reference_is_sent_as_one_part_of_the_path(fake: Fake, prism: str) -> None:
    fake.queue = {"a" * 40: 7}
    path = f"{REPO}/git/matching-refs/heads%2Fgh-readonly-queue%2Fmain%2F"
    assert ask(f"{prism}{path}", "GET") == 200
    assert ask(f"{prism}{path.replace('%2F', '/')}", "GET") == 404

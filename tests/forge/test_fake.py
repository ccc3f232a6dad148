"""The description that every call is held to does find what is wrong."""

from __future__ import annotations

from typing import Any

import pytest

from tests.forge.described import faults, unlike
from tests.forge.fake import REPO

ASK = f"POST {REPO}/pulls/7/requested_reviewers"


@pytest.mark.parametrize(
    ("call", "data", "wrong"),
    [
        (ASK, {"reviewers": ["kim"]}, False),
        (ASK, {"reviewer": ["kim"]}, True),
        (ASK, {"team_reviewers": "data"}, True),
        (ASK, {}, True),
        (f"POST {REPO}/statuses/abc", {"state": "success", "context": "x"}, False),
        (f"POST {REPO}/statuses/abc", {"state": "green"}, True),
        (f"POST {REPO}/statuses/abc", {"context": "x"}, True),
        (f"POST {REPO}/issues/7/comments", {"text": "x"}, True),
        (f"GET {REPO}/pulls/7/reviews", None, False),
        (f"GET {REPO}/pull/7/reviews", None, True),
        (f"PUT {REPO}/issues/comments/7", {"body": "x"}, True),
    ],
)
def test_a_call_that_github_does_not_know_is_found(call: str, data: Any, wrong: bool) -> None:
    assert bool(faults(call, data)) is wrong


@pytest.mark.parametrize(
    ("call", "query", "wrong"),
    [
        (f"GET {REPO}/pulls", {"state": "open", "head": "mallory:change"}, []),
        (f"GET {REPO}/pulls", {"sha": "abc"}, [f"GET {REPO}/pulls: takes no `sha`"]),
    ],
)
def test_a_parameter_that_github_does_not_know_is_found(
    call: str, query: dict[str, str], wrong: list[str]
) -> None:
    assert faults(call, None, query) == wrong


@pytest.mark.parametrize(
    ("call", "status", "data", "wrong"),
    [
        ("GET /user", 200, {"login": "robot"}, False),
        ("GET /user", 200, {"name": "robot"}, True),
        ("GET /user", 202, {"login": "robot"}, True),
        ("GET /user", 502, "<html>", False),
        (f"GET {REPO}/pulls/7/reviews", 200, [{"user": None, "state": "", "commit_id": None}], 0),
        (f"GET {REPO}/pulls/7/reviews", 200, [{"user": None}], True),
        (f"GET {REPO}/rules/branches/main", 200, [{"type": "deletion"}], False),
        (f"GET {REPO}/rules/branches/main", 200, [{"type": "required_check"}], True),
    ],
)
def test_an_answer_that_github_does_not_give_is_found(
    call: str, status: int, data: Any, wrong: bool
) -> None:
    assert bool(unlike(call, status, data)) is bool(wrong)

"""The description that every call is held to does find what is wrong."""

from __future__ import annotations

from typing import Any

import pytest

from tests.forge.fake import REPO, faults

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

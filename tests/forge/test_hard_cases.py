"""What goes wrong on a forge, from one end to the other: limits, long changes, people who left."""

from __future__ import annotations

import json
from typing import Any

import pytest
from werkzeug import Request, Response

from tests.forge.fake import Fake, mapped, reply
from tests.forge.test_apply import REQUESTED, apply, requests
from tests.gate.steward import steward
from tests.repos import Repo
from tests.review.test_plan import MAP, change

PR = ("--pr", "7")


def busy(fake: Fake, call: str, *answers: Response) -> None:
    """Answer a call like this, one after the other, and then as ever."""
    left = list(answers)

    def hook(request: Request, data: Any) -> Response | None:
        return left.pop(0) if left else None

    fake.hooks[call] = hook


@pytest.mark.parametrize("files", [130, 3_050])
def test_a_change_of_more_files_than_github_lists_is_read_from_git(
    relicensed: Repo, fake: Fake, files: int
) -> None:
    """A page of GitHub's list holds 100 files, and the whole list 3,000; it is not asked for, and
    what a resource changed behind all of them counts."""
    card = "---\nlicense: mit\nstewardship: {kind: dataset, steward: '@dana'}\n---\n# Z\n"
    noise = {f"data/a/{n}.txt": "" for n in range(files)}
    fake.head = relicensed.commit("many", {**noise, "zoo/README.md": card})
    assert apply(relicensed, fake).out == "asked: @kim, @ines, @dana; comment: written\n"
    assert not any("files" in path for _, path, _ in fake.log)
    fake.review("kim", "APPROVED", fake.head)
    said = steward(relicensed, "review", "check", *PR, env=fake.env)
    assert (said.code, "open: dataset zoo is added" in said.out) == (1, True)


def test_who_has_departed_is_not_asked_and_the_deputy_is(relicensed: Repo, fake: Fake) -> None:
    mapped(relicensed, fake, MAP.replace('"@kim": {}', '"@kim": {departed: 2026-01-01}'))
    assert apply(relicensed, fake).code == 0
    assert requests(fake) == [{"reviewers": ["lee"]}]
    assert "@kim" not in fake.comments[0]["body"]
    assert "; you are deputy of `@acme/data`" in fake.comments[0]["body"]


def test_where_nobody_is_named_the_fallback_is_told_so(relicensed: Repo, fake: Fake) -> None:
    fake.teams = {"data": ["kim"], "platform": ["ines"]}
    card = "---\nlicense: mit\nstewardship: {kind: dataset}\n---\n# Z\n"
    fake.head = relicensed.commit("zoo", {"zoo/README.md": card})
    apply(relicensed, fake)
    assert fake.asked_teams == ["platform"]
    told = "; nobody is named for it, and you are the fallback"
    assert f"- `dataset zoo is added`{told}" in fake.comments[0]["body"]


def test_the_steward_who_made_the_change_cannot_approve_it(relicensed: Repo, fake: Fake) -> None:
    fake.author = "kim"
    apply(relicensed, fake)
    assert requests(fake) == [{"reviewers": ["lee"]}]
    fake.review("kim", "APPROVED", fake.head)
    assert steward(relicensed, "review", "check", *PR, env=fake.env).code == 1
    fake.review("lee", "APPROVED", fake.head)
    assert steward(relicensed, "review", "check", *PR, env=fake.env).code == 0


@pytest.mark.parametrize("status", [403, 429])
def test_a_limit_that_ends_soon_is_waited_for_and_nobody_is_asked_twice(
    relicensed: Repo, fake: Fake, status: int
) -> None:
    limited = reply({"message": "slow down"}, status, {"Retry-After": "0"})
    busy(fake, f"POST {REQUESTED}", limited)
    busy(fake, "GET /repos/acme/models/pulls/7/reviews", limited)
    said = apply(relicensed, fake)
    assert (said.code, said.out) == (0, "asked: @kim; comment: written\n")
    assert (len(requests(fake)), fake.users) == (2, ["kim"])


def test_a_limit_that_lasts_is_an_error_and_the_next_run_asks(relicensed: Repo, fake: Fake) -> None:
    busy(fake, f"POST {REQUESTED}", reply({}, 429, {"Retry-After": "3600"}))
    said = apply(relicensed, fake)
    assert (said.code, "the forge's rate limit is used up" in said.err) == (2, True)
    assert apply(relicensed, fake).out == "asked: @kim; comment: written\n"


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_forge_that_is_down_for_a_moment_is_asked_again(
    relicensed: Repo, fake: Fake, status: int
) -> None:
    busy(fake, "GET /repos/acme/models/pulls/7", reply("<html>", status, {"Retry-After": "0"}))
    assert apply(relicensed, fake).out == "asked: @kim; comment: written\n"


def test_a_forge_that_is_down_says_nothing_of_approvals(relicensed: Repo, fake: Fake) -> None:
    fake.refuse[r"GET .*/reviews"] = reply({}, 503, {"Retry-After": "0"})
    said = steward(relicensed, "review", "check", *PR, "--status", env=fake.env)
    assert (said.code, said.out, fake.statuses) == (3, "", [])


def test_one_life_of_a_pull_request(relicensed: Repo, fake: Fake) -> None:
    """Asked, approved, commented on, pushed to, approved again, dismissed."""

    def state() -> str:
        apply(relicensed, fake)
        steward(relicensed, "review", "check", *PR, "--status", env=fake.env)
        return str(fake.statuses[-1]["state"])

    assert state() == "pending"
    fake.review("kim", "APPROVED", fake.head, 1)
    assert state() == "success"
    fake.review("kim", "COMMENTED", fake.head, 2)
    assert state() == "success"
    change(relicensed, "data/claims/README.md", "cc0-1.0", "mit")
    fake.head = relicensed.head
    assert state() == "pending"
    fake.review("kim", "APPROVED", fake.head, 3)
    assert state() == "success"
    fake.reviews[-1]["state"] = "DISMISSED"
    assert state() == "pending"
    assert (fake.users, len(fake.comments)) == (["kim"], 1)
    assert json.dumps(fake.comments).count("approval wanted") == 1

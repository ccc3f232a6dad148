"""``steward review check``: which approvals count, and which do not any more."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.forge.fake import Fake, mapped, reply
from tests.gate.steward import Said, steward
from tests.repos import Repo
from tests.review.test_plan import MAP, change

PR = ("--pr", "7")


def check(repo: Repo, fake: Fake, *arguments: str) -> Said:
    return steward(repo, "review", "check", *(arguments or PR), env=fake.env)


def needs(repo: Repo, fake: Fake, *arguments: str) -> Any:
    said = check(repo, fake, *PR, "--format", "json", *arguments)
    assert said.code in (0, 1), said.err
    report = json.loads(said.out)
    assert report["met"] is (said.code == 0)
    return report


# A sentence, the reviews (user, state) in their order, and whether the need is met.
ROWS: list[tuple[str, list[tuple[str, str]], bool]] = [
    ("nobody has said anything", [], False),
    ("the steward on call approves", [("kim", "APPROVED")], True),
    ("another case of the name", [("KIM", "APPROVED")], True),
    ("the deputy approves", [("lee", "APPROVED")], True),
    ("somebody else approves", [("dana", "APPROVED")], False),
    ("the author approves", [("mallory", "APPROVED")], False),
    ("a comment is no approval", [("kim", "COMMENTED")], False),
    ("a comment takes no approval back", [("kim", "APPROVED"), ("kim", "COMMENTED")], True),
    ("a dismissal does", [("kim", "DISMISSED")], False),
    ("a dismissal after an approval does", [("kim", "APPROVED"), ("kim", "DISMISSED")], False),
    ("an approval after a dismissal", [("kim", "DISMISSED"), ("kim", "APPROVED")], True),
    ("a wish for changes does", [("kim", "APPROVED"), ("kim", "CHANGES_REQUESTED")], False),
    ("an approval after it", [("kim", "CHANGES_REQUESTED"), ("kim", "APPROVED")], True),
    ("a review that is not submitted", [("kim", "PENDING")], False),
    ("one who is not entitled takes nothing back",
     [("kim", "APPROVED"), ("dana", "CHANGES_REQUESTED")], True),
]  # fmt: skip


@pytest.mark.parametrize(("said", "met"), [r[1:] for r in ROWS], ids=[r[0] for r in ROWS])
def test_the_last_decision_of_whom_the_base_entitles_counts(
    relicensed: Repo, fake: Fake, said: list[tuple[str, str]], met: bool
) -> None:
    for minute, (user, state) in enumerate(said):
        fake.review(user, state, relicensed.head, minute)
    assert needs(relicensed, fake)["met"] is met
    assert fake.writes == []


def test_it_says_by_whom_when_and_for_which_commit(relicensed: Repo, fake: Fake) -> None:
    before = check(relicensed, fake)
    assert before.code == 1
    assert "0 of 1 approvals are there; wanted: @kim" in before.out
    assert "open: dataset claims is changed" in before.out
    assert "1 more by: @kim, @lee, @acme/data" in before.out
    fake.review("kim", "APPROVED", relicensed.head)
    after = check(relicensed, fake)
    assert after.code == 0
    assert f"approved by @kim at 2026-11-23T10:00:00Z for {relicensed.head[:12]}" in after.out
    (need,) = needs(relicensed, fake)["needs"]
    assert need["by"] == [
        {"user": "@kim", "commit": relicensed.head, "submitted-at": "2026-11-23T10:00:00Z"}
    ]


def test_a_push_to_the_same_resource_lapses_the_approval(relicensed: Repo, fake: Fake) -> None:
    fake.review("kim", "APPROVED", relicensed.head)
    change(relicensed, "data/claims/README.md", "cc0-1.0", "mit")
    fake.head = relicensed.head
    found = needs(relicensed, fake)
    assert found["met"] is False
    assert [one["user"] for one in found["needs"][0]["lapsed"]] == ["@kim"]
    assert "lapsed: approved by @kim" in check(relicensed, fake).out


@pytest.mark.parametrize(
    ("path", "old", "new", "met"),
    [
        pytest.param("data/claims/README.md", "What was", "What is", True, id="prose"),
        pytest.param("models/fraud/README.md", "production", "staging", False, id="another's"),
        pytest.param(".steward/stewards.yaml", '"@kim": {}', '"@kim": {}\n  "@mal": {}', False,
                     id="what governs"),
    ],
)  # fmt: skip
def test_a_push_of_anything_else(
    relicensed: Repo, fake: Fake, path: str, old: str, new: str, met: bool
) -> None:
    fake.review("kim", "APPROVED", relicensed.head)
    change(relicensed, path, old, new)
    fake.head = relicensed.head
    (need,) = (n for n in needs(relicensed, fake)["needs"] if n["resource"].startswith("dataset|"))
    assert need["met"] is (path != ".steward/stewards.yaml")
    assert needs(relicensed, fake)["met"] is met


def test_an_approval_of_a_commit_that_is_not_here_has_lapsed(relicensed: Repo, fake: Fake) -> None:
    fake.review("kim", "APPROVED", "a" * 40)
    assert needs(relicensed, fake)["needs"][0]["lapsed"][0]["commit"] == "a" * 40


def test_the_forge_knows_the_members_of_a_team(relicensed: Repo, fake: Fake) -> None:
    fake.teams = {"data": ["nora"], "platform": []}
    fake.review("nora", "APPROVED", relicensed.head)
    found = needs(relicensed, fake)
    assert (found["met"], found["notes"]) == (True, [])


def test_who_has_departed_by_the_map_approves_nothing_any_more(
    relicensed: Repo, fake: Fake
) -> None:
    mapped(relicensed, fake, MAP.replace('"@lee": {}', '"@lee": {departed: 2026-01-01}'))
    fake.teams = {"data": ["kim", "lee"]}
    fake.review("lee", "APPROVED", fake.head)
    found = needs(relicensed, fake)
    assert (found["met"], "@lee" in found["needs"][0]["entitled"]) == (False, False)
    fake.review("kim", "APPROVED", fake.head)
    assert needs(relicensed, fake)["met"] is True


def test_where_the_token_may_not_know_the_map_does_and_that_is_said(
    relicensed: Repo, fake: Fake
) -> None:
    fake.review("nora", "APPROVED", relicensed.head)
    found = needs(relicensed, fake)
    assert found["met"] is False
    assert found["notes"] == [
        "@acme/data: the token may not read it, so the 2 members that the map states count"
    ]


def test_a_change_does_not_entitle_its_own_judge(relicensed: Repo, fake: Fake) -> None:
    change(relicensed, ".steward/stewards.yaml", '"@lee"]', '"@lee", "@eve"]')
    fake.head = relicensed.head
    fake.review("eve", "APPROVED", relicensed.head)
    assert needs(relicensed, fake)["met"] is False


def test_more_than_a_page_of_reviews_is_read(relicensed: Repo, fake: Fake) -> None:
    for number in range(130):
        fake.review(f"user{number}", "COMMENTED", relicensed.head)
    fake.review("kim", "APPROVED", relicensed.head, 1)
    assert needs(relicensed, fake)["met"] is True


def test_a_reviewer_whose_account_is_gone_is_nobody(relicensed: Repo, fake: Fake) -> None:
    fake.review("kim", "APPROVED", relicensed.head)
    fake.reviews[0]["user"] = None
    assert needs(relicensed, fake)["met"] is False


def test_a_change_that_asks_nobody_needs_no_approval(relicensed: Repo, fake: Fake) -> None:
    relicensed.git("reset", "-q", "--hard", "main")
    change(relicensed, "data/claims/README.md", "What was", "What is")
    fake.head = relicensed.head
    said = check(relicensed, fake)
    assert (said.code, "nobody has to approve" in said.out) == (0, True)


STATUS = (*PR, "--status")


def test_the_status_follows_the_approvals_and_is_set_once(relicensed: Repo, fake: Fake) -> None:
    assert check(relicensed, fake, *STATUS, "--target-url", "https://x.example/1").code == 1
    fake.review("kim", "APPROVED", relicensed.head)
    assert check(relicensed, fake, *STATUS).code == 0
    fake.review("kim", "CHANGES_REQUESTED", relicensed.head, 1)
    assert check(relicensed, fake, *STATUS).code == 1
    states = [(one["context"], one["state"], one["description"]) for one in fake.statuses]
    assert states == [
        ("steward/approvals", "pending", "0 of 1 approvals are there; wanted: @kim"),
        ("steward/approvals", "success", "1 of 1 approvals is there"),
        ("steward/approvals", "failure", "0 of 1 approvals are there; wanted: @kim"),
    ]
    assert fake.statuses[0]["target_url"] == "https://x.example/1"
    check(relicensed, fake, *STATUS)
    assert len(fake.statuses) == 3, "the same status is not set again"


def test_a_token_that_may_not_set_a_status_is_told_which_permission_it_lacks(
    relicensed: Repo, fake: Fake
) -> None:
    needed = {"X-Accepted-GitHub-Permissions": "statuses=write"}
    fake.refuse[r"POST .*/statuses/.*"] = reply({"message": "no"}, 403, needed)
    said = check(relicensed, fake, *STATUS)
    assert said.code == 2
    assert "the token lacks one of: statuses=write" in said.err
    assert "wanted: @kim" in said.out, "the answer itself is not lost"


def test_a_head_that_was_not_fetched_is_no_approved_one(relicensed: Repo, fake: Fake) -> None:
    fake.head = "b" * 40
    said = check(relicensed, fake)
    assert said.code == 2
    assert "git fetch origin pull/7/head" in said.err


@pytest.mark.parametrize("status", [401, 404, 422])
def test_a_forge_that_says_no_is_no_approval(relicensed: Repo, fake: Fake, status: int) -> None:
    fake.refuse[r"GET .*/reviews"] = reply({"message": "no"}, status)
    said = check(relicensed, fake)
    assert (said.code, said.out) == (2, "")
    assert "ghs_canary" not in said.everything


def event(path: Path, name: str, payload: object) -> dict[str, str]:
    path.write_text(json.dumps(payload))
    return {
        "GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": name, "GITHUB_EVENT_PATH": str(path),
    }  # fmt: skip


@pytest.mark.parametrize("name", ["pull_request_target", "pull_request_review"])
def test_the_head_is_data_beside_a_checkout_of_the_base(
    relicensed: Repo, fake: Fake, tmp_path: Path, name: str
) -> None:
    relicensed.git("checkout", "-q", "main")
    sides = {"base": {"sha": fake.base}, "head": {"sha": fake.head}}
    payload = {"pull_request": {"number": 7, "user": {"login": "mallory"}, **sides}}
    env = {**fake.env, **event(tmp_path / "event.json", name, payload)}
    assert steward(relicensed, "review", "check", env=env).code == 1
    fake.review("kim", "APPROVED", fake.head)
    assert steward(relicensed, "review", "check", env=env).code == 0
    payload["pull_request"]["head"] = {"sha": "c" * 40}
    (tmp_path / "event.json").write_text(json.dumps(payload))
    said = steward(relicensed, "review", "check", env=env)
    assert (said.code, "check it out never" in said.err) == (2, True)


def test_in_a_merge_group_the_approvals_of_the_queued_pull_request_count(
    relicensed: Repo, fake: Fake, tmp_path: Path
) -> None:
    relicensed.git("checkout", "-q", "main")
    relicensed.git("merge", "-q", "--no-ff", "-m", "queued", "change")
    ref = f"refs/heads/gh-readonly-queue/main/pr-7-{fake.base}"
    relicensed.git("update-ref", "refs/remotes/origin/main", fake.base)
    sides = {"base_sha": fake.base, "head_sha": relicensed.head}
    group = {**sides, "head_ref": ref, "base_ref": "refs/heads/main"}
    payload = {"merge_group": group, "sender": {"login": "kim"}}
    env = {**fake.env, **event(tmp_path / "event.json", "merge_group", payload)}
    assert steward(relicensed, "review", "check", "--status", env=env).code == 1
    fake.review("kim", "APPROVED", fake.head)
    said = steward(relicensed, "review", "check", "--status", env=env)
    assert said.code == 0, said.everything
    assert {one["commit"] for one in fake.statuses} == {relicensed.head}
    assert fake.statuses[-1]["state"] == "success"


def reviews_file(repo: Repo, tmp_path: Path, reviews: object) -> tuple[str, ...]:
    file = tmp_path / "reviews.json"
    file.write_text(reviews if isinstance(reviews, str) else json.dumps(reviews))
    return ("review", "check", "--base", "main", "--author", "mallory", "--approvals", str(file))


def test_reviews_of_any_other_system_come_from_a_file(relicensed: Repo, tmp_path: Path) -> None:
    one = {"state": "approved", "commit": relicensed.head, "submitted-at": "2026-11-23T10:00:00Z"}
    assert steward(relicensed, *reviews_file(relicensed, tmp_path, [])).code == 1
    lee = [{"user": "lee", **one}]
    assert steward(relicensed, *reviews_file(relicensed, tmp_path, lee)).code == 0
    mallory = [{"user": "mallory", **one}]
    assert steward(relicensed, *reviews_file(relicensed, tmp_path, mallory)).code == 1


@pytest.mark.parametrize(
    "reviews", ["", "{", "{}", [1], [{"user": "kim"}], "[" * 9000,
                [{"user": "kim", "state": "FINE", "commit": "a", "submitted-at": "x"}],
                [{"user": "kim", "state": "APPROVED", "commit": "a", "submitted-at": "x"}],
                [{"user": "kim", "state": "APPROVED", "commit": "a",
                  "submitted-at": "2026-11-23T10:00:00"}]],
)  # fmt: skip
def test_a_file_of_no_reviews_is_an_error(
    relicensed: Repo, tmp_path: Path, reviews: object
) -> None:
    said = steward(relicensed, *reviews_file(relicensed, tmp_path, reviews))
    assert (said.code, said.out) == (2, "")
    assert "holds no reviews" in said.err


def test_times_of_a_file_are_compared_and_not_their_texts(relicensed: Repo, tmp_path: Path) -> None:
    said = [("APPROVED", "2026-11-23T10:30:00+02:00"), ("DISMISSED", "2026-11-23T09:00:00Z")]
    reviews = [
        {"user": "kim", "state": state, "commit": relicensed.head, "submitted-at": when}
        for state, when in said
    ]
    assert steward(relicensed, *reviews_file(relicensed, tmp_path, reviews)).code == 1
    assert steward(relicensed, *reviews_file(relicensed, tmp_path, reviews[:1])).code == 0


def test_without_an_author_nobody_can_be_told_from_them(relicensed: Repo, tmp_path: Path) -> None:
    arguments = reviews_file(relicensed, tmp_path, [])
    kept = [one for one in arguments if one not in ("--author", "mallory")]
    said = steward(relicensed, *kept)
    assert (said.code, "whose change it is" in said.err) == (2, True)

"""``steward review apply``: everybody is asked once, and one comment says why."""

from __future__ import annotations

from typing import Any

import pytest

from stewardship.pages.comment import LONGEST, MARKER, refusals, refused
from tests.forge.fake import Fake, mapped, reply
from tests.gate.steward import Said, steward
from tests.repos import Repo
from tests.review.test_plan import MAP, change

REQUESTED = "/repos/acme/models/pulls/7/requested_reviewers"


def apply(repo: Repo, fake: Fake) -> Said:
    fake.log.clear()
    said = steward(repo, "review", "apply", "--pr", "7", env=fake.env)
    assert "ghs_canary" not in said.everything
    return said


def requests(fake: Fake) -> list[Any]:
    return [data for method, path, data in fake.writes if path == REQUESTED]


TEAM = MAP.replace(', on-call: "@kim", deputy: "@lee"', "")


def test_the_steward_on_call_is_asked_and_told_why(relicensed: Repo, fake: Fake) -> None:
    said = apply(relicensed, fake)
    assert said.code == 0, said.err
    assert said.out == "asked: @kim; comment: written\n"
    assert requests(fake) == [{"reviewers": ["kim"]}]
    (comment,) = fake.comments
    assert comment["body"].startswith(f"{MARKER}\n### Stewardship: 1 approval wanted")
    assert comment["body"].count("@kim,") == 1
    assert "| `license` | `cc-by-4.0` | `cc0-1.0` |" in comment["body"]
    assert "; you are on call for `@acme/data` (`.steward/stewards.yaml:8`)" in comment["body"]
    assert "Not you? `@lee` (deputy), `@acme/data` may approve as well." in comment["body"]
    assert f"Reproduce: `steward review plan --base {fake.base[:12]}`" in comment["body"]


def test_a_second_run_changes_nothing(relicensed: Repo, fake: Fake) -> None:
    apply(relicensed, fake)
    said = apply(relicensed, fake)
    assert (said.code, said.out) == (0, "asked: nobody new; comment: as it was\n")
    assert fake.writes == []


def test_who_has_reviewed_is_not_asked_again(relicensed: Repo, fake: Fake) -> None:
    fake.review("kim", "COMMENTED", relicensed.head)
    apply(relicensed, fake)
    assert requests(fake) == []


def test_once_it_is_approved_the_comment_is_one_line(relicensed: Repo, fake: Fake) -> None:
    apply(relicensed, fake)
    fake.review("kim", "APPROVED", relicensed.head)
    assert apply(relicensed, fake).out == "asked: nobody new; comment: edited\n"
    assert [method for method, _, _ in fake.writes] == ["PATCH"]
    said = f"1 of 1 approvals is there (`@kim for {relicensed.head[:12]}`), 1 block"
    assert fake.comments[0]["body"] == f"{MARKER}\n**Stewardship**: {said}\n"
    apply(relicensed, fake)
    assert fake.writes == []


def test_a_push_after_the_approval_opens_it_again_in_the_same_comment(
    relicensed: Repo, fake: Fake
) -> None:
    fake.review("kim", "APPROVED", relicensed.head)
    apply(relicensed, fake)
    assert fake.comments == [], "what asks nobody begins no comment"
    change(relicensed, "data/claims/README.md", "cc0-1.0", "mit")
    fake.head = relicensed.head
    apply(relicensed, fake)
    change(relicensed, "data/claims/README.md", "license: mit", "license: cc0-1.0")
    fake.head = relicensed.head
    apply(relicensed, fake)
    assert len(fake.comments) == 1
    assert requests(fake) == [], "who has reviewed is told by the comment, and not asked anew"


def test_a_draft_is_left_alone(relicensed: Repo, fake: Fake) -> None:
    fake.draft = True
    assert apply(relicensed, fake).out == "a draft: nobody is asked\n"
    assert fake.writes == []


def test_the_author_who_is_the_steward_is_not_asked(relicensed: Repo, fake: Fake) -> None:
    fake.author = "kim"
    apply(relicensed, fake)
    assert requests(fake) == [{"reviewers": ["lee"]}]


def test_a_team_is_asked_by_its_slug(relicensed: Repo, fake: Fake) -> None:
    mapped(relicensed, fake, TEAM)
    fake.teams = {"data": ["kim", "lee"]}
    said = apply(relicensed, fake)
    assert said.code == 0, said.everything
    assert requests(fake) == [{"team_reviewers": ["data"]}]
    apply(relicensed, fake)
    assert fake.writes == []
    fake.asked_teams.clear()  # as it is once a member has reviewed
    fake.review("lee", "COMMENTED", relicensed.head)
    apply(relicensed, fake)
    assert requests(fake) == []


def test_a_team_without_access_is_left_out_with_a_warning(relicensed: Repo, fake: Fake) -> None:
    mapped(relicensed, fake, TEAM)
    fake.teams = {"data": ["kim", "lee"]}
    fake.without = {"data"}
    said = apply(relicensed, fake)
    assert (said.code, requests(fake)) == (0, [])
    assert "warning: @acme/data has no access to this repository" in said.err
    assert "@acme/data has no access" in fake.comments[0]["body"]


def test_of_a_team_that_cannot_be_seen_the_members_of_the_map_are_asked(
    relicensed: Repo, fake: Fake
) -> None:
    mapped(relicensed, fake, TEAM)
    said = apply(relicensed, fake)
    assert requests(fake) == [{"reviewers": ["kim"]}, {"reviewers": ["lee"]}]
    assert "the token may not read the organization); asked instead: @kim, @lee" in said.err
    body = fake.comments[0]["body"]
    assert (
        "@kim, you are asked because:\n\n- `dataset claims is changed`; you are a member of" in body
    )
    assert "@acme/data, you are asked" not in body, "who was not asked is not mentioned"
    apply(relicensed, fake)
    assert fake.writes == []


def test_a_team_of_another_organization_cannot_be_asked(relicensed: Repo, fake: Fake) -> None:
    mapped(relicensed, fake, TEAM.replace("@acme/data", "@other/data"))
    said = apply(relicensed, fake)
    assert requests(fake) == []
    assert "@other/data is of another organization" in said.err


@pytest.mark.parametrize("access", ["none", "missing"])
def test_who_has_no_access_or_is_no_user_any_more_is_left_out_with_a_warning(
    relicensed: Repo, fake: Fake, access: str
) -> None:
    fake.access = {"kim": access}
    said = apply(relicensed, fake)
    assert (said.code, requests(fake)) == (0, [])
    assert "warning: @kim has no access to this repository, and was not asked" in said.err
    body = fake.comments[0]["body"]
    assert "`@kim`, you are asked because:" in body, "a name of somebody else is not mentioned"
    assert "@kim" not in body.replace("`@kim", "")


@pytest.mark.parametrize("status", [403, 404, 422])
def test_a_refusal_for_one_loses_no_other(relicensed: Repo, fake: Fake, status: int) -> None:
    change(relicensed, "models/fraud/README.md", "production", "staging")
    fake.head = relicensed.head
    fake.teams = {"data": ["kim", "lee"], "ml": ["dana"], "platform": []}
    seen = []

    def refuse_first(request: Any, data: Any) -> Any:
        seen.append(data)
        return reply({"message": "no"}, status) if len(seen) == 1 else None

    fake.hooks[f"POST {REQUESTED}"] = refuse_first
    said = apply(relicensed, fake)
    assert said.code == 0
    assert len(requests(fake)) == 2
    assert "was not asked: POST" in said.err
    assert "comment: written" in said.out


def refuse(fake: Fake, status: int) -> None:
    """Whom it may ask, GitHub says only when it is asked to."""
    fake.hooks[f"POST {REQUESTED}"] = lambda request, data: reply({"message": "no"}, status)


@pytest.mark.parametrize("status", [403, 404, 422])
def test_who_was_refused_is_not_tried_again_for_the_same_head(
    relicensed: Repo, fake: Fake, status: int
) -> None:
    mapped(relicensed, fake, TEAM)
    fake.teams = {"data": ["kim", "lee"]}
    refuse(fake, status)
    first = apply(relicensed, fake)
    assert requests(fake) == [{"team_reviewers": ["data"]}]
    assert "@acme/data was not asked, for GitHub refuses it" in fake.comments[0]["body"]
    second = apply(relicensed, fake)
    assert (second.code, fake.writes) == (0, [])
    assert "warning: @acme/data was not asked, for GitHub refuses it" in first.err
    assert "warning: @acme/data was not asked, for GitHub refuses it" in second.err


def test_who_was_refused_is_tried_again_after_a_push_or_when_told_to(
    relicensed: Repo, fake: Fake
) -> None:
    refuse(fake, 422)
    apply(relicensed, fake)
    fake.hooks.clear()
    fake.log.clear()
    steward(relicensed, "review", "apply", "--pr", "7", "--again", env=fake.env)
    assert requests(fake) == [{"reviewers": ["kim"]}]
    assert "refuse" not in fake.comments[0]["body"]
    fake.users.clear()
    refuse(fake, 422)
    apply(relicensed, fake)
    fake.hooks.clear()
    change(relicensed, "data/claims/README.md", "cc0-1.0", "mit")
    fake.head = relicensed.head
    apply(relicensed, fake)
    assert requests(fake) == [{"reviewers": ["kim"]}]


def test_a_member_who_comments_for_a_team_that_cannot_be_seen_changes_no_comment(
    relicensed: Repo, fake: Fake
) -> None:
    mapped(relicensed, fake, TEAM)
    apply(relicensed, fake)
    fake.review("lee", "COMMENTED", fake.head)
    fake.users.remove("lee")
    apply(relicensed, fake)
    assert fake.writes == []


def test_what_somebody_else_wrote_refuses_nobody(relicensed: Repo, fake: Fake) -> None:
    eve = {"login": "eve", "type": "User"}
    text = f"{MARKER}\n{refusals(fake.head, ['@kim'])}"
    fake.comments.append({"id": 1, "body": text, "user": eve})
    apply(relicensed, fake)
    assert requests(fake) == [{"reviewers": ["kim"]}]


def test_hundreds_who_were_refused_leave_room_for_the_comment() -> None:
    line = refusals("a" * 40, [f"@acme/{'x' * 50}{n}" for n in range(300)])
    assert len(line) < 4200
    assert len(refused(f"{MARKER}\r\n{line}rest", "a" * 40)) > 50
    assert refused(f"{MARKER}\n{line}rest", "b" * 40) == frozenset()
    assert refusals("a" * 40, []) == ""


def test_a_forge_that_does_not_work_is_its_own_exit_code(relicensed: Repo, fake: Fake) -> None:
    fake.refuse[f"POST {REQUESTED}"] = reply({}, 500)
    said = apply(relicensed, fake)
    assert (said.code, "does not work at present (500)" in said.err) == (3, True)


def test_a_comment_that_somebody_else_began_with_the_marker_is_not_touched(
    relicensed: Repo, fake: Fake
) -> None:
    eve = {"login": "eve", "type": "User"}
    fake.comments.append({"id": 1, "body": f"{MARKER} mine", "user": eve})
    apply(relicensed, fake)
    assert fake.comments[0]["body"] == f"{MARKER} mine"
    assert len(fake.comments) == 2


def test_a_user_knows_its_own_comment_by_its_name(relicensed: Repo, fake: Fake) -> None:
    fake.viewer = "robot"
    bot = {"login": "other[bot]", "type": "Bot"}
    fake.comments.append({"id": 1, "body": f"{MARKER} another's", "user": bot})
    apply(relicensed, fake)
    apply(relicensed, fake)
    assert (fake.writes, len(fake.comments)) == ([], 2)


def test_the_comment_is_found_behind_a_hundred_others(relicensed: Repo, fake: Fake) -> None:
    who = {"login": "kim", "type": "User"}
    fake.comments += [{"id": one, "body": "hm", "user": who} for one in range(1, 131)]
    apply(relicensed, fake)
    apply(relicensed, fake)
    assert (fake.writes, len(fake.comments)) == ([], 131)


def test_a_change_of_hundreds_of_resources_fits_a_comment(relicensed: Repo, fake: Fake) -> None:
    card = "---\nlicense: mit\nstewardship: {kind: dataset, version: %s}\n---\n# %s\n"
    files = {f"data/d{n}/README.md": card % ("x" * 70, n) for n in range(300)}
    fake.head = relicensed.commit("many", files)
    said = apply(relicensed, fake)
    assert said.code == 0, said.err
    assert LONGEST - 2000 < len(fake.comments[0]["body"]) <= 65_536
    assert "The rest is left out here" in fake.comments[0]["body"]

"""Events are read from what GitHub really sends."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from stewardship import ci
from stewardship.errors import UserError
from stewardship.repository import git
from tests.forge.fake import Fake
from tests.forge.webhooks import about, environment, example, fork
from tests.gate.steward import Said, steward
from tests.repos import Repo

PULL = "pull_request_target"


def run(repo: Repo, fake: Fake, folder: Path, name: str, payload: Any, *arguments: str) -> Said:
    """Run a command as the routing job does, beside a checkout of the base."""
    repo.git("checkout", "-q", "main")
    env = fake.env | environment(folder, name, payload)
    fake.log.clear()
    return steward(repo, "review", *arguments, env=env)


def event(repo: Repo, folder: Path, name: str, payload: Any) -> ci.Event:
    found = git.find(repo.path, None)
    return ci.event(found, environment(folder, name, payload))


# A sentence, the event, its example, and whether the review of it is asked for.
ASKED: list[tuple[str, str, str, str, int, bool]] = [
    ("a pull request is opened", PULL, "pull_request", "opened", 0, True),
    ("somebody pushes to it", PULL, "pull_request", "synchronize", 0, True),
    ("it is ready for review", PULL, "pull_request", "ready_for_review", 0, True),
    ("it is opened again", PULL, "pull_request", "reopened", 0, True),
    ("it becomes a draft", PULL, "pull_request", "converted_to_draft", 0, False),
    ("somebody comments", "pull_request_review", "pull_request_review", "submitted", 0, True),
    ("a review is dismissed", "pull_request_review", "pull_request_review", "dismissed", 0, True),
]


@pytest.mark.parametrize(
    ("name", "kind", "action", "at", "asks"), [one[1:] for one in ASKED], ids=[o[0] for o in ASKED]
)
@pytest.mark.parametrize("side", ["same repository", "fork"])
def test_each_event_of_a_pull_request_asks_its_stewards_unless_it_is_a_draft(
    relicensed: Repo,
    fake: Fake,
    tmp_path: Path,
    name: str,
    kind: str,
    action: str,
    at: int,
    asks: bool,
    side: str,
) -> None:
    payload = example(kind, action, at)
    payload = about(fork(payload) if side == "fork" else payload, fake)
    said = run(relicensed, fake, tmp_path, name, payload, "apply")
    assert said.code == 0, said.everything
    assert fake.users == (["kim"] if asks else [])
    number = payload["pull_request"]["number"]
    assert {path.split("/")[5] for _, path, _ in fake.log if "/pulls/" in path} == {str(number)}


def test_a_review_is_heard_when_it_is_submitted_edited_and_dismissed(
    relicensed: Repo, fake: Fake, tmp_path: Path
) -> None:
    states = []
    for action, state in (("submitted", "APPROVED"), ("edited", ""), ("dismissed", "DISMISSED")):
        payload = about(example("pull_request_review", action.replace("edited", "submitted")), fake)
        payload["action"] = action
        if state:
            fake.review("kim", state, fake.head, len(fake.reviews))
        said = run(relicensed, fake, tmp_path, "pull_request_review", payload, "check", "--status")
        assert said.code == int(state == "DISMISSED"), said.everything
        states.append(fake.statuses[-1]["state"])
    assert states == ["success", "success", "pending"]


def test_a_merge_group_is_of_the_pull_request_that_its_branch_names(
    relicensed: Repo, fake: Fake, tmp_path: Path
) -> None:
    relicensed.git("checkout", "-q", "main")
    relicensed.git("merge", "-q", "--no-ff", "-m", "queued", "change")
    payload = about(example("merge_group", "checks_requested"), fake)
    payload["merge_group"]["head_sha"] = relicensed.head
    branch = payload["merge_group"]["base_ref"].removeprefix("refs/heads/")
    relicensed.git("update-ref", f"refs/remotes/origin/{branch}", fake.base)
    found = event(relicensed, tmp_path, "merge_group", payload)
    assert (found.pull, found.head, found.trusted) == (104, relicensed.head, fake.base)
    assert ci.author(environment(tmp_path, "merge_group", payload)) == ""
    fake.review("kim", "APPROVED", fake.head)
    said = run(relicensed, fake, tmp_path, "merge_group", payload, "check", "--status")
    assert said.code == 0, said.everything
    assert fake.statuses[-1]["commit"] == relicensed.head


@pytest.mark.parametrize("action", ["opened", "synchronize", "ready_for_review"])
def test_the_gate_reads_base_head_and_author_of_a_pull_request(
    relicensed: Repo, fake: Fake, tmp_path: Path, action: str
) -> None:
    payload = about(example("pull_request", action), fake)
    found = event(relicensed, tmp_path, "pull_request", payload)
    assert (found.base, found.trusted, found.reviewed) == (fake.base, fake.base, fake.head)
    assert found.pull == payload["pull_request"]["number"]
    assert ci.author(environment(tmp_path, "pull_request", payload)) == "@Codertocat"


def test_the_gate_reads_a_push(relicensed: Repo, fake: Fake, tmp_path: Path) -> None:
    relicensed.git("update-ref", "refs/remotes/origin/master", fake.base)
    new = example("push", at=4)
    assert (new["ref"], set(new["before"])) == ("refs/heads/master", {"0"})
    assert event(relicensed, tmp_path, "push", new).base == ""
    found = event(relicensed, tmp_path, "push", {**new, "before": fake.base})
    assert (found.base, found.head, found.pull) == (fake.base, "HEAD", 0)
    tag = example("push", at=0)
    assert tag["ref"] == "refs/tags/simple-tag"
    assert event(relicensed, tmp_path, "push", tag).trusted == fake.base


@pytest.mark.parametrize(
    ("name", "kind", "action"),
    [
        (PULL, "pull_request", "opened"),
        ("pull_request", "pull_request", "synchronize"),
        ("pull_request_review", "pull_request_review", "submitted"),
        ("merge_group", "merge_group", "checks_requested"),
    ],
)
def test_commits_that_are_not_in_this_checkout_are_an_error_that_names_them(
    relicensed: Repo, tmp_path: Path, name: str, kind: str, action: str
) -> None:
    with pytest.raises(UserError, match=r"is not in this (checkout|repository)"):
        event(relicensed, tmp_path, name, example(kind, action))


# A run that ended is of a commit and of a branch; which pull request that is, the forge is asked.
@pytest.mark.parametrize("side", ["same repository", "fork"])
def test_after_another_workflow_the_pull_request_is_looked_up_by_its_head(
    relicensed: Repo, fake: Fake, tmp_path: Path, side: str
) -> None:
    payload = about(example("workflow_run", "completed", at=1), fake)
    payload = fork(payload) if side == "fork" else payload
    owner = payload["workflow_run"]["head_repository"]["owner"]["login"]
    fake.branch = f"{owner}:{payload['workflow_run']['head_branch']}"
    assert run(relicensed, fake, tmp_path, "workflow_run", payload, "apply").code == 0
    assert fake.users == ["kim"]
    assert run(relicensed, fake, tmp_path, "workflow_run", payload, "check", "--status").code == 1
    fake.review("kim", "APPROVED", fake.head)
    assert run(relicensed, fake, tmp_path, "workflow_run", payload, "check", "--status").code == 0
    assert [one["state"] for one in fake.statuses] == ["pending", "success"]
    assert {one["commit"] for one in fake.statuses} == {fake.head}


def test_a_number_that_the_run_itself_claims_is_not_listened_to(
    relicensed: Repo, fake: Fake, tmp_path: Path
) -> None:
    payload = fork(about(example("workflow_run", "completed", at=1), fake))
    payload["workflow_run"]["pull_requests"] = [{"number": 666}]
    fake.branch = f"eve:{payload['workflow_run']['head_branch']}"
    run(relicensed, fake, tmp_path, "workflow_run", payload, "apply")
    assert fake.users == ["kim"]
    assert not any("666" in path for _, path, _ in fake.log)


STALE = "no open pull request has the head"
# A sentence, how the forge differs from the run, and what is said.
ELSE: list[tuple[str, dict[str, Any], str]] = [
    ("it was pushed to since", {"head": "b" * 40}, STALE),
    ("it was closed, or is another's", {"branch": "mallory:other"}, STALE),
    ("two of them have this head", {"others": 1}, "2 open pull requests have the head"),
]


@pytest.mark.parametrize(("differs", "why"), [one[1:] for one in ELSE], ids=[o[0] for o in ELSE])
def test_a_run_that_is_of_no_open_pull_request_asks_nobody_and_approves_nothing(
    relicensed: Repo, fake: Fake, tmp_path: Path, differs: dict[str, Any], why: str
) -> None:
    payload = fork(about(example("workflow_run", "completed", at=1), fake))
    fake.branch = f"eve:{payload['workflow_run']['head_branch']}"
    for name, value in differs.items():
        setattr(fake, name, [fake.pull(8)] if name == "others" else value)
    fake.review("kim", "APPROVED", payload["workflow_run"]["head_sha"])
    for command in (("apply",), ("check", "--status")):
        said = run(relicensed, fake, tmp_path, "workflow_run", payload, *command)
        assert (said.code, fake.writes) == (2, [])
        assert why in said.err


def test_a_run_whose_fork_is_gone_is_an_error(relicensed: Repo, fake: Fake, tmp_path: Path) -> None:
    payload = about(example("workflow_run", "completed", at=1), fake)
    payload["workflow_run"]["head_repository"] = None
    said = run(relicensed, fake, tmp_path, "workflow_run", payload, "check")
    assert (said.code, "`workflow_run.head_repository.owner.login`" in said.err) == (2, True)


def test_the_gate_itself_judges_no_run_that_ended(
    relicensed: Repo, fake: Fake, tmp_path: Path
) -> None:
    payload = about(example("workflow_run", "completed", at=1), fake)
    with pytest.raises(UserError, match="`workflow_run` is not one that this gate judges"):
        event(relicensed, tmp_path, "workflow_run", payload)

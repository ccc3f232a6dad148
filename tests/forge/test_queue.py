"""A merge group with others queued ahead of it: each wants the approvals of its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.forge.fake import Fake
from tests.forge.webhooks import environment
from tests.gate.steward import Said, steward
from tests.repos import Repo
from tests.review.test_plan import change


@dataclass
class Queue:
    """#7 by @mallory, which changes a dataset of @kim's, and behind it #8 by @eve, which changes a
    model of @dana's."""

    repo: Repo
    fake: Fake
    folder: Path
    first: str
    second: str
    head: str

    def check(self) -> Said:
        """Look at the group of #8, which is built on that of #7."""
        group = {
            "base_ref": "refs/heads/main",
            "base_sha": self.first,
            "head_ref": f"refs/heads/gh-readonly-queue/main/pr-8-{self.first}",
            "head_sha": self.second,
        }
        env = self.fake.env | environment(self.folder, "merge_group", {"merge_group": group})
        return steward(self.repo, "review", "check", "--status", env=env)

    def approve(self, number: int, user: str) -> None:
        """Somebody approves the head of one of both."""
        if number == 7:
            self.fake.review(user, "APPROVED", self.fake.head)
            return
        one = {"user": {"login": user}, "state": "APPROVED", "commit_id": self.head}
        self.fake.pulls[8]["reviews"].append(one | {"submitted_at": "2026-11-23T10:00:00Z"})


def merged(repo: Repo, branch: str) -> str:
    repo.git("merge", "-q", "--no-ff", "-m", f"queue {branch}", branch)
    return repo.head


@pytest.fixture
def queue(relicensed: Repo, fake: Fake, tmp_path: Path) -> Queue:
    return made(relicensed, fake, tmp_path)


def made(repo: Repo, fake: Fake, folder: Path) -> Queue:
    """Both pull requests in the queue; the branch ``change`` is #7's."""
    repo.git("checkout", "-q", "-b", "other", "main")
    head = change(repo, "models/fraud/README.md", "production", "staging").head
    repo.git("checkout", "-q", "-b", "queue", "main")
    first, second = merged(repo, "change"), merged(repo, "other")
    repo.git("checkout", "-q", "main")
    repo.git("update-ref", "refs/remotes/origin/main", "main")
    fake.queue = {first: 7, second: 8}
    who: dict[str, Any] = {"user": {"login": "eve"}, "head": {"sha": head}, "reviews": []}
    fake.pulls[8] = who
    return Queue(repo, fake, folder, first, second, head)


def test_with_the_approvals_of_both_the_group_is_approved(queue: Queue) -> None:
    queue.approve(7, "kim")
    queue.approve(8, "dana")
    said = queue.check()
    assert said.code == 0, said.everything
    assert "note: queued ahead, and wanted as well: the approvals of #7" in said.out
    (status,) = queue.fake.statuses
    assert (status["commit"], status["state"]) == (queue.second, "success")


# A sentence, and who approves what.
SHORT: list[tuple[str, list[tuple[int, str]]]] = [
    ("its own is approved, and what is ahead is not", [(8, "dana")]),
    ("what is ahead is approved, and its own is not", [(7, "kim")]),
    ("the steward of the one approves the other", [(8, "dana"), (8, "kim")]),
    ("an author approves their own", [(7, "mallory"), (8, "dana")]),
]


@pytest.mark.parametrize("approvals", [one[1] for one in SHORT], ids=[one[0] for one in SHORT])
def test_an_approval_that_is_lacking_for_any_of_them_stops_the_group(
    queue: Queue, approvals: list[tuple[int, str]]
) -> None:
    for number, user in approvals:
        queue.approve(number, user)
    assert queue.check().code == 1
    assert queue.fake.statuses[-1]["state"] == "pending"


def test_what_was_merged_meanwhile_is_wanted_no_more(queue: Queue) -> None:
    queue.approve(8, "dana")
    queue.fake.base, queue.fake.queue = queue.first, {queue.second: 8}
    said = queue.check()
    assert (said.code, "queued ahead" in said.out) == (0, False)


def test_what_still_waits_in_the_queue_governs_nothing(
    relicensed: Repo, fake: Fake, tmp_path: Path
) -> None:
    change(relicensed, ".steward/stewards.yaml", 'members: ["@dana"]', 'members: ["@zoe"]')
    fake.head = relicensed.head
    queue = made(relicensed, fake, tmp_path)
    queue.approve(8, "zoe")
    assert "open: model fraud is changed" in queue.check().out
    queue.approve(8, "dana")
    assert "met: model fraud is changed" in queue.check().out


@pytest.mark.parametrize("waiting", [{}, {"0" * 40: 7}])
def test_a_group_built_on_what_nobody_knows_is_an_error(
    queue: Queue, waiting: dict[str, int]
) -> None:
    queue.fake.queue = {**waiting, queue.second: 8}
    queue.approve(8, "dana")
    said = queue.check()
    assert (said.code, queue.fake.statuses) == (2, [])
    assert "is not in the queue" in said.err


def test_a_branch_whose_tip_is_not_here_is_an_error(queue: Queue) -> None:
    queue.fake.base = "b" * 40
    said = queue.check()
    assert (said.code, queue.fake.statuses) == (2, [])
    assert "the tip of `main` is not in this repository" in said.err

"""The steps of ``hooks/github-review.yml``, run as a runner does, beside a checkout of the base.

Those of ``github-review-forks.yml`` are the same (``tests/workflows/test_lint.py``)."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.forge.fake import Fake, reply
from tests.gate.steward import PROGRAM
from tests.repos import Repo
from tests.source import ROOT

WORKFLOW = yaml.load((ROOT / "hooks" / "github-review.yml").read_text(), yaml.CSafeLoader)
STEPS = {one["name"]: one for one in WORKFLOW["jobs"]["review"]["steps"] if "name" in one}


class Runner:
    """A clone that holds the base only, a temporary folder with steward in it, an event."""

    def __init__(self, origin: Repo, fake: Fake, folder: Path) -> None:
        self.fake = fake
        self.work = folder / "work"
        origin.git(
            "clone", "--quiet", "--no-local", "--single-branch", "--branch=main",
            str(origin.path), str(self.work),
        )  # fmt: skip
        (folder / "steward" / "bin").mkdir(parents=True)
        (folder / "steward" / "bin" / "steward").symlink_to(PROGRAM)
        event = folder / "event.json"
        sides = {"base": {"sha": fake.base}, "head": {"sha": fake.head}}
        user = {"login": fake.author}
        event.write_text(json.dumps({"pull_request": {"number": 7, "user": user, **sides}}))
        self.env = {
            **os.environ,
            **fake.env,
            **WORKFLOW["jobs"]["review"]["env"],
            "RUNNER_TEMP": str(folder),
            "GITHUB_ACTIONS": "true",
            "GITHUB_EVENT_NAME": "pull_request_target",
            "GITHUB_EVENT_PATH": str(event),
            "GITHUB_SERVER_URL": "https://github.example",
            "GITHUB_RUN_ID": "5",
        }

    def step(self, name: str, **env: str) -> Any:
        """Run one step as GitHub does: ``bash -e`` on the script."""
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", STEPS[name]["run"]],
            cwd=self.work, env={**self.env, **env}, capture_output=True, text=True,
        )  # fmt: skip


@pytest.fixture
def runner(relicensed: Repo, fake: Fake, tmp_path: Path) -> Runner:
    made = Runner(relicensed, fake, tmp_path / "runner")
    fetched = made.step("Fetch the head as data", HEAD=fake.head, TOKEN="ghs_canary")
    assert fetched.returncode == 0, fetched.stderr
    return made


ASK, CHECK = "Ask for reviews", "Say which approvals are there"


def test_it_asks_and_sets_the_status_and_an_open_approval_does_not_fail_it(runner: Runner) -> None:
    asked = runner.step(ASK)
    assert (asked.returncode, asked.stdout) == (0, "asked: @kim; comment: written\n")
    checked = runner.step(CHECK)
    assert checked.returncode == 0, checked.stderr
    runner.fake.review("kim", "APPROVED", runner.fake.head)
    assert runner.step(CHECK).returncode == 0
    assert [one["state"] for one in runner.fake.statuses] == ["pending", "success"]
    run = "https://github.example/acme/models/actions/runs/5"
    assert runner.fake.statuses[0]["target_url"] == run


def test_nothing_of_the_head_is_checked_out(runner: Runner) -> None:
    runner.step(ASK)
    runner.step(CHECK)
    assert "cc-by-4.0" in (runner.work / "data/claims/README.md").read_text()
    assert Repo(runner.work).git("status", "--porcelain") == ""
    assert "ghs_canary" not in (runner.work / ".git" / "config").read_text()


def test_a_forge_that_fails_the_asking_loses_no_status(runner: Runner) -> None:
    runner.fake.refuse["GET .*/requested_reviewers"] = reply({"message": "no"}, 403)
    assert runner.step(ASK).returncode == 2
    assert STEPS[ASK]["continue-on-error"] is True
    assert runner.step(CHECK).returncode == 0
    assert runner.fake.statuses[0]["state"] == "pending"


def test_a_check_that_cannot_be_made_does_fail_it(runner: Runner) -> None:
    runner.fake.refuse["GET .*/reviews"] = reply({"message": "no"}, 403)
    assert runner.step(CHECK).returncode == 2
    assert runner.fake.statuses == []


def test_after_another_workflow_it_does_the_same_for_the_head_of_a_fork(runner: Runner) -> None:
    runner.fake.branch = "eve:main"
    run = {
        "head_sha": runner.fake.head,
        "head_branch": "main",
        "head_repository": {"owner": {"login": "eve"}},
        "pull_requests": [],
    }
    Path(runner.env["GITHUB_EVENT_PATH"]).write_text(json.dumps({"workflow_run": run}))
    event = {"GITHUB_EVENT_NAME": "workflow_run"}
    assert runner.step(ASK, **event).stdout == "asked: @kim; comment: written\n"
    assert runner.step(CHECK, **event).returncode == 0
    assert [one["state"] for one in runner.fake.statuses] == ["pending"]

"""``steward ci`` in a GitHub Actions run, by the payloads that GitHub sends and the commits that
actions/checkout leaves: what is compared with what, and whose policies govern.

Payloads are cut to what they hold around the fields that matter; see
https://docs.github.com/en/webhooks/webhook-events-and-payloads.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from tests.gate.hostile import CARD, NO_LICENSE, OWN, TOY
from tests.gate.steward import Said, steward
from tests.repos import Repo

ZEROS = "0" * 40
POLICY = ".steward/policies/own.yaml"
GOOD = CARD.replace("# toy", "# toy\n\nIt classifies text.")


PROJECT = {"repository": {"default_branch": "main"}}


def pushed(ref: str, before: str, **more: Any) -> dict[str, Any]:
    """The payload of a push."""
    return {"ref": ref, "before": before, "forced": False, **PROJECT, **more}


@dataclass(frozen=True, slots=True)
class Story:
    """Commits by name. The change, `head`, forked off at `fork`; since then the base went on to
    `base`, which brought a policy and a model; `merge` is what GitHub makes of both."""

    repo: Repo
    fork: str
    base: str
    head: str
    merge: str

    def ci(
        self,
        event: str,
        payload: Any,
        checkout: str,
        *arguments: str,
        env: Mapping[str, str] | None = None,
    ) -> Said:
        """Run the gate as the step of a workflow does, on this commit."""
        file = self.repo.path.parent / "event.json"
        file.write_text(payload if isinstance(payload, str) else json.dumps(payload))
        self.repo.git("checkout", "--quiet", "--detach", checkout)
        env = {
            **(env or {}),
            "GITHUB_ACTIONS": "true",
            "GITHUB_EVENT_NAME": event,
            "GITHUB_EVENT_PATH": str(file),
            "GITHUB_SHA": checkout,
        }
        return steward(self.repo, "ci", *arguments, env=env)

    def pull_request(self, head: str = "", base: str = "") -> dict[str, Any]:
        """The payload of a pull request that was synchronized."""
        return {
            "action": "synchronize",
            "number": 7,
            "pull_request": {
                "number": 7,
                "draft": False,
                "base": {"ref": "main", "sha": base or self.base, "repo": {"id": 1}},
                "head": {"ref": "change", "sha": head or self.head, "repo": {"id": 2}},
                "merge_commit_sha": self.merge,
            },
            "repository": {"default_branch": "main"},
        }


@pytest.fixture
def story(repo: Repo) -> Story:
    fork = repo.commit("fork", {TOY: CARD, "src/app.py": "print(1)\n"})
    repo.branch("change")
    head = repo.commit("change", {"models/new/README.md": NO_LICENSE})
    repo.git("checkout", "--quiet", "main")
    base = repo.commit("go on", {TOY: GOOD, POLICY: OWN, "models/later/README.md": GOOD})
    repo.git("update-ref", "refs/remotes/origin/main", base)
    repo.git("checkout", "--quiet", "--detach")
    repo.git("merge", "--quiet", "--no-ff", "--message=Merge", "change")
    return Story(repo, fork, base, head, repo.head)


def test_a_pull_request_is_the_merge_against_its_base(story: Story) -> None:
    said = story.ci("pull_request", story.pull_request(), story.merge)
    assert said.found() == ["licenses/stated new", "own/described new"]
    assert (said.code, said.judged) == (1, 1)
    assert f"policies of {story.base[:10]}" in said.out
    assert "::error file=models/new/README.md,line=2," in said.out


def test_the_base_of_a_merge_is_the_one_that_was_merged(story: Story) -> None:
    """The payload was written before the base went on: the merge knows better."""
    said = story.ci("pull_request", story.pull_request(base=story.fork), story.merge)
    assert said.found() == ["licenses/stated new", "own/described new"]
    assert said.judged == 1


def test_a_checkout_of_the_head_is_compared_from_its_fork_by_the_policies_of_the_base(
    story: Story,
) -> None:
    said = story.ci("pull_request", story.pull_request(), story.head)
    assert said.found() == ["licenses/stated new", "own/described new"]
    assert said.judged == 1


def test_a_head_that_is_a_merge_does_not_bring_its_own_base(story: Story) -> None:
    """The author merged a branch of his own, with no policy, into the change."""
    repo = story.repo
    repo.git("checkout", "--quiet", "--detach", story.fork)
    repo.commit("weak", {".steward/config.yaml": "mode: observe\n"})
    repo.git("merge", "--quiet", "--no-ff", "--message=Merge", story.head)
    forged = repo.head
    said = story.ci("pull_request", story.pull_request(head=forged), forged)
    assert {"licenses/stated new", "own/described new"} <= set(said.found())
    assert {one["mode"] for one in said.findings} == {"new"}


@pytest.mark.parametrize("event", ["pull_request_target", "pull_request_review"])
def test_beside_a_checkout_of_the_base_the_head_is_judged_as_data(story: Story, event: str) -> None:
    said = story.ci(event, story.pull_request(), story.base)
    assert said.found() == ["licenses/stated new", "own/described new"]
    gone = story.ci(event, story.pull_request(head="cd" * 20), story.base)
    assert (gone.code, "is not in this repository" in gone.err) == (2, True)
    assert "check it out never" in gone.err


def test_a_pull_request_that_says_nothing_governed_passes(story: Story) -> None:
    story.repo.git("checkout", "--quiet", "--detach", story.fork)
    head = story.repo.commit("code", {"src/app.py": "print(2)\n"})
    said = story.ci("pull_request", story.pull_request(head=head), head)
    assert (said.code, said.judged) == (0, 0)
    assert "note: nothing that changed is governed" in said.out


def group(base: str, head: str, branch: str = "main") -> dict[str, Any]:
    """The payload of a merge group that was built on a commit."""
    sides = {"base_sha": base, "base_ref": f"refs/heads/{branch}", "head_sha": head}
    queue = f"refs/heads/gh-readonly-queue/{branch}/pr-8-{base}"
    return {"action": "checks_requested", "merge_group": {**sides, "head_ref": queue}}


@dataclass(frozen=True, slots=True)
class Queue:
    """Two changes in a merge queue: ``ahead`` takes the policy away, brings a model and lowers the
    mode; ``last`` is built on it and brings another."""

    story: Story
    ahead: str
    last: str


@pytest.fixture
def queue(story: Story) -> Queue:
    repo = story.repo
    repo.git("checkout", "--quiet", "--detach", story.base)
    repo.git("rm", "--quiet", POLICY)
    weak = {".steward/config.yaml": "mode: observe\n", "models/ahead/README.md": NO_LICENSE}
    ahead = repo.commit("ahead", weak)
    return Queue(story, ahead, repo.commit("last", {"models/last/README.md": NO_LICENSE}))


def test_a_merge_group_is_judged_against_its_base(story: Story) -> None:
    said = story.ci("merge_group", group(story.base, story.merge), story.merge)
    assert said.found() == ["licenses/stated new", "own/described new"]
    assert said.judged == 1


def test_what_is_queued_ahead_of_a_group_governs_nothing_and_is_judged_with_it(
    queue: Queue,
) -> None:
    """The queue may merge both by the checks of the last one."""
    said = queue.story.ci("merge_group", group(queue.ahead, queue.last), queue.last)
    assert {f"{rule} {one}" for rule in ("licenses/stated", "own/described")
            for one in ("ahead", "last")} <= set(said.found())  # fmt: skip
    assert {one["mode"] for one in said.findings} == {"new"}
    assert f"policies of {queue.story.base[:10]}" in said.out


def test_once_the_one_ahead_was_merged_it_governs(queue: Queue) -> None:
    queue.story.repo.git("update-ref", "refs/remotes/origin/main", queue.ahead)
    said = queue.story.ci("merge_group", group(queue.ahead, queue.last), queue.last)
    assert (said.code, said.judged) == (0, 1)
    assert f"policies of {queue.ahead[:10]}" in said.out


def test_a_group_that_was_merged_is_judged_again_as_it_was(queue: Queue) -> None:
    queue.story.repo.git("update-ref", "refs/remotes/origin/main", queue.last)
    said = queue.story.ci("merge_group", group(queue.ahead, queue.last), queue.last)
    assert said.judged == 1
    assert f"policies of {queue.ahead[:10]}" in said.out


def test_a_target_that_went_on_governs_a_group_that_was_built_before(story: Story) -> None:
    said = story.ci("merge_group", group(story.fork, story.head), story.head)
    assert said.found() == ["licenses/stated new", "own/described new"]
    assert f"policies of {story.base[:10]}" in said.out


def test_without_the_tip_of_its_branch_a_group_is_not_judged(queue: Queue) -> None:
    payload = group(queue.ahead, queue.last, "release/2")
    said = queue.story.ci("merge_group", payload, queue.last)
    assert (said.code, said.judged) == (2, 0)
    assert "the tip of `release/2` is not in this checkout" in said.everything
    assert "`fetch-depth: 0` in actions/checkout" in said.everything
    fetch = "`git fetch origin +refs/heads/release/2:refs/remotes/origin/release/2`"
    assert fetch in said.everything


@pytest.mark.parametrize("lost", ["base_ref", "base_sha", "head_sha"])
def test_a_group_whose_payload_lacks_something_is_not_judged(queue: Queue, lost: str) -> None:
    payload = group(queue.ahead, queue.last)
    del payload["merge_group"][lost]
    said = queue.story.ci("merge_group", payload, queue.last)
    assert (said.code, f"no `merge_group.{lost}`" in said.everything) == (2, True)


def test_a_push_is_judged_against_what_was_there_before(story: Story) -> None:
    payload = pushed("refs/heads/main", story.base, after=story.merge, created=False)
    said = story.ci("push", payload, story.merge)
    assert said.found() == ["licenses/stated new", "own/described new"]
    assert said.judged == 1


def test_a_forced_push_is_compared_from_where_it_left_what_it_replaced(story: Story) -> None:
    payload = pushed("refs/heads/main", story.base, after=story.head, forced=True)
    said = story.ci("push", payload, story.head)
    assert said.found() == ["licenses/stated new", "own/described new"]


def test_a_forced_push_over_what_is_gone_says_so(story: Story) -> None:
    payload = pushed("refs/heads/main", "ab" * 20, after=story.head, forced=True)
    said = story.ci("push", payload, story.head)
    assert said.code == 2
    assert "a forced push has left it behind; name another with `--base <revision>`" in said.err


EVERYTHING = {
    "the first push of the default branch": ("push", pushed("refs/heads/main", ZEROS)),
    "a tag": ("push", pushed("refs/tags/v1", ZEROS)),
    "a tag of a sha256 repository": ("push", pushed("refs/tags/v1", "0" * 64)),
    "a schedule": ("schedule", {"schedule": "0 5 * * 1"}),
    "by hand": ("workflow_dispatch", {"inputs": None, "ref": "refs/heads/main", **PROJECT}),
}


@pytest.mark.parametrize(("event", "payload"), EVERYTHING.values(), ids=EVERYTHING)
def test_where_nothing_was_before_everything_is_judged(
    story: Story, event: str, payload: dict[str, Any]
) -> None:
    said = story.ci(event, payload, story.merge)
    assert said.found() == ["licenses/stated new", "own/described new"]
    assert said.judged == said.report["summary"]["universe"] == 3


@pytest.mark.parametrize(
    ("event", "before"),
    [("push", ZEROS), ("push", "weak"), ("workflow_dispatch", "")],
    ids=["its first push", "a later push", "by hand"],
)
def test_a_branch_that_anybody_may_push_to_is_held_against_the_default_one(
    story: Story, event: str, before: str
) -> None:
    """Its author wrote what was there before, policies included."""
    story.repo.git("checkout", "--quiet", "--detach", story.head)
    weak = story.repo.commit("weak", {".steward/config.yaml": "mode: observe\n"})
    later = story.repo.commit("code", {"src/app.py": "print(2)\n"})
    payload = pushed("refs/heads/change", weak if before == "weak" else before)
    said = story.ci(event, payload, later)
    assert {"licenses/stated new", "own/described new"} <= set(said.found())
    assert {one["mode"] for one in said.findings} == {"new"}


def test_a_tag_is_judged_by_the_policies_of_the_default_branch(story: Story) -> None:
    story.repo.git("checkout", "--quiet", "--detach", story.head)
    weak = story.repo.commit("weak", {".steward/config.yaml": "mode: observe\n"})
    said = story.ci("push", pushed("refs/tags/v1", ZEROS), weak)
    assert said.found() == ["licenses/stated new", "own/described new", "own/described toy"]
    assert f"policies of {story.base[:10]}" in said.out


def test_of_a_protected_branch_what_was_there_before_governs(story: Story) -> None:
    payload = pushed("refs/heads/release", story.fork)
    held = story.ci("push", payload, story.head, env={"GITHUB_REF_PROTECTED": "true"})
    assert held.found() == ["licenses/stated new"]
    anybody = story.ci("push", payload, story.head)
    assert anybody.found() == ["licenses/stated new", "own/described new"]


def test_what_was_checked_out_has_to_hold_the_head(story: Story) -> None:
    """Otherwise the base would be held against itself, and pass."""
    said = story.ci("pull_request", story.pull_request(), story.base)
    assert said.code == 2
    assert "is neither the head" in said.err


def test_a_target_that_went_on_since_governs_as_it_is_now(story: Story) -> None:
    """A payload of a label knows the base of the last push; GITHUB_SHA is its tip."""
    said = story.ci("pull_request_target", story.pull_request(base=story.fork), story.base)
    assert said.found() == ["licenses/stated new", "own/described new"]


def test_two_commits_are_enough_for_a_merge(story: Story) -> None:
    copy = story.repo.path.parent / "copy"
    story.repo.git("branch", "merged", story.merge)
    story.repo.git("clone", "--quiet", "--depth=2", "--branch=merged", story.repo.path.as_uri(),
                   str(copy))  # fmt: skip
    shallow = replace(story, repo=Repo(copy))
    said = shallow.ci("pull_request", story.pull_request(), story.merge)
    assert said.found() == ["licenses/stated new", "own/described new"]
    story.repo.git("clone", "--quiet", "--depth=1", "--branch=merged", story.repo.path.as_uri(),
                   f"{copy}-1")  # fmt: skip
    shallow = replace(story, repo=Repo(Path(f"{copy}-1")))
    said = shallow.ci("pull_request", story.pull_request(), story.merge)
    assert (said.code, "`fetch-depth: 0` in actions/checkout" in said.err) == (2, True)


@pytest.mark.parametrize(
    "event", ["workflow_run", "issue_comment", "release", "", "push\n::error::forged"]
)
def test_an_event_that_is_not_judged_is_refused(story: Story, event: str) -> None:
    said = story.ci(event, story.pull_request(), story.merge)
    assert said.code == 2
    assert "is not one that this gate judges" in said.err
    assert "or name `--base <revision>`" in said.err
    assert not any(line.startswith("::error::") for line in said.everything.split("\n"))
    named = story.ci(event, story.pull_request(), story.merge, f"--base={story.base}")
    assert named.found() == ["licenses/stated new", "own/described new"]


@pytest.mark.parametrize(
    ("payload", "message"),
    [
        pytest.param("", "the event's payload cannot be read", id="empty"),
        pytest.param("{", "the event's payload cannot be read", id="no JSON"),
        pytest.param("[" * 100_000, "the event's payload cannot be read", id="nested"),
        pytest.param("[]", "has no `pull_request.base.sha`", id="a list"),
        pytest.param({}, "has no `pull_request.base.sha`", id="without a pull request"),
        pytest.param(
            {"pull_request": {"base": {"sha": None}}}, "`pull_request.base.sha`", id="without base"
        ),
        pytest.param(
            {"pull_request": {"base": {"sha": "x" * 40}, "head": {}}}, "`pull_request.head.sha`",
            id="without head",
        ),
        pytest.param(
            {"pull_request": {"base": {"sha": "ab" * 20}, "head": {"sha": "cd" * 20}}},
            f"the base `{'ab' * 20}` is not in this checkout",
            id="with a base that is not there",
        ),
        pytest.param(
            {"pull_request": {"base": {"sha": "--output=x"}, "head": {"sha": "cd" * 20}}},
            "`--output=x` is not a revision",
            id="with an option for a base",
        ),
    ],
)  # fmt: skip
def test_a_payload_that_does_not_tell_the_base_is_refused(
    story: Story, payload: Any, message: str
) -> None:
    said = story.ci("pull_request", payload, story.merge)
    assert (said.code, message in said.err) == (2, True)
    assert "Traceback" not in said.err
    assert said.out.startswith("::error title=steward::")


def test_without_a_payload_file_the_base_has_to_be_named(story: Story) -> None:
    env = {"GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": "pull_request"}
    said = steward(story.repo, "ci", env=env)
    assert said.code == 2
    assert "GITHUB_EVENT_PATH names its file; or name the base" in said.err


def test_elsewhere_the_base_is_named(story: Story) -> None:
    story.repo.git("checkout", "--quiet", "change")
    assert "which change is judged cannot be told here" in steward(story.repo, "ci").err
    said = steward(story.repo, "ci", "--base=main")
    assert said.found() == ["licenses/stated new", "own/described new"]
    assert "::error" not in said.out

"""``steward ci`` in a GitLab pipeline, by the variables that GitLab predefines and the references
that its runner fetches; see https://docs.gitlab.com/ci/variables/predefined_variables/.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.gate.hostile import CARD, NO_LICENSE, OWN, TOY
from tests.gate.steward import Said, steward
from tests.repos import Repo

ZEROS = "0" * 40
GOOD = CARD.replace("# toy", "# toy\n\nIt classifies text.")
FOUND = ["licenses/stated new", "own/described new"]
REQUEST = {
    "CI_PIPELINE_SOURCE": "merge_request_event",
    "CI_COMMIT_BEFORE_SHA": ZEROS,
    "CI_PROJECT_ID": "7",
    "CI_MERGE_REQUEST_PROJECT_ID": "7",
    "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
}


@dataclass(frozen=True, slots=True)
class Story:
    """The change, `head`, forked off at `fork`; since then the base went on to `base`, which
    brought a policy; `merge` is a merged result. What the runner fetches as `origin/main` is
    the base."""

    repo: Repo
    fork: str
    base: str
    head: str
    merge: str

    def ci(self, checkout: str, variables: dict[str, str], *arguments: str) -> Said:
        """Run the gate as a job does: GitLab checks out a commit, on no branch."""
        self.repo.git("checkout", "--quiet", "--detach", checkout)
        env = {"GITLAB_CI": "true", "CI_DEFAULT_BRANCH": "main", **variables}
        return steward(self.repo, "ci", *arguments, env=env)

    def request(self, **variables: str) -> dict[str, str]:
        """The variables of a merge request's pipeline."""
        return {**REQUEST, "CI_MERGE_REQUEST_DIFF_BASE_SHA": self.fork, **variables}


def pushed(branch: str, before: str, source: str = "push") -> dict[str, str]:
    """The variables of a branch's pipeline."""
    return {
        "CI_PIPELINE_SOURCE": source,
        "CI_COMMIT_BRANCH": branch,
        "CI_COMMIT_BEFORE_SHA": before,
    }


@pytest.fixture
def story(repo: Repo) -> Story:
    fork = repo.commit("fork", {TOY: CARD, "src/app.py": "print(1)\n"})
    repo.branch("change")
    head = repo.commit("change", {"models/new/README.md": NO_LICENSE})
    repo.git("checkout", "--quiet", "main")
    base = repo.commit("go on", {TOY: GOOD, ".steward/policies/own.yaml": OWN})
    repo.git("update-ref", "refs/remotes/origin/main", base)
    repo.git("checkout", "--quiet", "--detach")
    repo.git("merge", "--quiet", "--no-ff", "--message=Merge", "change")
    return Story(repo, fork, base, head, repo.head)


def test_a_merge_request_is_compared_from_its_fork_by_the_policies_of_the_target(
    story: Story,
) -> None:
    said = story.ci(story.head, story.request())
    assert (said.code, said.judged, said.found()) == (1, 1, FOUND)
    assert f"policies of {story.base[:10]}" in said.out


def test_a_merged_result_is_the_merge_against_its_target(story: Story) -> None:
    shas = {
        "CI_MERGE_REQUEST_TARGET_BRANCH_SHA": story.base,
        "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": story.head,
    }
    story.repo.git("update-ref", "-d", "refs/remotes/origin/main")
    said = story.ci(story.merge, story.request(**shas))
    assert (said.code, said.judged, said.found()) == (1, 1, FOUND)


def test_a_branch_of_a_fork_cannot_stand_in_for_the_target(story: Story) -> None:
    """In a fork's pipeline `origin` is the fork, whose `main` is its owner's."""
    said = story.ci(story.head, story.request(CI_PROJECT_ID="8"))
    assert said.code == 2
    assert "this pipeline runs in a fork" in said.err


def test_a_branch_is_held_against_the_default_one_whatever_was_pushed_to_it_before(
    story: Story,
) -> None:
    repo = story.repo
    repo.git("checkout", "--quiet", "--detach", story.head)
    weak = repo.commit("weak", {".steward/config.yaml": "mode: observe\n"})
    later = repo.commit("code", {"src/app.py": "print(2)\n"})
    for source, before in [("push", weak), ("push", ZEROS), ("schedule", ZEROS), ("web", ZEROS)]:
        said = story.ci(later, pushed("change", before, source))
        assert (said.code, set(FOUND) <= set(said.found())) == (1, True), source
        assert {one["mode"] for one in said.findings} == {"new"}


def test_of_a_protected_branch_what_was_there_before_governs(story: Story) -> None:
    variables = pushed("release", story.fork) | {"CI_COMMIT_REF_PROTECTED": "true"}
    assert story.ci(story.head, variables).found() == ["licenses/stated new"]


def test_a_tag_is_judged_by_the_policies_of_the_default_branch(story: Story) -> None:
    story.repo.git("checkout", "--quiet", "--detach", story.head)
    weak = story.repo.commit("weak", {".steward/config.yaml": "mode: observe\n"})
    said = story.ci(weak, EVERYTHING["a tag"])
    assert said.found() == [*FOUND, "own/described toy"]


def test_a_push_to_the_default_branch_is_judged_against_what_was_there_before(
    story: Story,
) -> None:
    said = story.ci(story.merge, pushed("main", story.base))
    assert (said.judged, said.found()) == (1, FOUND)


EVERYTHING = {
    "a schedule": pushed("main", ZEROS, "schedule"),
    "by hand": pushed("main", ZEROS, "web"),
    "a first push": pushed("main", ZEROS),
    "a tag": {"CI_PIPELINE_SOURCE": "push", "CI_COMMIT_TAG": "v1", "CI_COMMIT_BEFORE_SHA": ZEROS},
}


@pytest.mark.parametrize("variables", EVERYTHING.values(), ids=EVERYTHING)
def test_where_nothing_was_before_everything_is_judged(
    story: Story, variables: dict[str, str]
) -> None:
    said = story.ci(story.merge, variables)
    assert said.judged == said.report["summary"]["universe"] == 2
    assert said.found() == FOUND


REFUSED = {
    "a source that is not judged": ({"CI_PIPELINE_SOURCE": "api"}, "a pipeline from `api` is not"),
    "no source": ({}, "a pipeline from `` is not one"),
    "a source that forges a line": ({"CI_PIPELINE_SOURCE": "a\n::error::x"}, "is not one that"),
    "a push without what was before": (
        {"CI_PIPELINE_SOURCE": "push", "CI_COMMIT_BRANCH": "main"}, "no `CI_COMMIT_BEFORE_SHA`",
    ),
    "a push without a branch": (
        {"CI_PIPELINE_SOURCE": "push", "CI_COMMIT_BEFORE_SHA": ZEROS}, "no `CI_COMMIT_BRANCH`",
    ),
    "a request without a target": (
        REQUEST | {"CI_MERGE_REQUEST_TARGET_BRANCH_NAME": ""},
        "no `CI_MERGE_REQUEST_TARGET_BRANCH_NAME`",
    ),
    "a request without a project": (REQUEST | {"CI_PROJECT_ID": ""}, "no `CI_PROJECT_ID`"),
    "a target that was not fetched": (
        REQUEST | {"CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "release"},
        "the tip of `release` is not in this checkout",
    ),
    "a target that is an option": (
        REQUEST | {"CI_MERGE_REQUEST_TARGET_BRANCH_SHA": "--output=x"}, "is not a revision",
    ),
    "what was before is gone": (pushed("main", "ab" * 20), "a forced push has left it behind"),
}  # fmt: skip


@pytest.mark.parametrize(("variables", "message"), REFUSED.values(), ids=REFUSED)
def test_what_does_not_tell_the_base_is_refused(
    story: Story, variables: dict[str, str], message: str
) -> None:
    said = story.ci(story.merge, variables)
    assert (said.code, message in said.err) == (2, True), said.err
    assert not any(line.startswith("::error::") for line in said.everything.split("\n"))
    named = story.ci(story.merge, variables, f"--base={story.base}")
    assert named.found() == FOUND


def test_a_shallow_clone_is_told_what_to_set(story: Story) -> None:
    story.repo.git("checkout", "--quiet", "--detach", story.merge)
    copy = story.repo.path.parent / "copy"
    story.repo.git("clone", "--quiet", "--depth=1", story.repo.path.as_uri(), str(copy))
    env = {"GITLAB_CI": "true", **story.request()}
    said = steward(Repo(copy), "ci", env=env)
    assert said.code == 2
    assert "`GIT_DEPTH: 0`" in said.err

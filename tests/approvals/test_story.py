"""The story of one license in a real repository: asked, approved, in force, and open again."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.approvals.acme import (
    CARD,
    CONTEXTS,
    TODAY,
    WAIVERS,
    acme,
    asked,
    ci,
    edit,
    hook,
    judged,
    merged,
    paste,
)
from tests.gate.steward import steward
from tests.repos import Repo

PUBLIC = 'contexts: [{path: "models/chat/**", context: distributed}]\n'


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """Acme's repository, on a branch from the base."""
    return acme(tmp_path)


@pytest.fixture
def approved(repo: Repo) -> Repo:
    """The same, with the approval that was offered on the base."""
    paste(repo, asked(judged(repo, "check"))["details"]["brief"]["approval"])
    merged(repo)
    return repo


def test_a_license_that_counsel_must_see_is_asked_about(repo: Repo) -> None:
    said = judged(repo, "check")
    found = asked(said)
    assert (said.code, said.report["verdict"]) == (0, "review")
    assert (found["status"], found["reviewers"]) == ("new", ["@acme/legal", "@acme/risk"])
    assert [one["name"] for one in found["details"]["brief"]["uses"]] == ["help-desk"]


def test_what_is_pasted_lets_the_hook_through_and_leaves_ci_at_review(repo: Repo) -> None:
    paste(repo, asked(judged(repo, "check"))["details"]["brief"]["approval"])
    edit(repo, CARD, "it talks", "it talks well")
    said = hook(repo)
    assert (said.code, asked(said)["status"]) == (0, "proposed")
    said = ci(repo)
    assert (said.code, said.report["verdict"]) == (1, "review")
    assert asked(said)["status"] == "proposed"


def test_what_blocks_is_for_review_once_an_approval_is_proposed(repo: Repo) -> None:
    edit(repo, CARD, "production", "production, context: distributed")
    said = hook(repo)
    assert (said.code, asked(said)["rule"]) == (1, "terms/not-blocked")
    paste(repo, asked(said)["details"]["brief"]["approval"])
    assert hook(repo).code == 0
    assert ci(repo).report["verdict"] == "review"


def test_on_the_base_it_is_in_force(approved: Repo) -> None:
    edit(approved, CARD, "it talks", "it talks well")
    for said in (hook(approved), ci(approved), judged(approved, "check")):
        assert (said.code, said.report["verdict"]) == (0, "pass")
        assert asked(said)["status"] == "waived"
        assert asked(said)["details"]["approval"]["approved-by"] == "@acme/legal"


def test_another_license_opens_it_again(approved: Repo) -> None:
    edit(approved, CARD, "llama3.1", "llama4")
    said = ci(approved)
    assert (said.code, said.report["verdict"]) == (1, "review")
    reason = "was approved for `llama3.1` until the license changed to `llama4`"
    assert asked(said)["related"] == [{"path": WAIVERS, "line": 2, "message": reason}]
    assert "does not fit `chat`: approved for `llama3.1` until" in said.notes


def test_another_use_opens_it_again(approved: Repo) -> None:
    edit(approved, CARD, "production", "production, context: distributed")
    said = ci(approved)
    assert (said.code, asked(said)["rule"]) == (1, "terms/not-blocked")
    (reason,) = asked(said)["details"]["reopened"]
    assert reason == (
        "was approved for `networked`, used as `distributed`; "
        "approved under `terms/approved`, not under `terms/not-blocked`"
    )


def test_a_wider_use_in_the_params_opens_it_once_that_is_merged(approved: Repo) -> None:
    approved.write({CONTEXTS: PUBLIC})
    assert asked(ci(approved))["status"] == "waived", "the base's params still govern"
    merged(approved)
    assert asked(judged(approved, "check"))["rule"] == "terms/not-blocked"


def test_another_folder_opens_it_again(approved: Repo) -> None:
    approved.git("mv", "models/chat", "models/talk")
    approved.write({CONTEXTS: PUBLIC.replace("chat", "talk").replace("distributed", "networked")})
    merged(approved)
    assert asked(judged(approved, "check"))["status"] == "new"


def test_a_change_cannot_widen_an_approval_for_itself(approved: Repo) -> None:
    edit(approved, WAIVERS, '"networked"', '"networked", "distributed"')
    edit(approved, CARD, "production", "production, context: distributed")
    edit(approved, WAIVERS, "terms/approved", "terms/not-blocked")
    said = ci(approved)
    assert (said.code, asked(said)["status"]) == (1, "proposed")
    assert asked(said)["severity"] == "block"


def test_a_change_that_takes_an_approval_out_is_still_judged_by_it(approved: Repo) -> None:
    approved.write({WAIVERS: "approvals: []\n"})
    edit(approved, CARD, "it talks", "it talks well")
    assert asked(ci(approved))["status"] == "waived"
    merged(approved)
    assert asked(judged(approved, "check"))["status"] == "new"


def test_a_condition_holds_it_open(approved: Repo) -> None:
    edit(approved, WAIVERS, "    reason:", "    conditions: [terms/described]\n    reason:")
    merged(approved)
    assert asked(judged(approved, "check"))["status"] == "waived"
    edit(approved, CARD, "description: it talks\n", "")
    said = ci(approved)
    assert (said.code, asked(said)["status"]) == (1, "new")
    assert "on the condition that `terms/described` passes, which fails" in said.notes


UNTOLD = {
    "could not be judged": ("terms/locked", ("check",)),
    "was not run": ("terms/described", ("check", "--only", "terms/approved")),
}


@pytest.mark.parametrize("why", UNTOLD)
def test_a_condition_that_was_not_judged_is_not_met(approved: Repo, why: str) -> None:
    condition, command = UNTOLD[why]
    edit(approved, WAIVERS, "    reason:", f"    conditions: [{condition}]\n    reason:")
    merged(approved)
    said = judged(approved, *command)
    assert asked(said)["status"] == "new"
    assert f"on the condition that `{condition}` passes, which {why}" in said.notes


def test_it_lapses_on_the_day_after_its_last(approved: Repo) -> None:
    def on(day: str) -> str:
        said = steward(approved, "check", "--format", "json", env={"STEWARDSHIP_NOW": day})
        return str(asked(said)["status"])

    assert on("2027-05-22") == "waived"
    assert on("2027-05-23") == "new"


def test_an_entry_with_a_typo_approves_nothing_and_is_said(approved: Repo) -> None:
    edit(approved, WAIVERS, "contexts:", "context:")
    merged(approved)
    said = judged(approved, "check")
    assert asked(said)["status"] == "new"
    assert "an approval has no key `context` (did you mean `contexts`?)" in said.notes


def test_the_review_says_how_to_see_the_brief_and_explain_shows_it(repo: Repo) -> None:
    mark = asked(judged(repo, "check"))["fingerprint"][:8]
    env = {"STEWARDSHIP_NOW": TODAY}
    assert f"brief: steward explain {mark}" in steward(repo, "check", env=env).out
    shown = steward(repo, "explain", mark, env=env)
    assert shown.code == 0
    for line in (
        "license     llama3.1 (responsible-ai)",
        "asks for    user-cap: 700 million monthly users",
        "used as     networked: `contexts` for `models/chat/**`",
        "used by     service help-desk, production (services/help/catalog-info.yaml)",
        '  - rule: "terms/approved"',
        '    expires: "2027-05-22"',
    ):
        assert line in shown.out.splitlines()


def test_what_explain_prints_can_be_pasted(repo: Repo) -> None:
    mark = asked(judged(repo, "check"))["fingerprint"][:8]
    shown = steward(repo, "explain", mark, env={"STEWARDSHIP_NOW": TODAY}).out
    item = shown.partition(f"{WAIVERS}:\n\n")[2].partition("\n\n")[0]
    repo.write({WAIVERS: f"waivers: []\napprovals:\n{item}\n"})
    merged(repo)
    assert asked(judged(repo, "check"))["status"] == "waived"


def test_a_waiver_is_added_beside_the_approvals(approved: Repo) -> None:
    edit(approved, CARD, "llama3.1", "llama4")
    said = steward(
        approved, "waive", "terms/approved", "chat", "--reason", "being settled",
        env={"STEWARDSHIP_NOW": TODAY},
    )  # fmt: skip
    assert said.code == 0
    assert asked(hook(approved))["status"] == "proposed"
    edit(approved, CARD, "llama4", "llama3.1")
    assert asked(judged(approved, "check"))["status"] == "waived"

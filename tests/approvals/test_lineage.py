"""A label that drops the terms of a source: what counsel is told, and how it is approved."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.approvals.acme import WAIVERS, ci, edit, hook, judged, merged, paste
from tests.gate.steward import Said, steward
from tests.repos import Repo, make_repo

TODAY = "2026-11-23"
CARD = "models/chat/README.md"
FILES = {
    ".steward/params/licenses.yaml": "context: networked\n",
    CARD: (
        "---\nlicense: mit\nlibrary_name: transformers\nbase_model: acme/middle\n"
        "datasets: [acme/claims]\n---\n# Chat\n"
    ),
    "models/middle/README.md": (
        "---\nlicense: llama3.1\nlibrary_name: transformers\nmodel_name: acme/middle\n---\n"
    ),
}
LINEAGE = ("licenses/terms-kept", "licenses/commercial-kept")


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A model that is called free and was built on one that is not."""
    repo = make_repo(tmp_path / "acme", FILES)
    repo.branch("work")
    return repo


def dropped(said: Said) -> dict[str, Any]:
    """The one finding about terms that a label drops."""
    (found,) = [one for one in said.findings if one["rule"] in LINEAGE]
    return dict(found)


def test_counsel_is_told_what_is_dropped_of_what_and_how_it_is_used(repo: Repo) -> None:
    said = dropped(judged(repo, "check"))["details"]["brief"]
    assert said["license"] == "llama3.1 AND MIT"
    assert (said["of"], said["category"], said["context"]) == (
        "acme/middle",
        "responsible-ai",
        "networked",
    )
    assert "user-cap" in said["drops"]
    assert {
        "license": "llama3.1",
        "name": "user-cap",
        "value": "700 million monthly users",
    } in said["clauses"]
    assert said["instead"] == ""


def test_the_branch_that_keeps_the_terms_is_named(repo: Repo) -> None:
    edit(repo, CARD, "license: mit", "license: mit OR llama3.1")
    found = dropped(judged(repo, "check"))
    assert found["details"]["brief"]["instead"] == "llama3.1"
    shown = steward(repo, "explain", found["fingerprint"][:8], env={"STEWARDSHIP_NOW": TODAY}).out
    assert "instead     take llama3.1, the branch that keeps its terms" in shown.splitlines()
    edit(repo, CARD, "license: mit OR llama3.1", "license: llama3.1")
    assert [one for one in judged(repo, "check").findings if one["rule"] in LINEAGE] == []


def test_what_is_pasted_is_proposed_then_in_force(repo: Repo) -> None:
    paste(repo, dropped(judged(repo, "check"))["details"]["brief"]["approval"])
    assert dropped(hook(repo))["status"] == "proposed"
    assert dropped(ci(repo))["status"] == "proposed"
    merged(repo)
    assert dropped(judged(repo, "check"))["status"] == "waived"


CHANGES = {
    "another label": (CARD, "license: mit", "license: apache-2.0"),
    "another license of the base": ("models/middle/README.md", "llama3.1", "llama3.2"),
    "another use": (CARD, "license: mit", "license: mit\nstewardship: {context: distributed}"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_it_is_open_again_after(repo: Repo, what: str) -> None:
    paste(repo, dropped(judged(repo, "check"))["details"]["brief"]["approval"])
    merged(repo)
    edit(repo, *CHANGES[what])
    found = dropped(ci(repo))
    assert found["status"] == "new"
    (why,) = found["details"]["reopened"]
    assert why.startswith("was approved for `")


def test_an_approval_of_its_license_says_nothing_of_what_it_drops(repo: Repo) -> None:
    edit(repo, CARD, "license: mit", "license: gemma")
    found = [one for one in judged(repo, "check").findings if one["rule"] == "licenses/allowed"]
    paste(
        repo,
        next(one for one in found if one["resource"]["name"] == "chat")["details"]["brief"][
            "approval"
        ],
    )
    merged(repo)
    said = judged(repo, "check")
    assert dropped(said)["status"] == "new"
    assert "reopened" not in dropped(said)["details"]
    assert "does not fit" not in said.notes


def test_what_is_not_for_sale_stops_with_the_whole_chain_and_may_be_proposed(repo: Repo) -> None:
    repo.write({
        "models/middle/README.md": (
            "---\nlicense: mit\nlibrary_name: transformers\nmodel_name: acme/middle\n"
            "datasets: [acme/claims]\n---\n# Middle\n"
        ),
        "data/claims/README.md": (
            "---\nlicense: cc-by-nc-4.0\npretty_name: Claims\ntask_categories: [text-generation]\n"
            "stewardship: {id: 'hf:acme/claims'}\n---\n# Claims\n"
        ),
    })  # fmt: skip
    edit(repo, CARD, "datasets: [acme/claims]\n", "")
    said = [one for one in hook(repo).findings if one["rule"] == "licenses/commercial-kept"]
    (chat,) = [one for one in said if one["resource"]["name"] == "chat"]
    assert [one["message"] for one in chat["related"]] == [
        "chat is built on `acme/middle`",
        "acme/middle is trained on `claims`",
        "`claims` is CC-BY-NC-4.0",
    ]
    assert [one["path"] for one in chat["related"]] == [
        CARD, "models/middle/README.md", "data/claims/README.md",
    ]  # fmt: skip
    assert all(one["line"] for one in chat["related"])
    repo.write({WAIVERS: "approvals:\n" + chat["details"]["brief"]["approval"]})
    (chat,) = [
        one for one in ci(repo).findings
        if one["rule"] == "licenses/commercial-kept" and one["resource"]["name"] == "chat"
    ]  # fmt: skip
    assert chat["status"] == "proposed"

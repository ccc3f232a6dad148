"""A license that has a name and no id: asked about as what it is called, and approved as that."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.approvals.acme import CARD, TODAY, asked, ci, edit, hook, judged, merged, paste
from tests.gate.steward import steward
from tests.repos import Repo, make_repo

OWN = "license: other\nlicense_name: Acme terms, 2\nlicense_link: LICENSE.md\n"


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A model under terms that only its vendor knows."""
    card = f"---\n{OWN}library_name: transformers\n---\n# Chat\n"
    repo = make_repo(tmp_path / "acme", {CARD: card})
    repo.branch("work")
    return repo


def test_counsel_is_told_its_name_and_where_to_read_it(repo: Repo) -> None:
    found = asked(judged(repo, "check"))
    assert found["rule"] == "licenses/special"
    brief = found["details"]["brief"]
    assert (brief["license"], brief["category"]) == ("LicenseRef-Acme-terms--2", "unstated")
    assert [one["name"] for one in brief["clauses"]] == ["unread-terms"]
    assert (brief["texts"], brief["context"]) == (["LICENSE.md"], "distributed")


def test_what_is_pasted_is_proposed_then_in_force_until_the_name_changes(repo: Repo) -> None:
    paste(repo, asked(judged(repo, "check"))["details"]["brief"]["approval"])
    assert asked(hook(repo))["status"] == "proposed"
    assert asked(ci(repo))["status"] == "proposed"
    merged(repo)
    assert asked(judged(repo, "check"))["status"] == "waived"
    edit(repo, CARD, "Acme terms, 2", "Acme terms, 3")
    said: dict[str, Any] = asked(ci(repo))
    assert said["status"] == "new"
    (why,) = said["details"]["reopened"]
    was, now = "`LicenseRef-Acme-terms--2`", "`LicenseRef-Acme-terms--3`"
    assert why == f"was approved for {was} until the license changed to {now}"


def test_one_that_is_known_by_its_name_is_judged_as_that(repo: Repo) -> None:
    edit(repo, CARD, "Acme terms, 2", "qwen-research")
    found = asked(judged(repo, "check"))
    assert (found["rule"], found["details"]["category"]) == ("licenses/allowed", "non-commercial")


def test_without_a_name_there_is_nothing_to_approve_but_the_finding(repo: Repo) -> None:
    edit(repo, CARD, "license_name: Acme terms, 2\n", "")
    (found,) = [one for one in judged(repo, "check").findings if one["rule"] == "licenses/special"]
    assert "expression" not in found["details"]


def test_a_waiver_of_one_ends_with_its_name_or_link(repo: Repo) -> None:
    said = steward(repo, "waive", "licenses/special", "chat", "--reason", "read by counsel",
                   env={"STEWARDSHIP_NOW": TODAY})  # fmt: skip
    assert said.code == 0
    merged(repo)
    assert asked(judged(repo, "check"))["status"] == "waived"
    edit(repo, CARD, "LICENSE.md", "OTHER.md")
    assert asked(judged(repo, "check"))["status"] == "new"


def test_a_waiver_of_one_ends_with_its_text(repo: Repo) -> None:
    repo.write({"models/chat/LICENSE.md": "Terms of Acme.\n"})
    merged(repo)
    steward(repo, "waive", "licenses/special", "chat", "--reason", "read by counsel",
            env={"STEWARDSHIP_NOW": TODAY})  # fmt: skip
    merged(repo)
    assert asked(judged(repo, "check"))["status"] == "waived"
    repo.write({"models/chat/LICENSE.md": "Terms of Acme, and no other use.\n"})
    for said in (hook(repo), ci(repo)):
        assert asked(said)["status"] == "new"


def test_an_approval_of_one_ends_with_its_text(repo: Repo) -> None:
    repo.write({"models/chat/LICENSE.md": "Terms of Acme.\n"})
    merged(repo)
    found = asked(judged(repo, "check"))
    assert found["details"]["brief"]["texts"] == ["models/chat/LICENSE.md"]
    paste(repo, found["details"]["brief"]["approval"])
    merged(repo)
    assert asked(judged(repo, "check"))["status"] == "waived"
    repo.write({"models/chat/LICENSE.md": "Terms of Acme, and no other use.\n"})
    (why,) = asked(ci(repo))["details"]["reopened"]
    assert why == "was approved for a text of the license that has changed since"

"""CODEOWNERS become the first draft of the map, and the draft stops nobody."""

from __future__ import annotations

import pytest

from tests.gate.steward import steward
from tests.init.common import CARD, OWNED, STEWARDS, read, written
from tests.repos import Repo


def test_codeowners_become_a_draft_of_the_map(repo: Repo) -> None:
    repo.commit("first", OWNED)
    steward(repo, "init")
    assert read(repo, STEWARDS) == {
        "stewards": {
            "@acme/ml": {"contact": "https://github.com/orgs/acme/teams/ml"},
            "docs@acme.example": {"contact": "docs@acme.example"},
        },
        "assign": [],
    }


def test_the_draft_adds_no_finding(repo: Repo) -> None:
    owners = "\n".join(f"/models/m{number}/ @acme/team-{number}" for number in range(30))
    cards = {f"models/m{number}/README.md": CARD for number in range(30)}
    repo.commit("first", {**cards, ".github/CODEOWNERS": f"* @acme/ml\n{owners}\n"})
    before = steward(repo, "check", "--format", "json").findings
    steward(repo, "init")
    assert (repo.path / STEWARDS).exists()
    after = steward(repo, "check", "--format", "json").findings
    assert [one["rule"] for one in after] == [one["rule"] for one in before]


def test_who_a_manifest_names_is_in_the_draft_too(repo: Repo) -> None:
    card = CARD.replace("license:", 'stewardship: {steward: "@lee"}\nlicense:')
    repo.commit("first", {**OWNED, "models/claims/README.md": card})
    steward(repo, "init")
    assert "@lee" in read(repo, STEWARDS)["stewards"]
    found = steward(repo, "check", "--format", "json").findings
    assert "ownership/steward-known" not in {one["rule"] for one in found}


@pytest.mark.parametrize(
    "owner", ['@a"b', "@a: {x", "acme/ml", "@acme/ml\u202e", "@", "a@b@c", "@acme/../../x"]
)
def test_an_owner_that_is_none_is_left_out(repo: Repo, owner: str) -> None:
    repo.commit("first", {"CODEOWNERS": f"* @acme/ml\n/x {owner}\n"})
    assert steward(repo, "init").code == 0
    assert list(read(repo, STEWARDS)["stewards"]) == ["@acme/ml"]


def test_without_codeowners_there_is_no_map(repo: Repo) -> None:
    """As soon as there is one, every resource needs somebody: a draft would only stop people."""
    card = CARD.replace("license:", 'stewardship: {steward: "@lee"}\nlicense:')
    repo.commit("first", {"models/fraud/README.md": card})
    said = steward(repo, "init")
    assert STEWARDS not in written(repo)
    assert "not judged yet: there is no `.steward/stewards.yaml` yet" in said.out


HOSTS = {
    "": "https://github.com/dana",
    "https://github.com/acme/ai.git": "https://github.com/dana",
    "git@github.acme.example:acme/ai.git": "https://github.acme.example/dana",
    "ssh://git@gitlab.acme.example:22/acme/ai.git": "https://gitlab.acme.example/dana",
    "https://user:secret@gitlab.acme.example/acme/ai.git": "https://gitlab.acme.example/dana",
    "../elsewhere": None,
    "https://code.acme.example/ai": None,
}


@pytest.mark.parametrize(("remote", "page"), HOSTS.items(), ids=lambda url: url or "none")
def test_a_handle_is_reached_where_the_repository_lives(
    repo: Repo, remote: str, page: str | None
) -> None:
    repo.commit("first", {"CODEOWNERS": "* @dana\n"})
    if remote:
        repo.git("remote", "add", "origin", remote)
    steward(repo, "init")
    assert read(repo, STEWARDS)["stewards"] == {"@dana": {"contact": page} if page else {}}

"""Whoever changes what is governed was trained: told from the commits, by the base's records."""

from __future__ import annotations

import pytest

from tests.gate.steward import steward
from tests.repos import Repo

NOW = {"STEWARDSHIP_NOW": "2026-11-26"}
CARD = "---\nlicense: mit\npipeline_tag: text-classification\n---\n# m\n"
RECORDS = """\
trained:
  - {person: "@dana", emails: [dana@acme.example], completed: 2026-09-01}
  - {person: "@old", emails: [old@acme.example], completed: 2024-09-01}
"""
FILES = {
    ".steward/config.yaml": "packs: [training]\n",
    ".steward/training.yaml": RECORDS,
    "models/m/README.md": CARD,
    "models/n/README.md": CARD.replace("# m", "# n"),
}


@pytest.fixture
def acme(repo: Repo) -> Repo:
    repo.commit(files=FILES)
    repo.branch("change")
    return repo


def change(
    repo: Repo, mail: str, path: str = "models/m/README.md", message: str = "change"
) -> None:
    repo.write({path: (repo.path / path).read_text() + "\nMore.\n"})
    repo.add()
    author = f"Somebody <{mail}>"
    repo.git("commit", "--quiet", "--author", author, "--message", message)


def judged(repo: Repo) -> list[str]:
    said = steward(repo, "ci", "--base", "main", env=NOW)
    return [one["message"] for one in said.findings if one["rule"] == "training/author-trained"]


def test_who_was_trained_may_change_it(acme: Repo) -> None:
    change(acme, "Dana@acme.example")
    assert judged(acme) == []


def test_each_author_of_the_change_counts_and_each_co_author(acme: Repo) -> None:
    change(acme, "dana@acme.example")
    change(acme, "old@acme.example")
    change(acme, "dana@acme.example", message="more\n\nCo-authored-by: Kim <kim@acme.example>")
    assert judged(acme) == [
        "`kim@acme.example` changed it and has no record of training",
        (
            "`old@acme.example` changed it, and the training of `2024-09-01` is 816 days ago, "
            "more than `365d`"
        ),
    ]


def test_who_changed_another_resource_is_nobody_to_this_one(acme: Repo) -> None:
    change(acme, "lee@acme.example", "models/n/README.md")
    said = steward(acme, "ci", "--base", "main", env=NOW)
    assert said.found() == ["training/author-trained n"]


def test_nobody_records_their_own_training_in_the_change_that_needs_it(acme: Repo) -> None:
    acme.write({".steward/training.yaml": RECORDS.replace("dana@", "lee@")})
    change(acme, "lee@acme.example")
    assert judged(acme) == ["`lee@acme.example` changed it and has no record of training"]


def test_a_merge_of_the_main_branch_is_no_change_of_its_merger(acme: Repo) -> None:
    change(acme, "dana@acme.example", "models/n/README.md")
    acme.git("checkout", "--quiet", "main")
    change(acme, "old@acme.example")
    acme.git("checkout", "--quiet", "change")
    acme.git("-c", "user.email=lee@acme.example", "merge", "--quiet", "--no-edit", "main")
    assert judged(acme) == []


def test_records_that_cannot_be_understood_stop_the_gate(acme: Repo) -> None:
    acme.git("checkout", "--quiet", "main")
    acme.commit(files={".steward/training.yaml": "trained: [{emails: [dana], completed: soon}]\n"})
    acme.git("checkout", "--quiet", "-B", "change")
    change(acme, "dana@acme.example")
    said = steward(acme, "ci", "--base", "main", env=NOW)
    assert said.code == 2
    assert "a record needs an address of mail" in said.err


def test_a_check_of_everything_asks_nobody(acme: Repo) -> None:
    assert steward(acme, "check", env=NOW).code == 0

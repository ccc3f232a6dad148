"""CODEOWNERS made from the map: what is written, what is kept, what a hand edit comes to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stewardship.ownership.codeowners_file import BEGIN, END, MarkerError, drift, merged
from tests.gate.steward import Said, steward
from tests.repos import Repo

CARD = "---\nlicense: mit\nlibrary_name: sklearn\n---\n"
OWN = "---\nlicense: mit\nlibrary_name: sklearn\nstewardship: {steward: '@lee'}\n---\n"
MAP = """\
stewards:
  "@acme/risk-ml": {members: ["@dana"]}
  "@acme/ml": {}
  "@lee": {}
assign:
  - {path: "models/fraud-*/", steward: "group:risk-ml"}
  - {path: "models/**", steward: "@acme/ml"}
  - {resource: churn, steward: "@lee"}
"""
HAND = "# ours\n* @acme/platform\n"


def codeowners(repo: Repo, *arguments: str) -> Said:
    return steward(repo, "owners", "codeowners", *arguments)


@pytest.fixture
def mapped(repo: Repo) -> Repo:
    repo.write(
        {
            ".steward/stewards.yaml": MAP,
            "CODEOWNERS": HAND,
            "models/fraud-1/README.md": CARD,
            "models/own/README.md": OWN,
            "my data/churn/README.md": CARD,
        }
    )
    return repo


def test_path_rules_come_in_the_opposite_order_and_then_the_rest(mapped: Repo) -> None:
    said = codeowners(mapped)
    assert said.code == 0
    assert [" ".join(line.split()) for line in said.out.splitlines()] == [
        "/models/** @acme/ml",
        "/models/fraud-*/ @acme/risk-ml",
        "/models/own/ @lee",
        r"/my\ data/churn/ @lee",
    ]


def test_what_has_no_folder_of_its_own_takes_none(mapped: Repo) -> None:
    """An entry that only names something says nothing of the folder of the files that govern."""
    entry = "resources:\n  - {kind: model, name: elsewhere, steward: '@lee'}\n"
    mapped.write({".steward/resources.yaml": entry})
    assert ".steward" not in codeowners(mapped).out


def test_what_is_written_gives_every_resource_to_its_steward(mapped: Repo) -> None:
    codeowners(mapped, "--write")
    paths = ("models/fraud-1/README.md", "models/own/README.md", "my data/churn/README.md", "x")
    said = steward(mapped, "owners", "match", *paths)
    assert [word for row in said.out.splitlines()[1:] for word in row.split() if "@" in word] == [
        "@acme/risk-ml", "@lee", "@lee", "@acme/platform",
    ]  # fmt: skip


def test_the_file_is_written_once_and_what_people_wrote_is_kept(mapped: Repo) -> None:
    assert codeowners(mapped, "--check").code == 1
    assert codeowners(mapped, "--write").code == 0
    text = (mapped.path / "CODEOWNERS").read_text()
    assert text.startswith(HAND)
    assert codeowners(mapped, "--check").code == 0
    assert "up to date" in codeowners(mapped, "--write").out
    assert (mapped.path / "CODEOWNERS").read_text() == text


def test_one_hand_edit_is_found_with_its_line(mapped: Repo) -> None:
    codeowners(mapped, "--write")
    file = mapped.path / "CODEOWNERS"
    lines = file.read_text().splitlines()
    at = next(number for number, line in enumerate(lines, 1) if line.startswith("/models/own/"))
    lines[at - 1] = lines[at - 1].replace("@lee", "@mallory")
    file.write_text("\n".join(lines) + "\n")
    said = codeowners(mapped, "--check")
    assert said.code == 1
    assert said.out.startswith(f"CODEOWNERS:{at}: ")
    assert "@mallory" in said.out
    assert "@lee" in said.out


def test_without_a_file_it_goes_where_github_looks_first(repo: Repo) -> None:
    repo.write({".steward/stewards.yaml": MAP})
    assert codeowners(repo, "--write").code == 0
    assert (repo.path / ".github/CODEOWNERS").read_text().startswith(BEGIN)


def test_what_codeowners_cannot_say_is_named(repo: Repo) -> None:
    catalog = "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: api}\n"
    repo.write({"s/catalog-info.yaml": f"{catalog}spec: {{type: service, owner: team-a}}\n"})
    said = codeowners(repo)
    assert said.out.strip() == ""
    assert "s/catalog-info.yaml:4: /s/: `team-a` is no owner" in said.err


@pytest.mark.parametrize(
    "text", [f"{BEGIN}\n* @a\n", f"* @a\n{END}\n", f"{END}\n{BEGIN}\n", f"{BEGIN}\n{BEGIN}\n{END}"]
)
def test_markers_that_are_no_pair_are_refused_and_nothing_is_written(repo: Repo, text: str) -> None:
    repo.write({".steward/stewards.yaml": MAP, "CODEOWNERS": text})
    said = codeowners(repo, "--write")
    assert said.code == 2
    assert "do not stand as one pair" in said.err
    assert (repo.path / "CODEOWNERS").read_text() == text


def test_writing_and_checking_exclude_each_other(repo: Repo) -> None:
    assert codeowners(repo, "--write", "--check").code == 2


people = st.text("ab#@ /\n*", max_size=40).filter(lambda text: not text.startswith("# "))
made = st.lists(st.text("/a*", min_size=1, max_size=4).map(lambda name: f"{name} @x"), max_size=4)


@given(people, made, made)
def test_only_the_made_part_ever_changes(hand: str, first: list[str], second: list[str]) -> None:
    once = merged(hand, first)
    assert drift(once, first) is None
    assert merged(once, first) == once
    again = merged(once, second)
    assert again == merged(hand, second)
    assert again.startswith(hand)


@given(people)
def test_a_marker_alone_is_never_guessed_at(hand: str) -> None:
    with pytest.raises(MarkerError):
        merged(f"{BEGIN}\n{hand}", ["* @a"])

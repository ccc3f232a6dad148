"""``steward owners coverage``: shares, what is missing, and a share that fell."""

from __future__ import annotations

import json

import pytest

from tests.gate.steward import Said, steward
from tests.repos import Repo

CARD = "---\nlicense: mit\nlibrary_name: sklearn\n---\n"
FILES = {
    "CODEOWNERS": "/models/a/ @acme/a\n/models/b/README.md @acme/b\n",
    "models/a/README.md": CARD,
    "models/b/README.md": CARD,
    "models/b/train.py": "",
    "README.md": "",
    "src/app.py": "",
}


def coverage(repo: Repo, *arguments: str) -> Said:
    return steward(repo, "owners", "coverage", *arguments)


@pytest.fixture
def covered(repo: Repo) -> Repo:
    repo.commit("first", FILES)
    return repo


def shares(said: Said) -> dict[str, tuple[int, int]]:
    return {one["name"]: (one["held"], one["total"]) for one in json.loads(said.out)["shares"]}


def test_resources_and_the_files_of_their_folders_are_counted(covered: Repo) -> None:
    said = coverage(covered, "--format", "json")
    assert said.code == 0
    assert shares(said) == {
        "models": (2, 2), "datasets": (0, 0), "services": (0, 0), "files": (2, 3),
    }  # fmt: skip


def test_what_nobody_answers_for_is_named(covered: Repo) -> None:
    covered.write({"models/c/README.md": CARD})
    out = coverage(covered).out
    assert "models that nobody answers for:\n  c (models/c/README.md)" in out
    assert "  models/b/ (1)" in out
    assert "models    2     3   67%" in out


def test_a_share_that_fell_is_exit_1(covered: Repo) -> None:
    covered.commit("less", {"CODEOWNERS": "/models/a/ @acme/a\n"})
    assert coverage(covered, "--base", "HEAD").code == 0
    said = coverage(covered, "--base", "HEAD~1")
    assert said.code == 1
    assert "models: 1 of 2 are held, where it was 2 of 2" in said.out
    assert "files: 1 of 3 are held, where it was 2 of 3" in said.out


def test_what_is_gone_with_its_owner_is_no_loss(covered: Repo) -> None:
    covered.git("rm", "-q", "-r", "models/b")
    covered.git("commit", "-q", "-m", "gone")
    assert coverage(covered, "--base", "HEAD~1").code == 0


def test_a_base_that_is_none_is_exit_2(covered: Repo) -> None:
    said = coverage(covered, "--base", "nope")
    assert said.code == 2
    assert "nope" in said.err

"""A folder judged alone: platforms find its files from the top level of the repository."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.gate.steward import steward
from tests.repos import Repo, make_repo

CARD = "teams/a b/models/owl/README.md"
FILES = {CARD: "---\nlibrary_name: owl\n---\n", "README.md": "# Top\n"}


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Repo:
    """A repository with one folder judged alone; the reports stand beside it."""
    repo = make_repo(tmp_path_factory.mktemp("root") / "repo", FILES)
    formats = ("github", "sarif", "gitlab", "junit", "markdown", "text")
    outputs = [f"--output={name}={repo.path.parent / name}" for name in formats]
    said = steward(repo, "check", "--root", "teams/a b", "--only", "licenses", *outputs)
    assert said.found() == ["licenses/stated owl"]
    return repo


def report(repo: Repo, name: str) -> str:
    return (repo.path.parent / name).read_text()


def test_an_annotation_names_the_file_from_the_top(reports: Repo) -> None:
    assert f"::error file={CARD},line=2" in report(reports, "github")


def test_sarif_names_the_file_from_the_top(reports: Repo) -> None:
    (result,) = json.loads(report(reports, "sarif"))["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == CARD.replace(" ", "%20")
    assert place["region"]["startLine"] == 2


def test_gitlab_is_told_the_file_from_the_top(reports: Repo) -> None:
    (issue,) = json.loads(report(reports, "gitlab"))
    assert issue["location"] == {"path": CARD, "lines": {"begin": 2}}


@pytest.mark.parametrize("name", ["junit", "markdown"])
def test_the_pages_of_a_platform_name_the_file_from_the_top(reports: Repo, name: str) -> None:
    assert CARD in report(reports, name)


def test_json_says_what_its_paths_are_relative_to(reports: Repo) -> None:
    found = json.loads(report(reports, "report.json"))
    assert found["root"] + found["findings"][0]["path"] == CARD
    assert "teams/" not in report(reports, "text")


def test_what_cannot_be_judged_is_placed_in_the_folder_s_own_configuration(tmp_path: Path) -> None:
    broken = {"teams/a/.steward/config.yaml": "moode: 1\n"}
    repo = make_repo(tmp_path / "repo", broken)
    out = tmp_path / "quality.json"
    assert steward(repo, "check", "--root", "teams/a", f"--output=gitlab={out}").code == 2
    (issue,) = json.loads(out.read_text())
    assert issue["location"]["path"] == "teams/a/.steward/config.yaml"

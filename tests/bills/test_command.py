"""``steward bom``: the same tree gives the same bytes, and an earlier BOM is no source."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.gate.steward import steward
from tests.repos import Repo
from tests.schemas.test_compiled import library

CARD = "---\nlicense: mit\npipeline_tag: image-classification\n---\n# Owl\n"
FILES = {
    "models/owl/README.md": CARD,
    "uv.lock": 'version = 1\n[[package]]\nname = "six"\nversion = "1.16.0"\n'
    'source = { registry = "https://index.example/simple" }\n',
    "CODEOWNERS": "/models/ @owl/ml\n",
    "pyproject.toml": '[project]\nname = "owls"\nversion = "2.0"\n',
}


@pytest.fixture
def owls(repo: Repo) -> Repo:
    repo.commit("all", FILES)
    return repo


def document(repo: Repo, *arguments: str, **environment: str) -> Any:
    said = steward(repo, "bom", *arguments, env=environment)
    assert said.code == 0, said.err
    found = json.loads(said.out)
    assert list(library("cyclonedx-1.6").iter_errors(found)) == []
    return found


def test_what_is_known_of_a_repository(owls: Repo) -> None:
    found = document(owls)
    assert found["metadata"]["component"]["name"] == "owls"
    assert {one["name"]: one["type"] for one in found["components"]} == {
        "owl": "machine-learning-model",
        "six": "library",
    }
    owl = next(one for one in found["components"] if one["name"] == "owl")
    assert {"name": "stewardship:steward", "value": "@owl/ml"} in owl["properties"]
    assert {"name": "stewardship:id", "value": "path:models/owl#owl"} in owl["properties"]


def test_the_same_commit_gives_the_same_bytes(owls: Repo, tmp_path: Path) -> None:
    one, other = tmp_path / "one.json", tmp_path / "other.json"
    for file in (one, other):
        assert steward(owls, "bom", "--output", str(file)).code == 0
    assert one.read_bytes() == other.read_bytes()
    assert json.loads(one.read_bytes())["metadata"]["timestamp"].endswith("Z")


def test_the_time_can_be_stated(owls: Repo) -> None:
    found = document(owls, SOURCE_DATE_EPOCH="1763888400")
    assert found["metadata"]["timestamp"] == "2025-11-23T09:00:00Z"
    assert found["serialNumber"] != document(owls)["serialNumber"]


def test_a_time_that_is_none_is_refused(owls: Repo) -> None:
    said = steward(owls, "bom", env={"SOURCE_DATE_EPOCH": "yesterday"})
    assert said.code == 2
    assert "SOURCE_DATE_EPOCH is no time: `yesterday`" in said.err


def test_a_repository_without_a_commit_has_a_bom(repo: Repo) -> None:
    repo.stage({"models/owl/README.md": CARD})
    found = document(repo, STEWARDSHIP_NOW="2026-11-23T09:00:00Z")
    assert found["metadata"]["timestamp"] == "2026-11-23T09:00:00Z"


def test_packages_can_be_left_out(owls: Repo) -> None:
    found = document(owls, "--no-packages")
    assert [one["name"] for one in found["components"]] == ["owl"]


def test_what_an_earlier_bom_says_is_left_out(owls: Repo) -> None:
    before = document(owls)
    assert steward(owls, "bom", "--output", "bom.json").code == 0
    owls.stage({"models/owl/README.md": CARD.replace("license: mit\n", "")})
    said = steward(owls, "bom")
    assert "left out: bom.json, which an earlier `steward bom` wrote" in said.err
    owl = next(one for one in json.loads(said.out)["components"] if one["name"] == "owl")
    assert "licenses" not in owl
    assert next(one for one in before["components"] if one["name"] == "owl")["licenses"]


def test_what_is_no_fact_is_said(repo: Repo) -> None:
    repo.commit("all", {"models/owl/README.md": CARD.replace("mit", "TODO")})
    said = steward(repo, "bom")
    assert (
        said.err == "no fact, and no field of the format: license (placeholder) of model"
        " path:models/owl#owl\n"
    )
    (owl,) = json.loads(said.out)["components"]
    assert "licenses" not in owl


def test_an_empty_repository_has_an_empty_bom(repo: Repo) -> None:
    repo.commit("all", {"README.txt": "nothing\n"})
    assert "components" not in document(repo)

"""Bills of materials beside other manifests: what they join, and what a repository is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from stewardship.cli.looking import picture
from stewardship.picture import Request
from stewardship.run import check
from tests.repos import make_repo

MODEL = {"type": "machine-learning-model", "name": "owl", "version": "2"}
CARD = "---\nlicense: mit\npipeline_tag: image-classification\n---\n# Owl\n"


def bom(**more: Any) -> str:
    return json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.6", **more}, indent=1)


def resources(root: Path) -> dict[str, list[str]]:
    """What there is, and the files that speak of it; the documents themselves left out."""
    found = picture(root).universe.all()
    return {f"{one.kind} {one.name}": list(one.paths) for one in found if one.kind != "repository"}


CASES: dict[str, tuple[dict[str, str], dict[str, list[str]]]] = {
    "the model that a BOM is about is the one of its folder": (
        {"owl/README.md": CARD, "owl/bom.json": bom(metadata={"component": MODEL})},
        {"model owl": ["owl/README.md", "owl/bom.json"]},
    ),
    "a model that a BOM only lists is not the one of its folder": (
        {"README.md": CARD, "bom.json": bom(components=[{**MODEL, "name": "gpt"}])},
        {"model .": ["README.md"], "model gpt": ["bom.json"]},
    ),
    "unless it is called the same": (
        {
            "MODEL_CARD.md": CARD.replace("license: mit", "license: mit\nmodel_name: gpt"),
            "bom.json": bom(components=[{**MODEL, "name": "gpt"}, {**MODEL, "name": "owl"}]),
            "more.cdx.json": bom(components=[{**MODEL, "name": "Owl"}]),
        },
        {"model gpt": ["MODEL_CARD.md", "bom.json"], "model owl": ["bom.json", "more.cdx.json"]},
    ),
    "or says so": (
        {
            "owl/README.md": CARD,
            "bom.json": bom(
                components=[
                    {
                        **MODEL,
                        "properties": [{"name": "stewardship:id", "value": "path:owl#owl"}],
                    }
                ]
            ),
        },
        {"model owl": ["owl/README.md", "bom.json"]},
    ),
    "or has the same id of the hub": (
        {
            "owl/README.md": CARD.replace("license: mit", "license: mit\nstewardship: {id: x/owl}"),
            "bom.json": bom(components=[{**MODEL, "purl": "pkg:huggingface/x/owl@abc"}]),
        },
        {"model owl": ["owl/README.md", "bom.json"]},
    ),
    "a package is the one that a lockfile pins": (
        {
            "requirements.txt": "redis==4.0\n",
            "sbom.json": bom(
                components=[
                    {"type": "library", "name": "redis", "purl": "pkg:pypi/Redis@4.0"},
                ]
            ),
        },
        {"dependency redis": ["requirements.txt", "sbom.json"]},
    ),
    "its namesake of another index is another": (
        {
            "requirements.txt": "redis\n",
            "bom.json": bom(
                components=[
                    {"type": "library", "name": "redis", "purl": "pkg:npm/redis@4.0"},
                ]
            ),
        },
        {"dependency redis": ["requirements.txt"]},
    ),
    "a VEX and an SBOM of one folder speak of one vulnerability": (
        {
            "bom.json": bom(vulnerabilities=[{"id": "CVE-1"}]),
            "owl.vex.json": bom(vulnerabilities=[{"id": "CVE-1"}]),
        },
        {"vulnerability CVE-1": ["bom.json", "owl.vex.json"]},
    ),
}


@pytest.mark.parametrize("says", CASES)
def test_what_a_bom_joins(says: str, tmp_path: Path) -> None:
    files, expected = CASES[says]
    repo = make_repo(tmp_path / "repo", files)
    found = resources(repo.path)
    assert {name: paths for name, paths in found.items() if name in expected} == expected


def test_namesakes_are_two(tmp_path: Path) -> None:
    files, _ = CASES["its namesake of another index is another"]
    repo = make_repo(tmp_path / "repo", files)
    ids = {one.id for one in picture(repo.path).universe.of_kind("dependency")}
    assert ids == {"pkg:pypi/redis", "pkg:npm/redis@4.0"}


def test_what_breaks_the_schema_is_told_at_its_line(tmp_path: Path) -> None:
    parts = [{"type": "library", "name": "a"}, {"type": "libary", "name": "b"}]
    repo = make_repo(tmp_path / "repo", {"bom.json": bom(components=parts)})
    found = check(Request(repo.path)).verdict.findings
    said = [(one.rule, one.severity, one.location.line, one.message) for one in found]
    assert said == [
        (
            "formats/valid",
            "warn",
            10,
            (
                "`components[1].type` is `libary`, none of the 13 values of the format;"
                " did you mean `library`?"
            ),
        )
    ]


def test_an_sbom_of_a_thousand_packages_is_no_wall(tmp_path: Path) -> None:
    parts = [
        {"type": "library", "name": f"p{n}", "version": "1", "purl": f"pkg:npm/p{n}@1"}
        for n in range(1000)
    ]
    repo = make_repo(tmp_path / "repo", {"bom.json": bom(components=parts)})
    verdict = check(Request(repo.path)).verdict
    assert (verdict.findings, verdict.judged) == ((), 1001)


def test_a_service_and_the_model_that_it_serves_are_linked(tmp_path: Path) -> None:
    text = bom(
        components=[{**MODEL, "bom-ref": "m"}],
        services=[{"bom-ref": "s", "name": "api"}],
        vulnerabilities=[{"id": "CVE-1", "affects": [{"ref": "s"}]}],
        dependencies=[{"ref": "s", "dependsOn": ["m"]}],
    )
    repo = make_repo(tmp_path / "repo", {"bom.json": text})
    universe = picture(repo.path).universe
    links = {one.name: dict(one.links) for one in universe.all() if one.links}
    assert links == {
        "api": {"serves": ("model|path:.#owl",)},
        "CVE-1": {"affects": ("service|path:.#api",)},
    }

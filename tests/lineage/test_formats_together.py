"""Formats that speak of one model or dataset, read for real: they agree in many spellings, and what
one of them says otherwise is told with every place."""

from __future__ import annotations

import json
import struct
from typing import Any

import pytest

from tests.gate.steward import steward
from tests.repos import Repo

SHA, OTHER = (
    "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
    "9f86d0818" * 7 + "8",
)
MD5, ELSE = "acbd18db4cc2f85cedef654fccc4a4d8", "bcbd18db4cc2f85cedef654fccc4a4d8"


def safetensors(license: str) -> bytes:
    header = json.dumps({"__metadata__": {"license": license}}).encode()
    return struct.pack("<Q", len(header)) + header


def model(card: str, mlmodel: str, header: str, bom: dict[str, str]) -> dict[str, str | bytes]:
    component = {
        "type": "machine-learning-model",
        "name": "m",
        "licenses": [{"license": bom}],
    }
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": component},
    }
    return {
        "models/m/README.md": f"---\nlicense: {card}\npipeline_tag: x\n---\n# m\n",
        "models/m/MLmodel": f"flavors: {{}}\nmetadata:\n  license: {mlmodel}\n",
        "models/m/w.safetensors": safetensors(header),
        "models/m/bom.json": json.dumps(document),
    }


def conflicts(repo: Repo) -> list[tuple[str, list[str]]]:
    """What `manifests/agrees` says, and the files that it shows."""
    report = steward(repo, "check", "--only", "manifests/agrees", "--format", "json")
    found = json.loads(report.out)["findings"]
    told = [one for one in found if one["rule"] == "manifests/agrees"]
    return [(one["message"], [two["path"] for two in one["related"]]) for one in told]


@pytest.mark.parametrize(
    ("card", "mlmodel", "header", "bom"),
    [
        pytest.param("mit", "MIT", "mit", {"id": "MIT"}, id="in small and capitals"),
        pytest.param("apache-2.0", "Apache License 2.0", "Apache-2.0", {"name": "Apache 2.0"},
                     id="by id and by name"),
        pytest.param("mit", "MIT License", "TODO", {"id": "MIT"}, id="one is still a template"),
    ],
)  # fmt: skip
def test_licenses_that_agree(
    repo: Repo, card: str, mlmodel: str, header: str, bom: dict[str, str]
) -> None:
    repo.commit(files=model(card, mlmodel, header, bom))
    assert conflicts(repo) == []


@pytest.mark.parametrize(
    ("card", "mlmodel", "header", "bom"),
    [
        pytest.param("mit", "MIT", "cc-by-nc-4.0", {"id": "MIT"}, id="the weights say otherwise"),
        pytest.param("cc-by-nc-4.0", "MIT", "mit", {"id": "MIT"}, id="the card says otherwise"),
        pytest.param("mit", "MIT", "mit", {"id": "CC-BY-NC-4.0"}, id="the bill says otherwise"),
        pytest.param("mit", "cc-by-nc-4.0", "mit", {"id": "MIT"}, id="MLflow says otherwise"),
    ],
)
def test_licenses_of_which_one_differs_are_told_with_all_four_places(
    repo: Repo, card: str, mlmodel: str, header: str, bom: dict[str, str]
) -> None:
    files = model(card, mlmodel, header, bom)
    repo.commit(files=files)
    ((message, places),) = conflicts(repo)
    assert message.startswith("the license is stated in ")
    assert sorted(places) == sorted(files)


def dataset(card: str, dvc: str, croissant: dict[str, str]) -> dict[str, str | bytes]:
    distribution = {
        "@type": "cr:FileObject",
        "@id": "a.csv",
        "contentUrl": "a.csv",
        "encodingFormat": "text/csv",
        **croissant,
    }
    document: dict[str, Any] = {
        "@context": {"@vocab": "https://schema.org/", "cr": "http://mlcommons.org/croissant/"},
        "@type": "Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": "d",
        "distribution": [distribution],
    }
    hashes = f"stewardship:\n  hashes: [{{alg: SHA-256, path: a.csv, content: {card}}}]"
    return {
        "data/d/README.md": f"---\nlicense: mit\nsize_categories: [x]\n{hashes}\n---\n",
        "data/d/a.csv.dvc": f"outs:\n- md5: {dvc}\n  path: a.csv\n",
        "data/d/croissant.json": json.dumps(document, indent=1),
    }


def test_digests_that_agree(repo: Repo) -> None:
    repo.commit(files=dataset(SHA.upper(), MD5, {"md5": MD5, "sha256": SHA}))
    assert conflicts(repo) == []


@pytest.mark.parametrize(
    ("card", "dvc", "croissant", "message", "places"),
    [
        pytest.param(SHA, MD5, {"md5": ELSE}, "the md5 digest of `data/d/a.csv`",
                     ["data/d/a.csv.dvc", "data/d/croissant.json"], id="of DVC and Croissant"),
        pytest.param(OTHER, MD5, {"sha256": SHA}, "the sha256 digest of `data/d/a.csv`",
                     ["data/d/README.md", "data/d/croissant.json"], id="of a card and Croissant"),
    ],
)  # fmt: skip
def test_digests_that_differ_are_told_with_their_file_and_places(
    repo: Repo, card: str, dvc: str, croissant: dict[str, str], message: str, places: list[str]
) -> None:
    repo.commit(files=dataset(card, dvc, croissant))
    ((said, where),) = conflicts(repo)
    assert said.startswith(message)
    assert sorted(where) == places

"""What the rules of these packs tell one to do, done: the finding goes, and no other one comes."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from tests.gate.steward import steward
from tests.repos import Repo

COMMIT = "9fceb02d0ae598e95dc970b74767f19372d61af8"
CARD = "models/m/README.md"
FILES = {
    ".steward/config.yaml": "mode: new\n",
    "train.py": "pass\n",
    CARD: (
        "---\nlicense: mit\npipeline_tag: x\ndatasets: [acme/claims]\nbase_model: gpt2\n"
        "stewardship:\n  stage: production\n---\n# m\n"
    ),
    "catalog-info.yaml": (
        "apiVersion: backstage.io/v1alpha1\nkind: Resource\nmetadata:\n  name: served\n"
        "  annotations:\n    a: b\nspec: {type: model, owner: risk, lifecycle: production}\n"
    ),
}


def found(repo: Repo) -> Counter[str]:
    packs = [
        word for pack in ("lineage", "provenance", "transparency") for word in ("--only", pack)
    ]
    report = json.loads(steward(repo, "check", *packs, "--format", "json").out)
    return Counter(f"{one['rule']} {one['resource']['name']}" for one in report["findings"])


def stated(line: str) -> tuple[str, str, str]:
    return CARD, "  stage: production\n", f"  stage: production\n  {line}\n"


def annotated(line: str) -> tuple[str, str, str]:
    return "catalog-info.yaml", "    a: b\n", f"    stewardship/{line}\n"


def listed(line: str) -> tuple[str, str, str]:
    return ".steward/resources.yaml", "", f"resources:\n  - {line}\n"


REMEDIES = {
    "lineage/version-stated m": stated("version: 1.0.0"),
    "lineage/version-stated served": annotated("version: 1.0.0"),
    "lineage/date-stated m": stated("date: 2026-09-14"),
    "lineage/commit-stated m": stated(
        f"commit: {COMMIT}\n  repository: https://git.acme.example/t"
    ),
    "lineage/data-pinned m": stated(
        f"sources: [{{ref: acme/claims, role: train, revision: {COMMIT}}}]"
    ),
    "lineage/base-pinned m": stated(f"base-revision: {COMMIT}"),
    "transparency/training-script-stated m": stated("training-script: train.py"),
    "transparency/training-script-stated served": annotated("training-script: train.py"),
    "transparency/data-filters-stated m": stated("data-filters: https://git.acme.example/filter"),
    "transparency/evaluation-stated m": stated("evaluation-report: https://acme.example/report"),
    "provenance/source-licensed m": listed("{kind: model, id: gpt2, license: mit}"),
}


@pytest.mark.parametrize("name", REMEDIES)
def test_a_remedy_mends_its_finding_and_breaks_nothing(repo: Repo, name: str) -> None:
    repo.commit(files=FILES)
    before = found(repo)
    assert name in before
    path, old, new = REMEDIES[name]
    text = FILES.get(path, "")
    assert not old or text.count(old) == 1
    repo.commit(files={path: text.replace(old, new) if old else new})
    assert before - found(repo) == Counter({name: 1})
    assert found(repo) - before == Counter()


def test_the_data_of_a_catalogs_model_is_stated_in_an_annotation(repo: Repo) -> None:
    repo.commit(files=FILES)
    before = found(repo)
    path, old, new = annotated(
        f"sources: '[{{ref: acme/other, role: train, license: mit, revision: {COMMIT}}}]'"
    )
    repo.commit(files={path: FILES[path].replace(old, new)})
    assert before - found(repo) == Counter({"lineage/data-stated served": 1})
    assert found(repo) - before == Counter()

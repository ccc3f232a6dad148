"""The example organization: what the gate finds there, and that each remedy mends its finding."""

from __future__ import annotations

import json
import shlex
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from stewardship.reporters import json_
from stewardship.run import Request, check
from stewardship.vocabulary.durations import date_of
from tests.gate.steward import steward
from tests.repos import Repo

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "examples"))

import demo  # noqa: E402

MENDS = yaml.load((Path(__file__).parent / "mends.yaml").read_text(), yaml.CSafeLoader)


@pytest.fixture
def acme(tmp_path: Path) -> Path:
    """The example's repository with its change staged."""
    return demo.build(tmp_path / "acme-ai")


def report(folder: Path, staged: bool = False) -> dict[str, Any]:
    now = date_of(demo.TODAY)
    assert now is not None
    request = replace(Request(folder, staged=staged), now=now)
    return dict(json.loads(json_.render(check(request))))


def found(data: dict[str, Any]) -> Counter[tuple[str, str]]:
    return Counter((one["rule"], one["path"]) for one in data["findings"])


def test_the_findings_are_those_of_the_file_beside_it(acme: Path) -> None:
    expected = json.loads((ROOT / "examples/expected.json").read_text())
    kept = ("rule", "severity", "status", "path", "line", "message")
    for name, staged in (("everything", False), ("staged", True)):
        findings = report(acme, staged)["findings"]
        assert [{key: one[key] for key in kept} for one in findings] == expected[name]


def test_at_least_twelve_rules_speak_each_with_a_place_and_a_remedy(acme: Path) -> None:
    findings = report(acme)["findings"]
    assert len({one["rule"] for one in findings}) >= 12
    for one in findings:
        assert one["line"] is not None, one
        assert one["remedy"], one
        assert one["steward"] or one["path"].startswith(".steward/"), one


def test_each_status_is_shown_once(acme: Path) -> None:
    statuses = Counter(one["status"] for one in report(acme)["findings"])
    assert {"baseline": 1, "waived": 1, "proposed": 1}.items() <= statuses.items()
    assert any(one["severity"] == "review" for one in report(acme)["findings"])


def test_the_report_fits_its_schema(acme: Path) -> None:
    from jsonschema import Draft202012Validator

    for staged in (False, True):
        Draft202012Validator(json_.schema()).validate(report(acme, staged))


@pytest.mark.parametrize("mend", MENDS, ids=lambda mend: f"{mend['rule']} in {mend['path']}")
def test_applying_a_remedy_removes_exactly_its_finding(acme: Path, mend: dict[str, Any]) -> None:
    before = report(acme)
    if mend.get("run"):
        run_remedy(acme, mend, before)
    else:
        file = acme / mend.get("in", mend["path"])
        text = file.read_text()
        assert text.count(mend["find"]) == 1
        file.write_text(text.replace(mend["find"], mend["put"]))
    mended = Counter([(mend["rule"], mend["path"]), *map(tuple, mend.get("also", ()))])
    assert found(before) - found(report(acme)) == mended
    assert found(report(acme)) - found(before) == Counter()


def run_remedy(acme: Path, mend: dict[str, Any], before: dict[str, Any]) -> None:
    """Run the command that the finding itself names, and again: that changes nothing."""
    rule, path = mend["rule"], mend["path"]
    (remedy,) = {f["remedy"] for f in before["findings"] if (f["rule"], f["path"]) == (rule, path)}
    name, *words = shlex.split(remedy)
    assert name == "steward"
    arguments = [mend.get("with", {}).get(word, word) for word in words]
    env = with_cache(acme)
    said = steward(acme, *arguments, env=env)
    assert (said.code, said.err) == (0, "")
    changed = demo_diff(acme)
    assert changed
    assert steward(acme, *arguments, env=env).code == 0
    assert demo_diff(acme) == changed


def with_cache(acme: Path) -> dict[str, str]:
    """The environment of somebody who fine-tuned on this machine."""
    refs = acme.parent / "hf/hub/models--meta-llama--Llama-3.1-8B/refs"
    refs.mkdir(parents=True)
    (refs / "main").write_text("9fceb02d0ae598e95dc970b74767f19372d61af8")
    return {"STEWARDSHIP_NOW": demo.TODAY, "HF_HOME": str(acme.parent / "hf")}


def test_fix_mends_all_that_is_exact_and_nothing_else(acme: Path) -> None:
    before = found(report(acme))
    said = steward(acme, "fix", env=with_cache(acme))
    assert (said.code, said.err) == (0, "")
    assert before - found(report(acme)) == Counter(
        {
            ("lineage/base-pinned", "models/fraud-v3/README.md"): 1,
            ("lineage/base-pinned", "models/fraud-v4/README.md"): 1,
            ("lineage/commit-pinned", "models/fraud-v3/README.md"): 1,
            ("manifests/digest-well-formed", "data/claims-2026/README.md"): 1,
            ("provenance/strong-digest-stated", "models/fraud-v3/model.bin.dvc"): 1,
        }
    )
    assert found(report(acme)) - before == Counter()
    for one in report(acme)["findings"]:
        assert (one["rule"] in said.out) == (one["status"] != "waived"), "what is left is said"


def demo_diff(acme: Path) -> str:
    """What differs from what is staged."""
    return Repo(acme).git("diff")


def test_every_finding_has_a_mend(acme: Path) -> None:
    mended = Counter((mend["rule"], mend["path"]) for mend in MENDS)
    assert found(report(acme)) == mended


def test_a_model_is_told_by_at_least_four_formats_each_with_its_file(acme: Path) -> None:
    shown = json.loads(demo.steward(acme, "show", "fraud-v3", "--format", "json").stdout)
    formats = {value["reader"] for value in shown["values"]}
    assert {"card", "mlmodel", "dvc", "cyclonedx", "safetensors", "resources"} <= formats
    for value in shown["values"]:
        assert value["path"], value
        assert value["line"] or value["path"].endswith(".safetensors"), value
    licenses = [value for value in shown["values"] if value["field"] == "license"]
    assert len({value["path"] for value in licenses}) == 4
    made_from = [one["resource"] and one["resource"]["name"] for one in shown["made-from"]]
    assert made_from == [None, "claims-2026", "payments"]


@pytest.mark.parametrize("pack", ["lineage", "provenance", "transparency"])
def test_each_pack_is_at_work(acme: Path, pack: str) -> None:
    assert any(one["rule"].startswith(f"{pack}/") for one in report(acme)["findings"])


def test_a_removed_card_that_is_restored_is_no_finding(acme: Path) -> None:
    assert ("manifests/kept", "data/help-center/README.md") in found(report(acme, staged=True))
    demo.git(acme, "reset", "--quiet", "HEAD", "--", "data/help-center")
    assert ("manifests/kept", "data/help-center/README.md") not in found(report(acme, staged=True))


def test_a_retired_entry_keeps_the_memory_of_a_removed_card(acme: Path) -> None:
    entry = "  - {kind: dataset, id: 'hf:acme/help-center', stage: retired}\n"
    with (acme / ".steward/resources.yaml").open("a") as listed:
        listed.write(entry)
    demo.git(acme, "add", ".steward/resources.yaml")
    rules = {rule for rule, _ in found(report(acme, staged=True))}
    assert "manifests/kept" not in rules

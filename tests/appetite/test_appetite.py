"""``steward appetite`` and its pack: "maybe" becomes yes or no, with the numbers side by side."""

from __future__ import annotations

import json

import pytest

from tests.gate.steward import steward
from tests.repos import Repo

NOW = {"STEWARDSHIP_NOW": "2026-11-26"}
STEWARDS = 'stewards:\n  "@acme/finance": {contact: finance@acme.example}\n  "@dana": {}\n'
CHARTER = """\
owner: "@acme/finance"
reviewed-on: 2026-10-01
bounds:
  - {metric: false-positive-rate, at-most: 5 %, because: a call each, scope: {stage: production}}
  - {metric: f1, at-least: 0.8, because: clerks look again}
  - {metric: latency-p95, at-most: 80 ms, because: tills wait, scope: {kind: service}}
"""
MODEL = """\
---
license: mit
pipeline_tag: text-classification
stewardship: {stage: %s}
model-index:
- name: m
  results:
  - task: {type: text-classification}
    dataset: {type: acme/claims, name: claims}
    metrics:
    - {type: f1, value: 0.91}
    - {type: fpr, value: %s}
---
# m
"""
SERVICE = """\
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: api, annotations: {stewardship/latency-p95: 0.07 s}}
spec: {type: service}
"""
FILES = {
    ".steward/stewards.yaml": STEWARDS,
    ".steward/appetite.yaml": CHARTER,
    "models/m/README.md": MODEL % ("production", 0.061),
    "services/api/catalog-info.yaml": SERVICE,
}


@pytest.fixture
def acme(repo: Repo) -> Repo:
    repo.commit(files=FILES)
    return repo


def test_one_resource_is_answered_number_by_number(acme: Repo) -> None:
    said = steward(acme, "appetite", "m", env=NOW)
    assert said.code == 1
    assert [" ".join(line.split()) for line in said.out.splitlines()] == [
        "model m · no steward",
        "METRIC BOUND MEASURED ANSWER WHERE AGREED",
        (
            "false-positive-rate at most 5 % 0.061 (acme/claims) no "
            "models/m/README.md:12 .steward/appetite.yaml:4"
        ),
        "f1 at least 0.8 0.91 (acme/claims) yes models/m/README.md:11 .steward/appetite.yaml:5",
        "no: 1 of 2 bounds are kept",
    ]


def test_all_that_is_bound_is_answered_a_line_each(acme: Repo) -> None:
    said = steward(acme, "appetite", env=NOW)
    assert said.code == 1
    assert [" ".join(line.split()) for line in said.out.splitlines()[1:]] == [
        "no model m 1 of 2 nobody false-positive-rate",
        "yes service api 1 of 1 nobody",
        "1 of 2 resources stay within the appetite",
    ]


def test_within_the_appetite_the_answer_is_yes(acme: Repo) -> None:
    acme.write({"models/m/README.md": MODEL % ("production", "4.9 %")})
    said = steward(acme, "appetite", "--format", "json", env=NOW)
    assert said.code == 0
    assert {one["name"]: one["answer"] for one in json.loads(said.out)["resources"]} == {
        "m": "yes",
        "api": "yes",
    }


def test_a_missing_measurement_is_a_no(acme: Repo) -> None:
    acme.write({"models/m/README.md": (MODEL % ("production", 0)).replace("fpr", "recall")})
    said = steward(acme, "appetite", "m", env=NOW)
    assert (said.code, "not at all" in said.out) == (1, True)


def test_leaving_out_the_stage_is_no_way_out_and_retirement_is(acme: Repo) -> None:
    unstated = (MODEL % ("production", 0.061)).replace("stewardship: {stage: production}\n", "")
    acme.write({"models/m/README.md": unstated})
    assert "false-positive-rate" in steward(acme, "appetite", "m", env=NOW).out
    acme.write({"models/m/README.md": MODEL % ("retired", 0.061)})
    said = steward(acme, "appetite", "m", env=NOW)
    assert (said.code, said.out) == (0, "no bound of .steward/appetite.yaml covers m\n")


def test_a_manifest_cannot_bring_bounds_of_its_own(acme: Repo) -> None:
    card = (MODEL % ("retired", 0.061)).replace(
        "{stage: retired}", "{stage: retired, bounds: [{metric: f1, at-least: 0}]}"
    )
    acme.write({"models/m/README.md": card})
    report = steward(acme, "check", "--only", "risk-appetite", env=NOW)
    assert report.found() == []
    assert steward(acme, "appetite", "m", env=NOW).out.startswith("no bound")


def test_without_a_charter_the_rules_wait_and_the_command_says_so(repo: Repo) -> None:
    repo.commit(files={"models/m/README.md": MODEL % ("production", 0.061)})
    said = steward(repo, "check", "--only", "risk-appetite")
    assert said.found() == []
    assert {one["reason"] for one in said.report["unchecked"]} == {
        "there is no `.steward/appetite.yaml` yet"
    }
    said = steward(repo, "appetite")
    assert said.code == 2
    assert "there is no `.steward/appetite.yaml`, so nothing was agreed" in said.err


def test_a_charter_that_cannot_be_understood_stops_the_gate_at_its_line(acme: Repo) -> None:
    acme.write({".steward/appetite.yaml": CHARTER.replace("at-least: 0.8", "atleast: 0.8")})
    said = steward(acme, "check", env=NOW)
    assert said.code == 2
    assert "there is no key `atleast` here; did you mean `at-least`?" in said.err
    assert ".steward/appetite.yaml:5" in said.err


def test_a_change_cannot_move_its_own_bound(acme: Repo) -> None:
    acme.branch("change")
    acme.commit(
        "Let more through",
        {
            ".steward/appetite.yaml": CHARTER.replace("at-most: 5 %", "at-most: 50 %"),
            "models/m/README.md": MODEL % ("production", 0.3),
        },
    )
    laptop = steward(acme, "check", "--only", "risk-appetite", env=NOW)
    assert laptop.found() == []
    ci = steward(acme, "ci", "--base", "main", env=NOW)
    assert "risk-appetite/kept m" in ci.found()


def test_an_appetite_that_nobody_looked_at_for_a_quarter_is_a_finding(acme: Repo) -> None:
    said = steward(acme, "check", env={"STEWARDSHIP_NOW": "2027-01-02"})
    assert "risk-appetite/reviewed appetite" in said.found()
    assert "risk-appetite/reviewed appetite" not in steward(acme, "check", env=NOW).found()

"""A secret, or what is personal, is told by kind and place: nothing that we print repeats it."""

from __future__ import annotations

import json

import pytest

from tests.gate.steward import steward
from tests.repos import Repo, make_repo

# No secret of anybody's; put together here, so that no scanner takes this file for a leak.
KEY = "AKIA" + "Q7SAMPLE0EXAMPLE"
WORD = "hunter2" + "correcthorse"
SSN = "078-05" + "-1120"
MAIL = "maria.huber" + "@gmail.com"
DOCKERFILE = f"FROM python:3.8\nENV API_KEY={WORD}\nARG CONFIG={KEY}\nEXPOSE 22\n"
PEOPLE = f"name,email,ssn\nMaria Huber,{MAIL},{SSN}\n"
LEAKS = {
    "version": "2.1.0",
    "runs": [{
        "tool": {"driver": {"name": "leakfinder", "rules": [{"id": "key"}]}},
        "results": [{
            "ruleId": "key",
            "message": {"text": f"{KEY} is a key"},
            "locations": [{"physicalLocation": {
                "artifactLocation": {"uri": "app/x.py"},
                "region": {"startLine": 1, "snippet": {"text": KEY}},
            }}],
        }],
    }],
}  # fmt: skip
OWN = """\
policy: own
title: Own
owner: "@dana"
rules:
  - id: no-errors
    title: Nothing is wrong
    applies-to: container
    at: secret-errors
    check: faultless
    if-present: true
    severity: warn
    message: look here
    examples: {pass: [{}], fail: [{secret-errors: [x]}]}
"""
NOW = {"STEWARDSHIP_NOW": "2027-11-23"}
CALLS: dict[str, tuple[str, ...]] = {
    **{form: ("check", f"--format={form}")
       for form in ("text", "json", "sarif", "github", "gitlab", "junit", "markdown")},
    "backlog": ("backlog",),
    "backlog as data": ("backlog", "--format=json"),
    "backlog as a page": ("backlog", "--format=html"),
    "show of the image": ("show", "app"),
    "show of the leak": ("show", "leakfinder/key"),
    "why of the image": ("why", "app/Dockerfile"),
    "why of people": ("why", "tests/fixtures/people.csv"),
    "why of leaks": ("why", "leaks.sarif"),
    "list": ("list", "resources"),
    "bill": ("bom",),
}  # fmt: skip


@pytest.fixture(scope="module")
def leaking(tmp_path_factory: pytest.TempPathFactory) -> Repo:
    files = {
        ".steward/config.yaml": "mode: enforce\n",
        ".steward/params/patching.yaml": "{}\n",
        ".steward/policies/own.yaml": OWN,
        "app/Dockerfile": DOCKERFILE,
        "tests/fixtures/people.csv": PEOPLE,
        "leaks.sarif": json.dumps(LEAKS),
        "pretty.sarif": json.dumps(LEAKS, indent=1).replace("leakfinder", "other"),
    }
    return make_repo(tmp_path_factory.mktemp("private") / "repo", files)


def repeats(text: str) -> list[str]:
    held = text.casefold()
    return [one for one in (KEY, WORD, SSN, MAIL, "Huber") if one.casefold() in held]


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_nothing_that_is_printed_repeats_it(leaking: Repo, call: tuple[str, ...]) -> None:
    said = steward(leaking, *call, env=NOW)
    assert said.code in (0, 1)
    assert said.out
    assert repeats(said.out + said.err) == []


def test_it_is_found_and_no_explanation_repeats_it(leaking: Repo) -> None:
    found = steward(leaking, "check", env=NOW).findings
    rules = {one["rule"] for one in found}
    assert rules >= {"images/secrets-absent", "privacy/fixtures-made-up", "patching/in-time"}
    for one in found:
        said = steward(leaking, "explain", one["fingerprint"], env=NOW)
        assert said.code == 0
        assert repeats(said.out + said.err) == []


def test_no_rule_quotes_the_line_where_the_pack_is_off(leaking: Repo) -> None:
    said = steward(leaking, "check", "--only=own", env=NOW)
    assert ("own/no-errors", 2) in {(one["rule"], one["line"]) for one in said.findings}
    assert repeats(said.out) == []
    assert "ENV API_KEY=\u2022\u2022" in said.out

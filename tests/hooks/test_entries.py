"""What the entries of the catalog do, each run as a framework calls it: in the repository's top."""

from __future__ import annotations

import shlex

from tests.gate.steward import Said, steward
from tests.hooks.test_manifest import HOOKS
from tests.repos import Files, Repo

CARD = "---\nlicense: apache-2.0\nlibrary_name: transformers\n---\n# Fraud\nFinds fraud.\n"
POLICY = """\
policy: acme
title: What Acme asks for
owner: "@acme/platform"
rules:
  - id: described
    title: A model is described
    applies-to: model
    at: description
    check: required
    severity: warn
    remedy: describe it
    examples:
      pass: [{description: Finds fraud.}]
      fail: [{}]
"""
WRONG = POLICY.replace("fail: [{}]", "fail: [{description: it should fail and does not}]")
OWN = ".steward/policies/acme.yaml"


def hook(repo: Repo, name: str) -> Said:
    """Run the entry of one hook."""
    (entry,) = (str(one["entry"]) for one in HOOKS if one["id"] == name)
    program, *arguments = shlex.split(entry)
    assert program == "steward"
    return steward(repo, *arguments)


def staged(repo: Repo, files: Files) -> Repo:
    repo.commit("first", {"models/fraud/README.md": CARD, OWN: POLICY})
    repo.stage(files)
    return repo


def test_every_hook_lets_a_good_commit_through(repo: Repo) -> None:
    staged(repo, {"models/fraud/README.md": CARD + "More.\n"})
    for one in HOOKS:
        assert hook(repo, one["id"]).code == 0, one["id"]


def test_a_pack_alone_judges_by_its_own_rules_only(repo: Repo) -> None:
    staged(repo, {"models/fraud/README.md": CARD.replace("license: apache-2.0\n", "")})
    codes = {str(one["id"]): hook(repo, one["id"]).code for one in HOOKS}
    refused = {name for name, code in codes.items() if code}
    assert refused == {"steward", "steward-licenses", "steward-full"}


def test_a_card_that_cannot_be_read_is_refused_by_every_pack(repo: Repo) -> None:
    """No rule can pass what nobody can read."""
    staged(repo, {"models/fraud/README.md": "---\nlicense: [\n---\n"})
    for one in ("steward", "steward-licenses", "steward-ownership", "steward-manifests"):
        assert hook(repo, one).code == 1, one


def test_a_policy_that_does_not_do_what_its_examples_say_is_refused(repo: Repo) -> None:
    staged(repo, {OWN: WRONG})
    said = hook(repo, "steward-policies")
    assert said.code == 1
    assert "FAIL  acme/described: fail example 1" in said.out


def test_a_policy_with_a_typo_is_refused(repo: Repo) -> None:
    staged(repo, {OWN: POLICY.replace("check: required", "check: requierd")})
    said = hook(repo, "steward-policies")
    assert said.code == 2
    assert "did you mean `required`" in said.err


def test_policies_are_left_alone_by_a_commit_that_changes_none(repo: Repo) -> None:
    repo.commit("first", {OWN: WRONG})
    repo.stage({"src/app.py": "x = 1\n"})
    said = hook(repo, "steward-policies")
    assert (said.code, said.out) == (0, "no policy changed\n")


def test_policies_are_tested_when_no_commit_is_in_the_making(repo: Repo) -> None:
    """`pre-commit run --all-files` in CI."""
    repo.commit("first", {OWN: WRONG})
    assert hook(repo, "steward-policies").code == 1

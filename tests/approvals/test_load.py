"""Which entries of ``approvals:`` are approvals, and what is said of the others."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from stewardship.decisions import waivers
from stewardship.decisions.approvals import KEYS, Approvals, load, merge, of_files, of_rules
from stewardship.model import Approval, Location
from tests.approvals.build import MARK, approval

GOOD = """\
approvals:
  - rule: licenses/allowed
    license: llama3.1 AND cc-by-4.0
    text-sha256: ABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABAB
    resources: ["path:models/chat#chat", "services/*/"]
    packages: ["torch>=2,<3"]
    contexts: [internal, networked]
    conditions: [ownership/stated]
    evidence: LEGAL-412
    approved-by: "@acme/legal"
    reason: far below the cap
    expires: 2027-05-31
    wildcard: all of them serve the same chat
"""
GIVEN = Approval(
    rule="licenses/allowed",
    license="llama3.1 AND cc-by-4.0",
    contexts=("internal", "networked"),
    reason="far below the cap",
    expires="2027-05-31",
    place=Location(".steward/waivers.yaml", 2, 5),
    resources=("path:models/chat#chat", "services/*/"),
    packages=("torch>=2,<3",),
    conditions=("ownership/stated",),
    text_sha256="ab" * 32,
    evidence="LEGAL-412",
    approved_by="@acme/legal",
    wildcard="all of them serve the same chat",
)
SHORT = """\
approvals:
  - {rule: a/b, license: MIT, resources: [chat], contexts: [internal], reason: r,
     expires: 2027-05-31}
"""


def test_an_approval_says_which_license_for_what_how_why_and_until_when() -> None:
    assert load(GOOD.encode()) == Approvals((GIVEN,), ())


def test_what_narrows_it_further_may_be_left_out() -> None:
    (one,) = load(SHORT.encode()).entries
    assert (one.packages, one.conditions, one.text_sha256, one.evidence, one.approved_by) == (
        (), (), "", "", "",
    )  # fmt: skip


def test_without_a_file_there_are_none() -> None:
    assert load(None) == Approvals()


@pytest.mark.parametrize("content", ["", "waivers: []\n", "approvals:\n", "approvals: []\n"])
def test_a_file_without_entries_holds_none_and_is_no_problem(content: str) -> None:
    assert load(content.encode()) == Approvals()


def test_waivers_and_approvals_stand_side_by_side() -> None:
    waiver = f"{{rule: a/b, resource: x, fingerprint: {MARK}, reason: r, expires: 2027-01-01}}"
    both = f"waivers:\n  - {waiver}\n{GOOD}".encode()
    assert len(waivers.load(both).entries) == len(load(both).entries) == 1
    assert waivers.load(both).problems == load(both).problems == ()


WRONG = yaml.load(Path(__file__).with_name("wrong.yaml").read_text(), yaml.CSafeLoader)


@pytest.mark.parametrize("case", WRONG, ids=lambda case: case["says"])
def test_an_entry_that_is_not_understood_approves_nothing_and_is_said(case: dict[str, Any]) -> None:
    assert GOOD.count(case["take"]) == 1
    edited = GOOD.replace(case["take"], case["put"])
    loaded = load((edited + SHORT.partition("approvals:\n")[2]).encode())
    assert [one.license for one in loaded.entries] == ["MIT"], "the next entry stands"
    (problem,) = loaded.problems
    assert problem.message == f"{case['message']}, so this entry approves nothing"
    assert problem.location is not None
    assert (problem.location.path, problem.location.line) == (".steward/waivers.yaml", case["line"])


def test_an_approval_that_names_nothing_covers_nothing() -> None:
    for empty in ("", "    resources: []\n    packages: []\n"):
        keys = ("    resources:", "    packages:")
        kept = [line for line in GOOD.splitlines(keepends=True) if not line.startswith(keys)]
        (problem,) = load("".join(kept).encode() + empty.encode()).problems
        assert problem.message == (
            "this approval covers nothing (name `resources:` or `packages:`), "
            "so this entry approves nothing"
        )


def test_approvals_that_are_no_list_are_one_problem_and_waivers_still_govern() -> None:
    content = b"waivers: []\napprovals: {rule: a}\n"
    (problem,) = load(content).problems
    assert problem.message == (
        "`approvals` must be a list, not a mapping, so nothing here is approved"
    )
    assert waivers.load(content).problems == ()


def test_a_file_that_cannot_be_read_is_said_in_the_same_words_by_both() -> None:
    for content in (b"approvals: [\n", b"aprovals: []\n", b"\xff", b"- a\n"):
        assert load(content).problems == waivers.load(content).problems != ()
        assert load(content).entries == ()


NO_RULE = {
    "for a rule that there is not": ({"rule": "licenses/alowed"}, "licenses/allowed"),
    "under a condition that could never fail": (
        {"conditions": ("ownership/stated", "ownership/state")},
        "ownership/stated",
    ),
}


@pytest.mark.parametrize("case", NO_RULE.values(), ids=NO_RULE.keys())
def test_an_approval_that_names_no_rule_governs_nothing(case: tuple[dict[str, Any], str]) -> None:
    changed, meant = case
    rules = ("licenses/allowed", "ownership/stated")
    found = of_rules([approval(), approval(**changed)], rules)
    assert found.entries == (approval(),)
    (problem,) = found.problems
    assert problem.message.startswith("there is no rule `")
    assert problem.message.endswith(f"(did you mean `{meant}`?), so this entry approves nothing")


def test_what_only_the_change_says_is_proposed_and_the_base_governs() -> None:
    head = SHORT.replace("internal", "internal, networked")
    granted, asked = of_files(SHORT.encode(), head.encode(), ("a/b",)).entries
    assert (granted.contexts, granted.proposed) == (("internal",), False)
    assert (asked.contexts, asked.proposed) == (("internal", "networked"), True)


def test_what_the_change_takes_out_governs_until_the_merge() -> None:
    assert merge([approval()], []) == (approval(),)


def test_a_change_cannot_grant_its_own_approval() -> None:
    assert [one.proposed for one in merge([], [approval(proposed=False)])] == [True]


@pytest.mark.parametrize(
    "changed",
    [
        {"rule": "licenses/other"}, {"license": "llama3.2"}, {"text_sha256": "cd" * 32},
        {"resources": ("chat",)}, {"packages": ("torch",)}, {"contexts": ("internal",)},
        {"conditions": ("a/b",)}, {"evidence": "LEGAL-1"}, {"approved_by": "@dana"},
        {"reason": "other words"}, {"expires": "2028-01-01"},
    ],
    ids=lambda changed: "another " + next(iter(changed)),
)  # fmt: skip
def test_an_edit_of_anything_is_a_new_proposal(changed: dict[str, object]) -> None:
    governing, asked = merge([approval()], [approval(**changed)])
    assert (governing, asked.proposed) == (approval(), True)


keys = st.sampled_from((*KEYS, "more"))
scalars = st.none() | st.booleans() | st.integers() | st.text(max_size=12)
entries = st.dictionaries(keys, scalars | st.lists(scalars, max_size=3), max_size=11)


@given(st.lists(entries | scalars, max_size=4) | scalars)
def test_no_entry_makes_it_fail(written: object) -> None:
    content = json.dumps({"approvals": written}).encode()
    found = load(content)
    assert all(one.resources or one.packages for one in found.entries)
    assert all("so " in one.message for one in found.problems)


@given(st.binary(max_size=60))
def test_no_bytes_make_it_fail(content: bytes) -> None:
    assert load(b"approvals:\n" + content).entries == ()

"""What counsel is told of a finding, and that the approval they are handed fits it and no more."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.version import Version

from stewardship.counsel import brief, briefed
from stewardship.decisions.approval_fit import fits
from stewardship.decisions.approvals import load
from stewardship.model import Approval, Finding
from tests.approvals.build import CHAT, OTHER, TEXT, TODAY, licensed, package
from tests.world import universe

WORLD = universe(
    {
        "models/chat/README.md": {"license": "llama3.1", "stage": "production"},
        "models/tuned/README.md": {"sources": [{"ref": "chat", "role": "base", "kind": "model"}]},
        "services/help/catalog-info.yaml": {
            "$kind": "service",
            "$name": "help-desk",
            "stage": "production",
            "serves": [{"ref": "tuned", "kind": "model"}],
        },
        "services/help/uv.lock": {
            "$kind": "dependency",
            "$name": "torch",
            "$ids": ["pkg:pypi/torch@2.4.1"],
        },
        "data/claims/README.md": {"$kind": "dataset", "license": "cc-by-nc-4.0"},
    }
)
EMPTY = universe({})


def told(finding: Finding) -> dict[str, Any]:
    """The brief of a finding in that world."""
    return dict(brief(finding, WORLD, TODAY))


def pasted(finding: Finding) -> Approval:
    """The one approval that the brief of a finding offers, as the file would have it."""
    text = str(brief(finding, EMPTY, TODAY)["approval"])
    loaded = load(("approvals:\n" + text).encode())
    assert loaded.problems == ()
    (found,) = loaded.entries
    return found


def test_it_says_what_the_license_asks_and_where_that_is_to_be_read() -> None:
    said = told(licensed())
    assert said["license"] == "llama3.1"
    assert {
        "license": "llama3.1",
        "name": "user-cap",
        "value": "700 million monthly users",
    } in said["clauses"]
    assert any("llama.com" in text for text in said["texts"])


def test_it_says_how_the_thing_is_used_and_what_decided_that() -> None:
    details = {**licensed().details, "category": "responsible-ai", "decided-by": "its scope is dev"}
    said = told(replace(licensed(), details=details))
    assert (said["category"], said["context"]) == ("responsible-ai", "networked")
    assert said["decided-by"] == "its scope is dev"


def test_it_says_what_uses_the_thing_and_what_that_reaches() -> None:
    said = told(licensed())
    assert said["uses"] == [
        {
            "kind": "model",
            "name": "tuned",
            "id": "path:models/tuned#tuned",
            "path": "models/tuned/README.md",
        }
    ]
    assert said["reaches"] == [
        {
            "kind": "service",
            "name": "help-desk",
            "id": "path:services/help#help-desk",
            "path": "services/help/catalog-info.yaml",
            "stage": "production",
        }
    ]


def test_a_package_is_used_by_what_lies_beside_its_lock_file() -> None:
    said = told(package())
    assert [one["name"] for one in said["uses"]] == ["help-desk"]
    assert said["reaches"] == []


def test_what_nothing_links_to_reaches_nothing() -> None:
    said = told(licensed(id="path:data/claims#claims", name="claims", kind="dataset"))
    assert (said["uses"], said["reaches"]) == ([], [])


def test_of_many_users_the_first_are_named_and_the_rest_counted() -> None:
    source = {"ref": "chat", "role": "base", "kind": "model"}
    many = {f"models/m{n:02}/README.md": {"sources": [source]} for n in range(27)}
    world = universe({"models/chat/README.md": {"license": "llama3.1"}, **many})
    said = brief(licensed(), world, TODAY)
    assert isinstance(said["uses"], list)
    assert (len(said["uses"]), said["not-listed"]) == (20, 7)


@pytest.mark.parametrize(
    ("license", "chosen", "instead"),
    [
        ("llama3.1", "llama3.1", ""),
        ("llama3.1 OR MIT", "llama3.1", "MIT"),
        ("llama3.1 OR MIT", "MIT", ""),
        ("(llama3.1 OR MIT) AND Apache-2.0", "llama3.1 AND Apache-2.0", "MIT AND Apache-2.0"),
        ("llama3.1 AND MIT", "llama3.1 AND MIT", ""),
        ("AGPL-3.0-only OR GPL-3.0-only", "AGPL-3.0-only", "GPL-3.0-only"),
        ("CC-BY-NC-4.0 OR GPL-3.0-only", "CC-BY-NC-4.0", ""),
    ],
    ids=[
        "one license leaves no choice",
        "the branch that asks for less",
        "the mildest branch is taken already",
        "a choice within",
        "what binds together is no choice",
        "a branch with one term less",
        "a branch with other terms is for counsel to weigh",
    ],
)
def test_it_says_which_branch_would_avoid_it(license: str, chosen: str, instead: str) -> None:
    finding = licensed(license=license)
    found = told(replace(finding, details={**finding.details, "chosen": chosen}))
    assert found["instead"] == instead


def test_a_choice_among_very_many_branches_ends() -> None:
    many = " AND ".join(f"(LicenseRef-a{n} OR LicenseRef-b{n})" for n in range(40))
    assert told(licensed(license=many))["instead"] == ""


ITEM = """\
- rule: "licenses/allowed"
  license: "llama3.1"
  resources: ["path:models/chat#chat"]
  contexts: ["networked"]
  reason: "responsible-ai (user-cap) used as networked (its scope is dev)"
  # evidence: the ticket in which it was decided
  approved-by: "@acme/legal"
  expires: "2027-05-22"
"""


def test_the_approval_is_one_item_to_paste_with_the_fields_of_today() -> None:
    details: dict[str, Any] = {
        **licensed(license="LicenseRef-scancode-llama-3.1-license-2024").details,
        "category": "responsible-ai",
        "decided-by": "its scope is dev",
        "clauses": ["user-cap", "notice"],
    }
    finding = replace(licensed(), details=details, reviewers=("@acme/legal", "@acme/risk"))
    assert told(finding)["approval"] == ITEM


SUBJECTS: dict[str, Finding] = {
    "a model of a folder": licensed(),
    "a model of the hub": licensed(id="hf:acme/chat"),
    "an expression": licensed(license="(llama3.1 OR AGPL-3.0-only) AND CC-BY-4.0"),
    "a license of someone's own": licensed(license="LicenseRef-acme-terms"),
    "a text that is known": licensed(text=TEXT),
    "a rule that blocks": licensed("licenses/not-denied", "block"),
    "a package": package(),
    "a build of a package": package("pkg:pypi/torch@2.4.1%2Bcu121"),
    "a release candidate": package("pkg:pypi/torch@3.0rc1"),
    "an epoch": package("pkg:pypi/torch@1!2.4"),
    "a package by the year": package("pkg:pypi/certifi@2024.8.30"),
    "a version that is none": package("pkg:pypi/torch@2.x-acme"),
    "a package that is not pinned": package("pkg:pypi/torch"),
    "a package of another index": package("pkg:npm/%40acme/torch@2.4.1"),
    "a name with quotes": licensed(id="path:models/a\"b\\c#it's: {x}", name="x"),
    "a name with line ends": licensed(id="path:models/a#b\n- rule: c", name="x"),
    "a name with a star": licensed(id="path:models/*#*", name="*"),
    "a name with marks of direction": licensed(id="path:models/a#\u202eb", name="x"),
}


@pytest.mark.parametrize("finding", SUBJECTS.values(), ids=SUBJECTS.keys())
def test_what_is_pasted_fits_the_finding(finding: Finding) -> None:
    assert fits(pasted(finding), finding)


NARROW: dict[str, tuple[Finding, Finding]] = {
    "another model": (licensed(), licensed(id="path:models/x#x", name="x")),
    "another model of that name": (licensed(), licensed(id="path:models/x#chat")),
    "another license": (licensed(), licensed(license="llama4")),
    "another use": (licensed(), licensed(context="distributed")),
    "another text": (licensed(text=TEXT), licensed(text="cd" * 32)),
    "the next major version": (package(), package("pkg:pypi/torch@3.0.0")),
    "an older version": (package(), package("pkg:pypi/torch@2.4.0")),
    "what a star would match": (
        licensed(id="path:models/*#*", name="*"),
        licensed(id="path:models/evil#evil", name="evil"),
    ),
}


@pytest.mark.parametrize("case", NARROW.values(), ids=NARROW.keys())
def test_what_is_pasted_does_not_fit(case: tuple[Finding, Finding]) -> None:
    finding, other = case
    assert not fits(pasted(finding), other)


@given(
    st.from_regex(
        r"(?:[1-9]!)?[0-9]{1,4}(?:\.[0-9]{1,3}){0,3}(?:(?:a|b|rc)[0-9])?(?:\.post[0-9])?"
        r"(?:\.dev[0-9])?(?:\+[a-z0-9]{1,5})?",
        fullmatch=True,
    )
)
def test_a_range_is_that_of_the_packaging_library(version: str) -> None:
    known = Version(version)
    epoch = f"{known.epoch}!" if known.epoch else ""
    item = str(brief(package(f"pkg:pypi/torch@{version}"), EMPTY, TODAY)["approval"])
    assert f'["torch>={known.public},<{epoch}{known.major + 1}"]' in item


@pytest.mark.parametrize(
    "finding",
    [
        licensed(id="path:mod\udcffels#x"),
        licensed(context=None),
        licensed(context="somehow"),
        licensed(waivable=False),
    ],
    ids=[
        "a name that is not UTF-8",
        "a use that is not known",
        "a use that is none",
        "a rule that cannot be waived",
    ],
)
def test_where_no_entry_could_fit_none_is_offered(finding: Finding) -> None:
    assert told(finding)["approval"] == ""


names = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)


@given(names, names, names, st.sampled_from(("llama3.1", "MIT OR llama4", "LicenseRef-x")))
def test_whatever_things_are_called_what_is_pasted_fits(
    folder: str, name: str, by: str, license: str
) -> None:
    details = {**licensed(license=license).details, "decided-by": by, "category": name}
    finding = replace(
        licensed(id=f"path:{folder}#{name}", name=name), details=details, reviewers=("legal",)
    )
    text = str(brief(finding, EMPTY, TODAY)["approval"])
    if text:
        assert fits(pasted(finding), finding)
        other = licensed(id=f"path:{folder}#{name}x", license=license)
        assert not fits(pasted(finding), other)
    else:
        assert set(folder + name) & set("*?"), "only what could be read as a pattern has none"


def test_only_what_asks_somebody_about_a_license_is_briefed() -> None:
    asks = licensed()
    warns = licensed(severity="warn", fingerprint=OTHER)
    other = replace(asks, details={"on-call": "@dana"})
    said = list(briefed([asks, warns, other], WORLD, TODAY))
    assert ["brief" in one.details for one in said] == [True, False, False]
    assert said[1:] == [warns, other]
    assert said[0].details["expression"] == "llama3.1"


def test_what_the_change_removed_has_no_users_here() -> None:
    said = brief(licensed(id=CHAT), EMPTY, TODAY)
    assert (said["uses"], said["reaches"]) == ([], [])

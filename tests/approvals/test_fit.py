"""Which finding an approval fits, and what is said of one that it fits no longer."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from stewardship.decisions.approval_fit import Outcomes, find, fits, speaks_of, why_not
from stewardship.model import Approval, Finding
from tests.approvals.build import (
    CHAT,
    OTHER,
    TEXT,
    TODAY,
    approval,
    for_packages,
    licensed,
    package,
)

ALL_PASS = Outcomes()

FITS: dict[str, tuple[Approval, Finding]] = {
    "the very thing": (approval(), licensed()),
    "a license under its other name": (
        approval(license="LicenseRef-scancode-llama-3.1-license-2024"),
        licensed(),
    ),
    "an expression in another order": (
        approval(license="cc-by-4.0 and LLAMA3.1"),
        licensed(license="llama3.1 AND CC-BY-4.0"),
    ),
    "one of several contexts": (approval(contexts=("internal", "networked")), licensed()),
    "a resource by its name": (approval(resources=("chat",)), licensed()),
    "a resource by a pattern of ids": (
        approval(resources=("hf:acme/*",)),
        licensed(id="hf:acme/chat"),
    ),
    "a resource by a pattern of folders": (approval(resources=("path:models/*",)), licensed()),
    "a resource by a pattern of folders within one another": (
        approval(resources=("path:models/**",)),
        licensed(id="path:models/chat/de#de"),
    ),
    "a resource by a pattern of paths": (approval(resources=("models/**",)), licensed()),
    "everything": (approval(resources=("**",)), licensed()),
    "one entry of several": (approval(resources=("other", "chat")), licensed()),
    "the text that was read": (approval(text_sha256=TEXT), licensed(text=TEXT)),
    "any text, where none was pinned": (approval(), licensed(text=TEXT)),
    "a version in the range": (for_packages("torch>=2,<3"), package()),
    "any version": (for_packages("torch"), package()),
    "a package under another spelling": (
        for_packages("Ruamel.YAML<1"),
        package("pkg:pypi/ruamel-yaml@0.18.6"),
    ),
    "a build of a version": (for_packages("torch>=2,<3"), package("pkg:pypi/torch@2.4.1%2Bcu121")),
    "a release candidate in the range": (
        for_packages("torch>=2,<3"),
        package("pkg:pypi/torch@2.5rc1"),
    ),
    "one range of several": (for_packages("torch<2", "torch>=2.4"), package()),
    "a package that is not pinned, in any version": (
        for_packages("torch"),
        package("pkg:pypi/torch"),
    ),
    "a package by its id": (approval(resources=("pkg:pypi/torch@2.4.1",)), package()),
    "an odd version that is named exactly": (
        for_packages("torch===2.x-acme"),
        package("pkg:pypi/torch@2.x-acme"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", FITS.values(), ids=FITS.keys())
def test_an_approval_fits(case: tuple[Approval, Finding]) -> None:
    given, found = case
    assert fits(given, found)
    assert find([given], found, ALL_PASS, TODAY) == given


CHANGED: dict[str, tuple[Approval, Finding, str]] = {
    "another license": (
        approval(),
        licensed(license="llama4"),
        "approved for `llama3.1` until the license changed to `llama4`",
    ),
    "one license more": (
        approval(),
        licensed(license="llama3.1 AND AGPL-3.0-only"),
        "approved for `llama3.1` until the license changed to `llama3.1 AND AGPL-3.0-only`",
    ),
    "a choice that there was not": (
        approval(license="llama3.1"),
        licensed(license="llama3.1 OR MIT"),
        "approved for `llama3.1` until the license changed to `llama3.1 OR MIT`",
    ),
    "a later version of the license": (
        approval(license="GPL-3.0-only"),
        licensed(license="GPL-3.0-or-later"),
        "approved for `GPL-3.0-only` until the license changed to `GPL-3.0-or-later`",
    ),
    "another text under the same name": (
        approval(text_sha256=TEXT),
        licensed(text="cd" * 32),
        "approved for a text of the license that has changed since",
    ),
    "a text that nobody can compare": (
        approval(text_sha256=TEXT),
        licensed(),
        "approved for a text of the license that is not known here",
    ),
    "another use": (
        approval(contexts=("internal",)),
        licensed(),
        "approved for `internal`, used as `networked`",
    ),
    "another use than any of several": (
        approval(contexts=("internal", "dev-only")),
        licensed(),
        "approved for `internal` or `dev-only`, used as `networked`",
    ),
    "a use that is not known": (
        approval(),
        licensed(context=None),
        "approved for `networked`, and how this is used is not known",
    ),
    "license and use": (
        approval(contexts=("internal",)),
        licensed(license="llama4"),
        (
            "approved for `llama3.1` until the license changed to `llama4`; "
            "approved for `internal`, used as `networked`"
        ),
    ),
    "a use that another rule blocks": (
        approval(contexts=("internal",)),
        licensed("licenses/not-denied", "block", context="distributed"),
        (
            "approved for `internal`, used as `distributed`; "
            "approved under `licenses/allowed`, not under `licenses/not-denied`"
        ),
    ),
    "a version beyond the range": (
        for_packages("torch>=2,<3"),
        package("pkg:pypi/torch@3.0.0"),
        "approved for `torch>=2,<3`, and this is 3.0.0",
    ),
    "a version that is none": (
        for_packages("torch>=2,<3"),
        package("pkg:pypi/torch@2.x-acme"),
        "approved for `torch>=2,<3`, and this is 2.x-acme",
    ),
    "a version that is no longer pinned": (
        for_packages("torch>=2,<3"),
        package("pkg:pypi/torch"),
        "approved for `torch>=2,<3`, but not pinned here",
    ),
    "another folder": (
        approval(),
        licensed(id="path:models/talk#talk", name="talk", former=((CHAT, OTHER),)),
        f"approved for `{CHAT}`, which is where this was before",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CHANGED.values(), ids=CHANGED.keys())
def test_an_approval_says_what_has_changed(case: tuple[Approval, Finding, str]) -> None:
    given, found, why = case
    assert speaks_of(given, found)
    assert why_not(given, found) == why
    assert not fits(given, found)
    assert find([given], found, ALL_PASS, TODAY) is None


FOREIGN: dict[str, tuple[Approval, Finding]] = {
    "of another pack": (approval(rule="lineage/allowed"), licensed()),
    "for another resource": (approval(resources=("path:models/talk#talk",)), licensed()),
    "for another folder": (approval(resources=("services/**",)), licensed()),
    "for a folder that begins alike": (approval(resources=("models/ch/**",)), licensed()),
    "for a folder without a pattern": (approval(resources=("models/chat",)), licensed()),
    "for another package": (for_packages("torchvision"), package()),
    "for packages, of a model of that name": (for_packages("chat"), licensed()),
    "for a package of another index": (for_packages("torch"), package("pkg:npm/torch@2.4.1")),
    "of another license, for a whole folder": (
        approval(license="llama4", resources=("models/**",)),
        licensed(),
    ),
    "for an id that a card only takes for its name": (
        approval(),
        licensed(id="path:models/x#y", name=CHAT),
    ),
    "for a pattern of ids that is only its beginning": (
        approval(resources=("path:models/*",)),
        licensed(id="path:models/chat/de#de"),
    ),
    "for a pattern of ids that a folder is named like": (
        approval(resources=("path:models/*",)),
        licensed(id="hf:acme/x", path="path:models/chat/README.md"),
    ),
    "of a finding that is not about a license": (
        approval(),
        Finding(
            "licenses/allowed", "block", "model", CHAT, "chat", licensed().location, "no", OTHER
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", FOREIGN.values(), ids=FOREIGN.keys())
def test_an_approval_does_not_speak_of_what_was_never_meant(
    case: tuple[Approval, Finding],
) -> None:
    given, found = case
    assert not speaks_of(given, found)
    assert find([given], found, ALL_PASS, TODAY) is None


CONDITION = "ownership/stated"
KEY = f"model|{CHAT}"
HELD: dict[str, tuple[Outcomes, str]] = {
    "its rule passes": (Outcomes(), ""),
    "its rule was run and passes": (Outcomes(ran=frozenset({CONDITION})), ""),
    "its rule fails on something else": (
        Outcomes(failed=frozenset({(CONDITION, "model|path:x#y")})),
        "",
    ),
    "another rule fails": (Outcomes(failed=frozenset({("ownership/on-call", KEY)})), ""),
    "its rule fails": (Outcomes(failed=frozenset({(CONDITION, KEY)})), "fails"),
    "its rule could not be judged": (
        Outcomes(untold=frozenset({(CONDITION, KEY)})),
        "could not be judged",
    ),
    "its rule is switched off": (Outcomes(ran=frozenset({"licenses/allowed"})), "was not run"),
}


@pytest.mark.parametrize("case", HELD.values(), ids=HELD.keys())
def test_an_approval_holds_under_its_condition(case: tuple[Outcomes, str]) -> None:
    outcomes, said = case
    given = approval(conditions=(CONDITION,))
    assert fits(given, licensed(), outcomes) is not bool(said)
    if said:
        why = f"approved on the condition that `{CONDITION}` passes, which {said}"
        assert why_not(given, licensed(), outcomes) == why


def _in(days: int, **more: Any) -> Approval:
    return approval(expires=(TODAY + timedelta(days=days)).isoformat(), **more)


@pytest.mark.parametrize(
    ("approvals", "chosen"),
    [
        ([], None),
        ([_in(-1)], None),
        ([_in(0)], 0),
        ([_in(1), _in(9), _in(5)], 1),
        ([_in(1), _in(9, proposed=True)], 0),
        ([_in(-1), _in(9, proposed=True)], 1),
        ([_in(9, contexts=("internal",)), _in(1)], 1),
        ([_in(3, reason="b"), _in(3, reason="a")], 0),
    ],
    ids=[
        "none",
        "one that has expired",
        "one on its last day",
        "the one that holds longest",
        "one in force before a proposal",
        "a proposal where the other has expired",
        "one that fits before one that holds longer",
        "always the same of two alike",
    ],
)
def test_of_several_approvals(approvals: list[Approval], chosen: int | None) -> None:
    expected = None if chosen is None else approvals[chosen]
    assert find(approvals, licensed(), ALL_PASS, TODAY) == expected
    assert find(approvals[::-1], licensed(), ALL_PASS, TODAY) == expected


def test_a_day_is_that_of_the_run() -> None:
    assert find([approval()], licensed(), ALL_PASS, date(2027, 5, 31)) is not None
    assert find([approval()], licensed(), ALL_PASS, date(2027, 6, 1)) is None

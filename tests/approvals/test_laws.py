"""What holds of every approval, whatever was found."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from stewardship.checks.matrix import CONTEXTS
from stewardship.decide import counts_as, decide
from stewardship.decisions.approval_fit import fits, speaks_of, why_not
from stewardship.decisions.approvals import content_of, merge
from stewardship.decisions.modes import Modes, Setting
from stewardship.model import Approval, Evaluation, Finding, Mode, Severity, Verdict
from tests.approvals.build import CHAT, TEXT, TODAY, approval, licensed
from tests.decide.build import baseline

RULES = ("licenses/allowed", "licenses/not-denied", "ownership/stated")
LICENSES = ("llama3.1", "llama4", "MIT", "llama3.1 OR MIT")
IDS = (CHAT, "hf:acme/chat", "pkg:pypi/torch@2.4.1", "pkg:pypi/torch")
ENTRIES = (*IDS, "chat", "models/**", "hf:acme/*", "**")
RANGES = ("torch", "torch>=2,<3", "torch<2")
MARKS = tuple(f"{number:032x}" for number in range(6))

findings = st.builds(
    lambda id, **more: licensed(id=id, kind="dependency" if "pkg:" in id else "model", **more),
    rule=st.sampled_from(RULES),
    severity=st.sampled_from(get_args(Severity)),
    license=st.sampled_from(LICENSES),
    context=st.none() | st.sampled_from(CONTEXTS),
    id=st.sampled_from(IDS),
    text=st.sampled_from(("", TEXT, "cd" * 32)),
    fingerprint=st.sampled_from(MARKS),
    waivable=st.booleans(),
)
found = st.lists(findings, max_size=6, unique_by=lambda one: one.fingerprint)
several = st.lists(st.sampled_from(CONTEXTS), min_size=1, max_size=3, unique=True).map(tuple)
days = st.integers(-20, 40).map(lambda number: (TODAY + timedelta(days=number)).isoformat())
approvals = st.builds(
    lambda **said: approval(**said),
    rule=st.sampled_from(RULES),
    license=st.sampled_from(LICENSES),
    contexts=several,
    resources=st.lists(st.sampled_from(ENTRIES), max_size=2).map(tuple),
    packages=st.lists(st.sampled_from(RANGES), max_size=2).map(tuple),
    conditions=st.lists(st.sampled_from(RULES), max_size=1).map(tuple),
    text_sha256=st.sampled_from(("", TEXT)),
    expires=days,
    proposed=st.booleans(),
)
granted = st.lists(approvals, max_size=4)
modes = st.dictionaries(
    st.sampled_from((*RULES, "licenses", "*")),
    st.sampled_from(get_args(Mode)).map(lambda mode: Setting(mode, "because")),
    max_size=3,
).map(Modes)


def decided(found: list[Finding], granted: list[Approval], modes: Modes) -> Verdict:
    return decide(
        Evaluation(tuple(found)), [], baseline(MARKS[0]), modes, TODAY,
        whole=True, approvals=granted,
    )  # fmt: skip


def counted(verdict: Verdict, *severities: str) -> set[str]:
    return {one.fingerprint for one in verdict.findings if counts_as(one) in severities}


@given(found, granted, approvals, modes)
def test_adding_an_approval_never_adds_a_blocker(
    found: list[Finding], granted: list[Approval], more: Approval, modes: Modes
) -> None:
    before, after = decided(found, granted, modes), decided(found, [*granted, more], modes)
    assert counted(after, "block") <= counted(before, "block")
    assert counted(after, "block", "review") <= counted(before, "block", "review")


@given(found, granted, approvals, modes)
def test_a_proposed_approval_settles_nothing(
    found: list[Finding], granted: list[Approval], more: Approval, modes: Modes
) -> None:
    asked = decided(found, [*granted, replace(more, proposed=True)], modes)
    before = decided(found, granted, modes)
    assert counted(asked, "block", "review") == counted(before, "block", "review")


@given(found, granted, approvals, modes, st.integers(1, 4000))
def test_an_expired_approval_decides_as_much_as_none(
    found: list[Finding], granted: list[Approval], more: Approval, modes: Modes, ago: int
) -> None:
    expired = replace(more, expires=(TODAY - timedelta(days=ago)).isoformat())
    with_it, without = decided(found, [*granted, expired], modes), decided(found, granted, modes)
    assert with_it.outcome == without.outcome
    assert [one.status for one in with_it.findings] == [one.status for one in without.findings]


@given(findings, approvals, several)
def test_widening_the_contexts_never_uncovers_anything(
    one: Finding, given_: Approval, more: tuple[str, ...]
) -> None:
    wider = replace(given_, contexts=tuple(dict.fromkeys((*given_.contexts, *more))))
    assert fits(wider, one) or not fits(given_, one)


@given(findings, approvals, approvals)
def test_naming_more_never_uncovers_anything(
    one: Finding, given_: Approval, other: Approval
) -> None:
    wider = replace(
        given_,
        resources=given_.resources + other.resources,
        packages=given_.packages + other.packages,
    )
    assert fits(wider, one) or not fits(given_, one)


@given(findings, approvals)
def test_what_does_not_fit_says_why_and_what_fits_says_nothing(
    one: Finding, given_: Approval
) -> None:
    if speaks_of(given_, one):
        assert fits(given_, one) is not bool(why_not(given_, one))
    else:
        assert not fits(given_, one)


@given(findings, approvals)
def test_what_fits_is_the_license_the_use_and_the_rule_that_were_approved(
    one: Finding, given_: Approval
) -> None:
    if fits(given_, one):
        assert one.details["expression"] == given_.license
        assert one.details["context"] in given_.contexts
        assert one.rule == given_.rule
        assert given_.text_sha256 in ("", one.details.get("text-sha256"))


@given(found, granted, modes, st.randoms())
def test_the_order_of_findings_and_approvals_changes_nothing(
    found: list[Finding], granted: list[Approval], modes: Modes, random: object
) -> None:
    shuffled, turned = list(found), list(granted)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    random.shuffle(turned)  # type: ignore[attr-defined]
    assert decided(shuffled, turned, modes) == decided(found, granted, modes)


@given(found, granted, modes)
def test_deciding_what_was_decided_decides_the_same(
    found: list[Finding], granted: list[Approval], modes: Modes
) -> None:
    once = decided(found, granted, modes)
    # What a rule that is off found is dropped; a condition on that rule still fails by it.
    dropped = [one for one in found if modes.of(one.rule) == "off"]
    again = decided([*once.findings, *dropped], granted, modes)
    assert again.findings == once.findings


@given(granted, granted)
def test_nothing_of_the_head_governs(base: list[Approval], head: list[Approval]) -> None:
    governing = [one for one in merge(base, head) if not one.proposed]
    assert [content_of(one) for one in governing] == [content_of(one) for one in base]
    assert not any(one.proposed for one in merge(base, base))

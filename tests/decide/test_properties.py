"""What holds of every decision, whatever was found."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from stewardship.decide import counts, counts_as, decide
from stewardship.decisions.baseline import Baseline
from stewardship.decisions.modes import Modes, Setting
from stewardship.model import Evaluation, Finding, Mode, Severity, Verdict, Waiver
from tests.decide.build import TODAY, baseline, finding, waiver

RULES = ("a/one", "a/two", "b/one")
MARKS = tuple(f"{number:032x}" for number in range(8))
NAMES = ("path:x#toy", "path:y#toy", "hf:acme/toy")

formers = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(MARKS)), max_size=2)
findings = st.builds(
    finding,
    st.sampled_from(RULES),
    st.sampled_from(get_args(Severity)),
    fingerprint=st.sampled_from(MARKS),
    path=st.sampled_from(("a.md", "b.md")),
    line=st.none() | st.integers(1, 3),
    id=st.sampled_from(NAMES),
    waivable=st.booleans(),
    former=formers.map(tuple),
)
found = st.lists(findings, max_size=8, unique_by=lambda one: one.fingerprint)
days = st.integers(-20, 20).map(lambda number: (TODAY + timedelta(days=number)).isoformat())
waivers = st.builds(
    waiver,
    st.sampled_from(RULES),
    resource=st.sampled_from(NAMES),
    fingerprint=st.sampled_from(MARKS),
    expires=days,
    proposed=st.booleans(),
)
granted = st.lists(waivers, max_size=4)
baselines = st.sets(st.sampled_from(MARKS), max_size=5).map(lambda marks: baseline(*sorted(marks)))
settings = st.dictionaries(
    st.sampled_from((*RULES, "a", "b", "*")),
    st.sampled_from(get_args(Mode)).map(lambda mode: Setting(mode, "because")),
    max_size=4,
)
modes = settings.map(Modes)


def _blockers(verdict: Verdict) -> set[str]:
    return {one.fingerprint for one in verdict.findings if counts_as(one) == "block"}


def _asks(verdict: Verdict) -> set[str]:
    counted = ("block", "review")
    return {one.fingerprint for one in verdict.findings if counts_as(one) in counted}


@given(found, granted, baselines, modes, st.booleans(), st.randoms())
def test_the_order_of_findings_and_waivers_changes_nothing(
    found: list[Finding],
    granted: list[Waiver],
    known: Baseline,
    modes: Modes,
    whole: bool,
    random: object,
) -> None:
    first = decide(Evaluation(tuple(found)), granted, known, modes, TODAY, whole=whole)
    shuffled, turned = list(found), list(granted)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    random.shuffle(turned)  # type: ignore[attr-defined]
    again = decide(Evaluation(tuple(shuffled)), turned, known, modes, TODAY, whole=whole)
    assert again == first


@given(found, granted, waivers, baselines, modes)
def test_adding_a_waiver_never_adds_a_blocker(
    found: list[Finding], granted: list[Waiver], more: Waiver, known: Baseline, modes: Modes
) -> None:
    evaluation = Evaluation(tuple(found))
    before = decide(evaluation, granted, known, modes, TODAY)
    after = decide(evaluation, [*granted, more], known, modes, TODAY)
    assert _blockers(after) <= _blockers(before)
    assert _asks(after) <= _asks(before)


@given(found, granted, waivers, baselines, modes)
def test_a_proposed_waiver_settles_nothing(
    found: list[Finding], granted: list[Waiver], more: Waiver, known: Baseline, modes: Modes
) -> None:
    evaluation = Evaluation(tuple(found))
    before = decide(evaluation, granted, known, modes, TODAY)
    asked = decide(evaluation, [*granted, replace(more, proposed=True)], known, modes, TODAY)
    assert _asks(asked) == _asks(before)


@given(found, granted, waivers, baselines, modes, st.integers(1, 4000))
def test_an_expired_waiver_equals_none(
    found: list[Finding],
    granted: list[Waiver],
    more: Waiver,
    known: Baseline,
    modes: Modes,
    ago: int,
) -> None:
    evaluation = Evaluation(tuple(found))
    expired = replace(more, expires=(TODAY - timedelta(days=ago)).isoformat())
    with_it = decide(evaluation, [*granted, expired], known, modes, TODAY)
    without = decide(evaluation, granted, known, modes, TODAY)
    assert with_it.findings == without.findings
    assert with_it.outcome == without.outcome


@given(found, granted, baselines, baselines, modes)
def test_growing_the_baseline_never_adds_a_blocker(
    found: list[Finding], granted: list[Waiver], known: Baseline, more: Baseline, modes: Modes
) -> None:
    evaluation = Evaluation(tuple(found))
    grown = Baseline({**known.entries, **more.entries})
    before = decide(evaluation, granted, known, modes, TODAY)
    after = decide(evaluation, granted, grown, modes, TODAY)
    assert _blockers(after) <= _blockers(before)
    assert _asks(after) <= _asks(before)


@given(found, granted, baselines)
def test_a_repository_that_only_observes_always_passes(
    found: list[Finding], granted: list[Waiver], known: Baseline
) -> None:
    observing = Modes({"*": Setting("observe")})
    verdict = decide(Evaluation(tuple(found)), granted, known, observing, TODAY)
    assert verdict.outcome == "pass"
    assert len(verdict.findings) == len(found)


@given(found, granted, baselines, modes, modes)
def test_the_baseline_excuses_nothing_under_enforce(
    found: list[Finding], granted: list[Waiver], known: Baseline, modes: Modes, other: Modes
) -> None:
    enforcing = Modes({"*": Setting("enforce")})
    evaluation = Evaluation(tuple(found))
    verdict = decide(evaluation, granted, known, enforcing, TODAY)
    assert verdict == decide(evaluation, granted, baseline(), enforcing, TODAY)


@given(found, granted, baselines, modes)
def test_deciding_what_was_decided_decides_the_same(
    found: list[Finding], granted: list[Waiver], known: Baseline, modes: Modes
) -> None:
    once = decide(Evaluation(tuple(found)), granted, known, modes, TODAY, whole=True)
    again = Evaluation(once.findings, notes=once.notes)
    assert decide(again, granted, known, modes, TODAY, whole=True) == once


@given(found, granted, baselines, modes)
def test_every_finding_lies_in_exactly_one_heap(
    found: list[Finding], granted: list[Waiver], known: Baseline, modes: Modes
) -> None:
    verdict = decide(Evaluation(tuple(found)), granted, known, modes, TODAY)
    heaps = counts(verdict)
    first_seven = (
        heaps.block + heaps.review + heaps.warn + heaps.note
        + heaps.baseline + heaps.waived + heaps.observed
    )  # fmt: skip
    assert first_seven == len(verdict.findings)
    assert (heaps.block > 0) == (verdict.outcome == "block")
    assert heaps.proposed <= heaps.review + heaps.warn + heaps.note


@given(found, granted, baselines, modes, st.dates(date(2026, 1, 1), date(2028, 1, 1)))
def test_no_day_makes_a_decision_fail(
    found: list[Finding], granted: list[Waiver], known: Baseline, modes: Modes, day: date
) -> None:
    verdict = decide(Evaluation(tuple(found)), granted, known, modes, day, whole=True)
    assert {one.mode for one in verdict.findings} <= {"observe", "new", "enforce"}

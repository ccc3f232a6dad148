"""What a finding comes to: by its severity, the rule's mode, a waiver and the baseline."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

import pytest

from stewardship.decide import counts_as, decide
from stewardship.decisions.baseline import Baseline
from stewardship.decisions.modes import Modes, Setting
from stewardship.model import (
    Evaluation,
    Finding,
    Location,
    Mode,
    Outcome,
    Problem,
    Severity,
    Status,
    Unchecked,
    Waiver,
)
from tests.decide.build import MARK, OTHER, TODAY, baseline, evaluation, finding, waiver

GRANTED = waiver()
PROPOSED = waiver(proposed=True)
LAST_DAY = waiver(expires=TODAY.isoformat())
LAPSED = waiver(expires=(TODAY - timedelta(days=1)).isoformat())
KNOWN = baseline(MARK)
NONE = baseline()


class Case(NamedTuple):
    says: str
    mode: Mode
    waivers: tuple[Waiver, ...]
    baseline: Baseline
    status: Status
    outcome: Outcome
    found: Finding = finding()


CASES = [
    Case("what blocks and is new blocks", "new", (), NONE, "new", "block"),
    Case("the baseline excuses what was there", "new", (), KNOWN, "baseline", "pass"),
    Case("another content is not in the baseline", "new", (), baseline(OTHER), "new", "block"),
    Case("enforce heeds no baseline", "enforce", (), KNOWN, "new", "block"),
    Case("enforce blocks", "enforce", (), NONE, "new", "block"),
    Case("observe never blocks", "observe", (), NONE, "new", "pass"),
    Case("observe still tells what is in the baseline", "observe", (), KNOWN, "baseline", "pass"),
    Case("a waiver in force excuses", "new", (GRANTED,), NONE, "waived", "pass"),
    Case("a waiver in force excuses under enforce", "enforce", (GRANTED,), NONE, "waived", "pass"),
    Case("under enforce too", "enforce", (GRANTED,), KNOWN, "waived", "pass"),
    Case("a waiver says more than the baseline", "new", (GRANTED,), KNOWN, "waived", "pass"),
    Case("a proposal turns block into review", "new", (PROPOSED,), NONE, "proposed", "review"),
    Case("enforce can be proposed away", "enforce", (PROPOSED,), KNOWN, "proposed", "review"),
    Case("a proposal is idle in the baseline", "new", (PROPOSED,), KNOWN, "baseline", "pass"),
    Case("a proposal is observed", "observe", (PROPOSED,), NONE, "proposed", "pass"),
    Case("what governs wins over a proposal", "new", (PROPOSED, GRANTED), NONE, "waived", "pass"),
    Case("a waiver holds on its last day", "new", (LAST_DAY,), NONE, "waived", "pass"),
    Case("a waiver is over on the day after", "new", (LAPSED,), NONE, "new", "block"),
    Case("a lapsed one leaves the proposal", "new", (LAPSED, PROPOSED), NONE, "proposed", "review"),
    Case("some rules cannot be waived", "new", (GRANTED,), NONE, "new", "block",
         finding(waivable=False)),
    Case("nor can that be proposed", "new", (PROPOSED,), NONE, "new", "block",
         finding(waivable=False)),
    Case("but the baseline holds them", "new", (GRANTED,), KNOWN, "baseline", "pass",
         finding(waivable=False)),
    Case("review asks", "new", (), NONE, "new", "review", finding(severity="review")),
    Case("review with a proposal asks", "new", (PROPOSED,), NONE, "proposed", "review",
         finding(severity="review")),
    Case("an approved review passes", "new", (GRANTED,), NONE, "waived", "pass",
         finding(severity="review")),
    Case("warn passes", "new", (), NONE, "new", "pass", finding(severity="warn")),
    Case("a warning does not become a review", "new", (PROPOSED,), NONE, "proposed", "pass",
         finding(severity="warn")),
    Case("note passes", "new", (), NONE, "new", "pass", finding(severity="note")),
    Case("the baseline follows a rename", "new", (), baseline(OTHER), "baseline", "pass",
         finding(former=(("path:old/toy#toy", OTHER),))),
    Case("a waiver follows a rename", "new",
         (waiver(resource="path:old/toy#toy", fingerprint=OTHER),), NONE, "waived", "pass",
         finding(former=(("path:old/toy#toy", OTHER),))),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[f"{c.says} ({c.mode})" for c in CASES])
def test_a_finding_comes_to(case: Case) -> None:
    verdict = decide(
        evaluation(case.found), case.waivers, case.baseline, lambda rule: case.mode, TODAY
    )
    (decided,) = verdict.findings
    assert (decided.status, decided.mode, verdict.outcome) == (case.status, case.mode, case.outcome)


@pytest.mark.parametrize(
    ("severities", "outcome"),
    [
        ((), "pass"),
        (("note", "warn"), "pass"),
        (("warn", "review"), "review"),
        (("review", "block", "note"), "block"),
    ],
    ids=["nothing is a pass", "advice passes", "one review asks", "one block stops everything"],
)
def test_the_worst_that_counts_is_the_outcome(
    severities: tuple[Severity, ...], outcome: Outcome
) -> None:
    found = [finding(severity=s, fingerprint=f"{n:032x}") for n, s in enumerate(severities)]
    assert decide(evaluation(*found), (), NONE, Modes(), TODAY).outcome == outcome


@pytest.mark.parametrize(
    ("severity", "waivers", "mode", "counted"),
    [
        ("block", (), "new", "block"),
        ("block", (PROPOSED,), "new", "review"),
        ("warn", (PROPOSED,), "new", "warn"),
        ("note", (), "enforce", "note"),
        ("block", (GRANTED,), "new", None),
        ("block", (), "observe", None),
    ],
)
def test_a_finding_counts_as(
    severity: Severity, waivers: tuple[Waiver, ...], mode: Mode, counted: Severity | None
) -> None:
    found = evaluation(finding(severity=severity))
    verdict = decide(found, waivers, NONE, lambda rule: mode, TODAY)
    assert [counts_as(one) for one in verdict.findings] == [counted]


def test_a_rule_that_is_off_drops_its_findings_and_says_so() -> None:
    off = Modes({"licenses": Setting("off", "counsel decides by hand")})
    found = evaluation(
        finding(), finding(fingerprint=OTHER), finding("ownership/steward-stated", "warn")
    )
    verdict = decide(found, (), NONE, off, TODAY)
    assert [one.rule for one in verdict.findings] == ["ownership/steward-stated"]
    assert verdict.outcome == "pass"
    assert verdict.notes == (
        "`licenses/stated` is off (counsel decides by hand): 2 findings dropped",
    )


def test_a_mode_without_a_reason_is_said_without_one() -> None:
    verdict = decide(evaluation(finding()), (), NONE, lambda rule: "off", TODAY)
    assert verdict.notes == ("`licenses/stated` is off: 1 finding dropped",)


def test_what_the_engine_said_is_handed_on() -> None:
    unchecked = (Unchecked("licenses/known", "the map does not exist", 3),)
    found = Evaluation((finding(),), unchecked, ("one rule matched nothing",), 4, 17, 9)
    verdict = decide(found, (), NONE, Modes(), TODAY)
    assert verdict.unchecked == unchecked
    assert verdict.notes == ("one rule matched nothing",)
    assert (verdict.judged, verdict.universe, verdict.rules) == (4, 17, 9)


def test_findings_come_worst_first_then_by_path_line_column_and_rule() -> None:
    ordered = [
        finding("b/b", "block", path="a.md", line=None, column=None, fingerprint="0"),
        finding("b/b", "block", path="a.md", line=2, column=9, fingerprint="0"),
        finding("b/b", "block", path="a.md", line=10, column=1, fingerprint="0"),
        finding("a/a", "block", path="a.md", line=10, column=2, fingerprint="0"),
        finding("b/a", "block", path="a.md", line=10, column=2, fingerprint="0"),
        finding("a/a", "block", path="b.md", line=1, fingerprint="1"),
        finding("a/a", "block", path="b.md", line=1, fingerprint="2"),
        finding("a/a", "review", path="a.md", line=1, fingerprint="0"),
        finding("a/a", "warn", path="a.md", line=1, fingerprint="0"),
        finding("a/a", "note", path="a.md", line=1, fingerprint="0"),
    ]
    verdict = decide(evaluation(*reversed(ordered)), (), NONE, Modes(), TODAY)
    assert [(f.rule, f.severity, f.location, f.fingerprint) for f in verdict.findings] == [
        (f.rule, f.severity, f.location, f.fingerprint) for f in ordered
    ]


def test_values_without_a_line_are_ordered_by_their_way_into_the_document() -> None:
    def at(*pointer: str | int) -> Finding:
        one = finding(fingerprint=repr(pointer), message="m")
        return Finding(
            one.rule, one.severity, one.kind, one.id, one.name,
            Location("sbom.json", pointer=pointer), one.message, one.fingerprint,
        )  # fmt: skip

    ordered = [at("b", 2), at("b", 10), at("b", "a"), at("c")]
    verdict = decide(evaluation(*reversed(ordered)), (), NONE, Modes(), TODAY)
    assert [one.location for one in verdict.findings] == [one.location for one in ordered]


def test_moving_a_bad_manifest_keeps_its_excuse_and_leaving_a_copy_does_not_double_it() -> None:
    left = finding(fingerprint=MARK)
    moved = finding(fingerprint=OTHER, id="path:new#toy", former=((left.id, MARK),))
    verdict = decide(evaluation(moved, left), (), KNOWN, Modes(), TODAY)
    assert {one.fingerprint: one.status for one in verdict.findings} == {
        MARK: "baseline",
        OTHER: "new",
    }
    alone = decide(evaluation(moved), (), KNOWN, Modes(), TODAY)
    assert [one.status for one in alone.findings] == ["baseline"]


@pytest.mark.parametrize(
    ("entries", "said"),
    [((OTHER,), "1 entry"), ((OTHER, "e" * 32), "2 entries")],
    ids=["one", "two"],
)
def test_baseline_entries_that_nothing_needs_are_said_when_everything_was_judged(
    entries: tuple[str, ...], said: str
) -> None:
    stale = baseline(MARK, *entries)
    found = evaluation(finding())
    assert decide(found, (), stale, Modes(), TODAY, whole=True).notes == (
        f"{said} of the baseline matched nothing: `steward baseline` drops what is mended",
    )
    assert decide(found, (), stale, Modes(), TODAY).notes == ()
    assert decide(found, (), KNOWN, Modes(), TODAY, whole=True).notes == ()


def test_baseline_entries_of_a_rule_that_is_off_are_not_called_mended() -> None:
    off = Modes({"licenses": Setting("off", "later")})
    assert decide(evaluation(), (), baseline(OTHER), off, TODAY, whole=True).notes == ()


def test_what_could_not_be_judged_is_called_neither_mended_nor_unused() -> None:
    unjudged = (Unchecked("licenses/stated", "the history is shallow", 1),)
    found = Evaluation((), unjudged)
    assert decide(found, [GRANTED, LAPSED], KNOWN, Modes(), TODAY, whole=True).notes == ()
    other = Evaluation((), (Unchecked("licenses/known", "the history is shallow", 1),))
    assert len(decide(other, [GRANTED, LAPSED], KNOWN, Modes(), TODAY, whole=True).notes) == 3


def test_an_entry_used_under_a_former_name_is_not_called_mended() -> None:
    moved = finding(fingerprint=OTHER, former=(("path:old#toy", MARK),))
    assert decide(evaluation(moved), (), KNOWN, Modes(), TODAY, whole=True).notes == ()


def test_what_is_wrong_in_the_waivers_file_is_said_with_its_place_and_once() -> None:
    problems = [
        Problem("this waiver has no `reason`", Location(".steward/waivers.yaml", 7, 5)),
        Problem("this file is no mapping", Location(".steward/waivers.yaml")),
        Problem("this file is no mapping", Location(".steward/waivers.yaml")),
        Problem("something is odd"),
    ]
    verdict = decide(evaluation(), (), NONE, Modes(), TODAY, problems=problems)
    assert verdict.notes == (
        ".steward/waivers.yaml:7: this waiver has no `reason`",
        ".steward/waivers.yaml: this file is no mapping",
        "something is odd",
    )

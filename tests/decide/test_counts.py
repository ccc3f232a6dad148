"""The heaps that every report counts."""

from __future__ import annotations

from dataclasses import replace

from stewardship.decide import Counts, counts, counts_as, decide
from stewardship.decisions.modes import Modes, Setting
from stewardship.model import Finding, Severity
from tests.decide.build import TODAY, baseline, evaluation, finding, waiver


def _found(number: int, severity: Severity, rule: str = "a/a") -> Finding:
    return finding(rule, severity, fingerprint=f"{number:032x}", line=number + 1)


def test_each_finding_lies_in_one_heap_and_proposals_are_counted_besides() -> None:
    found = [
        *(_found(n, "block") for n in range(3)),
        *(_found(n, "review") for n in range(10, 12)),
        *(_found(n, "warn") for n in range(20, 24)),
        *(_found(n, "note") for n in range(30, 35)),
        *(_found(n, "block", "b/seen") for n in range(40, 46)),
        *(_found(n, "block") for n in range(50, 57)),
        *(_found(n, "block") for n in range(60, 68)),
        *(_found(n, "block") for n in range(70, 79)),
        *(_found(n, "block", "b/seen") for n in range(80, 90)),
    ]
    known = baseline(*(f"{n:032x}" for n in (*range(50, 57), *range(80, 90))))
    waivers = [
        *(waiver("a/a", fingerprint=f"{n:032x}") for n in range(60, 68)),
        *(waiver("a/a", fingerprint=f"{n:032x}", proposed=True) for n in range(70, 79)),
        waiver("b/seen", fingerprint=f"{40:032x}", proposed=True),
    ]
    modes = Modes({"b/seen": Setting("observe")})
    verdict = decide(evaluation(*found), waivers, known, modes, TODAY)
    assert counts(verdict) == Counts(
        block=3, review=2 + 9, warn=4, note=5, baseline=7 + 10, waived=8, observed=6, proposed=9
    )


def test_what_is_off_never_counts() -> None:
    assert counts_as(replace(_found(1, "block"), mode="off")) is None


def test_a_verdict_without_findings_counts_nothing() -> None:
    assert counts(decide(evaluation(), (), baseline(), Modes(), TODAY)) == Counts()

"""Workflow commands: levels, properties, and GitHub's limits."""

from __future__ import annotations

import pytest

from stewardship.model import Report
from stewardship.reporters import load
from tests.reporters.samples import BASE_PINNED, finding, report


def lines(given: Report) -> list[str]:
    return load("github").render(given).splitlines()


LEVELS = [
    ("block", "new", "new", "error"),
    ("block", "new", "proposed", "warning"),
    ("review", "new", "new", "warning"),
    ("warn", "new", "new", "warning"),
    ("note", "new", "new", "notice"),
    ("block", "observe", "new", "notice"),
]


@pytest.mark.parametrize(("severity", "mode", "status", "level"), LEVELS)
def test_the_level_is_how_the_finding_counts(
    severity: str, mode: str, status: str, level: str
) -> None:
    one = finding(severity=severity, mode=mode, status=status)  # type: ignore[arg-type]
    assert lines(report(one))[0].startswith(f"::{level} file=")


def test_a_command_names_file_line_column_and_rule() -> None:
    assert lines(report(BASE_PINNED))[0] == (
        "::error file=models/fraud-v3/README.md,line=5,col=13,title=BLOCK lineage/base-pinned"
        "::the base model has no revision%0Amodel fraud-v3, steward @acme/risk-ml"
        "%0Afix: steward fix lineage/base-pinned"
    )


def test_every_finding_is_a_plain_line_too() -> None:
    assert lines(report(BASE_PINNED))[1] == (
        "BLOCK  models/fraud-v3/README.md:5:13  lineage/base-pinned: the base model has no "
        "revision · fix: steward fix lineage/base-pinned · model fraud-v3, steward @acme/risk-ml"
    )


def test_a_file_that_is_gone_has_no_line() -> None:
    gone = finding(place=("models/churn/README.md", None, None))
    assert lines(report(gone))[0].startswith("::error file=models/churn/README.md,title=")


def test_ten_of_each_level_are_annotated_and_the_rest_is_summed_up() -> None:
    errors = [finding(place=("a.md", n, 1)) for n in range(1, 14)]
    warnings = [finding(severity="warn", place=("a.md", n, 1)) for n in range(1, 12)]
    notices = [finding(severity="note", place=("a.md", n, 1)) for n in range(1, 11)]
    said = lines(report(*notices, *errors, *warnings))
    for level in ("error", "warning", "notice"):
        assert sum(line.startswith(f"::{level} ") for line in said) == 10
    assert "not annotated, for GitHub shows 10 of each level a step: 3 errors, 1 warning" in said
    assert sum(line.startswith(("BLOCK ", "WARN ", "NOTE ")) for line in said) == 34


def test_baseline_and_waived_findings_are_not_annotated() -> None:
    said = lines(report(finding(status="baseline"), finding(status="waived"), outcome="pass"))
    basis = "2 of 417 resources judged · offline · policies acme@v7 · 0.2 s"
    assert said == [f"pass, 1 in the baseline, 1 waived · {basis}"]

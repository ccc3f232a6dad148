"""What the findings of one report come to: which are shown, in which order, and how many.

The decision itself is ``decide``'s; this only says in which heap a decided finding lies, so
that every format counts alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Literal, get_args

from stewardship.decide import counts_as
from stewardship.model import Finding, Location, Report, Severity, Verdict

Observed = Literal["would-block", "would-review", "would-warn", "would-note"]
Standing = Severity | Observed | Literal["baseline", "waived", "approved"]
OBSERVED: dict[Severity, Observed] = {
    "block": "would-block",
    "review": "would-review",
    "warn": "would-warn",
    "note": "would-note",
}
ORDER: tuple[Standing, ...] = (*OBSERVED, *get_args(Observed), "baseline", "waived", "approved")
SETTLED: tuple[Standing, ...] = ("baseline", "waived", "approved")
LABELS = {standing: standing.upper().replace("-", " ") for standing in ORDER}


def standing(finding: Finding) -> Standing:
    """How a finding counts, or why it does not: observed, in the baseline, waived, or approved."""
    if finding.status in ("baseline", "waived"):
        return finding.status
    if finding.approved:
        return "approved"
    return counts_as(finding) or OBSERVED[finding.severity]


def shown(verdict: Verdict) -> list[Finding]:
    """The findings that a person is shown: not in the baseline, waived or approved; worst first."""
    return in_order(f for f in verdict.findings if standing(f) not in SETTLED)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Worst first, then by place: the same order whatever order they were found in."""
    return sorted(findings, key=lambda f: (rank(f), *_place(f.location), f.rule, f.fingerprint))


def rank(finding: Finding) -> int:
    """0 for what blocks, and up: the order in which findings deserve attention."""
    return ORDER.index(standing(finding))


def _place(location: Location) -> tuple[str, int, int]:
    """By path, then line and column, a file as a whole first."""
    return location.path, location.line or 0, location.column or 0


def heaps(verdict: Verdict) -> Counter[Standing]:
    """How many findings stand where."""
    return Counter(standing(finding) for finding in verdict.findings)


def unchecked(verdict: Verdict) -> int:
    """How many times a rule could not be judged on a resource."""
    return sum(item.count for item in verdict.unchecked)


def is_approval(finding: Finding) -> bool:
    """Whether a counted finding awaits the approval of a license that the change proposes."""
    counted = finding.status == "proposed" and counts_as(finding) is not None
    return counted and "approval" in finding.details


def placed(report: Report, location: Location) -> Location:
    """The location with a line wherever its file has lines: a whole file is its first line."""
    if location.line is None and report.excerpt(Location(location.path, 1)) is not None:
        return Location(location.path, 1)
    return location


def from_top(report: Report, location: Location) -> Location:
    """The same, from the top level of the repository, where a platform looks for its files."""
    found = placed(report, location)
    if not report.prefix:
        return found
    return Location(report.prefix + found.path, found.line, found.column)


def reviewers(report: Report, finding: Finding) -> tuple[str, ...]:
    """Whom a finding asks: its reviewers; for a review that names none, the owner of its rule."""
    rule = report.rules.get(finding.rule)
    if finding.reviewers or rule is None or standing(finding) != "review":
        return finding.reviewers
    return (rule.owner,) if rule.owner else ()


def plural(count: int, one: str, many: str = "") -> str:
    """A count with its noun: ``1 note``, ``2 notes``."""
    return f"{count} {one if count == 1 else many or one + 's'}"

"""Findings, waivers and baselines in a line each, for tests of what is decided about them."""

from __future__ import annotations

from datetime import date

from stewardship.decisions.baseline import Baseline, Entry
from stewardship.model import Evaluation, Finding, Location, Severity, Waiver

TODAY = date(2026, 11, 23)
MARK = "0123456789abcdef0123456789abcdef"
OTHER = "f" * 32


def finding(
    rule: str = "licenses/stated",
    severity: Severity = "block",
    *,
    fingerprint: str = MARK,
    path: str = "models/toy/README.md",
    line: int | None = 3,
    column: int | None = 1,
    id: str = "path:models/toy#toy",
    message: str = "the license is missing",
    waivable: bool = True,
    former: tuple[tuple[str, str], ...] = (),
) -> Finding:
    """A finding about the model ``toy``, as the engine would hand it over."""
    return Finding(
        rule,
        severity,
        "model",
        id,
        id.rpartition("#")[2],
        Location(path, line, column),
        message,
        fingerprint,
        waivable=waivable,
        former=former,
    )


def waiver(
    rule: str = "licenses/stated",
    *,
    resource: str = "path:models/toy#toy",
    fingerprint: str = MARK,
    expires: str = "2027-01-31",
    reason: str = "being settled with the authors",
    approved_by: str = "",
    line: int = 2,
    proposed: bool = False,
) -> Waiver:
    """A waiver of that finding."""
    place = Location(".steward/waivers.yaml", line, 5)
    return Waiver(rule, resource, fingerprint, reason, approved_by, expires, place, proposed)


def baseline(*fingerprints: str, rule: str = "licenses/stated") -> Baseline:
    """A baseline of findings about the model ``toy``."""
    entry = Entry(rule, "path:models/toy#toy", "models/toy/README.md")
    return Baseline(dict.fromkeys(fingerprints, entry))


def evaluation(*findings: Finding) -> Evaluation:
    """What the engine hands to ``decide``."""
    return Evaluation(findings)

"""As what a finding counts: its status under a mode, and the severity that is left of it."""

from __future__ import annotations

from collections.abc import Collection

from stewardship.decisions.baseline import Baseline
from stewardship.model import Approval, Finding, Mode, Severity, Status, Waiver


def status_of(
    finding: Finding, excuses: Collection[Waiver | Approval], mode: Mode, baseline: Baseline
) -> Status:
    """A waiver or approval in force, else the baseline where the mode heeds it, else a proposal,
    else new."""
    if not all(one.proposed for one in excuses):
        return "waived"
    if mode != "enforce" and baseline.match(finding) is not None:
        return "baseline"
    return "proposed" if excuses else "new"


def counts_as(finding: Finding) -> Severity | None:
    """The severity with which a decided finding counts; None when it does not.

    What blocks and has a waiver proposed is for review: somebody must grant it.
    """
    if finding.mode in ("observe", "off") or finding.status in ("baseline", "waived"):
        return None
    if finding.status == "proposed" and finding.severity == "block":
        return "review"
    return None if finding.approved else finding.severity

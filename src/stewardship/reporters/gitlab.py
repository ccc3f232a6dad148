"""GitLab code quality: what a merge request shows beside its changes.

A JSON array of {description, check_name, fingerprint, severity, location}, as "Code Quality
report format" of GitLab's documentation has it; ``artifacts:reports:codequality`` takes it. GitLab
compares the array with that of the target branch by fingerprint alone, and ours holds no line.

What blocks is ``blocker``, review ``major``, warn ``minor``, note and what is only observed
``info``. Findings in the baseline, waived and approved ones are left out, since this format cannot
say that something is accepted. A run that could not be judged is a ``blocker`` in the
configuration: an empty array would read as a pass.
"""

from __future__ import annotations

import hashlib
from typing import Any

from stewardship.model import Finding, Report
from stewardship.reporters import clean, tally

SEVERITIES = {"block": "blocker", "review": "major", "warn": "minor"}
CONFIGURATION = ".steward/config.yaml"
LONGEST = 1_000


def render(report: Report, *, color: bool = False, width: int = 100) -> str:
    """The report as one JSON array, worst findings first."""
    issues = [_error(report, message) for message in report.errors]
    issues += [_issue(report, finding) for finding in tally.shown(report.verdict)]
    return clean.json_text(issues)


def _issue(report: Report, finding: Finding) -> dict[str, Any]:
    place = tally.from_top(report, finding.location)
    standing = tally.standing(finding)
    said = f"{finding.kind} {finding.name}: {finding.message}"
    observed = " (observed only)" if standing in tally.OBSERVED.values() else ""
    remedy = f". To mend it: {finding.remedy}" if finding.remedy else ""
    return {
        "description": clean.terminal(f"{said}{observed}{remedy}", LONGEST),
        "check_name": clean.unicode(finding.rule),
        "fingerprint": finding.fingerprint,
        "severity": SEVERITIES.get(standing, "info"),
        "location": {"path": clean.unicode(place.path), "lines": {"begin": place.line or 1}},
    }


def _error(report: Report, message: str) -> dict[str, Any]:
    shown = clean.terminal(message, LONGEST)
    return {
        "description": f"nothing was judged: {shown}",
        "check_name": "steward",
        "fingerprint": hashlib.sha256(shown.encode()).hexdigest()[:32],
        "severity": "blocker",
        "location": {
            "path": clean.unicode(report.prefix + CONFIGURATION),
            "lines": {"begin": 1},
        },
    }

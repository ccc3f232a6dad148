"""The report for programs: version 1, described by ``report-1.schema.json`` beside this file.

All findings are in it, those in the baseline and waived ones too; ``status`` tells. Where reviews
were looked at, ``approvals`` says what they settle, and ``approved`` of a finding who did. Fields
may be added within version 1; none is taken away or changes its meaning. The text is ASCII. What a
file name or a message holds stays as it is, JSON-escaped, but for bytes that are not UTF-8:
JSON cannot say those, so they read ``\\xff``.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from stewardship import __version__
from stewardship.decide import counts
from stewardship.model import Finding, Location, Report
from stewardship.reporters import approving, clean, tally

VERSION = 1
SCHEMA = Path(__file__).with_name("report-1.schema.json")


def render(report: Report, *, color: bool = False, width: int = 100) -> str:
    """The report as one JSON object, indented; worst findings first."""
    return clean.json_text(document(report))


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) that every report of this version satisfies."""
    loaded: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return loaded


def document(report: Report) -> dict[str, Any]:
    """The report as plain data, as version 1 of the format has it."""
    verdict = report.verdict
    return {
        "version": VERSION,
        "verdict": verdict.outcome,
        "root": clean.unicode(report.prefix),
        "summary": _summary(report),
        "findings": [_finding(report, finding) for finding in tally.in_order(verdict.findings)],
        "unchecked": [
            {
                "rule": clean.unicode(item.rule),
                "reason": clean.unicode(item.reason),
                "count": item.count,
            }
            for item in verdict.unchecked
        ],
        "errors": [{"message": clean.unicode(error)} for error in report.errors],
        **_approvals(report),
        **_looked(report),
    }


def _looked(report: Report) -> dict[str, Any]:
    """Which rule looked at how many resources, and for a change why these."""
    found: dict[str, Any] = {}
    if report.looked:
        found["looked"] = {clean.unicode(rule): count for rule, count in report.looked.items()}
    if report.reach is not None:
        names = ("kind", "id", "name", "why")
        found["reach"] = {
            "because": clean.unicode(report.reach.because),
            "resources": [
                dict(zip(names, map(clean.unicode, one), strict=True))
                for one in report.reach.resources
            ],
        }
    return found


def _approvals(report: Report) -> dict[str, Any]:
    """What the change asks of people, and how far that is settled; nothing where no review was
    looked at."""
    if report.approvals is None:
        return {}
    return {"approvals": [approving.as_data(one) for one in report.approvals]}


def _summary(report: Report) -> dict[str, Any]:
    verdict = report.verdict
    counted = asdict(counts(verdict))
    if report.approvals is None:
        del counted["approved"]
    return {
        "judged": verdict.judged,
        "universe": verdict.universe,
        "rules": verdict.rules,
        **counted,
        "unchecked": tally.unchecked(verdict),
        "notes": [clean.unicode(note) for note in verdict.notes],
        "seconds": round(report.seconds, 3),
        "policies": clean.unicode(report.policies),
        "steward": __version__,
    }


def _finding(report: Report, finding: Finding) -> dict[str, Any]:
    place = tally.placed(report, finding.location)
    return {
        "rule": clean.unicode(finding.rule),
        "severity": finding.severity,
        "mode": finding.mode,
        "resource": {
            "kind": finding.kind,
            "id": clean.unicode(finding.id),
            "name": clean.unicode(finding.name),
        },
        "path": clean.unicode(place.path),
        "line": place.line,
        "column": place.column,
        "message": clean.unicode(finding.message),
        "remedy": clean.unicode(finding.remedy),
        "steward": clean.unicode(finding.steward),
        "reviewers": [clean.unicode(name) for name in tally.reviewers(report, finding)],
        "related": [
            _related(tally.placed(report, other.location), other.message)
            for other in finding.related
        ],
        "details": clean.plain(dict(finding.details)),
        "fingerprint": finding.fingerprint,
        "status": finding.status,
        **(
            {"approved": [approving.review_data(one) for one in finding.approved]}
            if finding.approved
            else {}
        ),
    }


def _related(place: Location, message: str) -> dict[str, Any]:
    return {
        "path": clean.unicode(place.path),
        "line": place.line,
        "message": clean.unicode(message),
    }

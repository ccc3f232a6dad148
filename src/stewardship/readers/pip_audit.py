"""pip-audit's reports in JSON: what of the packages of a Python environment is vulnerable.

Read from the format (https://github.com/pypa/pip-audit, `pip-audit -f json`): each of the ``vulns``
of a package is a vulnerability with ``id`` and ``aliases``, ``fix_versions`` as ``fixed-in``. The
list alone, without ``dependencies`` around it, is that of versions before 2. The format states no
severity, so it is unknown. Of a package that was not audited (``skip_reason``) the reason is
``skipped``: what nobody looked at is not known to be free of vulnerabilities.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from stewardship.document import Document
from stewardship.model import Fragment, Kind, Pointer
from stewardship.readers import _findings as findings
from stewardship.readers._findings import Report, Spot
from stewardship.vocabulary import purl, severities
from stewardship.vocabulary.folders import report_about

VERSION = 2
NAMES = ("*pip-audit*.json", "*pip_audit*.json", "*.json")
SIGNS = ('"vulns"', '"skip_reason"')
KIND: Kind = findings.KIND
LIMIT = findings.LIMIT
ORIGIN = "pip-audit"


def mine(path: str, head: bytes) -> bool:
    """Whether these bytes hold a mark of the format."""
    return any(mark.encode() in head for mark in SIGNS)


def read(path: str, content: bytes) -> tuple[Fragment, ...] | None:
    """The findings of one report."""
    if not mine(path, content):
        return None
    name = path.rpartition("/")[2].lower()
    sure = "pip-audit" in name or "pip_audit" in name
    document = findings.loaded(path, content, ORIGIN, sure)
    if not isinstance(document, Document):
        return (document,) if document else None
    start: Pointer = () if isinstance(document.data, list) else ("dependencies",)
    report = Report(document, ORIGIN, report_about(path))
    packages = list(report.rows(*start))
    if not any("name" in row and ("vulns" in row or "skip_reason" in row) for _, row in packages):
        return None
    return tuple(_findings(report, packages))


def _findings(report: Report, packages: Iterable[tuple[Pointer, Any]]) -> Iterator[Fragment]:
    for at, row in packages:
        spot = Spot(purl.pypi(report.word(*at, "name")), report.word(*at, "version"))
        if "skip_reason" in row:
            skipped = findings.clipped(report.text(*at, "skip_reason"))
            nothing = report.severity("none", *at)
            yield findings.finding(
                report, at, ["pip-audit/skipped"], spot, severity=nothing, skipped=skipped
            )
        for place, _ in report.rows(*at, "vulns"):
            fixed = findings.strings(report, *place, "fix_versions")
            yield findings.finding(
                report,
                place,
                [report.word(*place, "id"), *findings.strings(report, *place, "aliases")],
                spot,
                severity=report.severity(severities.UNKNOWN, *place),
                description=findings.clipped(report.text(*place, "description")),
                fixed_in=report.listed(fixed, *place, "fix_versions"),
            )

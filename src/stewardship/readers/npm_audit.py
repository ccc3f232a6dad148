"""npm's audits in JSON: version 2 of npm 7 and later, and the shape of npm 6, pnpm and Yarn.

Read from the format (https://docs.npmjs.com/cli/commands/npm-audit): of version 2
(``auditReportVersion``) every advisory in a package's ``via`` is a vulnerability of that package,
named by the GHSA id in its ``url``; a package that is only vulnerable by what it depends on has
texts there, and is none. Of the older shape every one of ``advisories`` is, with ``cves``,
``patched_versions`` as ``fixed-in``, ``findings`` for the versions, ``created`` as ``published``.
Version 2 names no version that is installed, nor one that is free of it but in its range:
``<3.1.7`` says that 3.1.7 is ``fixed-in``. ``moderate`` is medium. An audit that failed
(``error``) is broken.
"""

from __future__ import annotations

from collections.abc import Iterator
from re import IGNORECASE
from typing import Any

from stewardship.document import Document
from stewardship.model import Fragment, Kind, Pointer
from stewardship.pattern import pattern
from stewardship.readers import _findings as findings
from stewardship.readers import facts
from stewardship.readers._findings import Report, Spot
from stewardship.vocabulary import purl, severities
from stewardship.vocabulary.folders import report_about

VERSION = 2
NAMES = ("*npm-audit*.json", "*npm_audit*.json", "*pnpm-audit*.json", "*yarn-audit*.json", "*.json")
SIGNS = ('"auditReportVersion"', '"advisories"')
KIND: Kind = findings.KIND
LIMIT = findings.LIMIT
ORIGIN = "npm-audit"
ERROR = b'"error"'
_ADVISORY = pattern(r"(GHSA(?:-[0-9a-z]{4}){3})", IGNORECASE)
_FREE = pattern(r"<\s*(v?[0-9][0-9A-Za-z.+-]*)")


def mine(path: str, head: bytes) -> bool:
    """Whether these bytes hold a mark of the format, or of an audit that failed."""
    return any(mark.encode() in head for mark in SIGNS) or (_named(path) and ERROR in head)


def _named(path: str) -> bool:
    name = path.rpartition("/")[2].lower()
    return "audit" in name and ("npm" in name or "yarn" in name)


def read(path: str, content: bytes) -> tuple[Fragment, ...] | None:
    """The findings of one audit."""
    if not mine(path, content):
        return None
    sure = _named(path) or b'"auditReportVersion"' in content
    document = findings.loaded(path, content, ORIGIN, sure)
    if not isinstance(document, Document):
        return (document,) if document else None
    if not isinstance(document.data, dict):
        return None
    report = Report(document, ORIGIN, report_about(path))
    if "auditReportVersion" in document.data:
        if document.get("auditReportVersion") != 2:
            message = findings.not_known(document, "auditReportVersion", "2", "npm")
            return (findings.misread(document, ORIGIN, message, "auditReportVersion"),)
        return tuple(_second(report))
    advisories = document.get("advisories")
    if isinstance(advisories, dict) and "metadata" in document.data:
        return tuple(_first(report, advisories))
    failed = document.get("error")
    if _named(path) and isinstance(failed, dict):
        ways = (("error", "summary"), ("message",), ("error", "code"))
        said = facts.clip(next((word for way in ways if (word := report.word(*way))), ""))
        message = f"the audit failed: {said}".rstrip(".: ")
        return (findings.misread(document, ORIGIN, message, "error"),)
    return None


def _second(report: Report) -> Iterator[Fragment]:
    """The advisories of version 2, each once, at the package that it is about."""
    packages = report.document.get("vulnerabilities")
    seen: set[tuple[str, str]] = set()
    for name, row in packages.items() if isinstance(packages, dict) else ():
        if not isinstance(row, dict):
            continue
        for at, _ in report.rows("vulnerabilities", name, "via"):
            about = report.word(*at, "dependency") or report.word(*at, "name") or str(name)
            number = report.word(*at, "source")
            ids = [*_ids(report.word(*at, "url")), *([f"npm:{number}"] if number else [])]
            if not ids or (ids[0], about) in seen:
                continue
            seen.add((ids[0], about))
            path = findings.strings(report, "vulnerabilities", name, "nodes")
            fixed = _FREE.findall(report.word(*at, "range"))
            yield findings.finding(
                report,
                at,
                ids,
                Spot(_purl(about), "", path[0] if path else ""),
                severity=_severity(report, at),
                score=findings.highest(report, [report.document.get(*at, "cvss", "score")], *at),
                description=findings.clipped(report.text(*at, "title")),
                fixed_in=report.listed(fixed, *at, "range"),
                vendor_status=_status(row, report, name),
            )


def _status(row: dict[str, Any], report: Report, name: str) -> Any:
    """Whether `npm audit fix` would mend it."""
    fix = row.get("fixAvailable")
    if fix is None:
        return None
    return report.value("fixed" if fix else "affected", "vulnerabilities", name, "fixAvailable")


def _first(report: Report, advisories: dict[str, Any]) -> Iterator[Fragment]:
    """The advisories of the older shape."""
    for key, row in advisories.items():
        if not isinstance(row, dict):
            continue
        at: Pointer = ("advisories", key)
        versions = [report.word(*place, "version") for place, _ in report.rows(*at, "findings")]
        ids = [*findings.strings(report, *at, "cves"), report.word(*at, "github_advisory_id")]
        ids += [*_ids(report.word(*at, "url")), f"npm:{key}"]
        patched = report.word(*at, "patched_versions")
        yield findings.finding(
            report,
            at,
            ids,
            Spot(_purl(report.word(*at, "module_name")), next(filter(None, versions), "")),
            severity=_severity(report, at),
            score=findings.highest(report, [report.document.get(*at, "cvss", "score")], *at),
            description=findings.clipped(report.text(*at, "title")),
            fixed_in=report.listed([patched] if _is_patch(patched) else [], *at),
            published=report.text(*at, "created"),
        )


def _is_patch(versions: str) -> bool:
    """Whether some version is free of it: npm writes ``<0.0.0`` where none is."""
    return bool(versions) and not versions.replace(" ", "").startswith("<0.0.0")


def _ids(url: str) -> list[str]:
    found = _ADVISORY.search(url)
    return [f"GHSA{found[1][4:].lower()}"] if found else []


def _purl(name: str) -> str:
    space, _, last = name.rpartition("/")
    return purl.build("npm", last, None, space)


def _severity(report: Report, at: Pointer) -> Any:
    return report.severity(severities.of_word(report.word(*at, "severity")), *at, "severity")

"""Grype's reports in JSON: what of an image, a folder or a bill of materials is vulnerable.

Read from the format (https://github.com/anchore/grype, `grype -o json`): each of ``matches`` is a
vulnerability of a package: ``vulnerability.id`` and the ids of ``relatedVulnerabilities``,
``severity``, ``cvss`` as ``score``, ``fix.versions`` as ``fixed-in``, ``fix.state`` as
``vendor-status``, ``artifact.purl`` (else its name, type and version) as ``affects``. What is in
``ignoredMatches`` was told to be no finding: by a VEX document (``vex-status``,
``vex-justification``) or by a rule of Grype's configuration, which states its ``analysis``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from stewardship.document import Document
from stewardship.model import Fragment, Kind, Pointer, Value
from stewardship.readers import _findings as findings
from stewardship.readers._findings import Report, Spot
from stewardship.vocabulary import purl, severities
from stewardship.vocabulary.folders import report_about

VERSION = 2
NAMES = ("*grype*.json", "*.json")
SIGNS = ('"grype"', '"matchDetails"')
KIND: Kind = findings.KIND
LIMIT = findings.LIMIT
ORIGIN = "grype"
TYPES = {
    "python": "pypi",
    "npm": "npm",
    "go-module": "golang",
    "gem": "gem",
    "rust-crate": "cargo",
    "deb": "deb",
    "rpm": "rpm",
    "apk": "apk",
}


def mine(path: str, head: bytes) -> bool:
    """Whether these bytes hold what only such a report does."""
    return b'"matchDetails"' in head or (b'"matches"' in head and b'"grype"' in head)


def read(path: str, content: bytes) -> tuple[Fragment, ...] | None:
    """The findings of one report."""
    if not mine(path, content):
        return None
    document = findings.loaded(path, content, ORIGIN, sure=True)
    if not isinstance(document, Document):
        return (document,) if document else None
    if not isinstance(document.data, dict) or "matches" not in document.data:
        return None
    if not isinstance(document.get("matches"), list | None):
        return (findings.misread(document, ORIGIN, "`matches` has to be a list", "matches"),)
    return tuple(_findings(_report(document)))


def _report(document: Document) -> Report:
    target = document.get("source", "target")
    if document.get("source", "type") == "image" and isinstance(target, dict):
        name = document.text("source", "target", "userInput") or ""
        tags = target.get("tags")
        if (not name or name.startswith("sha256:")) and isinstance(tags, list) and tags:
            name = str(tags[0])
        if name:
            return Report(document, ORIGIN, findings.image_name(name), image=True)
    return Report(document, ORIGIN, report_about(document.path))


def _findings(report: Report) -> Iterator[Fragment]:
    for at, row in report.rows("matches"):
        yield _match(report, at, row)
    for at, row in report.rows("ignoredMatches"):
        yield _match(report, at, row, _decided(report, at))


def _decided(report: Report, at: Pointer) -> dict[str, Value | None]:
    """Why Grype was told to leave a match out."""
    rules = list(report.rows(*at, "appliedIgnoreRules"))
    vex = next((place for place, row in rules if row.get("vex-status")), None)
    if vex:
        status = report.word(*vex, "vex-status")
        word = "resolved" if status == "fixed" else status
        return {
            "analysis": report.value(word, *vex, "vex-status"),
            "justification": report.text(*vex, "vex-justification"),
        }
    place = rules[0][0] if rules else (*at, "appliedIgnoreRules")
    reason = report.text(*place, "reason")
    return {"analysis": report.value("suppressed", *place), "justification": reason}


def _match(
    report: Report,
    at: Pointer,
    row: dict[str, Any],
    decided: dict[str, Value | None] | None = None,
) -> Fragment:
    home = (*at, "vulnerability")
    names = [report.word(*home, "id")]
    names += [report.word(*place, "id") for place, _ in report.rows(*at, "relatedVulnerabilities")]
    fixed = findings.strings(report, *home, "fix", "versions")
    rated = [place for place, _ in report.rows(*home, "cvss")]
    scores = (report.document.get(*place, "metrics", "baseScore") for place in rated)
    return findings.finding(
        report,
        at,
        names,
        _spot(report, at),
        severity=_severity(report, at),
        score=findings.highest(report, scores, *home, "cvss"),
        description=findings.clipped(report.text(*home, "description")),
        fixed_in=report.listed(fixed, *home, "fix", "versions"),
        vendor_status=report.text(*home, "fix", "state"),
        **decided or {},
    )


def _spot(report: Report, at: Pointer) -> Spot:
    home = (*at, "artifact")
    name, version = report.word(*home, "name"), report.word(*home, "version")
    ref = report.word(*home, "purl")
    if not purl.parse(ref):
        kind = TYPES.get(report.word(*home, "type"))
        space, _, last = name.rpartition("/")
        ref = purl.build(kind, last, None, space) if kind and last else name
    path = report.word(*home, "locations", 0, "path")
    return Spot(ref, version, "" if report.image else path.removeprefix("/"))


def _severity(report: Report, at: Pointer) -> Value:
    """Its own severity; where it states none, the worst that a related one has."""
    places: list[Pointer] = [(*at, "vulnerability")]
    places += [place for place, _ in report.rows(*at, "relatedVulnerabilities")]
    said = [severities.of_word(report.word(*place, "severity")) for place in places]
    word = said[0] if said[0] != severities.UNKNOWN else min(said, key=severities.rank)
    return report.severity(word, *at, "vulnerability", "severity")

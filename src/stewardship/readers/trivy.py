"""Trivy's reports in JSON, schema version 2, and the bare list of before: images, files, secrets.

Read from the format (https://trivy.dev/latest/docs/configuration/reporting/#json): each of
``Results[].Vulnerabilities`` is a vulnerability of a package: ``VulnerabilityID``, ``Severity``,
``CVSS`` as ``score``, ``FixedVersion`` as ``fixed-in``, ``PublishedDate`` as ``published``,
``Status`` as ``vendor-status``, ``PkgIdentifier.PURL`` or ``PkgName`` with ``InstalledVersion`` as
``affects``. ``Misconfigurations`` that fail and ``Secrets`` are vulnerabilities of a file, named by
their rule. ``ArtifactName`` of an image is what is affected, whatever the folder of the report; it
is a container with the ``date`` on which it was built.
What ``ExperimentalModifiedFindings`` keeps of suppressed findings states its ``analysis``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from stewardship.document import Document
from stewardship.model import Fragment, Kind, Pointer, Value
from stewardship.readers import _findings as findings
from stewardship.readers._findings import Report, Spot
from stewardship.vocabulary import purl, severities
from stewardship.vocabulary.folders import report_about

VERSION = 3
NAMES = ("*trivy*.json", "*.json")
SIGNS = ('"ArtifactName"', '"VulnerabilityID"')
KIND: Kind = findings.KIND
LIMIT = findings.LIMIT
ORIGIN = "trivy"
SCHEMAS = (2,)
IMAGES = ("container_image", "vm")
# What Trivy calls the managers of packages, by the types of package URLs.
TYPES = {
    **dict.fromkeys(("pip", "pipenv", "poetry", "python-pkg", "uv", "conda-pkg"), "pypi"),
    **dict.fromkeys(("npm", "yarn", "pnpm", "node-pkg", "bun"), "npm"),
    **dict.fromkeys(("gomod", "gobinary"), "golang"),
    **dict.fromkeys(("jar", "pom", "gradle"), "maven"),
    **dict.fromkeys(("cargo", "rustbinary", "rust-binary"), "cargo"),
    **dict.fromkeys(("bundler", "gemspec"), "gem"),
}


def mine(path: str, head: bytes) -> bool:
    """Whether these bytes hold a mark of the format."""
    return any(mark.encode() in head for mark in SIGNS)


def read(path: str, content: bytes) -> tuple[Fragment, ...] | None:
    """The findings of one report."""
    if not mine(path, content):
        return None
    document = findings.loaded(path, content, ORIGIN, sure=True)
    if not isinstance(document, Document):
        return (document,) if document else None
    data = document.data
    start: Pointer = ("Results",)
    if isinstance(data, list) and any(isinstance(one, dict) and "Target" in one for one in data):
        start = ()
    elif not isinstance(data, dict) or "ArtifactName" not in data or "bomFormat" in data:
        return None  # a policy, or a document that speaks of such reports
    elif document.get("SchemaVersion") not in SCHEMAS:
        message = findings.not_known(document, "SchemaVersion", "2", "Trivy")
        return (findings.misread(document, ORIGIN, message, "SchemaVersion"),)
    if start and not isinstance(document.get(*start), list | None):
        return (findings.misread(document, ORIGIN, "`Results` has to be a list", *start),)
    report = _report(document)
    return (*_image(report), *_findings(report, start))


def _image(report: Report) -> Iterator[Fragment]:
    """The image that was looked into, with the day on which it was built."""
    built = report.text("Metadata", "ImageConfig", "created")
    if report.image and built:
        version = report.word("ArtifactName").partition("@")[0].rpartition("/")[2].partition(":")[2]
        fields = {"date": built}
        if version:
            fields["version"] = report.value(version, "ArtifactName")
        place = report.document.location("ArtifactName")
        ids = (f"image:{report.about}",)
        yield Fragment("container", report.about, place, ORIGIN, fields, ids)


def _report(document: Document) -> Report:
    """What the report is about: an image by its name, else the folder."""
    name, of_image = document.text("ArtifactName") or "", document.get("ArtifactType") in IMAGES
    if isinstance(document.data, list):  # "alpine:3.10 (alpine 3.10.2)", or the path of a file
        name, bracket, _ = str(document.get(0, "Target")).partition(" (")
        of_image = bool(bracket)
    if of_image and name:
        return Report(document, ORIGIN, findings.image_name(name), image=True)
    return Report(document, ORIGIN, report_about(document.path))


def _findings(report: Report, start: Pointer) -> Iterator[Fragment]:
    mark = findings.marks()
    for at, result in report.rows(*start):
        target = str(result.get("Target") or "")
        for place, row in report.rows(*at, "Vulnerabilities"):
            yield _vulnerability(report, place, row, result)
        for place, row in report.rows(*at, "Misconfigurations"):
            if row.get("Status") in (None, "FAIL"):
                yield _fault(report, place, target, ("AVDID", "ID"), mark)
        for place, _ in report.rows(*at, "Secrets"):
            yield _fault(report, place, target, ("RuleID",), mark)
        for place, row in report.rows(*at, "ExperimentalModifiedFindings"):
            if row.get("Type") == "vulnerability" and isinstance(row.get("Finding"), dict):
                inner = (*place, "Finding")
                yield _vulnerability(report, inner, row["Finding"], result, _decided(report, place))


def _decided(report: Report, at: Pointer) -> dict[str, Value | None]:
    """What Trivy was told of a finding that it does not report."""
    state = report.word(*at, "Status")
    word = {"ignored": "suppressed", "unknown": ""}.get(state, state)
    return {
        "analysis": report.value(word, *at, "Status") if word else None,
        "justification": report.text(*at, "Statement"),
    }


def _vulnerability(
    report: Report,
    at: Pointer,
    row: dict[str, Any],
    result: dict[str, Any],
    decided: dict[str, Value | None] | None = None,
) -> Fragment:
    name, version = report.word(*at, "PkgName"), report.word(*at, "InstalledVersion")
    ref = report.word(*at, "PkgIdentifier", "PURL")
    kind = TYPES.get(str(result.get("Type")))
    if not purl.parse(ref):
        space, colon, last = name.rpartition(":" if kind == "maven" else "/")
        ref = purl.build(kind, last, None, space if colon else "") if kind and last else name
    path = report.word(*at, "PkgPath")
    if not path and result.get("Class") == "lang-pkgs" and not report.image:
        path = str(result.get("Target") or "")
    ids = [report.word(*at, "VulnerabilityID"), *_others(row)]
    fixed = report.word(*at, "FixedVersion")
    return findings.finding(
        report,
        at,
        ids,
        Spot(ref, version, path),
        severity=_severity(report, at),
        score=findings.highest(report, _scores(row), *at, "CVSS"),
        description=findings.clipped(report.text(*at, "Title")),
        fixed_in=report.listed((part.strip() for part in fixed.split(",")), *at, "FixedVersion"),
        published=report.text(*at, "PublishedDate"),
        vendor_status=report.text(*at, "Status"),
        **decided or {},
    )


def _others(row: dict[str, Any]) -> Iterator[str]:
    """The ids that an advisory goes by besides its first."""
    for one in row.get("VendorIDs") or ():
        if isinstance(one, str) and one.startswith(("CVE-", "GHSA-")):
            yield one


def _scores(row: dict[str, Any]) -> Iterator[object]:
    """The scores by version 3, of everybody who gives it one."""
    table = row.get("CVSS")
    for one in table.values() if isinstance(table, dict) else ():
        if isinstance(one, dict):
            yield one.get("V3Score")


def _severity(report: Report, at: Pointer) -> Value:
    return report.severity(severities.of_word(report.word(*at, "Severity")), *at, "Severity")


def _fault(
    report: Report,
    at: Pointer,
    target: str,
    keys: tuple[str, ...],
    mark: Callable[[str, str], str],
) -> Fragment:
    """A misconfiguration or a secret: a rule that a file breaks, and where."""
    rule = next((f"trivy/{name}" for key in keys if (name := report.word(*at, key))), "trivy")
    line = report.word(*at, "CauseMetadata", "StartLine") or report.word(*at, "StartLine")
    return findings.finding(
        report,
        at,
        [rule],
        Spot(target, file=True, mark=mark(rule, target)),
        severity=_severity(report, at),
        description=findings.clipped(report.text(*at, "Title")),
        line=report.value(line, *at) if line not in ("", "0") else None,
    )

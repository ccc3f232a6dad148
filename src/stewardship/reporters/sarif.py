"""SARIF 2.1.0, for code scanning and whatever else reads the standard (OASIS, 2.1.0 errata 01).

Levels: block is ``error``, review and warn are ``warning``, note and what is only observed are
``note``. Findings in the baseline, waived and approved ones are results with an accepted
suppression, a proposed waiver is one under review, which suppresses nothing yet. GitHub refuses a
run of more than 25,000 results and keeps 5,000: the worst come first, and a notification sums up
the rest.
"""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import quote

from stewardship import __version__
from stewardship.model import Finding, Location, Report, Rule
from stewardship.reporters import approving, clean, tally

SCHEMA_URI = "https://json.schemastore.org/sarif-2.1.0.json"
MOST_RESULTS = 25_000
KEPT_RESULTS = 5_000
MOST_TAGS = 20
MOST_RELATED = 20
LEVELS = {"block": "error", "review": "warning", "warn": "warning", "note": "note"}
SUPPRESSIONS = {
    "baseline": ("accepted", "It was there before the gate: .steward/baseline.json has it."),
    "waived": ("accepted", "A waiver in .steward/waivers.yaml lets it stand."),
    "proposed": ("underReview", "A waiver is proposed in .steward/waivers.yaml."),
}
ROOT = "%SRCROOT%"


def render(report: Report, *, color: bool = False, width: int = 100) -> str:
    """The report as one SARIF log with one run."""
    return clean.json_text({"$schema": SCHEMA_URI, "version": "2.1.0", "runs": [_run(report)]})


def _run(report: Report) -> dict[str, Any]:
    verdict = report.verdict
    findings = tally.in_order(verdict.findings)
    rules = _rules(report, findings)
    index = {rule["id"]: number for number, rule in enumerate(rules)}
    return {
        "tool": {
            "driver": {
                "name": "Stewardship",
                "semanticVersion": __version__,
                "rules": rules,
            }
        },
        "automationDetails": {"id": "stewardship/"},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {ROOT: {"description": _text("The root of the checked repository.")}},
        "invocations": [
            {
                "executionSuccessful": not report.errors,
                "toolExecutionNotifications": _notifications(report, len(findings)),
            }
        ],
        "results": [_result(report, finding, index) for finding in findings[:MOST_RESULTS]],
        "properties": {
            "verdict": verdict.outcome,
            "judged": verdict.judged,
            "universe": verdict.universe,
            "policies": clean.unicode(report.policies),
        },
    }


def _text(*sentences: str) -> dict[str, Any]:
    return {"text": _escaped(" ".join(clean.terminal(text) for text in sentences if text))}


def _escaped(cleaned: str) -> str:
    """Braces doubled, since single ones mean arguments (3.11.5); no embedded link (3.11.6)."""
    return cleaned.replace("{", "{{").replace("}", "}}").replace("](", "] (")


def _rules(report: Report, findings: list[Finding]) -> list[dict[str, Any]]:
    """Every rule in force, and every rule a finding names."""
    described = {clean.unicode(rule.id): _rule(rule) for rule in report.rules.values()}
    for finding in findings:
        name = clean.unicode(finding.rule)
        if name not in described:
            described[name] = {"id": name, "shortDescription": _text(name)}
    return [described[name] for name in sorted(described)]


def _rule(rule: Rule) -> dict[str, Any]:
    title = rule.title or rule.id
    controls = {name: list(ids) for name, ids in rule.controls.items()}
    tags = [f"{name}: {control}" for name, ids in controls.items() for control in ids]
    remedy = f"To mend it: {rule.remedy}" if rule.remedy else ""
    return {
        "id": clean.unicode(rule.id),
        "name": clean.unicode(rule.id),
        "shortDescription": _text(title),
        "fullDescription": _text(rule.help or title),
        "help": {**_text(title + ".", rule.help, remedy), "markdown": _markdown(rule, tags)},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {
            "tags": [clean.unicode(tag) for tag in dict.fromkeys(tags)][:MOST_TAGS],
            "controls": clean.plain({name: list(ids) for name, ids in controls.items()}),
            "severity": rule.severity,
        },
    }


def _markdown(rule: Rule, tags: list[str]) -> str:
    """What a person reads beside the alert, every part of it escaped."""
    paragraphs = [f"**{clean.markdown(rule.title or rule.id)}**", clean.markdown(rule.help)]
    if rule.remedy:
        paragraphs.append(f"To mend it: {clean.code_span(rule.remedy)}")
    if tags:
        paragraphs.append("\n".join(f"- {clean.markdown(tag)}" for tag in dict.fromkeys(tags)))
    if rule.owner:
        paragraphs.append(f"Owner of the rule: {clean.code_span(rule.owner)}")
    # Parts are escaped one by one; braces have a meaning in the whole of any message.
    whole = "\n\n".join(part for part in paragraphs if part)
    return whole.replace("{", "{{").replace("}", "}}")


def _result(report: Report, finding: Finding, index: dict[str, int]) -> dict[str, Any]:
    rule = clean.unicode(finding.rule)
    observed = tally.standing(finding) in tally.OBSERVED.values()
    result: dict[str, Any] = {
        "ruleId": rule,
        "ruleIndex": index[rule],
        "level": "note" if observed else LEVELS[finding.severity],
        "message": _text(_sentence(finding)),
        "locations": [_location(tally.from_top(report, finding.location))],
        "partialFingerprints": {"stewardship/v1": finding.fingerprint},
        "properties": _properties(report, finding),
    }
    related = [
        {"id": number, **_location(tally.from_top(report, other.location)), "message": message}
        for number, other in enumerate(finding.related[:MOST_RELATED], start=1)
        for message in [_text(other.message)]
    ]
    if related:
        result["relatedLocations"] = related
    suppression = _suppression(finding)
    if suppression:
        result["suppressions"] = [suppression]
    return result


def _sentence(finding: Finding) -> str:
    """The message as it stands alone in a list of alerts: whose it is, what, and the remedy."""
    remedy = f" To mend it: {finding.remedy}" if finding.remedy else ""
    observed = " (observed only)" if finding.mode == "observe" else ""
    return f"{finding.kind} {finding.name}: {finding.message}{observed}.{remedy}"


def _properties(report: Report, finding: Finding) -> dict[str, Any]:
    return {
        "severity": finding.severity,
        "mode": finding.mode,
        "status": finding.status,
        "resource": {
            "kind": finding.kind,
            "id": clean.unicode(finding.id),
            "name": clean.unicode(finding.name),
        },
        "steward": clean.unicode(finding.steward),
        "reviewers": [clean.unicode(name) for name in tally.reviewers(report, finding)],
    }


def _location(place: Location) -> dict[str, Any]:
    """A file by its percent-encoded path from the root (RFC 3986), and a region where known."""
    uri = quote(_bytes(place.path), safe="/")
    physical: dict[str, Any] = {"artifactLocation": {"uri": uri, "uriBaseId": ROOT}}
    if place.line:
        column = {"startColumn": place.column} if place.column else {}
        physical["region"] = {"startLine": place.line, **column}
    return {"physicalLocation": physical}


def _bytes(path: str) -> bytes:
    """The path as the file system has it."""
    try:
        return os.fsencode(path)
    except UnicodeEncodeError:  # no name of a file: a half of a pair, from a manifest
        return clean.unicode(path).encode()


def _suppression(finding: Finding) -> dict[str, str] | None:
    """Why a result does not stop anyone (3.35); what is under review still does its work."""
    if finding.approved:
        by = clean.terminal(", ".join(map(approving.said, finding.approved)))
        return {"kind": "external", "status": "accepted", "justification": f"Approved by {by}."}
    if finding.status not in SUPPRESSIONS:
        return None
    status, justification = SUPPRESSIONS[finding.status]
    return {"kind": "external", "status": status, "justification": justification}


def _notifications(report: Report, results: int) -> list[dict[str, Any]]:
    """What is no result: errors, what was not judged, notes, and results that have no room."""
    said = [("error", error) for error in report.errors]
    said += [
        ("warning", f"{item.rule} was not judged on {item.count}: {item.reason}")
        for item in report.verdict.unchecked
    ]
    said += [("note", note) for note in report.verdict.notes]
    if results > MOST_RESULTS:
        left = results - MOST_RESULTS
        said.append(("warning", f"{left} of {results} findings are left out, the mildest ones"))
    elif results > KEPT_RESULTS:
        left = results - KEPT_RESULTS
        said.append(("note", f"GitHub keeps the first {KEPT_RESULTS} results; {left} come after"))
    return [{"level": level, "message": _text(text)} for level, text in said]

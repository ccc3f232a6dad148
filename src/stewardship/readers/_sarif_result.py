"""One result of a SARIF run: its rule, how bad it is, what it is in, and what was decided of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from re import IGNORECASE, MULTILINE
from typing import Any
from urllib.parse import unquote

from stewardship.frozen import dataclass
from stewardship.model import Pointer, Value
from stewardship.pattern import pattern
from stewardship.readers._findings import Report, Spot, strings
from stewardship.vocabulary import severities

DEFAULT_LEVEL = "warning"  # SARIF 2.1.0, section 3.27.10
IDS = pattern(r"(CVE-[0-9]{4}-[0-9]{4,19}|GHSA(?:-[0-9a-z]{4}){3})", IGNORECASE)
# How scanners of packages say in a message which package they speak of, and in which version.
PACKAGES = (
    pattern(r"^Package: (?P<name>\S+)\s+Installed Version: (?P<version>\S+)"),  # Trivy
    pattern(r"vulnerability in \S+ package: (?P<name>[^\s,]+), version (?P<version>\S+)"),  # Grype
    pattern(r"^Package '(?P<name>[^'\s]+)@(?P<version>[^'\s]+)' is vulnerable"),  # OSV-Scanner
)
FIXED = pattern(r"^Fixed Version: (?P<versions>\S[^\n]*)$", MULTILINE)


@dataclass(frozen=True, slots=True)
class Result:
    """A result: its pointer, that of its rule (empty where it states none), and its run's."""

    report: Report
    at: Pointer
    rule: Pointer
    run: Pointer

    @property
    def rule_id(self) -> str:
        """The id of the rule, wherever it is stated."""
        word = self.report.word
        stated = word(*self.at, "ruleId") or word(*self.at, "rule", "id")
        return stated or (word(*self.rule, "id") if self.rule else "")

    @property
    def message(self) -> str:
        """What the tool says, from the result or from the rule's strings."""
        word = self.report.word
        key = word(*self.at, "message", "id")
        stated = word(*self.at, "message", "text") or word(*self.at, "message", "markdown")
        return stated or (word(*self.rule, "messageStrings", key, "text") if self.rule else "")

    def named(self) -> list[str]:
        """The ids of a vulnerability that the rule or the tool's message names."""
        found = IDS.findall(self.rule_id) or IDS.findall(self.message.partition("\n")[0])
        return list(found)

    def severity(self) -> Value:
        """Its severity: a score for security, else a word of the tool's, else the level."""
        report, places = self.report, [(*self.at, "properties")]
        if self.rule:
            places.append((*self.rule, "properties"))
        tags = [tag for place in places for tag in strings(report, *place, "tags")]
        worded = next((w for tag in tags if (w := _of_tag(tag)) is not None), None)
        for place in places:
            score = _number(report.document.get(*place, "security-severity"))
            if score is not None and (score > 0 or worded is None):
                return report.severity(severities.of_score(score), *place, "security-severity")
        if worded is not None:
            return report.severity(worded, *self.at)
        for place in places:
            for key in ("issue_severity", "severity"):
                if word := report.word(*place, key):
                    return report.severity(severities.of_word(word), *place, key)
        return report.severity(severities.of_level(self._level()), *self.at, "level")

    def _level(self) -> str:
        report = self.report
        stated = report.word(*self.at, "level")
        if not stated and report.word(*self.at, "kind") not in ("", "fail"):
            return "none"
        if not stated and self.rule:
            stated = report.word(*self.rule, "defaultConfiguration", "level")
        return stated or DEFAULT_LEVEL

    def decided(self) -> dict[str, Value | None]:
        """What the tool was told of it: accepted where all of its suppressions are."""
        rows = list(self.report.rows(*self.at, "suppressions"))
        states = [str(row.get("status") or "accepted") for _, row in rows]
        if not rows or "rejected" in states:
            return {}
        word = "in_triage" if "underReview" in states else "suppressed"
        places = [place for place, _ in rows]
        reasons = (self.report.text(*place, "justification") for place in places)
        return {
            "analysis": self.report.value(word, *places[0]),
            "justification": next(filter(None, reasons), None),
        }

    def package(self) -> Spot | None:
        """The package that a scanner of packages speaks of."""
        purls = strings(self.report, *self.rule, "properties", "purls") if self.rule else []
        if purls:
            return Spot(purls[0], "", self.file())
        for key in ("package", "packageName"):
            if name := self.report.word(*self.at, "properties", key):
                version = self.report.word(*self.at, "properties", "version")
                return Spot(name, version, self.file())
        for form in PACKAGES:
            if found := form.search(self.message):
                return Spot(found["name"], found["version"].rstrip(",."), self.file())
        found = IDS.match(self.rule_id)  # `CVE-2026-1/curl` of older Trivy, `CVE-2026-1-curl`
        name = self.rule_id[found.end() :].lstrip("/-") if found else ""
        return Spot(name, "", self.file()) if name else None

    def fixed(self) -> list[str]:
        """The versions that a message calls fixed."""
        found = FIXED.search(self.message)
        return [part.strip() for part in found["versions"].split(",")] if found else []

    def file(self) -> str:
        """The file that it is in, as a path from the root where it is one."""
        place = (*self.at, "locations", 0, "physicalLocation", "artifactLocation")
        uri = self.report.word(*place, "uri")
        index = self.report.document.get(*place, "index")
        if not uri and isinstance(index, int):
            uri = self.report.word(*self.run, "artifacts", index, "location", "uri")
        path = unquote(uri).replace("\\", "/").removeprefix("file://")
        return path.removeprefix("./")

    def line(self) -> Value | None:
        """The line that it is in."""
        return self.report.text(*self.at, "locations", 0, "physicalLocation", "region", "startLine")

    def mark(self) -> str:
        """What tells it from other results of its rule in its file, by the tool's own account."""
        for key in ("partialFingerprints", "fingerprints"):
            table = self.report.document.get(*self.at, key)
            if isinstance(table, Mapping):
                for _, said in sorted(table.items()):
                    if isinstance(said, str) and said.strip():
                        return said.strip()[:40]
        return ""


def rules(report: Report, run: Pointer) -> dict[tuple[str, object], Pointer]:
    """The rules of a run: by id, and by the index of a component (-1: the driver) and their own."""
    found: dict[tuple[str, object], Pointer] = {}
    extensions = [place for place, _ in report.rows(*run, "tool", "extensions")]
    for number, tool in enumerate([(*run, "tool", "driver"), *extensions], -1):
        for place, row in report.rows(*tool, "rules"):
            found.setdefault(("id", row.get("id")), place)
            found[str(number), place[-1]] = place
    return found


def rule_of(report: Report, at: Pointer, known: Mapping[tuple[str, object], Pointer]) -> Pointer:
    """The rule that a result breaks; empty where the run does not describe it."""
    document = report.document
    own = document.get(*at, "rule")
    inner: Mapping[str, Any] = own if isinstance(own, dict) else {}
    tool = inner.get("toolComponent")
    component = tool.get("index", -1) if isinstance(tool, dict) else -1
    index = document.get(*at, "ruleIndex")
    index = inner.get("index") if index is None else index
    if isinstance(index, int) and (found := known.get((str(component), index))):
        return found
    name = report.word(*at, "ruleId") or str(inner.get("id") or "")
    parents = (name, name.rpartition("/")[0])  # `CA1000/1` is of the rule `CA1000`
    return next((known["id", one] for one in parents if ("id", one) in known), ())


def stopped(report: Report, run: Pointer) -> Iterator[Pointer]:
    """The invocations of which the tool itself says that they failed."""
    for place, row in report.rows(*run, "invocations"):
        if row.get("executionSuccessful") is False:
            yield (*place, "executionSuccessful")


def _of_tag(tag: str) -> str | None:
    """The severity that a tag says: Trivy's ``HIGH``, Checkov's and others' in small letters."""
    word = severities.of_word(tag)
    return word if word != severities.UNKNOWN or tag == "UNKNOWN" else None


def _number(written: object) -> float | None:
    if isinstance(written, bool) or not isinstance(written, int | float | str):
        return None
    try:
        found = float(written)
    except ValueError:
        return None
    return found if 0 <= found <= 10 else None

"""OSV-Scanner's reports in JSON: what of the packages of lock files is in the OSV database.

Read from the format (https://google.github.io/osv-scanner/output/): each of the ``groups`` of a
package is one vulnerability with all its ``ids`` and ``aliases``; ``max_severity`` is its score.
What a group leaves out is read from the entries of ``vulnerabilities``, which are OSV records
(https://ossf.github.io/osv-schema/): ``database_specific.severity``, vectors of ``severity``,
``published``, ``summary``, and the ``fixed`` events of ``affected`` as ``fixed-in``. A group that
`osv-scanner.toml` filters out is not in the report; what ``experimentalAnalysis`` finds never
called is ``not_affected``. The file of ``source`` is where the package is pinned.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from stewardship.document import Document
from stewardship.model import Fragment, Kind, Pointer, Value
from stewardship.readers import _findings as findings
from stewardship.readers._findings import Report, Spot
from stewardship.vocabulary import cvss, purl, severities
from stewardship.vocabulary.folders import report_about

VERSION = 2
NAMES = ("*osv*.json", "*.json")
SIGNS = ('"ecosystem"', '"groups"')
KIND: Kind = findings.KIND
LIMIT = findings.LIMIT
ORIGIN = "osv-scanner"
# OSV's ecosystems (https://ossf.github.io/osv-schema/#defined-ecosystems) as types of package URLs.
TYPES = {
    "pypi": "pypi", "npm": "npm", "go": "golang", "crates.io": "cargo", "maven": "maven",
    "nuget": "nuget", "rubygems": "gem", "packagist": "composer", "hex": "hex", "pub": "pub",
    "debian": "deb/debian", "ubuntu": "deb/ubuntu", "alpine": "apk/alpine",
    "red hat": "rpm/redhat", "rocky linux": "rpm/rocky-linux", "almalinux": "rpm/almalinux",
    "conancenter": "conan", "cran": "cran", "swifturl": "swift",
}  # fmt: skip


def mine(path: str, head: bytes) -> bool:
    """Whether these bytes hold what every report with a package does."""
    marked = any(mark.encode() in head for mark in SIGNS)
    return marked and b'"results"' in head and b'"packages"' in head


def read(path: str, content: bytes) -> tuple[Fragment, ...] | None:
    """The findings of one report."""
    if not mine(path, content):
        return None
    document = findings.loaded(path, content, ORIGIN, "osv" in path.rpartition("/")[2].lower())
    if not isinstance(document, Document):
        return (document,) if document else None
    report = Report(document, ORIGIN, report_about(path))
    results = list(report.rows("results"))
    if not any(True for at, _ in results for _ in report.rows(*at, "packages")):
        return None
    return tuple(one for at, _ in results for one in _source(report, at))


def _source(report: Report, at: Pointer) -> Iterator[Fragment]:
    path = report.word(*at, "source", "path")
    for place, row in report.rows(*at, "packages"):
        records = {
            report.word(*inner, "id"): inner for inner, _ in report.rows(*place, "vulnerabilities")
        }
        spot = Spot(_ref(report, place), report.word(*place, "package", "version"), path)
        groups = list(report.rows(*place, "groups"))
        for inner, group in groups:
            yield _group(report, inner, group, records, spot)
        told = {one for inner, _ in groups for one in findings.strings(report, *inner, "ids")}
        for name, inner in records.items():
            if name not in told:  # reports of before there were groups
                yield _group(report, inner, row, {name: inner}, spot, [name])


def _ref(report: Report, at: Pointer) -> str:
    ecosystem = report.word(*at, "package", "ecosystem").partition(":")[0].casefold()
    name = report.word(*at, "package", "name")
    kind, _, vendor = TYPES.get(ecosystem, "").partition("/")
    if not kind or not name:
        return name or report.word(*at, "package", "commit")
    space, colon, last = name.rpartition(":" if kind == "maven" else "/")
    return purl.build(kind, last, None, vendor or (space if colon else ""))


def _group(
    report: Report,
    at: Pointer,
    group: dict[str, Any],
    records: dict[str, Pointer],
    spot: Spot,
    names: list[str] | None = None,
) -> Fragment:
    ids = names or findings.strings(report, *at, "ids")
    mine = [records[one] for one in ids if one in records]
    aliases = [] if names else findings.strings(report, *at, "aliases")
    aliases += [one for place in mine for one in findings.strings(report, *place, "aliases")]
    score = _score(report, at, mine)
    first = mine[0] if mine else at
    fixed = [one for place in mine for one in _fixed(report, place, spot)]
    return findings.finding(
        report,
        at,
        [*ids, *aliases],
        spot,
        severity=_severity(report, at, mine, score),
        score=report.value(score, *at) if score is not None else None,
        description=findings.clipped(report.text(*first, "summary")),
        fixed_in=report.listed(fixed, *first, "affected"),
        published=report.text(*first, "published"),
        **_analysis(report, at, group),
    )


def _score(report: Report, at: Pointer, records: list[Pointer]) -> float | None:
    """The group's score, else the highest of the vectors."""
    written = report.word(*at, "max_severity")
    try:
        return float(written)
    except ValueError:
        vectors = (row for place in records for row, _ in report.rows(*place, "severity"))
        found = [cvss.score(report.word(*row, "score")) for row in vectors]
        return max((one for one in found if one is not None), default=None)


def _severity(report: Report, at: Pointer, records: list[Pointer], score: float | None) -> Value:
    """By the score, else by the word of the database; the worst of several."""
    if score is not None:
        return report.severity(severities.of_score(score), *at)
    words = [
        severities.of_word(report.word(*place, "database_specific", "severity"))
        for place in records
    ]
    return report.severity(min(words, key=severities.rank, default=severities.UNKNOWN), *at)


def _fixed(report: Report, at: Pointer, spot: Spot) -> Iterator[str]:
    """The versions in which the package's own entries say that it is fixed."""
    for place, _ in report.rows(*at, "affected"):
        name = report.word(*place, "package", "name")
        if name and Spot(name).thing.rpartition("/")[2] != spot.thing.rpartition("/")[2]:
            continue
        for ranges, row in report.rows(*place, "ranges"):
            if row.get("type") != "GIT":
                for event, _ in report.rows(*ranges, "events"):
                    if fixed := report.word(*event, "fixed"):
                        yield fixed


def _analysis(report: Report, at: Pointer, group: dict[str, Any]) -> dict[str, Value]:
    """That the call graph never reaches the vulnerable code, where that was looked at."""
    told = group.get("experimentalAnalysis") or group.get("experimental_analysis")
    rows = list(told.values()) if isinstance(told, dict) else []
    if not rows or any(not isinstance(one, dict) or one.get("called") is not False for one in rows):
        return {}
    return {
        "analysis": report.value("not_affected", *at),
        "justification": report.value("code_not_reachable", *at),
    }

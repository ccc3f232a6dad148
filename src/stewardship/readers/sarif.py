"""SARIF 2.1.0: the results of any scanner, `*.sarif` and JSON files of any name.

Read from the standard (OASIS, https://docs.oasis-open.org/sarif/sarif/v2.1.0/): each of the
``results`` of a run is a vulnerability. Its severity is that of ``security-severity`` (of the
result, else of its rule), else what a tag or ``issue_severity`` says, else that of its ``level``:
error is high, warning medium, note low; a rule's own level counts where a result states none. A
result that names a CVE or GHSA is of the package that its message names, any other is of a file,
told from its like by ``partialFingerprints``. ``suppressions`` state the ``analysis``:
``suppressed``, or ``in_triage`` while one is under review. A result whose ``baselineState`` is
``absent`` is gone, one of another kind than ``fail``, ``open``, ``review`` or ``informational`` is
no finding. ``provenance.firstDetectionTimeUtc`` is ``first-seen``. A run that failed is broken.
What this tool itself reports is not read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from stewardship.document import Document
from stewardship.frozen import replace
from stewardship.model import Fragment, Kind, Pointer, Value
from stewardship.readers import _findings as findings
from stewardship.readers._findings import Report, Spot
from stewardship.readers._sarif_result import Result, rule_of, rules, stopped
from stewardship.vocabulary.folders import report_about

VERSION = 3
NAMES = ("*.sarif", "*.sarif.json", "*.json")
SIGNS = ('"runs"',)
KIND: Kind = findings.KIND
LIMIT = findings.LIMIT
ORIGIN = "sarif"
OURS = "Stewardship"
NO_FINDING = ("pass", "notApplicable")


def mine(path: str, head: bytes) -> bool:
    """Whether the name, or else these bytes, say that the file is SARIF."""
    name = path.rpartition("/")[2].lower()
    if name.endswith((".sarif", ".sarif.json")):
        return True
    return b'"runs"' in head and (b"sarif" in head or (b'"tool"' in head and b'"driver"' in head))


def read(path: str, content: bytes) -> tuple[Fragment, ...] | None:
    """The findings of all runs of one log."""
    if not mine(path, content):
        return None
    sure = ".sarif" in path.rpartition("/")[2].lower()
    document = findings.loaded(path, content, ORIGIN, sure)
    if not isinstance(document, Document):
        return (document,) if document else None
    if not isinstance(document.data, dict) or "runs" not in document.data:
        message = "the file has to hold an object with `version` and `runs`"
        return (findings.misread(document, ORIGIN, message),) if sure else None
    runs = document.get("runs")
    tools = isinstance(runs, list) and any(isinstance(one, dict) and "tool" in one for one in runs)
    if not sure and not tools:
        return None
    if document.text("version") != "2.1.0":
        message = findings.not_known(document, "version", "2.1.0", "any tool in SARIF")
        return (findings.misread(document, ORIGIN, message, "version"),)
    report = Report(document, ORIGIN, report_about(path))
    return tuple(one for at, _ in report.rows("runs") for one in _run(report, at))


def _run(report: Report, run: Pointer) -> Iterator[Fragment]:
    tool = report.word(*run, "tool", "driver", "name")
    if tool == OURS:
        return
    for place in stopped(report, run):
        message = f"{tool or 'the tool'} did not run to its end, so its results are not all"
        yield findings.misread(report.document, ORIGIN, message, *place)
    image = report.word(*run, "properties", "imageName")
    if image:
        report = replace(report, about=findings.image_name(image), image=True)
    known, mark = rules(report, run), findings.marks()
    for at, row in report.rows(*run, "results"):
        if row.get("baselineState") == "absent" or row.get("kind") in NO_FINDING:
            continue
        result = Result(report, at, rule_of(report, at, known), run)
        yield _finding(result, tool, mark)


def _finding(result: Result, tool: str, mark: Callable[[str, str], str]) -> Fragment:
    report, at = result.report, result.at
    names = result.named()
    spot = result.package() if names else None
    if spot is None:
        file, rule = result.file(), f"{tool}/{result.rule_id}"
        names = names or [rule]
        spot = Spot(file, file=True, mark=result.mark() or mark(names[0], file))
    return findings.finding(
        report,
        at,
        names,
        spot,
        severity=result.severity(),
        description=_described(result),
        fixed_in=report.listed(result.fixed(), *at, "message"),
        first_seen=report.text(*at, "provenance", "firstDetectionTimeUtc"),
        line=result.line() if spot.file else None,
        baseline_state=report.text(*at, "baselineState"),
        **result.decided(),
    )


def _described(result: Result) -> Value | None:
    """What the rule is about, else the first line of the message."""
    titled = None
    if result.rule:
        titled = result.report.text(*result.rule, "shortDescription", "text")
    if titled is None and result.message:
        titled = result.report.value(result.message.partition("\n")[0], *result.at, "message")
    return findings.clipped(titled)

"""JUnit XML, for every CI that has a page for tests: Jenkins, GitLab, Azure, Buildkite.

One ``testsuite`` a pack, and one for the gate itself. In a pack's, each finding is a test case
under its resource: a ``failure`` where it blocks; ``skipped`` where it is in the baseline, waived,
approved or awaits a review; passed, with a ``system-out``, where it warns or is only observed. A
rule that found nothing is a test case that passed; one that could not be judged is skipped, and
says why. Rules count as passed only where something was judged at all.

There is no standard. Elements and attributes are those that the schema of Jenkins' xunit plugin
(junit-10) knows, and tests hold each report against it; a place stands in the text, for it has no
attribute for one.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from stewardship.frozen import dataclass
from stewardship.model import Finding, Report
from stewardship.reporters import clean, tally
from stewardship.reporters.by_resource import asked, place, short

GATE = "steward"
JUDGED = "the change is judged"
SKIPPED = {"baseline": "in the baseline", "waived": "waived", "review": "for review",
           "approved": "approved"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """One test case. ``outcome`` is ``failure``, ``error``, ``skipped`` or, passed, empty.

    ``of`` is what it is about, and ``kind`` the type of a failure or an error.
    """

    name: str
    of: str
    outcome: str = ""
    message: str = ""
    said: tuple[str, ...] = ()
    kind: str = ""


def render(report: Report, *, color: bool = False, width: int = 100) -> str:
    """The report as one XML document, which holds no character that XML 1.0 forbids."""
    suites = {GATE: _gate(report)}
    for name, case in sorted(_cases(report), key=lambda pair: pair[0]):
        suites.setdefault(name, []).append(case)
    cases = [case for suite in suites.values() for case in suite]
    head = f'<testsuites name="{GATE}" {_counts(cases)} time="{report.seconds:.3f}">'
    body = [line for name, suite in suites.items() for line in _suite(name, suite)]
    return clean.lines(['<?xml version="1.0" encoding="UTF-8"?>', head, *body, "</testsuites>"])


def _gate(report: Report) -> list[Case]:
    """Whether the gate could judge: a document without any test case reads as a broken one."""
    if report.errors:
        return [Case(JUDGED, GATE, "error", one, (one,), GATE) for one in report.errors]
    verdict = report.verdict
    notes = tuple(f"note: {note}" for note in verdict.notes)
    judged = f"{verdict.judged} of {tally.plural(verdict.universe, 'resource')} judged"
    if not verdict.judged and not verdict.findings:
        return [Case(JUDGED, GATE, "skipped", "nothing governed", notes)]
    return [Case(JUDGED, GATE, said=(judged, f"verdict: {verdict.outcome}", *notes))]


def _cases(report: Report) -> Iterator[tuple[str, Case]]:
    """Test cases with the pack that each is of: what was found, what was not judged, the rest."""
    verdict = report.verdict
    for finding in tally.in_order(verdict.findings):
        yield _pack(finding.rule), _found(report, finding)
    for item in verdict.unchecked:
        message = f"not judged on {tally.plural(item.count, 'resource')}: {item.reason}"
        yield _pack(item.rule), Case(_title(report, item.rule), item.rule, "skipped", message)
    told = {finding.rule for finding in verdict.findings}
    told |= {item.rule for item in verdict.unchecked}
    if verdict.judged and not report.errors:
        for name in sorted(report.rules.keys() - told):
            yield _pack(name), Case(_title(report, name), name)


def _pack(rule: str) -> str:
    return rule.partition("/")[0] or GATE


def _title(report: Report, rule: str) -> str:
    return (report.rules[rule].title if rule in report.rules else "") or rule


def _found(report: Report, finding: Finding) -> Case:
    standing = tally.standing(finding)
    outcome = "failure" if standing == "block" else "skipped" if standing in SKIPPED else ""
    said = [f"{tally.LABELS[standing]} {finding.rule}: {finding.message}"]
    at = tally.from_top(report, finding.location)
    said.append(f"at {place(at.path, at.line)}")
    if finding.remedy:
        said.append(f"fix: {finding.remedy}")
    if standing == "review":
        said.append(asked(report, finding))
    if finding.steward:
        said.append(f"steward {finding.steward}")
    name = f"{finding.rule}: {short(finding.message)}"
    why = f"{SKIPPED[standing]}: " if standing in SKIPPED else ""
    of = f"{finding.kind} {finding.name}"
    return Case(name, of, outcome, why + finding.message, tuple(said), finding.rule)


def _counts(cases: list[Case]) -> str:
    failures = sum(case.outcome == "failure" for case in cases)
    errors = sum(case.outcome == "error" for case in cases)
    return f'tests="{len(cases)}" failures="{failures}" errors="{errors}"'


def _suite(name: str, cases: list[Case]) -> Iterator[str]:
    skipped = sum(case.outcome == "skipped" for case in cases)
    yield f'  <testsuite name="{_xml(name)}" {_counts(cases)} skipped="{skipped}" time="0">'
    for case in cases:
        yield from _case(case)
    yield "  </testsuite>"


def _case(case: Case) -> Iterator[str]:
    head = f'    <testcase name="{_xml(case.name)}" classname="{_xml(case.of)}" time="0"'
    if not case.outcome and not case.said:
        yield f"{head}/>"
        return
    yield f"{head}>"
    if case.outcome:
        kind = "" if case.outcome == "skipped" else f' type="{_xml(case.kind)}"'
        yield f'      <{case.outcome} message="{_xml(short(case.message))}"{kind}>'
        yield from (_xml(short(line)) for line in case.said)
        yield f"      </{case.outcome}>"
    else:
        yield "      <system-out>"
        yield from (_xml(short(line)) for line in case.said)
        yield "      </system-out>"
    yield "    </testcase>"


def _xml(text: str) -> str:
    """Text for an attribute or an element: what XML cannot hold shows as an escape, ``\\x00``."""
    return escape(clean.terminal(text), quote=True)

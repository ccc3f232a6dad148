"""For a GitHub Actions log: annotations on the changed files, and the same as plain lines.

A step may show 10 errors, 10 warnings and 10 notices (GitHub drops the rest unseen), so the
worst ten of each level become workflow commands, and one line says how many did not fit. GitHub
takes the commands out of the log it shows, therefore every finding is a plain line as well.
What blocks is an error; what asks for review or warns is a warning; all else is a notice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from stewardship.model import Finding, Report
from stewardship.reporters import clean, tally
from stewardship.reporters.by_resource import LONGEST_NAME, asked, place, short
from stewardship.reporters.cells import Page
from stewardship.reporters.closing import closing

MOST_PER_LEVEL = 10
ENDLESS = 1_000_000
LEVELS = {"block": "error", "review": "warning", "warn": "warning"}


def render(report: Report, *, color: bool = False, width: int = 100) -> str:
    """Workflow commands, then plain lines; never colored, never wrapped: one finding, one line."""
    findings = tally.shown(report.verdict)
    commands = [("error", command) for command in map(_error, report.errors)]
    commands += [(level(finding), _command(report, finding)) for finding in findings]
    plain = [f"error: {clean.terminal(error)}" for error in report.errors]
    plain += [_line(report, finding) for finding in findings]
    plain += closing(report, findings, Page(ENDLESS, color=False))
    return "".join(f"{command}\n" for command in _bounded(commands)) + clean.lines(plain)


def level(finding: Finding) -> str:
    """The annotation's level: ``error``, ``warning`` or ``notice``."""
    return LEVELS.get(tally.standing(finding), "notice")


def _bounded(commands: list[tuple[str, str]]) -> Iterator[str]:
    """The first ten of each level, then how many GitHub has no room for."""
    taken: dict[str, int] = defaultdict(int)
    for name, command in commands:
        taken[name] += 1
        if taken[name] <= MOST_PER_LEVEL:
            yield command
    over = {name: count - MOST_PER_LEVEL for name, count in taken.items() if count > MOST_PER_LEVEL}
    if over:
        said = ", ".join(tally.plural(count, name) for name, count in over.items())
        yield f"not annotated, for GitHub shows {MOST_PER_LEVEL} of each level a step: {said}"


def _error(message: str) -> str:
    return f"::error title=steward::{clean.command_data(message)}"


def _command(report: Report, finding: Finding) -> str:
    """One workflow command: one line, whatever the finding says."""
    at = tally.from_top(report, finding.location)
    properties = {
        "file": clean.command_property(at.path),
        "line": str(at.line or ""),
        "col": str((at.line and at.column) or ""),
        "title": clean.command_property(f"{tally.LABELS[tally.standing(finding)]} {finding.rule}"),
    }
    stated = ",".join(f"{name}={value}" for name, value in properties.items() if value)
    texts = [short(finding.message), _owner(finding)]
    if finding.remedy:
        texts.append(f"fix: {short(finding.remedy)}")
    if tally.standing(finding) == "review":
        texts.append(asked(report, finding))
    return f"::{level(finding)} {stated}::{clean.command_data(*texts)}"


def _line(report: Report, finding: Finding) -> str:
    """The same finding for the log: label, place, rule and message, remedy, whose it is."""
    at = tally.from_top(report, finding.location)
    column = f":{at.column}" if at.line and at.column else ""
    standing = tally.standing(finding)
    message = f"{clean.terminal(finding.rule)}: {clean.terminal(short(finding.message))}"
    parts = [
        f"{tally.LABELS[standing]:<6} {place(at.path, at.line)}{column}  {message}",
        *([f"fix: {clean.terminal(short(finding.remedy))}"] if finding.remedy else []),
        *([asked(report, finding)] if standing == "review" else []),
        clean.terminal(_owner(finding)),
    ]
    return " · ".join(parts)


def _owner(finding: Finding) -> str:
    """Raw: the resource and its steward."""
    steward = f", steward {finding.steward[:LONGEST_NAME]}" if finding.steward else ""
    return f"{finding.kind} {finding.name[:LONGEST_NAME]}{steward}"

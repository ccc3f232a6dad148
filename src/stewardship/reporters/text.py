"""For a person at a terminal, or reading a hook's output: what stops me, where, what do I do?

Up to 20 findings are grouped by resource, then file, each under its source line with a caret;
more are grouped by rule, with the first places of each, for nobody reads a wall. Findings in
the baseline, waived and approved ones are counted and not shown. The last lines say who approved,
what was judged and what was not, and, where something blocks, how to propose a waiver. Lines keep
to ``width`` except where breaking one would break a path or a command that is meant to be copied.
"""

from __future__ import annotations

from stewardship.model import Report
from stewardship.reporters import clean, tally
from stewardship.reporters.by_resource import by_resource
from stewardship.reporters.by_rule import by_rule
from stewardship.reporters.cells import Page
from stewardship.reporters.closing import closing

WALL = 20
NARROWEST = 40


def render(report: Report, *, color: bool = False, width: int = 100) -> str:
    """The report as lines of text; escape sequences only where ``color`` is True."""
    page = Page(max(width, NARROWEST), color)
    findings = tally.shown(report.verdict)
    grouped = by_rule if len(findings) > WALL else by_resource
    lines: list[str] = []
    for error in report.errors:
        lines += page.hang("error: ", clean.terminal(error), "block")
    lines += grouped(report, findings, page)
    if lines:
        lines.append("")
    return clean.lines(lines + closing(report, findings, page))

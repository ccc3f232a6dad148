"""A survey as one table of comma-separated values (RFC 4180), for a spreadsheet.

A line for each checkout and rule that applies there, in the order in which to switch rules on; one
without a rule for a checkout in which nothing applies, and for one with an error. A cell that a
spreadsheet would take for a formula, or a log for a command, begins with an apostrophe.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from io import StringIO

from stewardship.reporters import clean
from stewardship.survey import Asked, RuleHere, Surveyed, counting

COLUMNS = ("checkout", "commit", "order", "rule", "severity", "resources", "findings", "excused",
           "unjudged", "lacks")  # fmt: skip
ACTING = ("=", "+", "-", "@", "\t", "\r", "::")


def render(surveyed: Sequence[Surveyed], asked: Asked) -> str:
    """The survey as one text; lines end as RFC 4180 has it."""
    out = StringIO()
    writer = csv.writer(out)
    weeks = [f"new-since-{moment:%Y-%m-%d}" for moment in asked.since]
    writer.writerow([*COLUMNS, *weeks, "error"])
    rank = {row.id: number for number, row in enumerate(_order(surveyed, asked), start=1)}
    for one in surveyed:
        for cells in _lines(one, rank, len(weeks)):
            writer.writerow([_inert(cell) for cell in cells])
    return out.getvalue()


def _order(surveyed: Sequence[Surveyed], asked: Asked) -> list[counting.RuleRow]:
    return [row for row in counting.order(surveyed, len(asked.since)) if row.applies]


def _lines(one: Surveyed, rank: dict[str, int], weeks: int) -> Iterator[list[str]]:
    rules = [rule for rule in one.rules if rule.resources or rule.findings or rule.unjudged]
    for rule in sorted(rules, key=lambda rule: rank[rule.id]):
        yield [one.name, one.commit, str(rank[rule.id]), *_said(rule), ""]
    if not rules:
        blank = len(COLUMNS) - 2 + weeks
        yield [one.name, one.commit, *[""] * blank, one.error]


def _said(rule: RuleHere) -> list[str]:
    counts = (rule.resources, rule.findings, rule.excused, rule.unjudged)
    new = ["" if count is None else str(count) for count in rule.new]
    return [rule.id, rule.severity, *map(str, counts), rule.lacks, *new]


def _inert(cell: str) -> str:
    shown = clean.terminal(cell)
    return f"'{shown}" if shown.startswith(ACTING) else shown

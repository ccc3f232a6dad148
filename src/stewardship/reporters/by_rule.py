"""Many findings by rule: what is wrong once, the first places of each, how many more there are."""

from __future__ import annotations

from collections.abc import Iterator

from stewardship.model import Finding, Report
from stewardship.reporters import cells, clean, tally
from stewardship.reporters.by_resource import LONGEST_TEXT, asked, place
from stewardship.reporters.cells import Page

MOST_PLACES = 5


def by_rule(report: Report, findings: list[Finding], page: Page) -> list[str]:
    """One block a rule and standing: what blocks first, then the rules that say most."""
    groups: dict[tuple[int, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((tally.rank(finding), finding.rule), []).append(finding)
    lines: list[str] = []
    for _, group in sorted(groups.items(), key=lambda item: (item[0][0], -len(item[1]), item[0])):
        lines += [*_group(report, group, page), ""]
    return [
        *lines,
        "Each with its source line:  steward check PATH",
        "All of them as data:        steward check --format json",
    ]


def _group(report: Report, group: list[Finding], page: Page) -> Iterator[str]:
    first = group[0]
    standing = tally.standing(first)
    rule = report.rules.get(first.rule)
    messages = {finding.message for finding in group}
    said = first.message if len(messages) == 1 else rule.title if rule else ""
    head = clean.terminal(first.rule) + (f": {clean.terminal(said, LONGEST_TEXT)}" if said else "")
    yield from page.hang(f"{tally.LABELS[standing]:<6} ", f"{len(group)} × {head}", standing)
    for finding in group[:MOST_PLACES]:
        where = place(finding.location.path, finding.location.line)
        message = "" if len(messages) == 1 else clean.terminal(finding.message, LONGEST_TEXT)
        room = page.width - cells.width(where) - 4
        yield f"  {where}" + (f"  {cells.clip(message, room)}" if message and room > 20 else "")
    if len(group) > MOST_PLACES:
        yield f"  and {len(group) - MOST_PLACES} more"
    if first.remedy:
        label = "fix: " if len({f.remedy for f in group}) == 1 else "fix, for the first: "
        yield f"  {page.paint(label, 'strong')}{clean.terminal(first.remedy, LONGEST_TEXT)}"
    if "brief" in first.details:
        label = "brief: " if len(group) == 1 else "brief, for the first: "
        yield f"  {page.paint(label, 'strong')}steward explain {first.fingerprint[:8]}"
    if standing == "review":
        for said in dict.fromkeys(asked(report, finding) for finding in group):
            yield from page.hang("  ", said, "faint")

"""Findings under their source lines: by resource, then by file, what blocks first."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from stewardship.frozen import dataclass
from stewardship.model import Finding, Report
from stewardship.reporters import cells, clean, excerpt, tally
from stewardship.reporters.cells import Page

LABEL_WIDTH = 7
# Text beside its caret needs this much room to read well; else it goes below, to the left.
COMFORT = 72
LONGEST_NAME = 80
LONGEST_TEXT = 500
MOST_RELATED = 3


@dataclass(frozen=True, slots=True)
class Row:
    """One line of what is said about a finding; ``whole`` text is copied, so never broken."""

    label: str
    text: str
    tone: str
    whole: bool = False

    @property
    def lead(self) -> str:
        """The label, padded so that texts stand under one another."""
        return f"{self.label:<{LABEL_WIDTH - 1}} " if self.label else ""

    @property
    def width(self) -> int:
        """The cells it takes unbroken."""
        return len(self.lead) + cells.width(self.text)


def by_resource(report: Report, findings: list[Finding], page: Page) -> list[str]:
    """All findings, worst resource first, a blank line between resources."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.kind, finding.id), []).append(finding)
    lines: list[str] = []
    for group in groups.values():
        if lines:
            lines.append("")
        lines += page.parts(*_heading(group[0], findings), "strong")
        by_path = sorted(group, key=lambda f: (_worst(group, f), f.location.path))
        for path, within in groupby(by_path, lambda f: f.location.path):
            lines.append(f"  {page.paint(clean.terminal(path), 'strong')}")
            lines += _in_file(report, tally.in_order(within), page)
    return lines


def _worst(group: list[Finding], finding: Finding) -> int:
    """The rank of the file a finding is in: that of the worst finding there."""
    path = finding.location.path
    return min(tally.rank(other) for other in group if other.location.path == path)


def _heading(finding: Finding, findings: list[Finding]) -> tuple[str, list[str]]:
    """``model fraud-v3`` (its id too, where two share kind and name), and whom it belongs to."""
    name = clean.terminal(finding.name, LONGEST_NAME)
    title = f"{finding.kind} at the root" if name == "." else f"{finding.kind} {name}"
    same = {f.id for f in findings if (f.kind, f.name) == (finding.kind, finding.name)}
    if len(same) > 1:
        title += f" ({clean.terminal(finding.id, LONGEST_NAME)})"
    if not finding.steward:
        return title, []
    steward = f"steward {clean.terminal(finding.steward, LONGEST_NAME)}"
    on_call = finding.details.get("on-call")
    if isinstance(on_call, str) and on_call:
        steward += f" (on call: {clean.terminal(on_call, LONGEST_NAME)})"
    return title, [steward]


def _in_file(report: Report, findings: list[Finding], page: Page) -> Iterator[str]:
    """The findings of one file, each under its source line, which is not repeated in a row."""
    digits = max(4, *(1 + len(str(finding.location.line or 0)) for finding in findings))
    room = page.width - digits - 3
    margin = page.paint(f"{'':{digits}} | ", "faint")
    before = (0, 0)
    told = report.verdict.findings  # a secret that is waived, or known, is one as well
    private = {(o.location.path, o.location.line) for o in told if o.details.get("private")}
    for finding in findings:
        line, column = finding.location.line or 0, finding.location.column or 0
        said = list(rows(report, finding))
        # What is private is not printed to be told of.
        shown_at_all = line and (finding.location.path, line) not in private
        source = report.excerpt(finding.location) if shown_at_all else None
        if source is None:
            number = page.paint(f"{line or '':{digits}} | ", "faint")
            first, *rest = _layout(said, room, page)
            yield number + first
            yield from (margin + text for text in rest)
        else:
            shown, caret = excerpt.draw(source, finding.location.column, room)
            if line != before[0]:
                yield page.paint(f"{line:>{digits}} | ", "faint") + shown
            again = (line, column) == before
            yield from (margin + text for text in _at_caret(said, caret, room, page, again))
        before = line, column


def _at_caret(said: list[Row], caret: int, room: int, page: Page, again: bool) -> Iterator[str]:
    """What is said, beside the caret where that reads well, else below it."""
    beside = room - caret - 2
    indent = " " * (caret + 2)
    fits = all(row.width <= beside for row in said)
    if fits or (beside >= COMFORT and not any(r.whole and r.width > beside for r in said)):
        first, *rest = _layout(said, beside, page)
        yield (indent if again else f"{' ' * caret}^ ") + first
        yield from (indent + text for text in rest)
    else:
        if not again:
            yield f"{' ' * caret}^"
        yield from _layout(said, room, page)


def _layout(said: list[Row], room: int, page: Page) -> Iterator[str]:
    """The rows, wrapped to the room, further lines of a row standing under its text."""
    for row in said:
        space = room - len(row.lead)
        first, *rest = [row.text] if row.whole else cells.wrap(row.text, space)
        yield page.paint(row.lead, row.tone) + first
        yield from (" " * len(row.lead) + text for text in rest)


def rows(report: Report, finding: Finding) -> Iterator[Row]:
    """What is said about one finding: what is wrong, what to do, who will be asked, where else."""
    standing = tally.standing(finding)
    message = clean.terminal(finding.message, LONGEST_TEXT)
    yield Row(tally.LABELS[standing], f"{clean.terminal(finding.rule)}: {message}", standing)
    if finding.remedy:
        remedy = clean.terminal(finding.remedy, LONGEST_TEXT)
        yield Row("fix:", remedy, "strong", whole=remedy.startswith("steward "))
    if standing == "review":
        yield Row("", asked(report, finding), "faint")
    elif standing == "block" and not finding.waivable:
        yield Row("", "this rule cannot be waived", "faint")
    if standing in ("review", "block") and "brief" in finding.details:
        yield Row("brief:", f"steward explain {finding.fingerprint[:8]}", "strong", whole=True)
    for related in finding.related[:MOST_RELATED]:
        where = place(related.location.path, related.location.line)
        said = clean.terminal(related.message, LONGEST_TEXT)
        yield Row("see:", f"{where}: {said}", "faint")
    if len(finding.related) > MOST_RELATED:
        more = tally.plural(len(finding.related) - MOST_RELATED, "more place")
        yield Row("", f"and {more}", "faint")


def asked(report: Report, finding: Finding) -> str:
    """Who will be asked, and that waiting for them is not needed now."""
    who = ", ".join(clean.terminal(name) for name in tally.reviewers(report, finding))
    said = f"{who or 'a reviewer'} will be asked on the pull request; this does not stop you"
    what = "an approval" if tally.is_approval(finding) else "a waiver"
    return f"{what} is proposed; {said}" if finding.status == "proposed" else said


def place(path: str, line: int | None) -> str:
    """``path:line``, as editors and terminals open it."""
    shown = clean.terminal(path)
    return f"{shown}:{line}" if line else shown


def short(text: str) -> str:
    """Raw text, cut where it is longer than anybody reads."""
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"

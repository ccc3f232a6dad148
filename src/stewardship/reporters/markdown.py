"""Markdown, for the step summary of a workflow and for comments: what blocks comes first.

Then what asks for a review; warnings, notes and what is only observed are folded. Every word of
the tree stands as code, so that it formats nothing, links nowhere and notifies nobody.

GitHub shows a step summary of up to 1,024 KiB and nothing at all of a larger one; a comment holds
64 KiB (``limit=COMMENT``). What has no room is left out from the end, the mildest first, and the
page says how many.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stewardship.frozen import dataclass
from stewardship.model import Finding, Report
from stewardship.reporters import approving, clean, tally
from stewardship.reporters.by_resource import place, short
from stewardship.reporters.cells import Page
from stewardship.reporters.closing import closing

# In bytes of UTF-8. Something is kept free for what a step writes before this.
SUMMARY = 1_000_000
COMMENT = 64_000
MOST_REVIEWERS = 10
ENDLESS = 1_000_000
NAMES = {"block": "Blocks", "review": "For review"}


@dataclass(frozen=True, slots=True)
class Section:
    """A heading over a list, or, ``folded``, a line that opens one."""

    title: str
    items: tuple[str, ...]
    folded: bool = False

    def lines(self, kept: int) -> Iterator[str]:
        """The section with its first items, and how many it has besides."""
        left = len(self.items) - kept
        yield ""
        yield f"<details><summary>{self.title}</summary>" if self.folded else f"#### {self.title}"
        yield ""
        yield from self.items[:kept]
        if left:
            yield f"- and {left} more, for which there is no room here; a JSON report has them all"
        if self.folded:
            yield ""
            yield "</details>"


def render(report: Report, *, color: bool = False, width: int = 100, limit: int = SUMMARY) -> str:
    """The report as one page of GitHub Flavored Markdown, of at most ``limit`` bytes."""
    sections = [one for one in _sections(report) if one.items]
    *_, result = _closing(report)
    head = [f"### Stewardship: {report.verdict.outcome}", "", clean.code_span(result)]
    fixed = head + [line for section in sections for line in section.lines(0)]
    room = limit - _size(fixed)
    lines = list(head)
    for section in sections:
        kept = 0
        for item in section.items:
            room -= _size([item])
            if room < 0:
                break
            kept += 1
        lines += section.lines(kept)
    return clean.lines(lines)


def _size(lines: Iterable[str]) -> int:
    return len(clean.lines(lines).encode())


def _sections(report: Report) -> Iterator[Section]:
    findings = tally.shown(report.verdict)
    yield Section("Nothing was judged", tuple(f"- {_span(one)}" for one in report.errors))
    for standing, title in NAMES.items():
        heap = [one for one in findings if tally.standing(one) == standing]
        yield Section(f"{title} ({len(heap)})", tuple(_item(report, one) for one in heap))
    approvals = tuple(f"- {_span(one)}" for one in approving.spoken(report))
    yield Section(f"Approvals ({len(approvals)})", approvals)
    rest = [one for one in findings if tally.standing(one) not in NAMES]
    counted = tally.plural(len(rest), "finding")
    items = tuple(_item(report, one) for one in rest)
    yield Section(f"{counted} that only warn, note or are observed", items, folded=True)
    said = [f"- {_span(f'{item.rule} was not judged on {item.count}: {item.reason}')}"
            for item in report.verdict.unchecked]  # fmt: skip
    said += [f"- {_span(f'note: {note}')}" for note in report.verdict.notes]
    yield Section(tally.plural(len(said), "remark"), tuple(said), folded=True)


def _item(report: Report, finding: Finding) -> str:
    """One finding as one item of a list: place, message, whose it is, what to do, who is asked."""
    at = tally.from_top(report, finding.location)
    standing = tally.standing(finding)
    label = "" if standing in NAMES else f"{tally.LABELS[standing]} "
    steward = f", steward {_span(finding.steward)}" if finding.steward else ""
    parts = [
        f"- {label}{_span(place(at.path, at.line))} {_span(finding.message)}",
        f"  rule {_span(finding.rule)}, {finding.kind} {_span(finding.name)}{steward}",
    ]
    if finding.remedy:
        parts.append(f"  fix: {_span(finding.remedy)}")
    if standing == "review":
        names = tally.reviewers(report, finding)[:MOST_REVIEWERS]
        parts.append(f"  asks: {', '.join(map(_span, names)) or 'a code owner'}")
    return "\\\n".join(parts)


def _closing(report: Report) -> list[str]:
    """The line that sums up, as the other formats have it, without the way out."""
    return closing(report, [], Page(ENDLESS, color=False))


def _span(text: str) -> str:
    return clean.code_span(short(text))

"""The last lines: what was not judged and why, the counts, and the way out when it is wrong."""

from __future__ import annotations

from stewardship.decide import counts
from stewardship.model import Finding, Report, Unchecked, Verdict
from stewardship.reporters import approving, clean, tally
from stewardship.reporters.cells import Page

MOST_NOTES = 5
LONGEST_NOTE = 300
TONES = {"block": "block", "review": "review", "pass": "strong"}
NOTHING = "nothing governed"


def closing(report: Report, findings: list[Finding], page: Page) -> list[str]:
    """Notes, what was not judged, the summary, and a waiver to propose if something blocks."""
    verdict = report.verdict
    notes = list(verdict.notes)
    silent = not any("governed" in note.lower() for note in notes)
    if verdict.judged == 0 and silent and not findings and not report.errors:
        notes.insert(0, _nothing(verdict))
    return [
        *_bounded([("approval: ", one) for one in approving.spoken(report)], page, "approval"),
        *_bounded([("note: ", note) for note in notes], page, "note"),
        *_bounded([("unchecked: ", said) for said in _unchecked(verdict)], page, "reason"),
        *page.parts(_result(report), _basis(report), TONES[verdict.outcome]),
        *_way_out(findings, page),
    ]


def _nothing(verdict: Verdict) -> str:
    if verdict.universe:
        resources = tally.plural(verdict.universe, "resource")
        return f"{NOTHING} in this change: it touches none of the {resources} of this tree"
    return f"{NOTHING}: no file of this tree declares a resource"


def _unchecked(verdict: Verdict) -> list[str]:
    """A line for each reason: one broken manifest is not one line for each rule."""
    by: dict[str, list[Unchecked]] = {}
    for item in verdict.unchecked:
        by.setdefault(item.reason, []).append(item)
    lines = []
    for reason, items in sorted(by.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        most = max(item.count for item in items)
        rules = items[0].rule if len(items) == 1 else tally.plural(len(items), "rule")
        lines.append(f"{rules} on {tally.plural(most, 'resource')}: {reason}")
    return lines


def _bounded(said: list[tuple[str, str]], page: Page, noun: str) -> list[str]:
    """The first few, and how many more there are."""
    lines: list[str] = []
    for label, text in said[:MOST_NOTES]:
        lines += page.hang(label, clean.terminal(text, LONGEST_NOTE), "faint")
    if len(said) > MOST_NOTES:
        more = tally.plural(len(said) - MOST_NOTES, f"more {noun}")
        lines += page.hang(said[0][0], f"{more}; --format json has them all", "faint")
    return lines


def _basis(report: Report) -> list[str]:
    """What the result rests on: what was judged and what was not, by which policies."""
    verdict = report.verdict
    judged = f"{verdict.judged} of {tally.plural(verdict.universe, 'resource')} judged"
    unchecked = tally.unchecked(verdict)
    return [
        *([judged + _reach(report)] if verdict.judged or not report.errors else []),
        *([f"{unchecked} unchecked"] if unchecked else []),
        "offline",
        *([f"policies {clean.terminal(report.policies, 80)}"] if report.policies else []),
        f"{report.seconds:.1f} s",
    ]


def _reach(report: Report) -> str:
    """Why these, where they are not all."""
    reach = report.reach
    if reach is None or (not reach.resources and not reach.because):
        return ""
    if reach.because:
        return f" ({clean.terminal(reach.because, 80)})"
    linked = sum(why.startswith("it links") for *_, why in reach.resources)
    changed = len(reach.resources) - linked
    said = [f"{changed} changed" if changed else "", f"{linked} by links" if linked else ""]
    return f" ({', '.join(part for part in said if part)})"


def _result(report: Report) -> str:
    """What it came to: what stops, what asks, and what is there besides."""
    by = tally.heaps(report.verdict)
    observed = sum(by[name] for name in tally.OBSERVED.values()) - by["would-block"]
    approvals = sum(tally.is_approval(finding) for finding in report.verdict.findings)
    waivers = counts(report.verdict).proposed - approvals
    stops = [
        f"{by['block']} {'blocks' if by['block'] == 1 else 'block'}" if by["block"] else "",
        f"{by['review']} for review" if by["review"] else "",
    ]
    if not any(stops):
        stops = ["not judged" if report.errors else "pass"]
    rest = [
        tally.plural(by["warn"], "warning") if by["warn"] else "",
        tally.plural(by["note"], "note") if by["note"] else "",
        f"{by['would-block']} would block" if by["would-block"] else "",
        f"{observed} {'more ' if by['would-block'] else ''}observed" if observed else "",
        f"{by['baseline']} in the baseline" if by["baseline"] else "",
        f"{by['waived']} waived" if by["waived"] else "",
        f"{by['approved']} approved" if by["approved"] else "",
        f"{tally.plural(waivers, 'waiver')} proposed" if waivers else "",
        f"{tally.plural(approvals, 'approval')} proposed" if approvals else "",
    ]
    return ", ".join(part for part in [*stops, *rest] if part)


def _way_out(findings: list[Finding], page: Page) -> list[str]:
    """The command that proposes a waiver for the first finding that blocks and may be waived."""
    blocking = [finding for finding in findings if tally.standing(finding) == "block"]
    waivable = [finding for finding in blocking if finding.waivable]
    if waivable:
        question, command = "Wrong, or urgent?", waive_command(waivable[0], findings)
    elif blocking:
        question, command = "Wrong?", f"steward explain {clean.shell(blocking[0].rule)}"
    else:
        return []
    one_line = f"{question}  {command}"
    return [one_line] if len(one_line) <= page.width else [question, f"  {command}"]


def waive_command(finding: Finding, findings: list[Finding]) -> str:
    """``steward waive RULE RESOURCE --reason "…"``, ready for a shell.

    The resource is named, or told by its id where its name is also another's, or is ``.``.
    """
    same_name = {other.id for other in findings if other.name == finding.name}
    unclear = len(same_name) > 1 or finding.name in ("", ".")
    name = finding.id if unclear else finding.name
    rule, resource = clean.shell(finding.rule), clean.shell(name)
    if name.startswith("-"):
        return f'steward waive --reason "…" -- {rule} {resource}'
    return f'steward waive {rule} {resource} --reason "…"'

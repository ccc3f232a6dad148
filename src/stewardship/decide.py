"""The decision, apart from the detection: findings and what was decided before make a verdict.

Pure: the same findings in any order, on the same day, give the same verdict.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from stewardship.decisions.baseline import Baseline
from stewardship.decisions.counting import counts_as, status_of
from stewardship.decisions.limits import DEFAULT, Limits
from stewardship.decisions.modes import Modes
from stewardship.decisions.waiver_notes import at
from stewardship.decisions.waiver_notes import notes as waiver_notes
from stewardship.decisions.waivers import find
from stewardship.fingerprint import share_former
from stewardship.frozen import dataclass, replace
from stewardship.model import (
    SEVERITIES,
    Approval,
    Evaluation,
    Finding,
    Location,
    Mode,
    Outcome,
    Problem,
    Verdict,
    Waiver,
)

if TYPE_CHECKING:
    from stewardship.decisions.approved import Approved

__all__ = ["Counts", "counts", "counts_as", "decide", "order", "outcome"]

ModeOf = Callable[[str], Mode]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many findings lie in which heap; each is in exactly one of all but ``proposed``.

    ``proposed`` are those of the counted ones that a proposed waiver turned into ``review``,
    or that it will turn once it is granted.
    """

    block: int = 0
    review: int = 0
    warn: int = 0
    note: int = 0
    baseline: int = 0
    waived: int = 0
    observed: int = 0
    proposed: int = 0
    approved: int = 0


def decide(
    evaluation: Evaluation,
    waivers: Sequence[Waiver],
    baseline: Baseline,
    modes: Modes | ModeOf,
    today: date,
    *,
    whole: bool = False,
    problems: Sequence[Problem] = (),
    approvals: Sequence[Approval] = (),
    ran: Collection[str] | None = None,
    coming: Sequence[tuple[date, Modes]] = (),
    limits: Limits = DEFAULT,
) -> Verdict:
    """Stamp mode and status on every finding, and say what they come to.

    ``waivers`` and ``approvals`` are those of the base with what the head proposes
    (``waivers.merge``); ``problems`` is what is wrong in the files they came from, said aloud.
    ``whole`` says that every rule judged every resource, so that a waiver or a baseline entry
    which met no finding is one that nobody needs. ``ran`` are the rules that were run, None for
    all that an approval may depend on. ``coming`` are the modes of days to come;
    ``limits`` say how far from today a waiver or an approval may end.
    """
    mode_of = modes.of if isinstance(modes, Modes) else modes
    on = [finding for finding in evaluation.findings if mode_of(finding.rule) != "off"]
    held = [waiver for waiver in waivers if mode_of(waiver.rule) != "off"]
    approvals = [approval for approval in approvals if mode_of(approval.rule) != "off"]
    unjudged = frozenset(item.rule for item in evaluation.unchecked)
    approved = _approved(approvals, evaluation, ran, today, limits)
    decided = sorted(_stamped(on, held, approved, baseline, mode_of, today, limits), key=order)
    notes = [
        *evaluation.notes,
        *_off(evaluation.findings, modes, mode_of),
        *(f"{at(p.location)}: {p.message}" if p.location else p.message for p in problems),
        *waiver_notes(held, decided, today, whole, unjudged, limits),
        *(approved.notes(decided, whole, unjudged) if approved else ()),
        *(_unmatched(baseline, decided, mode_of, unjudged) if whole else ()),
        *_coming(decided, coming, today),
    ]
    return Verdict(
        outcome=outcome(decided),
        findings=tuple(decided),
        unchecked=evaluation.unchecked,
        notes=tuple(dict.fromkeys(notes)),
        judged=evaluation.judged,
        universe=evaluation.universe,
        rules=evaluation.rules,
    )


def _coming(
    decided: Sequence[Finding], coming: Sequence[tuple[date, Modes]], today: date
) -> list[str]:
    if not coming:
        return []
    from stewardship.decisions import coming as days  # late: most modes have no day

    return days.notes(decided, coming, today)


def _approved(
    approvals: Sequence[Approval],
    evaluation: Evaluation,
    ran: Collection[str] | None,
    today: date,
    limits: Limits,
) -> Approved | None:
    if not approvals:
        return None
    from stewardship.decisions.approved import (
        Approved,  # late: most repositories have approved nothing
    )

    return Approved(approvals, evaluation, ran, today, limits)


def _stamped(
    findings: Iterable[Finding],
    waivers: Iterable[Waiver],
    approved: Approved | None,
    baseline: Baseline,
    mode_of: ModeOf,
    today: date,
    limits: Limits,
) -> Iterator[Finding]:
    by_rule: dict[str, list[Waiver]] = {}
    for waiver in waivers:
        by_rule.setdefault(waiver.rule, []).append(waiver)
    for finding in share_former(findings):
        mode = mode_of(finding.rule)
        waived = find(by_rule.get(finding.rule, ()), finding, today, limits)
        approval = approved.find(finding) if approved else None
        excuses = [one for one in (waived, approval) if one is not None and finding.waivable]
        status = status_of(finding, excuses, mode, baseline)
        stamped = replace(finding, mode=mode, status=status)
        yield approved.at_finding(stamped, approval) if approved else stamped


def counts(verdict: Verdict) -> Counts:
    """How many findings count as what, and why the others do not."""
    heaps: Counter[str] = Counter()
    for finding in verdict.findings:
        severity = counts_as(finding)
        if severity is not None:
            heaps[severity] += 1
            heaps["proposed"] += finding.status == "proposed"
        elif finding.status in ("baseline", "waived"):
            heaps[finding.status] += 1
        elif finding.approved:
            heaps["approved"] += 1
        else:
            heaps["observed"] += 1
    return Counts(**heaps)


def outcome(findings: Iterable[Finding]) -> Outcome:
    """What decided findings come to."""
    severities = {counts_as(finding) for finding in findings}
    if "block" in severities:
        return "block"
    return "review" if "review" in severities else "pass"


def order(finding: Finding) -> tuple[object, ...]:
    """The worst first, then by place and rule; what follows only makes the order total."""
    location = finding.location
    return (
        SEVERITIES.index(finding.severity),
        *_place(location),
        finding.rule,
        finding.id,
        finding.fingerprint,
        finding.message,
    )


def _place(location: Location) -> tuple[object, ...]:
    """Path, line, column; of values that have no line yet, their way into the document."""
    pointer = tuple((isinstance(step, str), step) for step in location.pointer or ())
    return location.path, location.line or 0, location.column or 0, pointer


def _off(findings: Iterable[Finding], modes: Modes | ModeOf, mode_of: ModeOf) -> list[str]:
    """What was found by rules that are switched off: dropped, but not in silence."""
    lines = []
    for rule, count in sorted(Counter(finding.rule for finding in findings).items()):
        if mode_of(rule) == "off":
            reason = modes.reason(rule) if isinstance(modes, Modes) else ""
            why = f" ({reason})" if reason else ""
            lines.append(f"`{rule}` is off{why}: {_number(count, 'finding', 'findings')} dropped")
    return lines


def _unmatched(
    baseline: Baseline, findings: Iterable[Finding], mode_of: ModeOf, unjudged: Collection[str]
) -> list[str]:
    """Entries that excuse nothing any more, as far as their rules were on and could judge."""
    entries = baseline.unmatched(findings).values()
    gone = sum(e.rule not in unjudged and mode_of(e.rule) != "off" for e in entries)
    if not gone:
        return []
    stale = _number(gone, "entry", "entries")
    return [f"{stale} of the baseline matched nothing: `steward baseline` drops what is mended"]


def _number(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"

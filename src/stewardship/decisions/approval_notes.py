"""What is said of approvals: at a finding that one speaks of, and aloud at the end of a run."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from stewardship.decisions.approval_fit import Outcomes, fits, speaks_of, why_not
from stewardship.decisions.approvals import content_of
from stewardship.decisions.limits import DEFAULT, Limits
from stewardship.decisions.waiver_notes import TOPICS, WORDS, Topic, at, bounded, topic_of, worded
from stewardship.decisions.waivers import active, latest, overlong
from stewardship.frozen import replace
from stewardship.model import Approval, Finding, Plain, Related
from stewardship.strict import short


def at_finding(
    finding: Finding,
    approvals: Iterable[Approval],
    chosen: Approval | None,
    outcomes: Outcomes,
    today: date,
    limits: Limits = DEFAULT,
) -> Finding:
    """The decided finding with the approval that it rests on, or those that it once rested on.

    ``chosen`` is the one that was found for it.
    """
    details: dict[str, Plain] = dict(finding.details)
    if chosen is not None and finding.status in ("waived", "proposed"):
        details["approval"] = _evidence(chosen)
    if finding.status not in ("new", "proposed"):
        return replace(finding, details=details)
    was = {
        Related(one.place, f"was {why}"): None
        for one in sorted(approvals, key=lambda one: (one.expires, content_of(one)))
        if not one.proposed and speaks_of(one, finding)
        if (why := why_not(one, finding, outcomes) or _expiry(one, finding, today, limits))
    }
    if was:
        details["reopened"] = [one.message for one in was]
    return replace(
        finding, details=details, related=tuple({**dict.fromkeys(finding.related), **was})
    )


def _evidence(approval: Approval) -> dict[str, Plain]:
    said = {
        "approved-by": approval.approved_by,
        "evidence": approval.evidence,
        "reason": approval.reason,
        "expires": approval.expires,
        "place": at(approval.place),
    }
    return {name: text for name, text in said.items() if text}


def _expiry(approval: Approval, finding: Finding, today: date, limits: Limits) -> str:
    if not active(approval, today):
        return f"approved until {approval.expires}"
    if not overlong(approval, finding, today, limits):
        return ""
    last = latest(approval, finding, today, limits)
    return f"approved until {approval.expires}, and no later day than {last} may be written today"


def notes(
    approvals: Sequence[Approval],
    findings: Sequence[Finding],
    outcomes: Outcomes,
    today: date,
    whole: bool,
    unjudged: Collection[str] = (),
    limits: Limits = DEFAULT,
) -> list[str]:
    """A sentence on each approval that somebody should look at, the soonest first.

    ``findings`` are decided. As for waivers: an approval that meets nothing is told where every
    rule judged every resource. One that speaks of a finding and does not fit it says why.
    """
    heaps: dict[Topic, list[str]] = {topic: [] for topic in TOPICS}
    strayed: list[str] = []
    for one in sorted(approvals, key=lambda a: (a.expires, content_of(a), a.proposed)):
        about = [finding for finding in findings if speaks_of(one, finding)]
        met = [finding for finding in about if fits(one, finding, outcomes)]
        topic = topic_of(one, met, today, whole and one.rule not in unjudged, limits)
        if topic in (None, "lapsing", "unused"):
            misses = list(_misses(one, about, outcomes))
            strayed += misses
            topic = None if topic == "unused" and misses else topic
        if topic and not (topic == "lapsing" and _renewed(one, met, approvals, outcomes)):
            heaps[topic].append(f"{_name(one)} {worded(topic, one, today, met, limits)}")
    lines = bounded(strayed, "more approvals that do not fit what they name")
    for topic, said in heaps.items():
        lines += bounded(said, f"more approvals that {WORDS[topic][1]}")
    return lines


def _misses(approval: Approval, about: Iterable[Finding], outcomes: Outcomes) -> Iterable[str]:
    for finding in about:
        why = why_not(approval, finding, outcomes)
        if why and finding.status in ("new", "proposed"):
            yield f"{_name(approval)} does not fit `{short(finding.name)}`: {why}"


def _renewed(
    approval: Approval, met: Iterable[Finding], approvals: Iterable[Approval], outcomes: Outcomes
) -> bool:
    """Whether other approvals in force carry on where this one ends."""
    later = [a for a in approvals if not a.proposed and a.expires > approval.expires]
    return all(any(fits(other, finding, outcomes) for other in later) for finding in met)


def _name(approval: Approval) -> str:
    what = "the proposed approval" if approval.proposed else "the approval"
    return f"{what} of `{short(approval.license)}` ({at(approval.place)})"

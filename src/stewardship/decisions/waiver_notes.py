"""What is said aloud about waivers, so that none lapses or lingers unnoticed.

In one project 245 waivers had lapsed for four months before anybody saw. A run that judges
everything speaks of all of them; a run over a change only of those that it met.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Literal, get_args

from stewardship.decisions.limits import DEFAULT, Limits
from stewardship.decisions.waivers import active, content_of, latest, overlong, speaks_of
from stewardship.model import Approval, Finding, Location, Waiver
from stewardship.strict import short

SOON = timedelta(days=14)
SPOKEN = 5

Topic = Literal["futile", "overlong", "lapsed", "lapsing", "spent", "unused"]
TOPICS: tuple[Topic, ...] = get_args(Topic)

# What is said of one waiver, and of those beyond the first few.
WORDS: Mapping[Topic, tuple[str, str]] = {
    "futile": ("has no effect: this rule cannot be waived", "have no effect"),
    "overlong": (
        "excuses nothing: it ends on {expires}, and no later day than {latest} may be written now",
        "end too late",
    ),
    "lapsed": ("lapsed on {expires} and excuses nothing any more", "have lapsed"),
    "lapsing": ("holds until {expires} ({when})", "lapse within 14 days"),
    "spent": ("lapsed on {expires} and is not needed: remove it", "have lapsed and are not needed"),
    "unused": ("excuses nothing that was found: remove it", "excuse nothing that was found"),
}


def notes(
    waivers: Sequence[Waiver],
    findings: Iterable[Finding],
    today: date,
    whole: bool,
    unjudged: Collection[str] = (),
    limits: Limits = DEFAULT,
) -> list[str]:
    """A sentence on each waiver that somebody should look at, the soonest first.

    ``findings`` are decided. ``whole`` says that every rule judged every resource, so that a
    waiver which met no finding is one that nobody needs; of the rules ``unjudged`` that is not
    known.
    """
    by_rule: dict[str, list[Finding]] = {}
    for finding in findings:
        by_rule.setdefault(finding.rule, []).append(finding)
    heaps: dict[Topic, list[str]] = {topic: [] for topic in TOPICS}
    for waiver in sorted(waivers, key=lambda w: (w.expires, content_of(w), w.proposed)):
        met = [f for f in by_rule.get(waiver.rule, ()) if speaks_of(waiver, f)]
        topic = topic_of(waiver, met, today, whole and waiver.rule not in unjudged, limits)
        if topic is not None and not (topic == "lapsing" and _renewed(waiver, waivers)):
            heaps[topic].append(f"{_name(waiver)} {worded(topic, waiver, today, met, limits)}")
    return [
        line
        for topic, said in heaps.items()
        for line in bounded(said, f"more waivers that {WORDS[topic][1]}")
    ]


def topic_of(
    waiver: Waiver | Approval,
    met: Sequence[Finding],
    today: date,
    whole: bool,
    limits: Limits = DEFAULT,
) -> Topic | None:
    """What there is to say of a waiver (or an approval) that met these findings."""
    if any(not finding.waivable for finding in met):
        return "futile"
    if not active(waiver, today):
        if any(finding.status in ("new", "proposed") for finding in met):
            return "lapsed"
        return "spent" if whole else None
    if not met:
        return "unused" if whole else None
    if any(overlong(waiver, finding, today, limits) for finding in met):
        return "overlong"
    soon = date.fromisoformat(waiver.expires) - today <= SOON
    return "lapsing" if soon and not waiver.proposed else None


def _renewed(waiver: Waiver, waivers: Iterable[Waiver]) -> bool:
    """Whether another waiver in force carries on where this one ends."""
    return any(
        other.expires > waiver.expires and not other.proposed
        for other in waivers
        if (other.rule, other.fingerprint) == (waiver.rule, waiver.fingerprint)
    )


def bounded(lines: Sequence[str], rest: str) -> list[str]:
    """The first few lines, and how many more there are."""
    left = len(lines) - SPOKEN
    return [*lines[:SPOKEN], *([f"{rest}: {left}"] if left > 0 else [])]


def _name(waiver: Waiver) -> str:
    what = "the proposed waiver" if waiver.proposed else "the waiver"
    where = at(waiver.place)
    return f"{what} of `{short(waiver.rule)}` for `{short(waiver.resource)}` ({where})"


def worded(
    topic: Topic,
    waiver: Waiver | Approval,
    today: date,
    met: Sequence[Finding] = (),
    limits: Limits = DEFAULT,
) -> str:
    """The words with the day on which it ends; only a waiver that holds has days left."""
    last = min((latest(waiver, finding, today, limits) for finding in met), default=today)
    days = (date.fromisoformat(waiver.expires) - today).days if active(waiver, today) else 0
    when = ("today", "tomorrow")[days] if days < 2 else f"in {days} days"
    return WORDS[topic][0].format(expires=waiver.expires, when=when, latest=last)


def at(place: Location) -> str:
    """A place as people write it."""
    return f"{place.path}:{place.line}" if place.line else place.path

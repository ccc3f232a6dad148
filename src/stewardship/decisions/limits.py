"""``longest:`` and ``not-waivable:``: how far from today an exception may end, and for what.

    longest:
      waiver: {block: 30d, review: 90d}
      approval: 1y
    not-waivable: [licenses/not-denied]

What ends later than that excuses nothing, until it says a day that is near enough: so nothing is
ever excused for longer at a time, whatever day is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Literal, get_args

from stewardship import strict
from stewardship.frozen import dataclass, field
from stewardship.model import SEVERITIES, Location, Severity
from stewardship.strict import Node
from stewardship.vocabulary import durations

Exempting = Literal["waiver", "approval"]
EXCEPTIONS: tuple[Exempting, ...] = get_args(Exempting)


@dataclass(frozen=True, slots=True)
class Limit:
    """How long, and who said so; no place where nobody did."""

    span: timedelta
    place: Location | None = None

    def ends(self, today: date) -> date:
        """The last day that may be written today."""
        try:
            return today + self.span
        except OverflowError:
            return date.max


YEAR = timedelta(days=365)
DEFAULTS: Mapping[Exempting, Mapping[Severity, Limit]] = {
    "waiver": {
        "block": Limit(timedelta(days=90)),
        "review": Limit(timedelta(days=180)),
        "warn": Limit(YEAR),
        "note": Limit(YEAR),
    },
    "approval": {severity: Limit(YEAR) for severity in SEVERITIES},
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What is said of each kind of exception for findings of each severity; else the defaults."""

    said: Mapping[tuple[Exempting, Severity], Limit] = field(default_factory=dict)

    def of(self, what: Exempting, severity: Severity) -> Limit:
        """The longest that such an exception may last."""
        return self.said.get((what, severity)) or DEFAULTS[what][severity]

    def all(self) -> Iterator[tuple[Exempting, Severity, Limit]]:
        """Every one in force."""
        for what in EXCEPTIONS:
            for severity in SEVERITIES:
                yield what, severity, self.of(what, severity)


DEFAULT = Limits()


def load(node: Node | None) -> Limits:
    """What ``longest:`` says."""
    said: dict[tuple[Exempting, Severity], Limit] = {}
    lines = node.keys("`longest`", EXCEPTIONS) if node else {}
    for what in EXCEPTIONS:
        if what not in lines:
            continue
        line = lines[what]
        if isinstance(line.data, dict):
            given = line.keys(f"`{what}`", SEVERITIES)
            said |= {(what, s): _limit(given[s]) for s in SEVERITIES if s in given}
        else:
            said |= dict.fromkeys(((what, s) for s in SEVERITIES), _limit(line))
    return Limits(said)


def _limit(node: Node) -> Limit:
    text = node.text("a duration")
    try:
        span = durations.parse(text)
    except ValueError as error:
        raise node.error(str(error)) from None
    if span < timedelta(days=1):
        raise node.error(f"`{strict.short(text)}` is shorter than a day", "write such as `90d`")
    return Limit(span, node.location)

"""What many checkouts come to, rule by rule, and the order in which to switch the rules on. Pure.

First what stops the fewest repositories, then what finds the least, then what could be judged in
most of them, then what is most severe. A rule that applies to nothing anywhere comes last: that it
finds nothing says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from stewardship.frozen import dataclass, replace
from stewardship.model import SEVERITIES, Severity
from stewardship.survey import RuleHere, Surveyed


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule over all checkouts that could be surveyed.

    ``applies`` counts repositories in which it applies to something; of these it finds something
    in ``stopped``, could not be judged on all in ``unjudged``, and the others are ``clean``.
    ``so_far`` are the repositories that this rule or one before it would stop, of the rules that
    block. ``new`` are the findings of each week, where they are known.
    """

    id: str
    severity: Severity
    title: str
    applies: int
    clean: int
    stopped: int
    unjudged: int
    findings: int
    excused: int
    new: tuple[int, ...]
    so_far: int = 0


def order(surveyed: Sequence[Surveyed], weeks: int) -> list[RuleRow]:
    """The rules in the order in which to switch them on."""
    by: dict[str, list[tuple[str, RuleHere]]] = {}
    for one in surveyed:
        for rule in one.rules:
            by.setdefault(rule.id, []).append((one.name, rule))
    rows = sorted((_row([rule for _, rule in said], weeks) for said in by.values()), key=_key)
    stopped: set[str] = set()
    counted = []
    for row in rows:
        if row.severity == "block":
            stopped |= {name for name, rule in by[row.id] if rule.findings}
        counted.append(replace(row, so_far=len(stopped)))
    return counted


def _row(said: Sequence[RuleHere], weeks: int) -> RuleRow:
    severity = min((one.severity for one in said), key=SEVERITIES.index)
    stopped = [one for one in said if one.findings]
    unjudged = [one for one in said if one.unjudged and not one.findings]
    applies = [one for one in said if one.resources or one.findings or one.unjudged]
    return RuleRow(
        said[0].id,
        severity,
        said[0].title,
        len(applies),
        len(applies) - len(stopped) - len(unjudged),
        len(stopped),
        len(unjudged),
        sum(one.findings for one in said),
        sum(one.excused for one in said),
        tuple(sum(one.new[week] or 0 for one in said if one.new) for week in range(weeks)),
    )


def _key(row: RuleRow) -> tuple[object, ...]:
    rank = SEVERITIES.index(row.severity)
    return not row.applies, row.stopped, row.findings, row.unjudged, rank, row.id


def kinds(surveyed: Iterable[Surveyed]) -> dict[str, int]:
    """How many resources of each kind there are in all."""
    counted: dict[str, int] = {}
    for one in surveyed:
        for kind, count in one.kinds.items():
            counted[kind] = counted.get(kind, 0) + count
    return counted


def stopped(surveyed: Iterable[Surveyed]) -> int:
    """How many checkouts something would stop."""
    return sum(one.count("block") > 0 for one in surveyed)

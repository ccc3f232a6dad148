"""Two backlogs held against each other: what is new, what is gone, what is left and how old."""

from __future__ import annotations

from stewardship.backlog.items import Backlog, Item, as_data
from stewardship.frozen import dataclass
from stewardship.joining.seen import KIND
from stewardship.joining.universe import Universe
from stewardship.model import Plain


@dataclass(frozen=True, slots=True)
class Trend:
    """``since`` names the revision; ``older`` are those of what is left that have become overdue
    since; ``overdue`` and ``age`` (median, in days) are those of then and of now."""

    since: str
    new: tuple[Item, ...]
    gone: tuple[Item, ...]
    left: tuple[Item, ...]
    older: tuple[Item, ...]
    overdue: tuple[int, int]
    age: tuple[int, int]


def trend(since: str, then: tuple[Backlog, Universe], now: tuple[Backlog, Universe]) -> Trend:
    """What changed from one backlog to another, each with the universe that it is of."""
    (before, old), (after, new) = then, now
    was = {one.id: one for one in before.items}
    pairs = [(one, _former(one, was, old, new)) for one in after.items]
    kept = {former.id for _, former in pairs if former is not None}
    return Trend(
        since,
        tuple(one for one, former in pairs if former is None),
        tuple(one for one in before.items if one.id not in kept),
        tuple(one for one, former in pairs if former is not None),
        tuple(one for one, f in pairs if f is not None and one.due.overdue and not f.due.overdue),
        (len(before.overdue), len(after.overdue)),
        (before.age, after.age),
    )


def _former(one: Item, was: dict[str, Item], old: Universe, new: Universe) -> Item | None:
    """The same vulnerability in the older backlog, under whichever of its names."""
    found = old.get(one.id, KIND)
    if found is not None:
        return was.get(found.id)
    return next(
        (item for item in was.values() if (same := new.get(item.id, KIND)) and same.id == one.id),
        None,
    )


def trend_data(found: Trend) -> dict[str, Plain]:
    """The trend as JSON has it."""
    return {
        "since": found.since,
        "new": [as_data(one) for one in found.new],
        "gone": [as_data(one) for one in found.gone],
        "left": len(found.left),
        "became-overdue": [one.id for one in found.older],
        "overdue-before": found.overdue[0],
        "overdue-now": found.overdue[1],
        "median-days-before": found.age[0],
        "median-days-now": found.age[1],
    }

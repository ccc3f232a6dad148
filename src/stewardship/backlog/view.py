"""All that is shown of a backlog, in one piece, and as the JSON of ``backlog-1.schema.json``."""

from __future__ import annotations

from collections import Counter
from datetime import date
from statistics import median

from stewardship.backlog.gone import Gone
from stewardship.backlog.items import NOBODY, SCALE, Backlog, owners
from stewardship.backlog.items import as_data as item_data
from stewardship.backlog.trend import Trend, trend_data
from stewardship.frozen import dataclass
from stewardship.model import Plain


@dataclass(frozen=True, slots=True)
class View:
    """``name`` is the repository's, ``day`` that of the look, ``gone`` what was mended, the
    quickest first."""

    name: str
    day: date
    backlog: Backlog
    gone: tuple[Gone, ...]
    trend: Trend | None = None

    @property
    def typical(self) -> int | None:
        """The median of days from first seen to gone; None where nothing was mended."""
        return round(median(one.days for one in self.gone)) if self.gone else None


def headline(view: View) -> str:
    """The backlog in a sentence."""
    found = view.backlog
    states = Counter(one.state for one in found.items)
    parts = [f"{len(found.items)} open"]
    parts += [f"{states['overdue']} overdue"]
    parts += [f"{states['waived']} waived"] if states["waived"] else []
    parts += [f"{states['soon']} due within a week"] if states["soon"] else []
    parts += [f"{found.settled} settled by an analysis"] if found.settled else []
    if view.gone:
        parts.append(f"{len(view.gone)} mended, half of them within {view.typical} days")
    return ", ".join(parts)


def as_data(view: View) -> dict[str, Plain]:
    """The backlog as JSON has it, version 1."""
    found = view.backlog
    states = Counter(one.state for one in found.items)
    return {
        "version": 1,
        "repository": view.name,
        "day": view.day.isoformat(),
        "summary": {
            "open": len(found.items),
            "overdue": states["overdue"],
            "waived": states["waived"],
            "soon": states["soon"],
            "settled": found.settled,
            "mended": len(view.gone),
            "median-days-open": found.age,
            "median-days-to-mend": view.typical,
        },
        "owners": [
            {
                "name": None if one.name == NOBODY else one.name,
                "open": one.open,
                "overdue": one.overdue,
                "oldest-days": one.oldest,
                "severities": {word: one.severities[word] for word in SCALE},
            }
            for one in owners(found.items)
        ],
        "open": [item_data(one) for one in found.items],
        "mended": [one.as_data() for one in view.gone],
        "unreadable": list(found.unreadable),
        "trend": trend_data(view.trend) if view.trend else None,
    }

"""By when a vulnerability has to be gone: its severity, since when it is known, and for how long.

The rule that blocks what is overdue and the backlog that lists it count alike, by this.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from stewardship.frozen import dataclass
from stewardship.model import Resource
from stewardship.vocabulary import durations, severities


@dataclass(frozen=True, slots=True)
class Deadline:
    """``severity`` is of the scale, or unknown; ``since`` when it was first seen, None where only
    the judged tree knows of it; ``limit`` is None where its severity has none, ``written`` the same
    as the table has it; ``age`` are whole days."""

    severity: str
    since: datetime | None
    limit: timedelta | None
    written: str
    age: timedelta

    @property
    def left(self) -> timedelta | None:
        """The days that are left, negative once it is overdue; None where there is no limit."""
        return None if self.limit is None else self.limit - self.age

    @property
    def overdue(self) -> bool:
        """Whether it should have been gone by now."""
        return self.limit is not None and self.age > self.limit


def deadline(
    resource: Resource, within: Mapping[str, str], told: datetime | None, now: datetime
) -> Deadline:
    """``within`` are durations by severity, the shortest of which holds for what is unknown;
    ``told`` is when history first had it. ValueError for a duration that is none."""
    stated = resource.value("severity")
    # `none` is a severity here, though elsewhere it says that something is not known.
    certain = isinstance(stated.data, str) and stated.state in ("present", "unknown")
    word = severities.of_word(str(stated.data)) if certain else severities.UNKNOWN
    lengths = {name: durations.parse(length) for name, length in within.items()}
    written = within.get(word, "")
    if word == severities.UNKNOWN and lengths:
        written = within[min(lengths, key=lambda name: lengths[name])]
    since = _stated(resource) or told
    days = max((now.date() - since.date()).days, 0) if since else 0
    limit = durations.parse(written) if written else None
    return Deadline(word, since, limit, written, timedelta(days=days))


def _stated(resource: Resource) -> datetime | None:
    """When its report says that it was first seen."""
    value = resource.value("first-seen")
    stated = value.state == "present" and isinstance(value.data, str)
    return durations.date_of(value.data) if stated and isinstance(value.data, str) else None

"""Many checkouts at once: what is governed in them, what each rule would stop, what came lately.

For whoever rolls the gate out over an organization, before any repository has one. A checkout is
judged at its last commit by its own decisions, or by the packs alone where it has none; modes do
not count, for the question is what *would* stop. Nothing of a checkout runs, no plugin either.

``checkout`` looks at one, ``weeks`` finds its older commits, ``counting`` adds up (pure), ``pool``
spreads the work over processes, and ``text``, ``csv_`` and ``json_`` are the forms of the result.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from stewardship.frozen import dataclass, field
from stewardship.model import Kind, Severity

WEEK = 7 * 24 * 3600
MOST_WEEKS = 53


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of every checkout.

    ``since`` holds moments, the latest first: what came between two of them (or between the first
    and ``now``) is new in that week. ``policies``, ``only`` and ``org_policy`` are as in
    ``picture.Request``.
    """

    now: datetime
    since: tuple[datetime, ...] = ()
    policies: tuple[Path, ...] = ()
    only: tuple[str, ...] = ()
    org_policy: Path | None = None


@dataclass(frozen=True, slots=True)
class RuleHere:
    """What one rule says of one checkout.

    ``resources`` are those that it applies to; ``findings`` stand, ``excused`` are in the
    repository's baseline or waived; ``unjudged`` resources could not be judged by it, for what it
    ``lacks``. ``new`` counts the findings that came in each week, None where history does not
    reach back.
    """

    id: str
    severity: Severity
    title: str
    resources: int
    findings: int = 0
    excused: int = 0
    unjudged: int = 0
    lacks: str = ""
    new: tuple[int | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Surveyed:
    """One checkout, as it was named: what is in it and what each rule says; or the ``error``."""

    name: str
    commit: str = ""
    kinds: Mapping[Kind, int] = field(default_factory=dict)
    rules: tuple[RuleHere, ...] = ()
    note: str = ""
    error: str = ""

    def count(self, severity: Severity) -> int:
        """How many findings of this severity stand."""
        return sum(one.findings for one in self.rules if one.severity == severity)

    def new(self, week: int) -> int | None:
        """How many findings that block came in this week; None where nobody knows."""
        counts = [one.new[week] for one in self.rules if one.severity == "block" and one.new]
        known = [count for count in counts if count is not None]
        return sum(known) if len(known) == len(counts) else None

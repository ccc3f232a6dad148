"""What was mended: the history of a report had it, and its last version has it no more.

A report that was deleted proves nothing, so what it had is not called mended; nor is what another
report still has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from stewardship.frozen import dataclass
from stewardship.joining.seen import Seen, Spell
from stewardship.joining.universe import Universe
from stewardship.model import Kind, Location, Plain, Resource, Value

KIND: Kind = "vulnerability"


@dataclass(frozen=True, slots=True)
class Gone:
    """One vulnerability that is no more: since when it was known, until when, whose it was."""

    id: str
    name: str
    severity: str
    owner: str
    path: str
    since: datetime
    until: datetime

    @property
    def days(self) -> int:
        """How long it was open."""
        return (self.until.date() - self.since.date()).days

    def as_data(self) -> dict[str, Plain]:
        """The same as JSON has it."""
        return {
            "id": self.id,
            "name": self.name,
            "severity": self.severity,
            "owner": self.owner or None,
            "path": self.path,
            "first-seen": self.since.date().isoformat(),
            "gone": self.until.date().isoformat(),
            "days": self.days,
        }


def gone(
    seen: Seen,
    universe: Universe,
    paths: Iterable[str],
    steward: Callable[[Resource], Value],
) -> tuple[Gone, ...]:
    """What the reports at these paths had, the quickest first."""
    found = {one.id: one for path in paths for one in _of_report(seen, universe, path, steward)}
    return tuple(sorted(found.values(), key=lambda one: (one.days, one.until, one.id)))


def _of_report(
    seen: Seen, universe: Universe, path: str, steward: Callable[[Resource], Value]
) -> Iterator[Gone]:
    spells, _ = seen.report(path)
    known: dict[str, list[tuple[str, Spell]]] = {}
    for name, spell in spells.items():
        known.setdefault(spell.lead, []).append((name, spell))
    for lead, aliases in known.items():
        until = [spell.until for _, spell in aliases if spell.until is not None]
        still = any(universe.get(name, KIND) is not None for name, _ in aliases)
        if still or len(until) < len(aliases):
            continue
        title = lead.removeprefix("vuln:").partition("#")[0]
        place = Location(path)
        answer = steward(Resource(KIND, lead, title, place, {}, (path,)))
        owner = str(answer.data) if answer.state == "present" else ""
        since = min(spell.since for _, spell in aliases)
        yield Gone(lead, title, aliases[0][1].severity, owner, path, since, max(until))

"""What will stop a change from some day on, told while there is time to mend it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from stewardship.decisions.counting import counts_as
from stewardship.decisions.modes import Modes, Setting
from stewardship.decisions.waiver_notes import at
from stewardship.frozen import replace
from stewardship.model import Finding, Mode

Days = Sequence[tuple[date, Modes]]


def notes(findings: Iterable[Finding], coming: Days, today: date) -> list[str]:
    """A sentence on each line of the configuration that will stop more than it does today.

    ``findings`` are decided by the modes of today; ``coming`` are those of days to come, the
    nearest first. What is waived today is taken to stay so.
    """
    lines = []
    decided = list(findings)
    for day, modes in coming:
        heaps: Counter[Setting] = Counter()
        later = [_under(one, modes.of(one.rule)) for one in decided]
        for before, after in zip(decided, later, strict=True):
            if counts_as(after) == "block" and counts_as(before) != "block":
                heaps[modes.setting(after.rule)] += 1
        decided = later
        for setting, count in heaps.items():
            what = "1 finding blocks" if count == 1 else f"{count} findings block"
            where = f" ({at(setting.place)})" if setting.place else ""
            days = (day - today).days
            when = "tomorrow" if days == 1 else f"in {days} days"
            lines.append(f"from {day} on, {when}, {what}: `{setting.mode}`{where}")
    return lines


def _under(finding: Finding, mode: Mode) -> Finding:
    """The finding as it would be decided under another mode; ``enforce`` heeds no baseline."""
    fresh = mode == "enforce" and finding.status == "baseline"
    return replace(finding, mode=mode, status="new" if fresh else finding.status)

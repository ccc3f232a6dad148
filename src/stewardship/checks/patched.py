"""A vulnerability is not open for longer than its severity allows.

`within` is a table of durations by severity: critical, high, medium, low, and `none` where even
that has to go. One whose severity nobody knows is held to the shortest of them. Time is counted
from when a scanner first found it: as its report says (`first-seen`), else from the first commit in
which a report had it; what no commit has yet is new. While history is cut off, what is not overdue
by the part that is known is not judged. What an analysis settles (`not_affected`, `false_positive`,
`suppressed`, `resolved`, …) is not open.

```pass
value: {severity: high}
options: {within: {high: 30d}}
context: {now: "2026-11-23T12:00:00Z", first-seen: 2026-10-30}
```

```pass
value: {severity: high, analysis: not_affected}
options: {within: {high: 30d}}
context: {now: "2026-11-23T12:00:00Z", first-seen: 2026-01-30}
```

```fail
value: {severity: high}
options: {within: {high: 30d}}
context: {now: "2026-11-23T12:00:00Z", first-seen: 2026-10-01}
```

```fail
value: {severity: unknown, first-seen: 2026-11-01}
options: {within: {critical: 7d, low: 180d}}
context: {now: "2026-11-23T12:00:00Z"}
```
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from stewardship.checks import Context, Options, wording
from stewardship.model import Plain, Problem, Resource, Unjudged, Value
from stewardship.vocabulary import analyses, deadlines, durations, severities

SEVERITIES = ", ".join(severities.SCALE)
ABSENT = True  # it looks at the whole resource, and what that leaves out is held to the strictest

OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["within"],
    "properties": {
        "within": {
            "type": "object",
            "minProperties": 1,
            "additionalProperties": {"type": "string", "pattern": "^[0-9]{1,6} ?[shdwy]$"},
        }
    },
}


def mistakes(options: Options) -> Iterator[str]:
    """Severities and durations that are none."""
    within = options.get("within")
    if not isinstance(within, Mapping) or not within:
        yield "`within` has to be a table of durations by severity"
        return
    for name, length in within.items():
        if name not in severities.SCALE:
            yield f"`within` speaks of {wording.quote(name)}; severities are {SEVERITIES}"
        elif _length(length) is None:
            yield f"`within` has no duration for `{name}`, such as `30d`"


def check(value: Value, options: Options, context: Context) -> Iterable[Problem | Unjudged]:
    """A problem for what is open for too long, at the finding in its report."""
    resource = context.resource
    if settled(resource):
        return
    if wrong := next(mistakes(options), ""):
        yield Problem(wrong)
        return
    told, cut = context.first_seen()
    found = deadlines.deadline(resource, options["within"], told, context.now)
    stated = resource.value("first-seen").state == "present"
    if found.overdue:
        yield Problem(_said(resource, found), value=found.severity, details=_details(found))
    elif cut and not stated and found.limit is not None:
        yield Unjudged("the history of its report is cut off, so it may be older")


def settled(resource: Resource) -> bool:
    """Whether an analysis on which all agree says that nothing is left to do."""
    value = resource.value("analysis")
    return value.state == "present" and analyses.settles(value.data)


def _said(resource: Resource, found: deadlines.Deadline) -> str:
    seen = f"since {found.since.date().isoformat()}" if found.since else "for long"
    days = found.age.days
    known = found.severity if found.severity != severities.UNKNOWN else "of unknown severity"
    fixed = resource.value("fixed-in")
    items = fixed.data if isinstance(fixed.data, tuple) else ()
    where = ", ".join(wording.quote(one.data) for one in items[:3])
    ended = f"; fixed in {where}" if where else "; no fix is known"
    limit = f"`{found.written}`"
    return f"it is {known} and open {seen}, {days:,} days, more than {limit}{ended}"


def _details(found: deadlines.Deadline) -> dict[str, Plain]:
    since = found.since.date().isoformat() if found.since else None
    limit = found.limit.days if found.limit is not None else None
    return {"first-seen": since, "days-open": found.age.days, "days-allowed": limit}


def _length(written: object) -> timedelta | None:
    try:
        return durations.parse(written) if isinstance(written, str) else None
    except ValueError:
        return None

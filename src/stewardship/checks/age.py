"""The date is recent enough, or old enough, at the time of the run.

`at-most` and `at-least` are durations (`36h`, `180d`, `2w`, `1y`). With `from` the time between
that date and the value is measured instead, as for what has to be mended within days. A date
without a time counts in whole days, the last one included. A date in the future is never right;
half a day of it is let pass, since a date alone has no time zone.

```pass
value: 2026-06-01
options: {at-most: 180d}
context: {now: "2026-11-23T12:00:00Z"}
```

```pass
value: 2026-11-05
options: {at-most: 7d, from: 2026-11-01}
```

```fail
value: 2026-05-01
options: {at-most: 180d}
context: {now: "2026-11-23T12:00:00Z"}
```

```fail
value: 2026-11-22
options: {at-least: 7d}
context: {now: "2026-11-23T12:00:00Z"}
```

```fail
value: 2027-01-01
options: {at-most: 180d}
context: {now: "2026-11-23T12:00:00Z"}
```

```fail
value: last spring
options: {at-most: 180d}
```
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from stewardship.checks import Context, Options, walk, wording
from stewardship.model import Problem, Unjudged, Value
from stewardship.vocabulary import durations

# The earliest time zone is 14 hours ahead of UTC: so far ahead a date may begin.
AHEAD = timedelta(hours=14)
DATE_ALONE = len("2026-11-23")

_DURATION = {"type": "string", "pattern": "^[0-9]{1,6} ?[shdwy]$"}

OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "at-most": _DURATION,
        "at-least": _DURATION,
        "from": {"type": "string"},
    },
    "anyOf": [{"required": ["at-most"]}, {"required": ["at-least"]}],
}


def mistakes(options: Options) -> Iterator[str]:
    """A `from` that is no date."""
    if "from" in options and durations.date_of(wording.text(options["from"])) is None:
        yield f"`from` is {wording.quote(options['from'])}, which is not a date"


def check(value: Value, options: Options, context: Context) -> Iterable[Problem | Unjudged]:
    """A problem for what is no date, lies ahead, or is older or newer than it may be."""

    def judge(item: Value) -> Iterator[Problem]:
        if isinstance(item.data, tuple | Mapping):
            yield Problem(wording.misshapen(item, "a date"))
            return
        written = wording.text(item.data).strip()
        moment = durations.date_of(written)
        if moment is None:
            yield Problem(f"{wording.quote(written)} is not a date; write it as `2026-11-23`")
        elif moment - context.now > AHEAD:
            yield Problem(f"{wording.quote(written)} lies in the future")
        else:
            yield from _measured(written, moment, options, context)

    return walk.each(value, context.field, judge, needed=True)


def _measured(
    written: str, moment: datetime, options: Options, context: Context
) -> Iterator[Problem]:
    """The time from the value to now, or from ``from`` to the value, against both limits."""
    quoted = wording.quote(written)
    if "from" in options:
        start = _text(options["from"])
        begin = durations.date_of(start)
        if begin is None:
            yield Problem(f"{quoted} has no date to be measured from")
            return
        passed = _between(begin, moment, DATE_ALONE in (len(written), len(start)))
        since = f"after {wording.quote(start)}"
        if passed < timedelta(0):
            yield Problem(f"{quoted} lies before {wording.quote(start)}")
            return
    else:
        passed = max(_between(moment, context.now, len(written) == DATE_ALONE), timedelta(0))
        since = "ago"
    for name in ("at-most", "at-least"):
        if name not in options:
            continue
        limit, newest = _limit(options[name]), name == "at-most"
        if limit is None:
            yield Problem(f"{quoted} has no duration as its limit `{name}`")
        elif passed > limit if newest else passed < limit:
            than = f"{'more' if newest else 'less'} than {wording.quote(options[name])}"
            yield Problem(f"{quoted} is {_words(passed)} {since}, {than}")


def _between(begin: datetime, end: datetime, whole_days: bool) -> timedelta:
    return end.date() - begin.date() if whole_days else end - begin


def _text(given: object) -> str:
    return given.strip() if isinstance(given, str) else ""


def _limit(given: object) -> timedelta | None:
    try:
        return durations.parse(_text(given))
    except ValueError:
        return None


def _words(passed: timedelta) -> str:
    """A length of time as people say it: in days, and below one day in hours."""
    number, unit = (passed.days, "day") if passed.days else (passed.seconds // 3600, "hour")
    return f"{number:,} {unit}{'' if number == 1 else 's'}"

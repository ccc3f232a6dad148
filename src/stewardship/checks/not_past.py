"""The day, or the end of the span, has not passed yet.

A date is the last day that counts. A duration (`180d`, `2w`, `5y`) is counted from the date that
`from` gives, most often by reference (`{value: date}`); where nobody states that one, nobody
knows when the span ends, and it counts as over.

```pass
value: 2027-06-30
context: {now: "2026-11-23T12:00:00Z"}
```

```pass
value: 1y
options: {from: 2026-05-01}
context: {now: "2026-11-23T12:00:00Z"}
```

```fail
value: 2026-11-22
context: {now: "2026-11-23T12:00:00Z"}
```

```fail
value: 90d
options: {from: 2026-05-01}
context: {now: "2026-11-23T12:00:00Z"}
```

```fail
value: 90d
```

```fail
value: as long as needed
```
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from stewardship.checks import Context, Options, walk, wording
from stewardship.model import Problem, Unjudged, Value
from stewardship.vocabulary import durations

OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {"from": {"type": "string"}},
}


def check(value: Value, options: Options, context: Context) -> Iterable[Problem | Unjudged]:
    """A problem for a day that has passed, and for what is no day and no span."""

    def judge(item: Value) -> Iterator[Problem]:
        text = wording.text(item.data).strip()
        day = durations.date_of(text)
        if day is None:
            span = _span(text)
            if span is None:
                said = "is neither a date nor a duration such as `180d`"
                yield Problem(f"{wording.quote(text)} {said}")
                return
            begun = durations.date_of(wording.text(options.get("from")))
            if begun is None:
                yield Problem(f"nobody states since when {wording.quote(text)} counts")
                return
            day = _after(begun, span)
        if day is not None and day.date() < context.now.date():
            last = day.date().isoformat()
            yield Problem(
                f"the last day was {last}"
                if text.startswith(last)
                else f"{wording.quote(text)} ended on {last}"
            )

    return walk.each(value, context.field, judge)


def _span(text: str) -> timedelta | None:
    try:
        return durations.parse(text)
    except ValueError:
        return None


def _after(begun: datetime, span: timedelta) -> datetime | None:
    """The end of a span; None for one that ends after all that Python can count."""
    try:
        return begun + span
    except OverflowError:
        return None

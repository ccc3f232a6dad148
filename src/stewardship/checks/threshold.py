"""The number lies within its limits.

`min` and `max` may be reached, `above` and `below` may not. A number may be written as text; a
percent sign divides by a hundred, and `unit` names what may stand behind the number (`ms`). What
is not a number, and what is not finite, is outside every limit.

```pass
value: 0.91
options: {min: 0.8}
```

```pass
value: 91 %
options: {min: 0.8, max: 1}
```

```pass
value: [12 ms, 40 ms]
options: {below: 50, unit: ms}
```

```fail
value: 0.79
options: {min: 0.8}
```

```fail
value: 0
options: {above: 0}
```

```fail
value: about 90
options: {min: 0.8}
```
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from math import isfinite
from operator import ge, gt, le, lt
from typing import TYPE_CHECKING, Any

from stewardship.checks import Context, Options, walk, wording
from stewardship.model import Problem, Unjudged, Value
from stewardship.pattern import pattern

if TYPE_CHECKING:
    from decimal import Decimal

LIMITS: Mapping[str, tuple[Callable[[Any, Any], bool], str]] = {
    "min": (ge, "is under the minimum of"),
    "max": (le, "is over the maximum of"),
    "above": (gt, "is not above"),
    "below": (lt, "is not below"),
}

OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        **{limit: {"type": "number"} for limit in LIMITS},
        "unit": {"type": "string", "minLength": 1},
    },
    "anyOf": [{"required": [limit]} for limit in LIMITS],
}

# Digits, at most so many that comparing stays cheap, and what stands behind them.
_NUMBER = pattern(
    r"([+-]?(?:[0-9]{1,400}(?:\.[0-9]{0,400})?|\.[0-9]{1,400})(?:[eE][+-]?[0-9]{1,4})?)(.*)",
    re.DOTALL,
)


def check(value: Value, options: Options, context: Context) -> Iterable[Problem | Unjudged]:
    """A problem for each limit that a number breaks, and for what is no number."""
    unit = wording.text(options.get("unit")) if isinstance(options.get("unit"), str) else ""

    def judge(item: Value) -> Iterator[Problem]:
        measured = number(item.data, unit)
        if measured is None:
            yield Problem(f"{wording.summary(item)} is not a number{_in(unit)}")
            return
        for name, (holds, words) in LIMITS.items():
            if name not in options:
                continue
            limit = number(options[name], unit)
            if limit is None:
                yield Problem(f"{wording.summary(item)} has no number as its limit `{name}`")
            elif not holds(measured, limit):
                yield Problem(f"{wording.summary(item)} {words} {wording.quote(options[name])}")

    return walk.each(value, context.field, judge, needed=True)


def number(data: object, unit: str = "") -> Decimal | None:
    """The number that this is or says, exactly; None for what is none or is not finite."""
    from decimal import Decimal  # late: only rules with limits need it

    if isinstance(data, bool):
        return None
    if isinstance(data, int):
        return Decimal(data)
    if isinstance(data, float):
        return Decimal(repr(data)) if isfinite(data) else None
    match = _NUMBER.fullmatch(data.strip()) if isinstance(data, str) else None
    if not match:
        return None
    digits, behind = Decimal(match.group(1)), match.group(2).strip()
    if behind == "%":
        return digits / 100
    return digits if behind in ("", unit) else None


def _in(unit: str) -> str:
    return f" in {wording.quote(unit)}" if unit else ""

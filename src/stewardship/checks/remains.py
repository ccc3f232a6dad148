"""A value that the base stated as one of some is not dropped or made another without a word.

What a rule asks of released models can be left behind by saying no longer that one is released.
`among` are the values that are watched; from one of them a value may go to another of them, or to
one of `may-become`. Without a base there is nothing to compare.

```pass
value: staging
options: {among: [staging, production]}
context: {field: stage, before: {fields: {stage: production}}}
```

```fail
value: experimental
options: {among: [staging, production]}
context: {field: stage, before: {fields: {stage: production}}}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from stewardship.checks import Context, Options, wording
from stewardship.model import Problem, Value

ABSENT = True

OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {"among": {}, "may-become": {}},
}


def check(value: Value, options: Options, context: Context) -> Iterator[Problem]:
    """One problem where the value was watched at the base, and has left what it may be."""
    before = context.before()
    if before is None:
        return
    then = before.value(context.field)
    watched, others = _folded(options.get("among")), _folded(options.get("may-become"))
    if then.state != "present" or not _texts(then) & watched:
        return
    if value.state == "present" and _texts(value) <= watched | others:
        return
    now = f"is {wording.quote(value.data)} now" if value.state == "present" else "is not said now"
    yield Problem(f"it was {wording.quote(then.data)} before this change, and {now}")


def _texts(value: Value) -> set[str]:
    sides = value.candidates if value.state == "conflicting" else (value,)
    return {wording.text(side.data).strip().casefold() for side in sides}


def _folded(listed: object) -> set[str]:
    items = listed if isinstance(listed, list | tuple) else [listed]
    return {str(one).strip().casefold() for one in items if isinstance(one, str)}

"""The value is none of those listed; of a list, no item is.

The counterpart of `one-of`, for the few that are refused where all else may stand. Values are
compared by their text; with `ignore-case` without regard to capitals.

```pass
value: text-generation
options: {values: [emotion-recognition, social-scoring]}
```

```fail
value: Social-Scoring
options: {values: [emotion-recognition, social-scoring], ignore-case: true}
```

```fail
value: [public, latest]
options: {values: [latest]}
```
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from stewardship.checks import Context, Options, given, walk, wording
from stewardship.model import Problem, Unjudged, Value

OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["values"],
    "properties": {
        "values": {"type": "array", "items": {"type": ["string", "number", "boolean"]}},
        "ignore-case": {"type": "boolean"},
    },
}


def check(value: Value, options: Options, context: Context) -> Iterable[Problem | Unjudged]:
    """A problem for each item that is among the values, or that cannot be compared with them."""
    ignore_case = given.flag(options, "ignore-case")
    refused = {given.folded(one, ignore_case) for one in given.listed(options, "values")}

    def judge(item: Value) -> Iterator[Problem]:
        if isinstance(item.data, tuple | Mapping):
            yield Problem(wording.misshapen(item, "a single value"))
        elif not given.is_list(options, "values"):
            yield Problem(f"{wording.quote(item.data)} has no list to be held against")
        elif given.folded(wording.text(item.data), ignore_case) in refused:
            yield Problem(f"{wording.quote(item.data)} is not allowed")

    return walk.each(value, context.field, judge)

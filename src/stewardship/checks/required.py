"""The value is there and says something.

That it is stated at all is asked by the engine before any check; what is left to see here is a
value that is stated and empty: an empty text, an empty list or mapping, or a list in which no
item says anything. With `having` only those records of a list count that have all of its entries.

```pass
value: apache-2.0
```

```pass
value: [TODO, "@dana"]
```

```pass
value: [{ref: acme/base, role: base}, {ref: acme/claims, role: train}]
options: {having: {role: train}}
```

```fail
value: ""
```

```fail
value: []
```

```fail
value: [TODO]
```

```fail
value: [{ref: acme/base, role: base}]
options: {having: {role: train}}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from stewardship.checks import Context, Options
from stewardship.checks.walk import entry, unstated
from stewardship.checks.wording import absent, text
from stewardship.model import Problem, Value

OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "having": {
            "type": "object",
            "minProperties": 1,
            "additionalProperties": {"type": "string"},
        }
    },
}


def check(value: Value, options: Options, context: Context) -> Iterator[Problem]:
    """A problem where nothing is said; the first empty item stands for a list of them."""
    reason = unstated(value, context.field)
    if reason:
        yield Problem(reason)
    elif value.data == () or value.data == {} or not _counts(value, options):
        yield Problem(absent(context.field))
    elif isinstance(value.data, tuple):
        reasons = [unstated(item, context.field) for item in value.data]
        if all(reasons):
            yield Problem(reasons[0], value.data[0].location)


def _counts(value: Value, options: Options) -> bool:
    """Whether any item is of those that are asked for."""
    if "having" not in options:
        return True
    items = value.data if isinstance(value.data, tuple) else (value,)
    return any(_has(item, options["having"]) for item in items)


def _has(item: Value, wanted: object) -> bool:
    """Whether a record has all of these entries, as texts."""
    if not isinstance(wanted, Mapping):
        return False
    found = {str(key): entry(item, str(key)) for key in wanted}
    return all(one is not None and text(one.data) == wanted[key] for key, one in found.items())

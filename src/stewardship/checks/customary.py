"""The value is stated, once anybody states it: what one entry says, all of its kind have to say.

While no resource of this kind has the field, nothing is known of the custom, and the rule says so
with a count instead of finding the same thing everywhere.

```pass
value: 2 days a month
```

```fail
value: null
context: {field: budget, resources: [{kind: model, name: other, fields: {budget: 1 day a month}}]}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from stewardship.checks import Context, Options, walk, wording
from stewardship.model import Problem, Unjudged, Value

ABSENT = True

OPTIONS: Mapping[str, Any] = {"type": "object", "additionalProperties": False, "properties": {}}


def check(value: Value, options: Options, context: Context) -> Iterator[Problem | Unjudged]:
    """A problem where the value is not stated and somebody else's is."""
    said = walk.unstated(value, context.field)
    if not said and value.state == "conflicting":
        said = f"the {wording.named(context.field)} is stated in several ways"
    if not said:
        return
    if value.state != "absent":
        yield Problem(said)
        return
    own = context.resource
    field = context.field.replace(" ", "-")  # as messages name it, and as it is called
    peers = (one for one in context.resources(own.kind) if one.key != own.key)
    if any(one.value(field).state == "present" for one in peers):
        yield Problem(said)
    else:
        yield Unjudged(f"nobody states {wording.named(context.field) or 'it'} yet")

"""What the base had, the head still has.

A manifest that is deleted takes its resource out of every other rule's sight, so its going is
itself a change to look at. A resource that ends on purpose stays in memory as an entry with
`stage: retired` in `.steward/resources.yaml`; one that has moved is found again by its id.

```pass
value: {license: mit}
```

```fail
value: {license: mit}
context: {removed: true}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from stewardship.checks import Context, Options, wording
from stewardship.model import Problem, Related, Value

ABSENT = True
UNREADABLE = True
REMOVED = True

OPTIONS: Mapping[str, Any] = {"type": "object", "additionalProperties": False, "properties": {}}


def check(value: Value, options: Options, context: Context) -> Iterator[Problem]:
    """One problem for a resource that is gone, with the other files that spoke of it."""
    resource = context.resource
    if not resource.removed:
        return
    before = context.before() or resource
    message = f"the {resource.kind} {wording.quote(resource.name)} was here before this change"
    place = before.place if before.place != value.location else None
    related = (Related(place, "where it was declared"),) if place else ()
    yield Problem(f"{message} and is gone", value="removed", related=related)

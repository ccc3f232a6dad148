"""The value is there and says something.

That it is stated at all is asked by the engine before any check; what is left to see here is a
value that is stated and empty: an empty text, an empty list or mapping, or a list in which no
item says anything.

```pass
value: apache-2.0
```

```pass
value: [TODO, "@dana"]
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
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from stewardship.checks import Context, Options
from stewardship.checks.walk import unstated
from stewardship.checks.wording import absent
from stewardship.model import Problem, Value

OPTIONS: Mapping[str, Any] = {"type": "object", "additionalProperties": False, "properties": {}}


def check(value: Value, options: Options, context: Context) -> Iterator[Problem]:
    """A problem where nothing is said; the first empty item stands for a list of them."""
    reason = unstated(value, context.field)
    if reason:
        yield Problem(reason)
    elif value.data == () or value.data == {}:
        yield Problem(absent(context.field))
    elif isinstance(value.data, tuple):
        reasons = [unstated(item, context.field) for item in value.data]
        if all(reasons):
            yield Problem(reasons[0], value.data[0].location)

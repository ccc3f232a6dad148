"""Nothing in it is still to be filled in.

Looks through the whole value, records and lists included, and says each place that still holds
a template's text (`TODO`, `{{ license }}`, `[More Information Needed]`). Without `at` that is
the whole manifest. `except` names fields that may keep such text, with all that they hold.

```pass
value: {license: mit, description: Scores claims., sources: [{ref: claims-2026}]}
```

```pass
value: {license: mit, description: "TODO"}
options: {except: [description]}
```

```fail
value: {license: "{{ license }}", description: Scores claims.}
```

```fail
value: {license: mit, sources: [{ref: TODO}]}
options: {except: [description]}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from stewardship.checks import Context, Options, given, walk, wording
from stewardship.model import Problem, Value

ABSENT = True

OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {"except": {"type": "array", "items": {"type": "string", "minLength": 1}}},
}


def check(value: Value, options: Options, context: Context) -> Iterator[Problem]:
    """A problem for each placeholder, named by its way through the value."""
    spared = frozenset(given.listed(options, "except"))
    for path, node in walk.nodes(value, spared=spared):
        if node.state != "placeholder":
            continue
        written = wording.text(node.data)
        message = wording.placeholder(path or context.field, written)
        location = node.location if node.location != value.location else None
        yield Problem(message, location, value=f"{path}: {written}" if path else None)

"""What is used in one way is not said to be used in a narrower one, without a word.

Licenses that bind distribution do not bind use inside an organization, so a manifest that says
`context: internal` all at once is asked less. `context` and `contexts` are those of `license-use`;
the contexts, from the narrowest: `dev-only`, `internal`, `networked`, `distributed`. Without a
base there is nothing to compare.

```pass
value: networked
options: {context: distributed}
context: {field: context, before: {fields: {context: internal}}}
```

```fail
value: internal
options: {context: distributed}
context: {field: context, resource: {fields: {context: internal}}, before: {fields: {}}}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from stewardship.checks import Context, Options, matrix, wording
from stewardship.model import Problem, Value

ABSENT = True
ORDER = ("dev-only", "internal", "networked", "distributed")

OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "context": {"type": "string"},
        "contexts": {"type": "array", "items": {"type": "object"}},
    },
}


def check(value: Value, options: Options, context: Context) -> Iterator[Problem]:
    """One problem where the resource is used more narrowly than at the base, by what it says."""
    before = context.before()
    if before is None:
        return
    then = matrix.context_of(before, options)
    now = matrix.context_of(context.resource, options)
    if ORDER.index(now.context) < ORDER.index(then.context):
        yield Problem(
            f"it is {wording.quote(now.context)} now ({now.by}), "
            f"and was {wording.quote(then.context)} before this change ({then.by})"
        )

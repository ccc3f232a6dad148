"""The manifest could be read, and wholly understood.

A reader that recognizes a file as its own and cannot read it (broken front matter, a duplicate
key, not UTF-8) still yields the resource, with what is wrong and where. This check says it. It
looks at the resource, not at a value, so a rule that uses it has no `at`.

```pass
value: {license: mit}
```

```fail
value: {license: mit}
context: {problems: [{message: the key `license` is stated twice, line: 7}]}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from stewardship.checks import Context, Options
from stewardship.frozen import replace
from stewardship.model import Problem, Value

ABSENT = True
UNREADABLE = True

OPTIONS: Mapping[str, Any] = {"type": "object", "additionalProperties": False, "properties": {}}


def check(value: Value, options: Options, context: Context) -> Iterator[Problem]:
    """The reader's own problems, placed at the resource where they name no place."""
    for problem in context.resource.problems:
        place = problem.location or context.resource.place
        said = problem.message if problem.value is None else problem.value
        yield replace(problem, location=None if place == value.location else place, value=said)

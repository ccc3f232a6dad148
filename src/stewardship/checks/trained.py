"""Whoever changed the resource has a record of training that is recent enough.

Judges the items of `each: changed-by[]`, which a run tells of what a change touches: `person`, the
address by which git knows them, and `completed`, the day of their latest training that
`.steward/training.yaml` or `.csv` records. `within` is how old that may be.

```pass
value: {person: dana@acme.example, completed: 2026-09-01}
options: {within: 365d}
context: {now: "2026-11-23T12:00:00Z"}
```

```fail
value: {person: dana@acme.example, completed: 2025-09-01}
options: {within: 365d}
context: {now: "2026-11-23T12:00:00Z"}
```

```fail
value: {person: lee@acme.example}
options: {within: 365d}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from stewardship.checks import Context, Options, walk, wording
from stewardship.checks.age import check as aged
from stewardship.model import Problem, Value

OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {"within": {"type": "string", "pattern": "^[0-9]{1,6} ?[shdwy]$"}},
    "required": ["within"],
}


def check(value: Value, options: Options, context: Context) -> Iterator[Problem]:
    """A problem for a person without a record, and for one whose record is too old."""
    person, completed = walk.entry(value, "person"), walk.entry(value, "completed")
    name = wording.text(person.data).strip() if person else ""
    who = wording.quote(name or "somebody")
    if completed is None or walk.unstated(completed, ""):
        yield Problem(f"{who} changed it and has no record of training", None, name)
        return
    for said in aged(completed, {"at-most": options.get("within", "365d")}, context):
        if isinstance(said, Problem):
            yield Problem(f"{who} changed it, and the training of {said.message}", None, name)

"""What decides is not changed by the change that it is to judge.

Policies, params, modes, waivers, baseline, the ownership map and the workflows that call the gate:
in CI those of the base govern, and a change of one is for its owner to approve. Whoever owns the
file by CODEOWNERS is asked, else the owner of the policy.

```pass
value: edits what is judged, and how strictly
```

```fail
value: edits what is judged, and how strictly
context: {removed: true}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from stewardship.checks import Context, Options, wording
from stewardship.model import Problem, Value

ABSENT = True
REMOVED = True

OPTIONS: Mapping[str, Any] = {"type": "object", "additionalProperties": False, "properties": {}}


def check(value: Value, options: Options, context: Context) -> Iterator[Problem]:
    """One problem for a decision of the base that the change replaces, with whom to ask."""
    decision = context.resource
    if not decision.removed:
        return
    owners = decision.value("owners").data
    asked = owners if isinstance(owners, tuple) else ()
    does = wording.shorten(str(value.data)) if value.state == "present" else "replaces a decision"
    yield Problem(
        f"this change {does}",
        value=f"{does} {decision.content}",
        reviewers=tuple(str(one.data) for one in asked),
    )

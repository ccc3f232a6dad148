"""Somebody whom the entry names is there today: the one on call, the deputy, a member, or itself.

`away` (days, or spans such as `2026-12-24..2027-01-03`) and `departed` are those of each person's
own entry in the map; a handle without an entry counts as there. An on-call schedule given as an
address counts as somebody. A team that names nobody is left to the rule on staffing.

```pass
value: {on-call: "@dana", deputy: "@lee"}
context:
  now: 2026-11-23T12:00:00Z
  stewards: [{name: "@dana", fields: {away: ["2026-11-20..2026-11-30"]}}, {name: "@lee"}]
```

```fail
value: {members: ["@dana"]}
context:
  now: 2026-11-23T12:00:00Z
  stewards: [{name: "@dana", fields: {away: ["2026-11-20..2026-11-30"]}}]
```

```fail
value: {departed: 2026-11-01}
context: {now: 2026-11-23T12:00:00Z}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from stewardship.checks import Context, Options, walk, wording
from stewardship.frozen import replace
from stewardship.model import Problem, Resource, Value
from stewardship.vocabulary import absence

ABSENT = True
NAMING = ("on-call", "deputy", "members")

OPTIONS: Mapping[str, Any] = {"type": "object", "additionalProperties": False, "properties": {}}


def check(value: Value, options: Options, context: Context) -> Iterator[Problem]:
    """One problem where everybody is away or gone, with who is back when."""
    own = context.resource
    if isinstance(value.data, Mapping):
        own = replace(own, fields=value.data)
    day = context.now.date()
    itself = absence.missing(own, day)
    reasons = [itself]
    names = [wording.quote(own.name)]
    for one in _named(own):
        handle = wording.text(one.data).strip()
        entry = context.steward(handle) if handle.startswith("@") else None
        reasons.append(absence.missing(entry, day) if entry else "")
        names.append(wording.quote(handle))
    if _is_team(own) and not itself:  # a team is not there by itself: its people are
        reasons, names = reasons[1:], names[1:]
    if reasons and all(reasons):
        who = ", ".join(f"{name} {why}" for name, why in zip(names, reasons, strict=True))
        yield Problem(f"nobody is there: {who}", None, own.name)


def _named(own: Resource) -> Iterator[Value]:
    for field in NAMING:
        for one in walk.scalars(own.value(field)):
            if one.state == "present":
                yield one


def _is_team(own: Resource) -> bool:
    return "/" in own.name or own.value("members").state == "present"

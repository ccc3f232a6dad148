"""The people whom an entry of the ownership map names are known, and still there.

Looks at `deputy`, `on-call` and `members` of the entry that is judged, and at the `steward` of an
assignment or of the fallback. A handle is known when the map has an entry for it, or when a team
lists it among its members; who has `departed` is not to be named any more. An on-call schedule
given as an address is left alone. A member needs no entry. An unknown steward to whom something is
assigned is left to `steward`, which says it of each thing.

```pass
value: {deputy: "@lee"}
context: {stewards: [{name: "@lee"}]}
```

```pass
value: {on-call: https://acme.pagerduty.example/risk, members: ["@dana"]}
```

```fail
value: {deputy: "@gone"}
context: {stewards: [{name: "@lee"}]}
```

```fail
value: {steward: "@lee"}
context: {stewards: [{name: "@lee", fields: {departed: 2026-10-01}}]}
```

```fail
value: {members: ["@lee"]}
context: {stewards: [{name: "@lee", fields: {departed: 2026-10-01}}]}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from stewardship.checks import Context, Options, walk, wording
from stewardship.model import Kind, Problem, Value
from stewardship.vocabulary import absence
from stewardship.vocabulary.suggest import closest

ABSENT = True
NAMING = ("deputy", "on-call", "members", "steward")
HELD: tuple[Kind, ...] = ("model", "dataset", "service")

OPTIONS: Mapping[str, Any] = {"type": "object", "additionalProperties": False, "properties": {}}


def check(value: Value, options: Options, context: Context) -> Iterator[Problem]:
    """A problem at each handle that is unknown, or of somebody who has left."""
    named = value.data if isinstance(value.data, Mapping) else {}
    for field in NAMING:
        for one in walk.scalars(named[field]) if field in named else ():
            said = _wrong(one, field, context)
            if said:
                yield Problem(said, one.location, f"{field}: {one.data}")


def _wrong(one: Value, field: str, context: Context) -> str:
    handle = wording.text(one.data).strip()
    if one.state != "present" or (field == "on-call" and not handle.startswith("@")):
        return ""
    entry = context.steward(handle)
    if entry:
        why = absence.missing(entry, context.now.date())
        gone = why.startswith(("left", "has left"))
        return f"{field} names {wording.quote(handle)}, who {why}" if gone else ""
    if field == "members" or _is_member(handle, context):
        return ""
    names = [one.name for one in context.resources("steward")]
    if field == "steward" and (not names or _holds(handle, context)):
        return ""
    meant = wording.meant(closest(handle, names))
    return f"{field} names {wording.quote(handle)}, whom the map does not know{meant}"


def _holds(handle: str, context: Context) -> bool:
    stewards = (one.value("steward") for kind in HELD for one in context.resources(kind))
    return any(one.state == "present" and one.data == handle for one in stewards)


def _is_member(handle: str, context: Context) -> bool:
    everyone = (
        wording.text(one.data).strip().casefold()
        for entry in context.resources("steward")
        for one in walk.scalars(entry.value("members"))
    )
    return handle.casefold() in everyone

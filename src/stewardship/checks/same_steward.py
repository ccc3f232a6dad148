"""The value names the same steward as another statement: the same entry, or one within the other.

`as` is a handle or a list of them, most often by reference (`{value: code-owners}`); one that
fits is enough. Of lists in a list each is a statement by itself, and one of each has to fit.
`@acme/risk-ml`, `group:risk-ml` and a member of that team speak of one steward,
and a team agrees with each of its members. A handle that the map does not know cannot be
compared: whether it should be known is for another rule.

```pass
value: "@acme/risk-ml"
options: {as: ["@acme/platform", "@acme/risk-ml"]}
```

```pass
value: "@acme/risk-ml"
options: {as: "@dana"}
context: {stewards: [{name: "@acme/risk-ml", fields: {members: ["@dana"]}}]}
```

```fail
value: "@acme/risk-ml"
options: {as: ["@acme/platform"]}
context: {stewards: [{name: "@acme/risk-ml"}, {name: "@acme/platform"}]}
```

```fail
value: "@acme/risk-ml"
options: {as: [["@acme/platform", "@acme/risk-ml"], ["@acme/platform"]]}
context: {stewards: [{name: "@acme/risk-ml"}, {name: "@acme/platform"}]}
```
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from stewardship.checks import Context, Options, walk, wording
from stewardship.model import Problem, Unjudged, Value

OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {"as": {}},
}


def check(value: Value, options: Options, context: Context) -> Iterable[Problem | Unjudged]:
    """A problem where none of the others means the one that the value names."""
    others = options.get("as")
    listed = others if isinstance(others, list | tuple) else [others]
    apart = [one for one in listed if isinstance(one, list | tuple)]
    statements = [_handles(one) for one in apart]
    together = _handles(one for one in listed if not isinstance(one, list | tuple))
    if together or not apart:
        statements.append(together)

    def judge(item: Value) -> Iterator[Problem | Unjudged]:
        own = wording.text(item.data).strip()
        others = [
            handles
            for handles in statements
            if not any(_same(own, other, context) for other in handles)
        ]
        if not others:
            return
        if not _is_known(own, context):
            yield Unjudged("the map does not know the steward")
            return
        for handles in others:
            said = f"is not {wording.choices(handles)}" if handles else "stands against nobody"
            yield Problem(f"{wording.quote(own)} {said}")

    return walk.each(value, context.field, judge)


def _handles(those: Iterable[Any]) -> list[str]:
    return [str(one).strip() for one in those if one not in (None, "")]


def _same(one: str, other: str, context: Context) -> bool:
    return one.casefold() == other.casefold() or bool(
        _people(one, context) & _people(other, context)
    )


def _people(handle: str, context: Context) -> set[str]:
    """The entry that a handle means, and its members; the handle itself where there is none."""
    entry = context.steward(handle)
    if entry is None:
        return {handle.casefold()}
    members = (wording.text(one.data).strip() for one in walk.scalars(entry.value("members")))
    return {entry.name.casefold(), *(member.casefold() for member in members)}


def _is_known(handle: str, context: Context) -> bool:
    return bool(context.steward(handle)) or any(
        handle.casefold() in _people(entry.name, context) for entry in context.resources("steward")
    )

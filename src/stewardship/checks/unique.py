"""No other resource says the same.

Looks at all resources of the same kind in the tree, or of `kind`, for the same value in the same
field, or in `field`; without `at`, `field` names what to look at, and `name` and `id` are the
resource's own. Spaces around a value do not count, nor capitals with `ignore-case`. With `per`
only resources that also agree in that field are compared: a catalog's Component and its API may
share a name. Each of those that share a value says so and points to the others.

```pass
value: fraud-v3
options: {field: name}
context: {resources: [{name: churn-v1}, {name: fraud-v2}]}
```

```fail
value: fraud-v3
options: {field: name}
context: {resources: [{name: churn-v1}, {name: fraud-v3}]}
```

```fail
value: claims@acme.example
options: {field: contact, kind: steward, ignore-case: true}
context: {resources: [{kind: steward, name: "@lee", fields: {contact: Claims@acme.example}}]}
```
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, cast

from stewardship.checks import Context, Options, given, walk, wording
from stewardship.checks.pool import Pool
from stewardship.model import KINDS, Kind, Problem, Related, Resource, Unjudged, Value

MOST_RELATED = 5

OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "kind": {"enum": list(KINDS)},
        "field": {"type": "string", "pattern": "^[a-z][a-z0-9-]*$"},
        "per": {"type": "string", "pattern": "^[a-z][a-z0-9-]*$"},
        "ignore-case": {"type": "boolean"},
    },
}


def check(value: Value, options: Options, context: Context) -> Iterable[Problem | Unjudged]:
    """A problem for each item that another resource states as well."""
    kind = options.get("kind", context.resource.kind)
    field = str(options.get("field") or context.field.replace(" ", "-"))
    ignore_case = given.flag(options, "ignore-case")
    if not field or kind not in KINDS:
        return [Problem("no field is named in which to look for the same value")]
    pool = Pool(context.resources(cast(Kind, kind)))
    per = str(options.get("per") or "")
    index = _index(pool, field, ignore_case, per)
    own = _share(context.resource, per)

    def judge(item: Value) -> Iterator[Problem]:
        if isinstance(item.data, tuple | Mapping):
            yield Problem(wording.misshapen(item, "a single value"))
            return
        holders = index.get((own, given.folded(wording.text(item.data), ignore_case)), ())
        others = [(one, at) for one, at in holders if one.key != context.resource.key]
        if others:
            yield _shared(item, others)

    if isinstance(value.data, Mapping) and "field" in options:
        said = _stated(context.resource, field)
        value = Value(said.data if isinstance(said.data, tuple) else (said,), value.location)
    return walk.each(value, wording.named(field), judge)


def _shared(item: Value, others: Sequence[tuple[Resource, Value]]) -> Problem:
    ids = wording.choices((one.id for one, _ in others), most=3, joint="and")
    related = tuple(
        Related(at.location, f"the {one.kind} {wording.quote(one.name)} says it too")
        for one, at in others[:MOST_RELATED]
    )
    return Problem(f"{wording.quote(item.data)} is also stated by {ids}", related=related)


def _stated(resource: Resource, field: str) -> Value:
    """The field, or the resource's own name or id where it has no such field."""
    if field in resource.fields or field not in ("name", "id"):
        return resource.value(field)
    return Value(resource.name if field == "name" else resource.id, resource.place)


def _share(resource: Resource, per: str) -> str:
    """What the resource says in the field that parts those which are compared."""
    said = resource.value(per) if per else None
    return (
        given.folded(wording.flat(said.plain()), True) if said and said.state == "present" else ""
    )


@lru_cache(maxsize=16)
def _index(
    pool: Pool, field: str, ignore_case: bool, per: str
) -> Mapping[tuple[str, str], Sequence[tuple[Resource, Value]]]:
    """Who says what in this field, so that a run over n resources does not compare n squared."""
    found: dict[tuple[str, str], list[tuple[Resource, Value]]] = {}
    for resource in pool.resources:
        if resource.removed:
            continue
        share = _share(resource, per)
        for node in walk.scalars(_stated(resource, field)):
            written = given.folded(wording.text(node.data), ignore_case)
            found.setdefault((share, written), []).append((resource, node))
    return found

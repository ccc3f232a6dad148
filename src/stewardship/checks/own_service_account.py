"""The workload has a service account of its own, bound to one role in the cloud.

The account is looked up in the tree by its name and namespace; one that is not stated fits any.
`default`, which every pod has that names none, is nobody's own; nor is one that another workload
uses, too. Bound is what carries the annotation of EKS, GKE or AKS; with `roles: 0` no role is
asked for.

```pass
value: fraud
context:
  resource: {kind: deployment, fields: {namespace: risk}}
  resources:
  - kind: deployment
    name: fraud
    fields: {entity: ServiceAccount, namespace: risk, cloud-roles: ["arn:aws:iam::1:role/fraud"]}
```

```fail
value: default
```

```fail
value: fraud
```
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from posixpath import dirname
from typing import Any

from stewardship.checks import Context, Options, cluster, walk, wording
from stewardship.model import Problem, Resource, Unjudged, Value

OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {"roles": {"type": "integer", "minimum": 0, "maximum": 1}},
}
ENTITY = "ServiceAccount"


def check(value: Value, options: Options, context: Context) -> Iterable[Problem | Unjudged]:
    """A problem for an account that is shared, unknown, or bound to no role or to several."""

    def judge(item: Value) -> Iterator[Problem]:
        name = wording.text(item.data).strip()
        if name == "default":
            yield Problem("`default` is the account of every pod that names none")
            return
        own, everything = context.resource, cluster.objects(context)
        sharing = sorted({one.name for one in everything if _shares(one, name, own)})
        if sharing:
            used = wording.choices(sharing, 3, "and")
            yield Problem(f"{wording.quote(name)} is used by {used}, too")
        named = [one for one in everything if one.name == name and _text(one, "entity") == ENTITY]
        accounts = [one for one in named if _one_space(one, own)]
        if not accounts:
            yield Problem(f"no manifest of the tree declares the account {wording.quote(name)}")
            return
        roles = accounts[0].value("cloud-roles").data
        count = len(roles) if isinstance(roles, tuple) else 0
        if options.get("roles") != 0 and count != 1:
            many = "no role" if not count else f"{count} roles"
            yield Problem(f"{wording.quote(name)} is bound to {many} in the cloud, and not to one")

    return walk.each(value, context.field, judge)


def _shares(one: Resource, name: str, own: Resource) -> bool:
    """Whether another workload runs by this account; a rollout and what it moves are one.

    Where no namespace is stated, as in bases and examples, only what lies in the same folder is
    surely in the same one.
    """
    moved = {_text(own, "rolls-out"), own.name} & {_text(one, "rolls-out"), one.name} - {""}
    if one.key == own.key or moved or _text(one, "service-account") != name:
        return False
    if _text(own, "namespace"):
        return _text(own, "namespace") == _text(one, "namespace")
    return not _text(one, "namespace") and dirname(one.place.path) == dirname(own.place.path)


def _one_space(one: Resource, other: Resource) -> bool:
    """Whether both may be in one namespace: one that states none is put into the other's."""
    spaces = {_text(one, "namespace"), _text(other, "namespace")} - {""}
    return len(spaces) < 2


def _text(one: Resource, field: str) -> str:
    return wording.text(one.value(field).data).strip()

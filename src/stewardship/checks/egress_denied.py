"""A workload that is air-gapped is held so by a network policy that lets nothing out.

One of the same namespace has to select the workload's labels (an empty selector selects all) and
to allow no egress, or egress into the cluster and private networks alone; and no other policy that
selects it may open what this one closes, for they add up. Judges the workload as a whole.

```pass
value: {air-gapped: true, namespace: risk, labels: {app: fraud}}
context:
  resources:
  - kind: deployment
    name: deny
    fields: {entity: NetworkPolicy, namespace: risk, selects: {}, egress: none}
```

```fail
value: {air-gapped: true, namespace: risk, labels: {app: fraud}}
```

```fail
value: {air-gapped: true, namespace: risk, labels: {app: fraud}}
context:
  resources:
  - kind: deployment
    name: deny
    fields: {entity: NetworkPolicy, namespace: risk, selects: {app: other}, egress: none}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from stewardship.checks import Context, Options, cluster, walk, wording
from stewardship.model import Problem, Resource, Value

ABSENT = True
OPTIONS: Mapping[str, Any] = {"type": "object", "additionalProperties": False, "properties": {}}
ENTITY = "NetworkPolicy"


def check(value: Value, options: Options, context: Context) -> Iterator[Problem]:
    """A problem where no policy holds it, or one opens what another closes."""
    marked = walk.entry(value, "air-gapped")
    if marked is None or wording.text(marked.data).strip().casefold() not in ("true", "yes"):
        return
    space, labels = walk.entry(value, "namespace"), walk.entry(value, "labels")
    named = wording.text(space.data) if space else ""
    holding = [
        one
        for one in cluster.objects(context)
        if wording.text(one.value("entity").data) == ENTITY
        and wording.text(one.value("namespace").data) in (named, "")
        and _selects(one, labels) is not False
    ]
    opening = sorted(one.name for one in holding if _reach(one) == "open")
    holding = [one for one in holding if _selects(one, labels) and _is_in(one, named)]
    if opening:
        verb = "lets" if len(opening) == 1 else "let"
        said = f"it is air-gapped, and {wording.choices(opening, 3, 'and')} {verb} it out"
        yield Problem(said, marked.location, "air-gapped")
    elif not any(_reach(one) in ("none", "cluster") for one in holding):
        said = "it is air-gapped, and no network policy of the tree denies it egress"
        yield Problem(said, marked.location, "air-gapped")


def _reach(policy: Resource) -> str:
    return wording.text(policy.value("egress").data)


def _is_in(policy: Resource, named: str) -> bool:
    return wording.text(policy.value("namespace").data) == named


def _selects(policy: Resource, labels: Value | None) -> bool | None:
    """Whether a policy selects pods of these labels; None where it may, as by an expression."""
    selects = policy.value("selects")
    if selects.state != "present" or not isinstance(selects.data, Mapping):
        return None
    own = labels.data if labels and isinstance(labels.data, Mapping) else {}
    return all(
        key in own and own[key].plain() == said.plain() for key, said in selects.data.items()
    )

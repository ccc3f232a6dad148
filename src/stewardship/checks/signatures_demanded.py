"""Somewhere in the tree an admission policy makes the cluster refuse images that nobody signed.

Said once for all workloads, at the first of them: Sigstore's ClusterImagePolicy, Kyverno's
`verifyImages` that enforces, or Ratify. Judges the workload as a whole.

```pass
value: {entity: Deployment}
context:
  resources:
  - kind: deployment
    name: signed
    fields: {entity: ClusterImagePolicy, verifies-signatures: true}
```

```fail
value: {entity: Deployment, containers: []}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from stewardship.checks import Context, Options, cluster
from stewardship.model import Problem, Value

ABSENT = True
OPTIONS: Mapping[str, Any] = {"type": "object", "additionalProperties": False, "properties": {}}


def check(value: Value, options: Options, context: Context) -> Iterator[Problem]:
    """One problem, at the first workload, where no policy demands signatures."""
    everything = cluster.objects(context)
    if any(one.value("verifies-signatures").data is True for one in everything):
        return
    workloads = [one for one in everything if one.value("containers").state == "present"]
    if workloads and min(workloads, key=lambda one: one.id).key != context.resource.key:
        return
    yield Problem("nothing in the tree makes the cluster refuse images that nobody signed")

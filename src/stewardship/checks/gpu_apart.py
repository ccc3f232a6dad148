"""A workload that asks for a GPU runs apart from those that do not.

Apart is a runtime class, or a namespace that GPU workloads have to themselves. Drivers of GPUs
share the kernel with all that is beside them; so a workload without one is not to be their
neighbor. Judges the workload as a whole.

```pass
value: {gpu: true, runtime-class: nvidia}
```

```pass
value: {gpu: true, namespace: gpu}
```

```fail
value: {gpu: true, namespace: risk, name: train}
context:
  resources:
  - {kind: deployment, name: web, fields: {entity: Deployment, namespace: risk, gpu: false}}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from stewardship.checks import Context, Options, cluster, walk, wording
from stewardship.model import Problem, Value

ABSENT = True
OPTIONS: Mapping[str, Any] = {"type": "object", "additionalProperties": False, "properties": {}}


def check(value: Value, options: Options, context: Context) -> Iterator[Problem]:
    """A problem where a workload without a GPU shares its namespace."""
    gpu, runtime = walk.entry(value, "gpu"), walk.entry(value, "runtime-class")
    if gpu is None or gpu.data is not True or (runtime and not walk.unstated(runtime, "")):
        return
    space = walk.entry(value, "namespace")
    named = wording.text(space.data) if space else ""
    neighbors = sorted(
        one.name
        for one in cluster.objects(context)
        if one.value("gpu").data is False and wording.text(one.value("namespace").data) == named
    )
    if neighbors:
        where = f"in the namespace {wording.quote(named)}" if named else "without a namespace"
        said = f"it asks for a GPU {where} beside {wording.choices(neighbors, 3, 'and')}"
        yield Problem(f"{said}, and no runtime class keeps them apart", gpu.location, "gpu")

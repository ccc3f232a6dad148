"""A service moves to a new version by a canary, which is judged by what the appetite bounds.

Looks for the rollout of the service that is judged: Argo's Rollout, Flagger's Canary, or KServe's
own canary, of the service's name, of a workload that it rolls out, or with its name among the
labels. `ask: canary` wants a step between nothing and all of the traffic; `ask: analysis` wants
something measured on the way, with a limit; `ask: agrees` holds each limit that measures a metric
of the risk appetite against its bound: a canary that lets pass what the appetite forbids proves
nothing.

```pass
value: {stage: production, name: fraud-api}
options: {ask: canary}
context:
  resource: {kind: service, name: fraud-api, fields: {}}
  resources:
  - {kind: deployment, name: fraud-api, fields: {entity: Canary, canary-steps: [10, 50]}}
```

```fail
value: {stage: production}
options: {ask: canary}
```

```fail
value: {stage: production}
options: {ask: analysis}
context:
  resource: {kind: service, name: api, fields: {}}
  resources: [{kind: deployment, name: api, fields: {entity: Canary, canary-steps: [10]}}]
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from stewardship.checks import Context, Options, measured, walk, wording
from stewardship.model import Problem, Related, Resource, Value
from stewardship.vocabulary import quantities
from stewardship.vocabulary.metrics import folded

ABSENT = True
OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {"ask": {"enum": ["canary", "analysis", "agrees"]}},
    "required": ["ask"],
}
TEMPLATES = ("AnalysisTemplate", "ClusterAnalysisTemplate")
NAMING = ("app", "app.kubernetes.io/name", "app.kubernetes.io/instance")


def check(value: Value, options: Options, context: Context) -> Iterator[Problem]:
    """A problem where no canary is, where it measures nothing, or measures too little."""
    service = context.resource
    rollouts = [one for one in context.resources("deployment") if _rolls_out(one, service)]
    rollouts += [service] if service.value("canary-percent").state == "present" else []
    if options.get("ask") == "canary":
        if not any(_partial(one) for one in rollouts):
            yield Problem("no canary moves its traffic step by step")
        return
    measures = [one for rollout in rollouts for one in _measures(rollout, context)]
    limited = [one for one in measures if any(walk.entry(one, key) for key, _ in measured.LIMITS)]
    if options.get("ask") == "analysis":
        if not limited:
            place = rollouts[0].place if rollouts else None
            yield Problem("nothing with a limit is measured while its canary runs", place)
        return
    bounds = service.value("bounds").data
    for bound in bounds if isinstance(bounds, tuple) else ():
        for one in limited:
            yield from _held(one, bound)


def _rolls_out(one: Resource, service: Resource) -> bool:
    if one.value("canary-steps").state != "present":
        return False
    labels = one.value("labels").data
    named = (
        [labels[key].data for key in NAMING if key in labels] if isinstance(labels, Mapping) else []
    )
    names = {one.name, _text(one, "rolls-out"), *map(wording.text, named)}
    return _fold(service.name) in {_fold(name) for name in names if name}


def _partial(one: Resource) -> bool:
    """Whether a step leaves some of the traffic with what ran before."""
    steps = one.value("canary-steps").data
    own = one.value("canary-percent")
    parts = (*steps, own) if isinstance(steps, tuple) else (own,)
    found = (quantities.read(part.data) for part in parts if part.state == "present")
    return any(amount is not None and 0 < amount.amount < 100 for amount in found)


def _measures(rollout: Resource, context: Context) -> Iterator[Value]:
    """What a rollout measures itself, and in the templates that it names."""
    yield from _listed(rollout.value("measures"))
    names = {wording.text(one.data) for one in _listed(rollout.value("analyses"))}
    for one in context.resources("deployment"):
        if one.name in names and _text(one, "entity") in TEMPLATES:
            yield from _listed(one.value("measures"))


def _held(measure: Value, bound: Value) -> Iterator[Problem]:
    """A problem where a canary's limit lets pass what a bound forbids."""
    name = walk.entry(measure, "metric")
    if name is None or folded(wording.text(name.data)) != folded(measured.metric(bound)):
        return
    for key, words in measured.LIMITS:
        own, agreed = _quantity(measure, key), _quantity(bound, key)
        if agreed is None:
            continue
        both = quantities.common(own, agreed) if own else None
        if both is not None and (both[0] >= both[1] if key == "at-least" else both[0] <= both[1]):
            continue
        lets = f"lets pass what is {words} {own}" if own else f"says nothing of {words}"
        said = f"the canary's {wording.quote(name.data)} {lets}"
        said += f", and the appetite asks for {words} {agreed}"
        related = (Related(bound.location, "the bound"),)
        yield Problem(said, measure.location, f"{measured.metric(bound)} {key}", related)


def _quantity(record: Value, key: str) -> quantities.Quantity | None:
    entry, unit = walk.entry(record, key), walk.entry(record, "unit")
    return quantities.read(entry.data, wording.text(unit.data) if unit else "") if entry else None


def _listed(value: Value) -> tuple[Value, ...]:
    return value.data if isinstance(value.data, tuple) else ()


def _text(one: Resource, field: str) -> str:
    return wording.text(one.value(field).data).strip()


def _fold(name: str) -> str:
    return name.casefold().replace("_", "-").replace(" ", "-")

"""A bound of the risk appetite is measured, or is kept, by the resource that it is told of.

Judges the items of `each: bounds[]`: what `.steward/appetite.yaml` says of the resource. With
`ask: measured` something has to measure the metric; with `ask: kept` every measurement of it has
to lie within the bound, which may be reached. Measured is what stands among the `evaluations`, in
a field of the metric's name, and in the log of human reviews. What is no number, or cannot be
compared with the bound's unit, keeps no bound.

```pass
value: {metric: f1, at-least: 0.8}
options: {ask: kept}
context: {resource: {fields: {evaluations: [{metric: F1 score, value: 0.8}]}}}
```

```pass
value: {metric: latency-p95, at-most: 80 ms}
options: {ask: kept}
context: {resource: {fields: {latency-p95: 0.075 s}}}
```

```fail
value: {metric: false-positive-rate, at-most: 5 %}
options: {ask: kept}
context: {resource: {fields: {evaluations: [{metric: fpr, value: 0.06}]}}}
```

```fail
value: {metric: f1, at-least: 0.8}
options: {ask: measured}
context: {resource: {fields: {evaluations: [{metric: accuracy, value: 0.9}]}}}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from stewardship.checks import Context, Options, measured, walk, wording
from stewardship.model import Problem, Related, Value

OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {"ask": {"enum": ["measured", "kept"]}},
    "required": ["ask"],
}


def check(value: Value, options: Options, context: Context) -> Iterator[Problem]:
    """A problem for a metric that nothing measures, or for each measurement beyond its bound."""
    resource, name = context.resource, measured.metric(value)
    related = (Related(value.location, _agreed(value)),)
    if not name or not measured.limits(value):
        yield Problem(wording.misshapen(value, "a bound with `metric` and a limit"))
        return
    found = measured.against(resource, value, context)
    if options.get("ask") == "measured":
        if not found:
            said = (
                f"nothing measures {wording.quote(name)}, which has to be {measured.limits(value)}"
            )
            yield Problem(said, resource.place, name, related)
        return
    for one in found:
        if one.answer != "kept":
            subject = ", ".join(filter(None, (name, one.about, one.written)))
            yield Problem(one.said, one.value.location, subject, related)


def _agreed(bound: Value) -> str:
    """What the charter says of the bound itself: why, and with whom it was agreed."""
    owner, because = walk.entry(bound, "owner"), walk.entry(bound, "because")
    said = "the bound"
    if owner and owner.state == "present":
        said = f"the bound, which {wording.shorten(wording.text(owner.data))} answers for"
    if because and because.state == "present":
        said += f": {wording.shorten(wording.text(because.data), 160)}"
    return said

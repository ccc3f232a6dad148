"""The log of human reviews shows agreement within the appetite, over all and in each segment.

The value names the log, a file of the tree. `agreement` and `kappa` are the least that is
enough, unless the risk appetite bounds `review-agreement` or `review-kappa` for this resource:
then that counts. A segment with fewer than `items` decided reviews is too small to say anything
of. `within` is how old the last review may be. Humans who overrule a model are right to: low
agreement is the model's failure, and nobody's rank.

```pass
value: reviews.csv
options: {agreement: 0.8, kappa: 0.6}
context:
  resources:
  - kind: artifact
    name: reviews.csv
    path: reviews.csv
    fields: {reviews: [{items: 90, decided: 90, agreement: 0.9, kappa: 0.7}]}
```

```fail
value: reviews.csv
options: {agreement: 0.8}
context:
  resources:
  - kind: artifact
    name: reviews.csv
    path: reviews.csv
    fields: {reviews: [{items: 90, decided: 90, agreement: 0.7}]}
```

```fail
value: reviews.csv
options: {agreement: 0.8}
```
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from stewardship.checks import Context, Options, measured, walk, wording
from stewardship.checks.age import check as aged
from stewardship.model import Problem, Resource, Unjudged, Value
from stewardship.vocabulary import quantities
from stewardship.vocabulary.metrics import folded

OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "agreement": {"type": "number", "minimum": 0, "maximum": 1},
        "kappa": {"type": "number", "minimum": -1, "maximum": 1},
        "items": {"type": "integer", "minimum": 1},
        "within": {"type": "string", "pattern": "^[0-9]{1,6} ?[shdwy]$"},
    },
    "anyOf": [{"required": ["agreement"]}, {"required": ["kappa"]}],
}
NAMES = {"agreement": "agreement", "kappa": "Cohen's kappa"}


def check(value: Value, options: Options, context: Context) -> Iterable[Problem | Unjudged]:
    """A problem for each segment that agrees too little, and for a log that is not kept up."""
    return walk.each(value, context.field, lambda item: _judged(item, options, context))


def _judged(item: Value, options: Options, context: Context) -> Iterator[Problem | Unjudged]:
    name = wording.text(item.data).strip()
    log = measured.log_at(name, context.resource, context)
    if log is None:
        yield Problem(f"the tree holds no log of reviews at {wording.quote(name)}")
        return
    reviews = log.value("reviews")
    if log.problems or not isinstance(reviews.data, tuple) or not reviews.data:
        yield Problem(f"{wording.quote(name)} is no log of reviews that can be read")
        return
    least = {key: _least(key, options, context.resource) for key in NAMES}
    for part in reviews.data:
        yield from _segment(part, least, _items(options))
        if "within" in options and walk.entry(part, "segment") is None:
            yield from _old(part, options["within"], context)


def _items(options: Options) -> int:
    """How many reviews a segment needs; an option that is no number asks for each one to count."""
    items = options.get("items")
    return items if isinstance(items, int) and not isinstance(items, bool) else 1


def _old(part: Value, within: str, context: Context) -> Iterator[Problem]:
    latest = walk.entry(part, "latest") or Value(None, part.location, "", "absent")
    for said in aged(latest, {"at-most": within}, context):
        if isinstance(said, Problem):
            yield Problem(f"the last review is too old: {said.message}", part.location, "latest")


def _least(key: str, options: Options, resource: Resource) -> float | None:
    """What is enough: the charter's bound where it has one, else the rule's own number."""
    bounds = resource.value("bounds")
    for bound in bounds.data if isinstance(bounds.data, tuple) else ():
        limit = walk.entry(bound, "at-least")
        if limit is not None and folded(measured.metric(bound)) == f"review {key}":
            unit = walk.entry(bound, "unit")
            found = quantities.read(limit.data, wording.text(unit.data) if unit else "")
            return float(quantities.ones(found)) if found else None
    stated = options.get(key)
    return float(stated) if isinstance(stated, int | float) else None


def _segment(part: Value, least: Mapping[str, float | None], items: int) -> Iterator[Problem]:
    decided = walk.entry(part, "decided")
    count = decided.data if decided and isinstance(decided.data, int) else 0
    segment = walk.entry(part, "segment")
    if segment is not None and count < items:
        return
    where = f" in segment {wording.quote(segment.data)}" if segment else ""
    if not count:
        yield Problem(f"no review of this log was decided{where}", part.location, f"decided{where}")
        return
    for key, wanted in least.items():
        found = walk.entry(part, key)
        number = found.data if found and isinstance(found.data, int | float) else None
        if wanted is None or number is None or number >= wanted:
            continue
        what = NAMES[key] if key == "kappa" else "the humans' agreement with the model"
        said = (
            f"{what}{where} is {number:.2f} over {count} reviews and has to be at least {wanted:g}"
        )
        yield Problem(said, part.location, f"{key}{where}")

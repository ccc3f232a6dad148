"""The license of a source is known: the terms that it was taken under.

A source is a record with `ref`. Its license is what the record states, else what the resource
says that it names, else what is known of a well-known family on the hub. A model or dataset of
this repository without a license is not told here: that is a finding of its own. A file that
belongs to no resource is under the terms of the repository that holds it. What is described in
words is nothing that a license could be looked up for: it stays unjudged.

```pass
value: {ref: acme/claims, license: CC-BY-4.0}
```

```pass
value: {ref: meta-llama/Llama-3.1-8B, role: base}
```

```pass
value: {ref: train.csv}
context: {files: [models/fraud/train.csv]}
```

```fail
value: {ref: acme/claims}
```

```fail
value: {ref: acme/claims, license: TODO}
```
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from stewardship.checks import Context, Options, walk, way, wording
from stewardship.model import Problem, Unjudged, Value
from stewardship.vocabulary import hub_models

OPTIONS: Mapping[str, Any] = {"type": "object", "additionalProperties": False, "properties": {}}

# Kinds whose own license is asked for wherever they are declared.
ASKED = ("model", "dataset")


def check(value: Value, options: Options, context: Context) -> Iterable[Problem | Unjudged]:
    """A problem for each source whose terms nobody here knows."""

    def judge(item: Value) -> Iterator[Problem | Unjudged]:
        if not isinstance(item.data, Mapping):
            yield Problem(wording.misshapen(item, "a source with `ref`"))
            return
        stated = walk.entry(item, "license")
        ref, kind = walk.entry(item, "ref"), walk.entry(item, "kind")
        reference = wording.text(ref.data).strip() if ref else ""
        if stated is not None and stated.state != "absent":
            reason = walk.unstated(stated, "license")
            if reason:
                yield Problem(reason, stated.location)
        elif " " in reference:
            yield Unjudged("it is described in words, and its license is not stated")
        elif not _known(reference, wording.text(kind.data) if kind else "", context):
            name = wording.quote(reference) if reference else "a source that names no `ref`"
            yield Problem(f"the license of {name} is not stated")

    return walk.each(value, context.field, judge)


def _known(reference: str, kind: str, context: Context) -> bool:
    """Whether the license is said elsewhere, or asked for elsewhere."""
    if not reference or hub_models.license_of(reference):
        return bool(reference)
    found = context.resolve(reference, kind)
    if found is None:
        return way.is_there(reference, context)
    return found.kind in ASKED or found.value("license").state in ("present", "conflicting")

"""The source can be told from every other version of it: it is named by content, not by name.

A source is a record with `ref`. It is pinned by `hashes` of its own, by a `revision` that is a
whole commit id, by the digests that the resource it names states in this repository, or by being
a file of this repository, which git pins. A branch, a tag and a name alone can mean something
else tomorrow. Whether a digest is well-formed is for the check `digest` to say.

```pass
value: {ref: acme/base, revision: 9fceb02d0ae598e95dc970b74767f19372d61af8}
```

```pass
value: {ref: claims-2026, kind: dataset}
context:
  resources:
  - kind: dataset
    name: claims-2026
    fields: {hashes: [{alg: md5, content: acbd18db4cc2f85cedef654fccc4a4d8, path: a.csv}]}
```

```pass
value: {ref: train.csv}
context: {files: [models/fraud/train.csv]}
```

```fail
value: {ref: acme/base}
```

```fail
value: {ref: acme/base, revision: main}
```

```fail
value: {ref: claims-2026, kind: dataset}
context: {resources: [{kind: dataset, name: claims-2026}]}
```
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from stewardship.checks import Context, Options, walk, way, wording
from stewardship.model import Problem, Unjudged, Value
from stewardship.vocabulary import commits

OPTIONS: Mapping[str, Any] = {"type": "object", "additionalProperties": False, "properties": {}}


def check(value: Value, options: Options, context: Context) -> Iterable[Problem | Unjudged]:
    """A problem for each source that nothing pins; at its revision, where that moves."""

    def judge(item: Value) -> Iterator[Problem]:
        if not isinstance(item.data, Mapping):
            yield Problem(wording.misshapen(item, "a source with `ref`"))
            return
        if _digested(walk.entry(item, "hashes")):
            return
        revision = walk.entry(item, "revision")
        written = wording.text(revision.data).strip() if revision else ""
        if revision and written and commits.is_full(written):
            return
        if _pinned_here(item, context):
            return
        if revision is None or revision.state == "absent":
            reference = wording.text(_data(item, "ref"))
            name = wording.quote(reference) if reference else "the source names no `ref` and"
            yield Problem(f"{name} has no revision and no digest")
            return
        said = walk.unstated(revision, "revision")
        moving = f"{wording.quote(written)} {commits.describe(written)}"
        yield Problem(said or moving, revision.location)

    return walk.each(value, context.field, judge)


def _pinned_here(item: Value, context: Context) -> bool:
    """Whether this repository itself tells the content: by digests, or as a file that git has."""
    reference = wording.text(_data(item, "ref")).strip()
    kind = wording.text(_data(item, "kind"))
    found = context.resolve(reference, kind) if reference else None
    if found is not None:
        return not found.removed and _digested(found.value("hashes"))
    return bool(reference) and way.is_there(reference, context)


def _digested(hashes: Value | None) -> bool:
    """Whether a digest is stated, be it well-formed or not."""
    if hashes is None or not isinstance(hashes.data, tuple):
        return False
    contents = (walk.entry(item, "content") or item for item in hashes.data)
    return any(not walk.unstated(content, "digest") for content in contents)


def _data(item: Value, key: str) -> Any:
    part = walk.entry(item, key)
    return part.data if part else None

"""The reference leads somewhere.

A reference is a text, or a record with `ref` (and `kind`). It may name a resource of the tree by
its name or id, or a file or folder, from the manifest's own folder or from the root. It may not
lead out of the tree. What is kept elsewhere cannot be looked up without a network: an address
(`https://…`, `s3://…`, `pkg:…`, `hf:…`) stays unjudged unless `urls` says `allow` or `refuse`,
and is wrong where it has not the form of its kind. A hub's `org/name` is a missing path unless
`hub: allow` takes it for one; with it, a single word that names nothing here stays unjudged, since
the hub has such names too, and so do several words with `prose: allow`. `kind` says which kind of
resource is meant where the record does not.

```pass
value: data/train.csv
context: {files: [models/fraud/data/train.csv]}
```

```pass
value: [{ref: claims-2026, kind: dataset}]
context: {resources: [{kind: dataset, name: claims-2026}]}
```

```pass
value: meta-llama/Llama-3.1-8B
options: {hub: allow}
```

```fail
value: claims-2062
options: {kind: dataset}
context: {resources: [{kind: dataset, name: claims-2026}]}
```

```fail
value: ../../../etc/passwd
```

```fail
value: https://data.acme.example/claims.csv
options: {urls: refuse}
```

```fail
value: data/train.csv
options: {hub: allow}
```

```fail
value: "pkg:huggingface"
options: {urls: allow}
```
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from stewardship.checks import Context, Options, walk, way, wording
from stewardship.model import KINDS, Problem, Related, Unjudged, Value
from stewardship.vocabulary.suggest import closest

OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "kind": {"enum": list(KINDS)},
        "urls": {"enum": ["allow", "refuse"]},
        "hub": {"enum": ["allow", "refuse"]},
        "prose": {"enum": ["allow", "refuse"]},
    },
}

# Prefixes that name something of this tree, however much they look like a scheme.
_INTERNAL = frozenset((*KINDS, "path"))


def check(value: Value, options: Options, context: Context) -> Iterable[Problem | Unjudged]:
    """A problem for each reference that names nothing, and a word where that cannot be told."""

    def judge(item: Value) -> Iterator[Problem | Unjudged]:
        if not isinstance(item.data, Mapping):
            yield from _resolved(item, str(options.get("kind") or ""), options, context)
            return
        ref, kind = walk.entry(item, "ref"), walk.entry(item, "kind")
        if ref is None:
            yield Problem(wording.absent("reference"))
            return
        meant = str(kind.data if kind and kind.data in KINDS else options.get("kind") or "")
        for said in walk.each(ref, "reference", lambda r: _resolved(r, meant, options, context)):
            yield walk.placed(said, ref, item)

    return walk.each(value, context.field, judge)


def _resolved(
    item: Value, kind: str, options: Options, context: Context
) -> Iterator[Problem | Unjudged]:
    """What is wrong with one reference: resources come first, then paths, then the outside."""
    if not isinstance(item.data, str):
        yield Problem(f"{wording.summary(item)} is not a reference")
        return
    reference = item.data.strip()
    found = context.resolve(reference, kind)
    if found is not None and found.removed:
        related = (Related(found.place, f"where the {found.kind} was declared"),)
        yield Problem(f"{wording.quote(reference)} is no longer there", related=related)
    elif found is None and not way.is_there(reference, context):
        yield from _outside(reference, kind, options, context)


def _outside(
    reference: str, kind: str, options: Options, context: Context
) -> Iterator[Problem | Unjudged]:
    """The verdict on a reference that this tree does not have."""
    quoted = wording.quote(reference)
    scheme = way.scheme(reference)
    if scheme and scheme != "file" and scheme not in _INTERNAL:
        if options.get("urls") == "refuse":
            yield Problem(f"{quoted} leads out of this repository")
        elif wrong := way.malformed(reference):
            yield Problem(f"{quoted} {wrong}")
        elif options.get("urls") != "allow":
            yield Unjudged("it is kept elsewhere, and nothing is looked up over a network")
    elif scheme == "file" or not way.paths(reference, context):
        yield Problem(f"{quoted} leads out of this repository")
    elif options.get("hub") == "allow" and way.on_hub(reference, context):
        return
    elif options.get("hub") == "allow" and way.bare(reference):
        yield Unjudged("it may be a name on the hub, and nothing is looked up over a network")
    elif options.get("prose") == "allow" and " " in reference:
        yield Unjudged("it is described in words, which nothing can look up")
    else:
        names = [one.name for one in context.resources(kind)] if kind in KINDS else []
        what = f"no {kind} and no file" if kind in KINDS else "nothing"
        meant = wording.meant(closest(reference, names))
        yield Problem(f"{quoted} names {what} in this repository{meant}")

"""The file belongs to something that is declared: in its own folder, or in one above it.

Of a resource that is a file, or that several files are, those whose name one of `names` fits must
lie in or below a folder in which a resource of `kind` (a model, unless stated) is declared: by a
card or another manifest that lies there, or by an entry of `.steward/resources.yaml` with that
`path`. What `except` covers is spared. Names are compared without case; both lists hold globs as
the configuration does. The check looks at the resource, so a rule that uses it has no `at`.

```pass
value: {}
options: {names: ["*.pt"]}
context: {resource: {kind: artifact, name: models/fraud/onnx/best.pt}, resources: [{name: fraud}]}
```

```pass
value: {}
options: {names: ["*.pt"], except: [tests/]}
context: {resource: {kind: artifact, name: tests/data/best.pt}}
```

```fail
value: {}
options: {names: ["*.pt"]}
context: {resource: {kind: artifact, name: scratch/best.pt}, resources: [{name: fraud}]}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, cast

from stewardship.checks import Context, Options, given, wording
from stewardship.checks.pool import Pool
from stewardship.model import KINDS, Kind, Problem, Resource, Value
from stewardship.vocabulary import globs

ABSENT = True

_GLOBS = {"type": "array", "items": {"type": "string", "minLength": 1}}
OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["names"],
    "properties": {"kind": {"enum": list(KINDS)}, "names": _GLOBS, "except": _GLOBS},
}


def mistakes(options: Options) -> Iterator[str]:
    """What is wrong with the globs."""
    for key in ("names", "except"):
        for pattern in given.listed(options, key):
            try:
                globs.compile_glob(pattern)
            except ValueError as error:
                yield wording.shorten(" ".join(str(error).split()), 200)


def check(value: Value, options: Options, context: Context) -> Iterator[Problem]:
    """One problem for each file that belongs to nothing."""
    kind = options.get("kind") or "model"
    wrong = list(mistakes(options))
    if wrong or kind not in KINDS:
        yield Problem(wrong[0] if wrong else f"{wording.quote(kind)} is not a kind of resource")
        return
    names = [pattern.lower() for pattern in given.listed(options, "names")]
    spared = given.listed(options, "except")
    homes = _homes(Pool(context.resources(cast(Kind, kind))))
    for path in _files(context.resource):
        if not any(globs.matches(pattern, path.lower()) for pattern in names):
            continue
        if homes.isdisjoint(_above(path)) and not any(globs.matches(p, path) for p in spared):
            message = f"{wording.quote(path)} belongs to no declared {kind}"
            yield Problem(message, value=path)


def _files(resource: Resource) -> dict[str, None]:
    """The files that the resource is: the one it is named by, and others of the same content."""
    return dict.fromkeys((resource.name, *(p.removesuffix(".dvc") for p in resource.paths)))


def _above(path: str) -> Iterator[str]:
    """The folders that hold a file, the root (an empty text) last."""
    while path:
        path = path.rpartition("/")[0]
        yield path


@lru_cache(maxsize=4)
def _homes(pool: Pool) -> frozenset[str]:
    """The folders in which one of these resources is declared."""
    found = set()
    for one in pool.resources:
        if one.id.startswith("path:"):
            folder = one.id.removeprefix("path:").partition("#")[0]
            found.add("" if folder == "." else folder)
        found.update(path.rpartition("/")[0] for path in one.paths)
    return frozenset(found - {".steward"})

"""An analysis speaks of the versions that scanners find, and says why where it has to.

What is held to be no vulnerability here (`not_affected`, `false_positive`, `suppressed`) has a
`justification`, or words of its own in `analysis-detail`. And where the file that says so names
versions of what is affected, scanners find no others: an analysis of 1.0 says nothing of 1.1.

```pass
value: {analysis: not_affected, justification: code_not_reachable}
```

```pass
value: {analysis: exploitable}
```

```fail
value: {analysis: not_affected}
```
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from stewardship.checks import Context, Options, wording
from stewardship.model import Problem, Resource, Unjudged, Value
from stewardship.vocabulary import analyses, purl

ABSENT = True  # it looks at the whole resource

OPTIONS: Mapping[str, Any] = {"type": "object", "additionalProperties": False, "properties": {}}
REASONS = ("justification", "analysis-detail")


def check(value: Value, options: Options, context: Context) -> Iterable[Problem | Unjudged]:
    """A problem for an analysis without a reason, one for each version that it leaves out."""
    resource = context.resource
    analysis = resource.value("analysis")
    if analysis.state == "conflicting":
        yield Problem("the reports disagree on its analysis", analysis.location)
        return
    if analysis.state != "present" or not analyses.settles(analysis.data):
        return
    word = wording.quote(analysis.data)
    none = analyses.normal(analysis.data) in analyses.NONE
    if none and all(resource.value(name).state != "present" for name in REASONS):
        yield Problem(f"it is called {word}, and nothing says why", analysis.location)
    spoken = _spoken(resource, analysis)
    left = sorted(_found(resource, analysis) - spoken) if spoken else []
    if left and any(_is_range(name) for name in spoken):
        yield Unjudged("an analysis names a range of versions")
        return
    for name in left:
        said = f"it is called {word} in other versions than {wording.quote(name)}, which is found"
        yield Problem(said, analysis.location, name)


def _spoken(resource: Resource, analysis: Value) -> set[str]:
    """What the file of the analysis speaks of, versions and all; nothing where it names none."""
    own = [one for one in _affected(resource) if one.location.path == analysis.location.path]
    told = [_versions(one) for one in own]
    return set().union(*told) if told and all(told) else set()


def _found(resource: Resource, analysis: Value) -> set[str]:
    """What other files find, versions and all."""
    others = (o for o in _affected(resource) if o.location.path != analysis.location.path)
    return {name for one in others for name in _versions(one)}


def _is_range(name: str) -> bool:
    version = name.partition("@")[2] or name
    return "vers:" in version or any(sign in version for sign in "<>*|")


def _affected(resource: Resource) -> Iterator[Value]:
    value = resource.value("affects")
    sides = value.candidates or (value,)
    for side in sides:
        yield from side.data if isinstance(side.data, tuple) else ()


def _versions(one: Value) -> set[str]:
    """The versions that a record names, of its package: ``pkg:pypi/twig@1.0``."""
    record = one.data if isinstance(one.data, Mapping) else {}
    ref, versions = record.get("ref"), record.get("versions")
    parsed = purl.parse(ref.data) if ref and isinstance(ref.data, str) else None
    name = f"{parsed.name}@" if parsed else ""
    found = {f"{name}{parsed.version}"} if parsed and parsed.version else set()
    items = versions.data if versions and isinstance(versions.data, tuple) else ()
    return found | {f"{name}{item.data}" for item in items if isinstance(item.data, str)}

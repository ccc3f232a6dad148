"""The name of a container image fits one of the patterns, such as an allow-list of bases.

A pattern is a name with stars, which fits any tag unless it says one: `python:*-slim`,
`gcr.io/distroless/*`. `docker.io/library/python` and `python` are one.

```pass
value: python:3.12-slim
options: {among: ["python:*-slim"]}
```

```pass
value: [docker.io/library/debian:12, gcr.io/distroless/static]
options: {among: [debian, "gcr.io/distroless/*"]}
```

```fail
value: python:3.12
options: {among: ["python:*-slim"]}
```

```fail
value: Not An Image
options: {among: ["*"]}
```
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from stewardship.checks import Context, Options, given, walk, wording
from stewardship.model import Problem, Unjudged, Value
from stewardship.vocabulary import images

OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {"among": {"type": "array", "items": {"type": "string", "minLength": 1}}},
    "required": ["among"],
}


def check(value: Value, options: Options, context: Context) -> Iterable[Problem | Unjudged]:
    """A problem for what is no image, and for one that no pattern fits."""
    wanted = given.listed(options, "among")

    def judge(item: Value) -> Iterator[Problem]:
        image = images.read(wording.text(item.data))
        if image is None:
            yield Problem(f"{wording.quote(item.data)} is no name of an image")
        elif not images.among(image, wanted):
            listed = wording.choices(wanted) if wanted else "an empty list"
            yield Problem(f"{wording.quote(item.data)} is not among {listed}")

    return walk.each(value, context.field, judge)

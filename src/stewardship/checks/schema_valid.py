"""The manifest is valid against the schema that its own format publishes.

A reader whose format has a published JSON Schema (CycloneDX, SPDX, Backstage) holds each file
against it and records in `schema-errors` where it breaks it, up to ten kinds of faults a file.
This check says each of them, at its line. A format version of which no schema is known is one of
them: nothing could be held against it. Use it with `at: schema-errors` and `if-present: true`.

```pass
value: []
```

```fail
value: ["`components[0].type` is `libary`, none of the 13 values of the format"]
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from stewardship.checks import Context, Options, wording
from stewardship.model import Problem, Value
from stewardship.pattern import pattern

OPTIONS: Mapping[str, Any] = {"type": "object", "additionalProperties": False, "properties": {}}

LONGEST = 400
# The number of an item changes when another one comes before it; so does how many are alike.
_MOVING = pattern(r"\[[0-9]+\]| \([0-9]+ more like it\)$")


def check(value: Value, options: Options, context: Context) -> Iterator[Problem]:
    """One problem for each text; a text that stands alone is one, too."""
    for item in value.data if isinstance(value.data, tuple) else (value,):
        text = (
            wording.shorten(wording.text(item.data), LONGEST) or "breaks the schema of its format"
        )
        yield Problem(text, item.location, _MOVING.sub("", text))

"""What was found to be at fault is nothing.

For fields that hold what somebody else found, as a list of texts: each text is one problem, at
its own place. Of an incoming folder these are `signature-errors`, `content-errors`,
`approval-errors` and `approval-pending`. Use it with `if-present: true`. With `private: true` no
report quotes the line, which holds a secret.

```pass
value: []
```

```fail
value: ["`weights.bin` is not among what is signed"]
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from stewardship.checks import Context, Options, given, wording
from stewardship.model import Plain, Problem, Value

OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {"private": {"type": "boolean"}},
}

LONGEST = 400


def check(value: Value, options: Options, context: Context) -> Iterator[Problem]:
    """One problem for each text; a text that stands alone is one, too."""
    for item in value.data if isinstance(value.data, tuple) else (value,):
        text = wording.shorten(wording.text(item.data), LONGEST) or "something is at fault"
        details: dict[str, Plain] = {"private": True} if given.flag(options, "private") else {}
        yield Problem(text, item.location, details=details)

"""A license that is known is written by its id, and not by its name or in another spelling.

`MIT License` and `Apache 2.0` are understood here, but the Hugging Face Hub and most tools that
read SPDX ids take them for nothing they know. An id is SPDX's or the Hub's, in any case of its
letters, or an expression of these. What is not known at all is for the check `license` to say.

```pass
value: Apache-2.0
```

```pass
value: mit OR llama3.1
```

```pass
value: a license of our own
```

```fail
value: MIT License
```

```fail
value: Apache 2.0
```
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from stewardship.checks import Context, Options, walk, wording
from stewardship.model import Problem, Unjudged, Value
from stewardship.vocabulary import licenses
from stewardship.vocabulary.license_names import familiar, is_id

OPTIONS: Mapping[str, Any] = {"type": "object", "additionalProperties": False, "properties": {}}


def check(value: Value, options: Options, context: Context) -> Iterable[Problem | Unjudged]:
    """A problem for each license that is stated by a name."""

    def judge(item: Value) -> Iterator[Problem]:
        # Prose is for people: "MIT License" reads better there than an id.
        if not isinstance(item.data, str) or item.origin == "prose-card" or is_id(item.data):
            return
        found = licenses.resolve(item.data)
        if found.kind == "license":
            meant = wording.quote(familiar(found.expression))
            yield Problem(f"{wording.quote(item.data)} is the name of {meant}, not its id")

    return walk.each(value, context.field, judge)

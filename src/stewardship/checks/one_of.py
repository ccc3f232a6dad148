"""The value is one of those listed; of a list, each item is.

Numbers and truth values are compared by their text, so that `1` in a policy is `1` in a
manifest, whichever of them wrote quotes. With `ignore-case` `Production` is `production`.

```pass
value: staging
options: {values: [experimental, staging, production]}
```

```pass
value: [English, French]
options: {values: [english, french], ignore-case: true}
```

```fail
value: stagging
options: {values: [experimental, staging, production]}
```

```fail
value: [en, xx]
options: {values: [en, fr]}
```
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from stewardship.checks import Context, Options, given, walk, wording
from stewardship.model import Problem, Unjudged, Value
from stewardship.vocabulary.suggest import closest

OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["values"],
    "properties": {
        "values": {"type": "array", "items": {"type": ["string", "number", "boolean"]}},
        "ignore-case": {"type": "boolean"},
    },
}


def check(value: Value, options: Options, context: Context) -> Iterable[Problem | Unjudged]:
    """A problem for each item that is not among the values."""
    values = given.listed(options, "values")
    ignore_case = given.flag(options, "ignore-case")
    known = _known(values, ignore_case)

    def judge(item: Value) -> Iterator[Problem]:
        if isinstance(item.data, tuple | Mapping):
            yield Problem(wording.misshapen(item, "a single value"))
            return
        written = wording.text(item.data)
        if given.folded(written, ignore_case) in known:
            return
        if not values:
            yield Problem(f"{wording.quote(written)} is not allowed: no value is")
            return
        meant = wording.meant(closest(written, values))
        yield Problem(f"{wording.quote(written)} is not {wording.choices(values)}{meant}")

    return walk.each(value, context.field, judge)


@lru_cache(maxsize=256)
def _known(values: tuple[str, ...], ignore_case: bool) -> frozenset[str]:
    return frozenset(given.folded(one, ignore_case) for one in values)

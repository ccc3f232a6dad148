"""The value is a whole commit id, which names one content for all time.

That is 40 hexadecimal digits, or 64 where a repository uses SHA-256. A branch and a tag move, a
short id can become ambiguous, and each is told so in its own words. `in-repository: true` asks
that this repository holds the commit; in a shallow clone that cannot be told, nor where
`repository` names another one that the commit is of. `in-repository: only` asks nothing else:
what is no whole commit id is then left to another rule.

```pass
value: 9fceb02d0ae598e95dc970b74767f19372d61af8
```

```pass
value: 9fceb02d0ae598e95dc970b74767f19372d61af8
options: {in-repository: true}
context: {commits: {9fceb02d0ae598e95dc970b74767f19372d61af8: true}}
```

```fail
value: main
```

```fail
value: 9fceb02
```

```fail
value: 9fceb02d0ae598e95dc970b74767f19372d61af8
options: {in-repository: true}
context: {commits: {9fceb02d0ae598e95dc970b74767f19372d61af8: false}}
```

```pass
value: main
options: {in-repository: only}
```
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from stewardship.checks import Context, Options, given, walk, wording
from stewardship.model import Problem, Unjudged, Value
from stewardship.vocabulary import commits

OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {"in-repository": {"enum": [True, False, "only"]}, "repository": {}},
}


def check(value: Value, options: Options, context: Context) -> Iterable[Problem | Unjudged]:
    """A problem for what pins no commit, or a commit that is not there."""
    where = options.get("in-repository", False)
    elsewhere = bool(given.listed(options, "repository"))

    def judge(item: Value) -> Iterator[Problem | Unjudged]:
        if isinstance(item.data, tuple | Mapping):
            if where != "only":
                yield Problem(wording.misshapen(item, "a commit id"))
            return
        written = wording.text(item.data).strip()
        moving = commits.describe(written)
        if moving:
            if where != "only":
                yield Problem(f"{wording.quote(written)} {moving}")
            return
        held = context.commit(written) if where in (True, "only") else True
        if held is None:
            yield Unjudged("the history here is not whole, so a commit cannot be looked up")
        elif not held and elsewhere:
            yield Unjudged("the commit is of another repository, and cannot be looked up here")
        elif not held:
            yield Problem(f"{wording.quote(written)} is no commit of this repository")

    return walk.each(value, context.field, judge, needed=where != "only")

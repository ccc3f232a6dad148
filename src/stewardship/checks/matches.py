"""The text matches a pattern, all of it; of a list, each item does.

Patterns are RE2's, whose time is linear in the text: no look-around, no backreferences. `help`
says in words what is meant, for a message that can be read without knowing the pattern.

```pass
value: 1.2.0
options: {pattern: '[0-9]+\\.[0-9]+\\.[0-9]+', help: a version such as `1.2.0`}
```

```fail
value: v1.2.0-final
options: {pattern: '[0-9]+\\.[0-9]+\\.[0-9]+', help: a version such as `1.2.0`}
```

```fail
value: [claims-2026, Claims 2027]
options: {pattern: '[a-z0-9-]+'}
```
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from stewardship.checks import Context, Options, walk, wording
from stewardship.model import Problem, Unjudged, Value
from stewardship.vocabulary.patterns import compile_pattern

OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["pattern"],
    "properties": {
        "pattern": {"type": "string", "minLength": 1},
        "help": {"type": "string", "minLength": 1},
    },
}


def mistakes(options: Options) -> Iterator[str]:
    """A pattern that is none, or that no linear engine can run."""
    try:
        compile_pattern(wording.text(options.get("pattern", "")))
    except ValueError as error:
        yield wording.shorten(str(error), 160)


def check(value: Value, options: Options, context: Context) -> Iterable[Problem | Unjudged]:
    """A problem for each item that the pattern does not match from end to end."""
    pattern = options.get("pattern")
    try:
        fits = compile_pattern(pattern if isinstance(pattern, str) else "")
    except ValueError as error:
        reason = wording.shorten(str(error), 160)
        return [Problem(f"it cannot be held against its pattern: {reason}")]
    hint = wording.text(options["help"]).strip() if "help" in options else ""
    wanted = f"is not {wording.shorten(hint, 160)}" if hint else f"does not match {quoted(pattern)}"

    def judge(item: Value) -> Iterator[Problem]:
        if isinstance(item.data, tuple | Mapping):
            yield Problem(wording.misshapen(item, "a text"))
        elif not fits(wording.text(item.data)):
            yield Problem(f"{wording.quote(item.data)} {wanted}")

    return walk.each(value, context.field, judge)


def quoted(pattern: object) -> str:
    """The pattern for a message; where a reference led to none, that nothing matches."""
    return wording.quote(pattern) if isinstance(pattern, str) else "any pattern, for none is given"

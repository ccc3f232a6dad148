"""All who state it say the same; with `with`, the same as something else that is stated.

One resource is often described by several files: a card, an MLmodel, a catalog entry. Where
they disagree nobody can tell which to believe, and the message names every one of them. Without
`at` all fields of the resource are looked at. `with` compares the value with another one, given
by a reference (`{value: license}`, `{item: revision}`), by text or, for lists, item for item in
any order; what is missing on either side does not agree.

```pass
value: apache-2.0
```

```pass
value: [en, fr]
options: {with: [fr, en]}
```

```fail
value:
  conflict:
  - {value: apache-2.0, path: README.md, line: 3}
  - {value: mit, path: MLmodel, line: 9}
```

```fail
value: 1.2.0
options: {with: 1.3.0}
```

```fail
value: 1.2.0
options: {with: null}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from stewardship.checks import Context, Options, given, walk, wording
from stewardship.frozen import replace
from stewardship.model import Plain, Problem, Related, Value
from stewardship.vocabulary.digests import algorithm

ABSENT = True
MOST_RELATED = 10

OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {"with": {}, "ignore-case": {"type": "boolean"}},
}


def check(value: Value, options: Options, context: Context) -> Iterator[Problem]:
    """A problem for each conflict inside the value, and one where it differs from ``with``."""
    quiet = True
    for path, node in walk.nodes(value):
        if node.state == "conflicting":
            quiet = False
            yield from (_problem(*one, node, value) for one in _conflicts(path, node, context))
    if quiet and "with" in options:
        yield from _compared(value, options, context)


def _conflicts(
    path: str, node: Value, context: Context
) -> Iterator[tuple[str, str, Sequence[Value]]]:
    """What is in conflict, by its name and by its way, with all who say something of it."""
    contents = [walk.entry(one, "content") for one in node.candidates]
    if not contents or None in contents:
        name = wording.named(path or context.field)
        yield f"the {name} {wording.verb(name)} " if name else "", path, node.candidates
        return
    files: dict[tuple[str, str], list[Value]] = {}
    for one, content in zip(node.candidates, contents, strict=True):
        alg, of = (walk.entry(one, key) for key in ("alg", "path"))
        written = wording.text(alg.data) if alg else ""
        key = (algorithm(written) or written, wording.text(of.data) if of else "")
        if content is not None:
            files.setdefault(key, []).append(replace(content, location=one.location))
    for (by, file), sides in files.items():
        whose = f" of {wording.quote(file)}" if file else ""
        yield f"the {wording.shorten(by)} digest{whose} is ", f"{path}[{by} {file}]", sides


def _problem(what: str, path: str, sides: Sequence[Value], node: Value, whole: Value) -> Problem:
    """Who says what: at most a few of them in the sentence, each with its place beside it."""
    said = list(dict.fromkeys(wording.summary(one) for one in sides))
    message = f"{what}stated in {len(said)} ways: {', '.join(said[:4])}"
    if len(said) > 4:
        message += f" and {len(said) - 4} more"
    if len(said) < 2:
        message = f"{what}stated in more than one way"
    related = tuple(_place(one) for one in sides[:MOST_RELATED])
    place = sides[0].location if sides and sides is not node.candidates else node.location
    candidates = sorted(wording.flat(one.plain()) for one in sides)
    location = place if place != whole.location else None
    return Problem(message, location, f"{path}: {' / '.join(candidates)}", related)


def _place(candidate: Value) -> Related:
    by = f", by {candidate.origin}" if candidate.origin else ""
    return Related(candidate.location, f"{wording.summary(candidate)}{by}")


def _compared(value: Value, options: Options, context: Context) -> Iterator[Problem]:
    """Whether the value is what ``with`` is, as one text or as a set of texts."""
    other = options["with"]
    reason = walk.unstated(value, context.field)
    if reason:
        yield Problem(reason)
        return
    ignore_case = given.flag(options, "ignore-case")
    theirs = _texts(other, ignore_case)
    if not theirs:
        yield Problem(f"{wording.summary(value)} has nothing to agree with")
    elif _texts(value.plain(), ignore_case) != theirs:
        said = wording.choices(sorted(theirs), joint="and")
        yield Problem(f"{wording.summary(value)} does not agree with {said}")


def _texts(plain: Plain, ignore_case: bool) -> frozenset[str]:
    items = plain if isinstance(plain, list) else [plain]
    texts = (given.folded(wording.flat(item), ignore_case) for item in items)
    return frozenset(text for text in texts if text)

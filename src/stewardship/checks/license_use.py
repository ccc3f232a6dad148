"""The license may be used where this is used: the matrix of category by context says so.

`matrix` is a table: category of license, then context (`internal`, `networked`, `distributed`,
`dev-only`), then `pass`, `review` or `block`; a cell that is missing blocks. The context is what
the resource says itself (`context` under `stewardship:`), `dev-only` for a dependency of scope
dev, the first entry of `contexts` (`{path, context}`) that fits, else `context`. `allowed` and
`denied` name licenses by id, or categories, and go before the matrix. `report` says which of the
two verdicts this rule speaks of (or `any`), so that one rule may block and another ask. What is
no license at all is left to the check `license`.

```pass
value: MIT
options: {matrix: {permissive: {distributed: pass}}, report: block}
```

```pass
value: AGPL-3.0-only OR MIT
options:
  matrix: {permissive: {networked: pass}, network-copyleft: {networked: block}}
  context: networked
  report: block
```

```fail
value: AGPL-3.0-only
options: {matrix: {network-copyleft: {networked: block}}, context: networked, report: block}
```

```fail
value: llama3.1
options: {matrix: {responsible-ai: {internal: review}}, context: internal, report: review}
```

```fail
value: MIT
options: {matrix: {}, report: block}
```
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from stewardship.checks import Context, Options, appetite, given, matrix, stated, walk, wording
from stewardship.model import Plain, Problem, Unjudged, Value
from stewardship.vocabulary import spdx

_LIST = {"type": "array", "items": {"type": "string", "minLength": 1}}

BESIDE = ("context",)

OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["matrix", "report"],
    "properties": {
        "matrix": {"type": "object"},
        "context": {"type": "string"},
        "contexts": {"type": "array", "items": {"type": "object"}},
        "allowed": _LIST,
        "denied": _LIST,
        "report": {"enum": ["review", "block", "any"]},
    },
}


def mistakes(options: Options) -> Iterator[str]:
    """A matrix, a context or a list that cannot mean anything."""
    yield from matrix.mistakes(options)
    for name in ("allowed", "denied"):
        if name in options:
            for mistake in appetite.entries(given.listed(options, name)).mistakes:
                yield f"`{name}`: {mistake}"


def check(value: Value, options: Options, context: Context) -> Iterable[Problem | Unjudged]:
    """A problem for each license that the matrix does not let pass."""

    def judge(item: Value) -> Iterator[Problem]:
        if isinstance(item.data, tuple | Mapping):
            return
        found = stated.meaning(item, lambda: context.resource)
        if found.node is not None:
            yield from _judged(item, found.node, options, context)

    return walk.each(value, context.field, judge, needed=True)


def _judged(item: Value, node: spdx.Node, options: Options, context: Context) -> Iterator[Problem]:
    table = options.get("matrix")
    said = matrix.stated_context(context.value("context"))
    decided = said or matrix.context_of(context.resource, options)
    ruling = matrix.judge(
        node,
        decided.context,
        table if isinstance(table, Mapping) else {},
        given.listed(options, "allowed"),
        given.listed(options, "denied"),
    )
    if ruling.verdict == "pass" or options.get("report") not in (ruling.verdict, "any"):
        return
    expression = spdx.render(node)
    details: dict[str, Plain] = {
        "expression": expression,
        "category": ruling.category,
        "context": decided.context,
        "decided-by": decided.by,
        "chosen": ruling.chosen,
        "clauses": list(ruling.clauses),
        "reasons": list(ruling.reasons[:10]),
        **stated.text(item, context),
    }
    yield Problem(_message(item, ruling, decided), details=details)


def _message(item: Value, ruling: matrix.Ruling, decided: matrix.Decided) -> str:
    """What the license is, what that means here, and what decided where "here" is."""
    shown = wording.quote(wording.text(item.data)) if isinstance(item.data, str) else "it"
    bound = "goes to review" if ruling.verdict == "review" else "is blocked"
    terms = [name for name in ruling.clauses if name not in ("notice", ruling.category)]
    clauses = f" ({', '.join(terms[:4])})" if terms else ""
    where = f"{decided.context} ({decided.by})"
    return f"{shown} is {ruling.category}{clauses}, which {bound} when {where}"

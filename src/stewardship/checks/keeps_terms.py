"""The license keeps the terms of what this was made from, however many steps away.

The sources of a resource are followed to the end, as far as this repository knows them: a source
with the role `train`, `validation`, `base`, `build` or `source` passes its terms on, one that is
only tested on (`test`) does not; `roles` says otherwise. A term is kept when the resource's own
license has a clause of the same name; `clauses` narrows which ones are asked for. Where a source
offers a choice with OR, the branch counts that drops least; where the own license does, whoever
gets it may choose, so it keeps only what all branches share. The problem shows the chain, each
step with file and line. The license of a source is what its record and its manifest state (both
bind, where they differ), else what is known of a well-known family on the hub; a source whose
license is not known here is told as unchecked. `context` and `contexts` are those of `license-use`:
an approval of what is dropped holds for one use.

```pass
value: cc-by-nc-4.0
context:
  resource:
    fields:
      license: cc-by-nc-4.0
      sources: [{ref: claims, role: train, license: CC-BY-NC-4.0}]
```

```pass
value: mit
context:
  resource: {fields: {license: mit, sources: [{ref: claims, role: test, license: CC-BY-NC-4.0}]}}
```

```fail
value: mit
context:
  resource: {fields: {license: mit, sources: [{ref: claims, role: train, license: CC-BY-NC-4.0}]}}
```

```fail
value: mit
options: {clauses: [user-cap]}
context:
  resource: {fields: {license: mit, sources: [{ref: acme/base, role: base, license: llama3.1}]}}
```
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import Any

from stewardship.checks import Context, Options, given, lineage, matrix, stated, walk, wording
from stewardship.model import Plain, Problem, Related, Unjudged, Value
from stewardship.vocabulary import licenses, spdx
from stewardship.vocabulary.license_clauses import CLAUSES

PASSING_ON = ("train", "validation", "base", "build", "source")
MOST = 20  # ways through an expression that are looked at
BESIDE = ("sources",)

OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "clauses": {"type": "array", "minItems": 1, "items": {"type": "string"}},
        "roles": {"type": "array", "minItems": 1, "items": {"type": "string"}},
        "context": {"type": "string"},
        "contexts": {"type": "array", "items": {"type": "object"}},
    },
}


def mistakes(options: Options) -> Iterator[str]:
    """A context that cannot mean anything."""
    yield from matrix.mistakes(options)


def check(value: Value, options: Options, context: Context) -> Iterable[Problem | Unjudged]:
    """A problem for each source whose terms the license drops."""

    def judge(item: Value) -> Iterator[Problem | Unjudged]:
        if isinstance(item.data, tuple | Mapping):
            return
        own = stated.meaning(item, lambda: context.resource).node
        made = isinstance(context.value("sources").data, tuple)  # from anything at all
        if made and own is not None:  # what is no license is another rule's to say
            yield from _judged(item, own, options, context)

    return walk.each(value, context.field, judge, needed=True)


def _judged(
    value: Value, own: spdx.Node, options: Options, context: Context
) -> Iterator[Problem | Unjudged]:
    kept = _shared(own)
    wanted = frozenset(given.listed(options, "clauses")) or frozenset(CLAUSES)
    unknown = False
    roles = frozenset(given.listed(options, "roles") or PASSING_ON)
    for parent in lineage.ancestors(context, roles):
        node = parent.node
        if node is None:
            unknown = unknown or parent.resource is None
            continue
        taken, dropped = _mildest(node, kept)
        if dropped & wanted:
            instead = _instead(own, node, wanted)
            details = _details(own, node, taken, dropped & wanted)
            decided = matrix.context_of(context.resource, options)
            used = {"context": decided.context, "decided-by": decided.by}
            yield _problem(value, parent, {**details, **used, "instead": instead})
    if unknown:
        yield Unjudged("the license of a source outside this repository is not known")


def _problem(value: Value, parent: lineage.Parent, details: dict[str, Plain]) -> Problem:
    dropped = details["dropped"]
    assert isinstance(dropped, list)
    name = wording.quote(parent.name)
    ends = [
        Related(one.location, f"{name} is {spdx.render(node)}") for one, node in parent.licenses
    ]
    return Problem(
        f"{wording.quote(wording.flat(value.plain()))} drops terms of {name} "
        f"({details['license']}): {', '.join(map(str, dropped))}",
        value=[value.plain(), parent.name, *dropped],
        related=(*parent.chain, *ends),
        details={"parent": parent.name, **details},
    )


def _details(
    own: spdx.Node, node: spdx.Node, taken: Sequence[spdx.License], dropped: frozenset[str]
) -> dict[str, Plain]:
    """What was made is bound by both licenses, so that is what counsel is asked to approve."""
    both = lineage.together([own, node])
    chosen = [one for one in taken if _terms(one) & dropped]
    assert both is not None
    return {
        "license": spdx.render(node),
        "dropped": [*sorted(dropped)],
        "expression": spdx.render(spdx.canonical(both)),
        "chosen": " AND ".join(dict.fromkeys(map(spdx.render, chosen))),
        "category": licenses.category(chosen[0]),
        "clauses": [name for name in CLAUSES if name in dropped],
    }


def _instead(own: spdx.Node, node: spdx.Node, wanted: frozenset[str]) -> str:
    """The first choice among the branches of the own license that keeps these terms, or ""."""
    for way in islice(spdx.ways(own, MOST), MOST):
        kept = frozenset(name for one in way for name in _terms(one))
        if not _mildest(node, kept)[1] & wanted:
            return " AND ".join(dict.fromkeys(map(spdx.render, way)))
    return ""


def _shared(node: spdx.Node) -> frozenset[str]:
    """The names of the terms of an expression: all of an AND, of an OR what no branch avoids."""
    if isinstance(node, spdx.License):
        return _terms(node)
    parts = [_shared(item) for item in node.items]
    if isinstance(node, spdx.Or):
        return frozenset.intersection(*parts)
    return frozenset.union(*parts)


def _mildest(
    node: spdx.Node, kept: frozenset[str]
) -> tuple[tuple[spdx.License, ...], frozenset[str]]:
    """The choice of branches that drops least, and what it drops.

    It is the same whatever terms a rule asks about: of two branches, each with a term that is
    dropped, one rule cannot take the first and the next rule the second.
    """
    if isinstance(node, spdx.License):
        return (node,), _terms(node) - kept
    found = [_mildest(item, kept) for item in node.items]
    if isinstance(node, spdx.Or):
        return min(found, key=lambda one: ("non-commercial" in one[1], len(one[1])))
    taken = tuple(license for licenses, _ in found for license in licenses)
    return taken, frozenset.union(*(dropped for _, dropped in found))


@cache
def _terms(license: spdx.License) -> frozenset[str]:
    return frozenset(one.name for one in licenses.restrictive(licenses.clauses(license)))

"""The license keeps the terms of what this was made from, however many steps away.

The sources of a resource are followed to the end, as far as this repository knows them: a source
with the role `train`, `validation`, `base`, `build` or `source` passes its terms on, one that is
only tested on (`test`) does not; `roles` says otherwise. A term is kept when the resource's own
license has a clause of the same name; `clauses` narrows which ones are asked for. Of an OR only
what all branches share is a term. The problem shows the chain, each step with file and line.
The license of a source is what its record states, else its manifest, else what is known of a
well-known family on the hub; a source whose license is not known here is told as unchecked.

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

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from stewardship.checks import Context, Options, given, walk, wording
from stewardship.frozen import dataclass
from stewardship.model import Problem, Related, Resource, Unjudged, Value
from stewardship.vocabulary import hub_models, license_clauses, licenses, spdx

PASSING_ON = ("train", "validation", "base", "build", "source")
LONGEST = 40  # steps of a chain; a longer one is a circle or a mistake

OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "clauses": {"type": "array", "minItems": 1, "items": {"type": "string"}},
        "roles": {"type": "array", "minItems": 1, "items": {"type": "string"}},
    },
}

_MADE = {"base": "built on", "train": "trained on", "validation": "validated on"}


@dataclass(frozen=True, slots=True)
class _Parent:
    """A source on the way up: what it is called, its license, and the steps that lead to it."""

    name: str
    license: Value | None
    resource: Resource | None
    chain: tuple[Related, ...]


def check(value: Value, options: Options, context: Context) -> Iterable[Problem | Unjudged]:
    """A problem for each source whose terms the license drops."""

    def judge(item: Value) -> Iterator[Problem | Unjudged]:
        if isinstance(item.data, tuple | Mapping):
            return
        own = licenses.resolve(wording.text(item.data)).node
        if own is not None:  # what is no license is another rule's to say
            yield from _judged(item, own, options, context)

    return walk.each(value, context.field, judge, needed=True)


def _judged(
    value: Value, own: spdx.Node, options: Options, context: Context
) -> Iterator[Problem | Unjudged]:
    kept = _clauses(own)
    wanted = frozenset(given.listed(options, "clauses"))
    unknown = False
    for parent in _ancestors(context, frozenset(given.listed(options, "roles") or PASSING_ON)):
        node = _node(parent.license)
        if node is None:
            unknown = unknown or parent.resource is None
            continue
        terms = _clauses(node)
        dropped = sorted((terms & wanted if wanted else terms) - kept)
        if dropped:
            yield _problem(value, parent, node, dropped)
    if unknown:
        yield Unjudged("the license of a source outside this repository is not known")


def _problem(value: Value, parent: _Parent, node: spdx.Node, dropped: list[str]) -> Problem:
    terms = ", ".join(dropped)
    whose = f"{wording.quote(parent.name)} ({spdx.render(node)})"
    assert parent.license is not None
    end = Related(parent.license.location, f"{wording.quote(parent.name)} is {spdx.render(node)}")
    return Problem(
        f"{wording.quote(wording.flat(value.plain()))} drops terms of {whose}: {terms}",
        value=[value.plain(), parent.name, *dropped],
        related=(*parent.chain, end),
        details={"parent": parent.name, "license": spdx.render(node), "dropped": list(dropped)},
    )


def _ancestors(context: Context, roles: frozenset[str]) -> Iterator[_Parent]:
    """Everything that this was made from, nearest first, each once."""
    seen = {context.resource.key}
    queue: list[tuple[Resource, tuple[Related, ...]]] = [(context.resource, ())]
    while queue:
        child, chain = queue.pop(0)
        for record in _records(child):
            role, reference = _word(record, "role"), _word(record, "ref")
            if role not in roles or not reference or len(chain) > LONGEST:
                continue
            target = context.resolve(reference, _word(record, "kind"), child)
            name = target.name if target else reference
            made = f"{child.name} is {_MADE.get(role, 'made from')} {wording.quote(name)}"
            steps = (*chain, Related(record.location, made))
            yield _Parent(name, _license(record, target, reference), target, steps)
            if target is not None and target.key not in seen:
                seen.add(target.key)
                queue.append((target, steps))


def _records(resource: Resource) -> Iterator[Value]:
    sources = resource.value("sources").data
    for record in sources if isinstance(sources, tuple) else ():
        if isinstance(record.data, Mapping):
            yield record


def _word(record: Value, key: str) -> str:
    entry = record.data.get(key) if isinstance(record.data, Mapping) else None
    return str(entry.data) if entry is not None and isinstance(entry.data, str) else ""


def _license(record: Value, target: Resource | None, reference: str) -> Value | None:
    stated = record.data.get("license") if isinstance(record.data, Mapping) else None
    if stated is not None and stated.state == "present":
        return stated
    if target is not None and target.value("license").state in ("present", "conflicting"):
        return target.value("license")
    known = hub_models.license_of(reference)
    return Value(known, record.location, "hub") if known else None


def _node(value: Value | None) -> spdx.Node | None:
    if value is None or not isinstance(value.data, str):
        return None
    return licenses.resolve(value.data).node


def _clauses(node: spdx.Node) -> frozenset[str]:
    """The names of the terms of an expression: all of an AND, of an OR what no branch avoids."""
    if isinstance(node, spdx.License):
        return frozenset(one.name for one in license_clauses.restrictive(licenses.clauses(node)))
    parts = [_clauses(item) for item in node.items]
    if isinstance(node, spdx.Or):
        return frozenset.intersection(*parts)
    return frozenset.union(*parts)

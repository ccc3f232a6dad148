"""What a resource was made from, as far as that is known, and under what license each of it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stewardship.checks import Context, stated, wording
from stewardship.frozen import dataclass
from stewardship.model import Related, Resource, Value
from stewardship.vocabulary import hub_models, licenses, spdx

LONGEST = 40  # steps of a chain; a longer one is a circle or a mistake

_MADE = {"base": "built on", "train": "trained on", "validation": "validated on"}


@dataclass(frozen=True, slots=True)
class Parent:
    """Something that a resource was made from, however many steps away.

    ``licenses`` are what is stated of its license, all of which bind, each with what it means;
    ``chain`` are the steps that lead to it; ``resource`` is None where this tree does not hold it.
    """

    name: str
    licenses: tuple[tuple[Value, spdx.Node], ...]
    resource: Resource | None
    chain: tuple[Related, ...]

    @property
    def node(self) -> spdx.Node | None:
        """Its license; where several statements differ, all of them together."""
        return together([node for _, node in self.licenses])


def ancestors(context: Context, roles: frozenset[str]) -> Iterator[Parent]:
    """All that the resource was made from in one of these roles, nearest first, each once."""
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
            yield Parent(name, tuple(_licenses(record, target, reference)), target, steps)
            if target is not None and target.key not in seen:
                seen.add(target.key)
                queue.append((target, steps))


def together(nodes: list[spdx.Node]) -> spdx.Node | None:
    """What binds when all of these do, each once; None for none."""
    parts = dict.fromkeys(
        part for node in nodes for part in (node.items if isinstance(node, spdx.And) else (node,))
    )
    return spdx.And(tuple(parts)) if len(parts) > 1 else next(iter(parts), None)


def _records(resource: Resource) -> Iterator[Value]:
    sources = resource.value("sources").data
    for record in sources if isinstance(sources, tuple) else ():
        if isinstance(record.data, Mapping):
            yield record


def _word(record: Value, key: str) -> str:
    entry = record.data.get(key) if isinstance(record.data, Mapping) else None
    return str(entry.data) if entry is not None and isinstance(entry.data, str) else ""


def _licenses(
    record: Value, target: Resource | None, reference: str
) -> Iterator[tuple[Value, spdx.Node]]:
    """What the record says of the license and what its own manifest does; where neither says
    anything, what is known of its family on the hub."""
    said = record.data.get("license") if isinstance(record.data, Mapping) else None
    values = [said] if said is not None and said.state == "present" else []
    nodes = [(value, licenses.resolve(wording.text(value.data)).node) for value in values]
    if target is not None:
        own = target.value("license")
        found = own.candidates if own.state == "conflicting" and own.candidates else (own,)
        heard = [one for one in found if one.state in ("present", "conflicting")]
        nodes += [(one, stated.meaning(one, lambda: target).node) for one in heard]
        values += heard
    yield from ((value, node) for value, node in nodes if node is not None)
    known = "" if values else hub_models.license_of(reference)
    node = licenses.resolve(known).node if known else None
    if node is not None:
        yield Value(known, record.location, "hub"), node

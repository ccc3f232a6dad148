"""``steward show``: one resource, every value with its place, and what it links to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stewardship.model import Location, Resource, Value

if TYPE_CHECKING:
    from stewardship.joining.lineage import Branch
    from stewardship.picture import Picture
    from stewardship.sources import Sources


@click.command("show")
@click.argument("resource")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text")
@click.option("--root", type=Path, metavar="DIR", help="A folder to look at alone.")
def command(resource: str, form: str, root: Path | None) -> None:
    """Print RESOURCE (an id, a name or a file): every value with its state, file, line and
    reader, then what it was made from and what it reaches."""
    from stewardship.cli.looking import one_resource, picture
    from stewardship.reporters.clean import json_text, lines, plain
    from stewardship.sources import Sources

    seen = picture(root)
    one = one_resource(seen, resource)
    sources = Sources(seen.tree)
    if form == "json":
        shown = plain(_data(seen, one, sources))
        assert isinstance(shown, dict)
        click.echo(json_text(shown), nl=False)
    else:
        click.echo(lines(text(seen, one, sources)), nl=False)


def text(seen: Picture, one: Resource, sources: Sources) -> Iterator[str]:
    """The lines of it: who, a table of values, and the two trees."""
    from stewardship.cli.table import columns
    from stewardship.joining import lineage
    from stewardship.reporters.clean import terminal

    steward = seen.ownership.steward_of(one)
    who = f" · steward {steward.data}" if steward.state == "present" else " · no steward"
    yield terminal(f"{one.kind} {one.name} · {one.id}{who}")
    rows = [("FIELD", "VALUE", "STATE", "WHERE", "READER")]
    for name, value in _values(one):
        where = _at(sources.place(value.location))
        rows.append((name, _short(value), value.state, where, value.origin))
    yield from columns(rows)
    for problem in one.problems:
        at = _at(sources.place(problem.location or one.place))
        yield terminal(f"cannot be read: {problem.message} ({at})")
    for title, up in (("made from", True), ("reaches", False)):
        branches, cut = lineage.tree(seen.universe, one, up)
        attest, others = _apart(branches)
        if others or not attest:
            yield ""
            yield title if others else f"{title} nothing that is known here"
            yield from (terminal(line) for line in _drawn(others, up, sources))
        if attest:
            yield ""
            yield "attests" if up else "attested by"
            yield from (terminal(line) for line in _drawn(attest, up, sources))
        if cut:
            yield "… and more: the tree is cut here"


def _apart(branches: Sequence[Branch]) -> tuple[list[Branch], list[Branch]]:
    """What leads to and from attestations, which are no part of what is made, and the rest."""
    from stewardship.joining.lineage import ATTESTS

    attest = [branch for branch in branches if branch.edge.field == ATTESTS]
    return attest, [branch for branch in branches if branch.edge.field != ATTESTS]


def _data(seen: Picture, one: Resource, sources: Sources) -> dict[str, Any]:
    """The same as data; ``line`` and ``column`` are null where a file has none."""
    from stewardship.joining import lineage

    steward = seen.ownership.steward_of(one)
    parts = {}
    cut = False
    for title, up in (("made-from", True), ("reaches", False)):
        branches, short = lineage.tree(seen.universe, one, up)
        parts[title] = [_branch(branch, title, sources) for branch in branches]
        cut = cut or short
    return {
        "version": 1,
        "resource": _named(one) | {"paths": list(one.paths)},
        "steward": steward.plain() if steward.state == "present" else None,
        "values": [
            {"field": name, "value": value.plain(), "state": value.state, "reader": value.origin}
            | _place(sources.place(value.location))
            for name, value in _values(one)
        ],
        "problems": [
            {"message": problem.message} | _place(sources.place(problem.location or one.place))
            for problem in one.problems
        ],
        **parts,
        "cut": cut,
    }


def _named(one: Resource) -> dict[str, Any]:
    return {"kind": one.kind, "id": one.id, "name": one.name}


def _place(place: Location) -> dict[str, Any]:
    return {"path": place.path, "line": place.line, "column": place.column}


def _branch(branch: Branch, title: str, sources: Sources) -> dict[str, Any]:
    edge = branch.edge
    found = {
        "field": edge.field,
        "role": edge.role or None,
        "reference": edge.reference,
        "resource": _named(branch.resource) if branch.resource else None,
        "again": branch.again,
        title: [_branch(below, title, sources) for below in branch.branches],
    }
    return found | _place(sources.place(edge.place))


def _drawn(branches: Sequence[Branch], up: bool, sources: Sources, lead: str = "") -> Iterator[str]:
    """A tree, one line a branch, each with what it is and where the link is stated."""
    from stewardship.joining.lineage import ATTESTS

    for number, branch in enumerate(branches, 1):
        last = number == len(branches)
        edge, one = branch.edge, branch.resource
        if one is None:
            what = f"{edge.reference} · {edge.outside}"
        else:
            said = (one.value(name) for name in ("license", "stage"))
            facts = [_short(value) for value in said if value.state in ("present", "conflicting")]
            what = " · ".join([f"{one.kind} {one.name}", *facts])
        again = " (see above)" if branch.again else ""
        where = _at(sources.place(edge.place))
        label = "" if edge.field == ATTESTS else f"{edge.label}: "
        yield f"{lead}{'└─' if last else '├─'} {label}{what}{again} · {where}"
        yield from _drawn(branch.branches, up, sources, lead + ("   " if last else "│  "))


def _values(one: Resource) -> Iterator[tuple[str, Value]]:
    for name in sorted(one.fields):
        yield from _flat(name, one.fields[name])


def _flat(name: str, value: Value) -> Iterator[tuple[str, Value]]:
    """Every scalar of a field with the path that a rule would use; candidates one by one, and
    the items of a list each as whoever states it does."""
    if isinstance(value.data, tuple):
        clashing = {id(one) for one in value.candidates if value.state == "conflicting"}
        for number, item in enumerate(value.data):
            for field, part in _flat(f"{name}[{number}]", item):
                yield field, _marked(part) if id(item) in clashing else part
        if not value.data:
            yield name, value
    elif len(value.candidates) > 1:
        for one in value.candidates:
            yield name, _marked(one) if value.state == "conflicting" else one
    elif isinstance(value.data, Mapping):
        for key, item in value.data.items():
            yield from _flat(f"{name}.{key}", item)
    else:
        yield name, value


def _marked(value: Value) -> Value:
    return Value(value.data, value.location, value.origin, "conflicting")


def _short(value: Value) -> str:
    text = "" if value.data is None else str(value.plain())
    return text if len(text) <= 60 else text[:59] + "…"


def _at(place: Location) -> str:
    return f"{place.path}:{place.line}" if place.line else place.path

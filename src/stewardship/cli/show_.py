"""``steward show``: one resource, every value with its place, and what it links to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from stewardship.model import Location, Resource, Value


@click.command("show")
@click.argument("resource")
@click.option("--root", type=Path, metavar="DIR", help="A folder to look at alone.")
def command(resource: str, root: Path | None) -> None:
    """Print RESOURCE (an id, a name or a file): values, places, states, and its links."""
    from stewardship.cli.looking import one_resource, picture
    from stewardship.cli.table import columns
    from stewardship.sources import Sources

    seen = picture(root)
    one = one_resource(seen, resource)
    sources = Sources(seen.tree)
    steward = seen.ownership.steward_of(one)
    who = f" · steward {steward.data}" if steward.state == "present" else " · no steward"
    click.echo(_safe(f"{one.kind} {one.name} · {one.id}{who}"))
    rows = [("FIELD", "VALUE", "STATE", "WHERE", "READER")]
    for name in sorted(one.fields):
        for field, value in _flat(name, one.fields[name]):
            where = sources.place(value.location)
            rows.append((field, _short(value), value.state, _at(where), value.origin))
    for line in columns(rows):
        click.echo(line)
    for problem in one.problems:
        at = _at(sources.place(problem.location or one.place))
        click.echo(_safe(f"cannot be read: {problem.message} ({at})"))
    for line in _links(one):
        click.echo(_safe(line))


def _flat(name: str, value: Value) -> Iterator[tuple[str, Value]]:
    """Every scalar of a field with the path that a rule would use; candidates one by one."""
    if len(value.candidates) > 1:
        for one in value.candidates:
            state = value.state if value.state == "conflicting" else one.state
            yield name, Value(one.data, one.location, one.origin, state)
    elif isinstance(value.data, tuple):
        for number, item in enumerate(value.data):
            yield from _flat(f"{name}[{number}]", item)
        if not value.data:
            yield name, value
    elif isinstance(value.data, Mapping):
        for key, item in value.data.items():
            yield from _flat(f"{name}.{key}", item)
    else:
        yield name, value


def _links(one: Resource) -> Iterator[str]:
    for field, keys in one.links.items():
        for key in keys:
            kind, _, identity = key.partition("|")
            yield f"{field} -> {kind} {identity}"


def _short(value: Value) -> str:
    text = "" if value.data is None else str(value.plain())
    return text if len(text) <= 60 else text[:59] + "…"


def _at(place: Location) -> str:
    return f"{place.path}:{place.line}" if place.line else place.path


def _safe(line: str) -> str:
    from stewardship.reporters.clean import terminal

    return terminal(line)

"""``steward graph``: the lineage of a tree, as a Mermaid flowchart or as JSON."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from stewardship.joining.lineage import Graph
    from stewardship.model import Resource, Value
    from stewardship.sources import Sources

PLAIN = frozenset(" -._/,·…")  # besides letters and digits, what means nothing within quotes
LONGEST = 60  # characters of a name in a node
# Kind -> the two ends of its shape: what holds data is a cylinder, what runs is round.
SHAPES = {
    "dataset": ("[(", ")]"),
    "artifact": ("[(", ")]"),
    "service": ("([", "])"),
    "deployment": ("([", "])"),
}
STYLE = "  classDef outside stroke-dasharray: 4 4"


@click.command("graph")
@click.argument("resources", nargs=-1, metavar="[RESOURCE]...")
@click.option("--format", "form", type=click.Choice(("mermaid", "json")), default="mermaid")
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE", help="Write it there.")
@click.option("--root", type=Path, metavar="DIR", help="A folder to look at alone.")
def command(resources: tuple[str, ...], form: str, output: Path | None, root: Path | None) -> None:
    """Write the lineage of the tree, or of each RESOURCE, from data to model to service.

    A dashed node is something that is named and that this repository does not hold.
    """
    from stewardship.cli.looking import one_resource, picture
    from stewardship.joining import lineage
    from stewardship.reporters.clean import json_text, plain
    from stewardship.sources import Sources

    seen = picture(root)
    around = [one_resource(seen, name) for name in resources]
    found = lineage.graph(seen.universe, around)
    if form == "json":
        data = plain(as_data(found, Sources(seen.tree)))
        assert isinstance(data, dict)
        text = json_text(data)
    else:
        text = mermaid(found)
    _write(text, output)
    if found.cut:
        click.echo(f"{found.cut} more resources are left out; name some of them", err=True)


def _write(text: str, output: Path | None) -> None:
    from stewardship.cli.output import write
    from stewardship.errors import UserError

    if output is None:
        click.echo(text, nl=False)
        return
    if not output.parent.is_dir():
        message = f"`{output}` cannot be written: No such file or directory"
        raise UserError(message, None, "name a file in a folder that is there")
    write(output, text.encode())


def mermaid(found: Graph) -> str:
    """The graph as a Mermaid flowchart (https://mermaid.js.org/syntax/flowchart.html).

    Whatever comes from the tree stands in a quoted label, with every sign but a few that mean
    nothing there as a numbered entity (``#34;``): no name can end its label.
    """
    from stewardship.joining.lineage import ATTESTS

    names: dict[str, str] = {}
    lines = ["flowchart LR"]
    for key, one in found.nodes.items():
        names[key] = f"n{len(names)}"
        left, right = SHAPES.get(one.kind, ("[", "]"))
        lines.append(f'  {names[key]}{left}"{_label(one)}"{right}')
    for edge in found.edges:
        source = edge.source or f"?{edge.reference}"
        if source not in names:
            names[source] = f"n{len(names)}"
            label = f"{_escaped(edge.reference)}<br/>{edge.outside}"
            lines.append(f'  {names[source]}["{label}"]:::outside')
        start, end = names[source], names[edge.target]
        if edge.field == ATTESTS:  # It leads from who speaks, and not the way that data goes.
            start, end = end, start
        lines.append(f'  {start} -->|"{_escaped(edge.label)}"| {end}')
    if any(not edge.source for edge in found.edges):
        lines.append(STYLE)
    return "\n".join(lines) + "\n"


def _label(one: Resource) -> str:
    """Kind and name, then license and stage, so that a gap is seen as one."""
    facts = [_fact(one, "license")] if one.kind in ("model", "dataset") else []
    facts += [_fact(one, "stage")] if one.value("stage").state != "absent" else []
    rows = [f"{one.kind} {one.name}", " · ".join(facts)]
    return "<br/>".join(_escaped(row) for row in rows if row)


def _fact(one: Resource, field: str) -> str:
    value = one.value(field)
    if value.state == "conflicting":
        said = dict.fromkeys(str(side.plain()) for side in value.candidates)
        return f"{field} in conflict: {', '.join(said)}"
    return str(value.plain()) if value.state == "present" else f"no {field}"


def _escaped(text: str) -> str:
    from stewardship.reporters.clean import terminal

    shown = terminal(text, LONGEST)
    return "".join(c if c.isalnum() or c in PLAIN else f"#{ord(c)};" for c in shown)


def _said(value: Value) -> dict[str, Any]:
    return {"value": value.plain(), "state": value.state}


def as_data(found: Graph, sources: Sources) -> dict[str, Any]:
    """The graph as data, version 1; ``from`` of an edge is null for what is not held here."""
    return {
        "version": 1,
        "nodes": [
            {"key": key, "kind": one.kind, "id": one.id, "name": one.name, "path": one.place.path}
            | {name: _said(one.value(name)) for name in ("license", "stage")}
            for key, one in found.nodes.items()
        ],
        "edges": [
            {
                "from": edge.source or None,
                "to": edge.target,
                "reference": edge.reference,
                "field": edge.field,
                "role": edge.role or None,
                "path": edge.place.path,
                "line": sources.place(edge.place).line,
            }
            for edge in found.edges
        ],
        "left-out": found.cut,
    }

"""``steward licenses matrix``: the table that counsel owns."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("matrix")
@click.option("--root", type=Path, metavar="DIR", help="A folder to look at alone.")
def command(root: Path | None) -> None:
    """Print what becomes of each category of license in each context, and who said so."""
    from stewardship.checks import appetite, matrix
    from stewardship.cli.licenses.in_force import in_force
    from stewardship.cli.table import columns

    now = in_force(root)
    table = now.params["matrix"]
    rows: list[tuple[str, ...]] = [("CATEGORY", *(context.upper() for context in matrix.CONTEXTS))]
    for category in appetite.CATEGORIES:
        row = table.get(category, {})
        cells = (str(row.get(context, "block (not set)")) for context in matrix.CONTEXTS)
        rows.append((category, *cells))
    for line in columns(rows):
        click.echo(line)
    click.echo(f"\nset in {now.sources['matrix']}")
    click.echo(f"context: {now.params['context']} ({now.sources['context']})")
    for entry in now.params["contexts"]:
        click.echo(f"  {entry.get('path')}: {entry.get('context')}")
    for name in ("allowed", "denied"):
        listed = ", ".join(map(str, now.params[name])) or "nothing"
        click.echo(f"{name} whatever the table says: {listed}")

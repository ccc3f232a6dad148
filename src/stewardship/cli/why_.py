"""``steward why``: which reader claims a file, and what becomes of it."""

from __future__ import annotations

from pathlib import Path

import click

from stewardship.errors import UserError


@click.command("why")
@click.argument("path")
@click.option("--root", type=Path, metavar="DIR", help="A folder to look at alone.")
def command(path: str, root: Path | None) -> None:
    """Say whether PATH is governed, by which reader, as what, and how to release it."""
    from stewardship.cli.judge import relative
    from stewardship.cli.looking import picture
    from stewardship.reporters.clean import terminal

    seen = picture(root)
    (name,) = relative((path,), root)
    if name not in seen.tree.entries():
        hint = "an ignored file is not looked at: `git check-ignore -v` tells"
        raise UserError(f"there is no file `{path}` in the {seen.tree.label}", None, hint)
    owners = [label.name for label in seen.names.owners(name)]
    claimed = seen.gathered.claims.get(name, ())
    lines = [name]
    if name in seen.gathered.left_out:
        lines.append(f"left out by .steward/config.yaml: {seen.gathered.left_out[name]}")
    elif not owners:
        lines.append("no reader reads a file of this name")
    lines += [
        f"{reader}: {'mine' if reader in claimed else 'not mine, by its content'}"
        for reader in (owners if name in seen.gathered.claims else ())
    ]
    for one in seen.universe.speaking_from(name):
        more = f", with {', '.join(p for p in one.paths if p != name)}" if one.paths[1:] else ""
        lines.append(f"speaks of {one.kind} {one.name} ({one.id}){more}")
        lines += [f"cannot be read: {problem.message}" for problem in one.problems]
    if claimed:
        lines.append("Not a manifest? List it under `not-a-resource:` in .steward/config.yaml.")
    for line in lines:
        click.echo(terminal(line))

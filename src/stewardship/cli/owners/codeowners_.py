"""``steward owners codeowners``: the map as a CODEOWNERS file, written or compared."""

from __future__ import annotations

from pathlib import Path

import click

from stewardship.errors import UserError
from stewardship.reporters.clean import terminal


@click.command("codeowners")
@click.option("--write", "writes", is_flag=True, help="Write the made part of the file.")
@click.option("--check", "checks", is_flag=True, help="Exit 1 where the file is not up to date.")
@click.option("--root", type=Path, metavar="DIR", help="A folder to look at alone.")
def command(writes: bool, checks: bool, root: Path | None) -> None:
    """Print the lines of CODEOWNERS that the ownership map comes to, or write or check them.

    They stand between two markers; what people wrote above and below is kept. Because the last
    line that matches wins, the made part goes to the end of a file that has none yet.
    """
    from stewardship.cli.looking import picture
    from stewardship.edit import files
    from stewardship.model import Location
    from stewardship.ownership.codeowners_file import MarkerError, drift, make, merged
    from stewardship.vocabulary.owner_places import ALL_PLACES

    if writes and checks:
        raise UserError("`--write` and `--check` exclude each other", None, "say one of them")
    seen = picture(root)
    made = make(seen.ownership, seen.universe)
    for one in made.left_out:
        click.echo(f"left out: {terminal(one)}", err=True)
    path = next((place for place in ALL_PLACES if place in seen.tree.entries()), ALL_PLACES[0])
    before = files.read(seen.repo.root, path)
    text = (before or b"").decode("utf-8", "surrogateescape")
    if not writes and not checks:
        click.echo("\n".join(made.lines))
        return
    try:
        found = drift(text, made.lines)
    except MarkerError as error:
        hint = "leave one `# >>> steward` above the made lines and one `# <<< steward` below"
        raise UserError(str(error), Location(path, error.line), hint) from None
    if found is None:
        click.echo(f"{path} is up to date: {len(made.lines)} lines made from the map")
    elif writes:
        after = merged(text, made.lines).encode("utf-8", "surrogateescape")
        files.write(seen.repo.root, path, before, after)
        click.echo(f"{path}: {len(made.lines)} lines made from the map")
    else:
        click.echo(f"{path}:{found.line}: the file is not what the ownership map comes to")
        click.echo(f"  found:  {terminal(found.found) or '(nothing)'}")
        click.echo(f"  wanted: {terminal(found.wanted) or '(nothing)'}")
        click.echo("  run `steward owners codeowners --write`, or change the map")
        click.get_current_context().exit(1)

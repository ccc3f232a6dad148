"""``steward config``: what is in force, and which file said so."""

from __future__ import annotations

import json
from pathlib import Path

import click

LONGEST = 60


@click.command("config")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text")
@click.option("--org-policy", type=Path, metavar="DIR", help="A floor, as for `check` and `ci`.")
@click.option("--root", type=Path, metavar="DIR", help="A folder to look at alone.")
def command(form: str, org_policy: Path | None, root: Path | None) -> None:
    """Print floors, modes, severities, limits, packs, params and the rest, each with who said so.

    A mode is that of the most specific line: a rule's wins over its pack's, that over `*`; and
    never less than a floor asks for. This is the work tree's; in CI, the base's governs.
    """
    from stewardship.cli.in_force import Line, lines, rules
    from stewardship.cli.looking import organization
    from stewardship.cli.table import columns

    decided = organization(root, org_policy)
    found = list(lines(decided))
    if form == "json":
        data = {"settings": [one.plain() for one in found], "rules": rules(decided)}
        click.echo(json.dumps(data, indent=2))
        return
    rows = [("SETTING", "VALUE", "SAID BY", "WHY")]

    def row(one: Line) -> tuple[str, str, str, str]:
        said = one.value if isinstance(one.value, str) and one.bare else _json(one.value)
        return one.name, said, one.said_by, one.why

    for line in columns([*rows, *map(row, found)]):
        click.echo(line)


def _json(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"

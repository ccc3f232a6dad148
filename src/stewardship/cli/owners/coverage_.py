"""``steward owners coverage``: how much somebody answers for, and whether that became less."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from stewardship.ownership.coverage import Share

MOST = 10


@click.command("coverage")
@click.option("--base", metavar="REV", help="Exit 1 where a share is less than at that revision.")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text")
@click.option("--root", type=Path, metavar="DIR", help="A folder to look at alone.")
def command(base: str | None, form: str, root: Path | None) -> None:
    """Print the shares of models, datasets and services with a steward, and of files with owners.

    The files are those under folders in which a resource is declared. With `--base` the tree is
    compared with a revision, each by its own map.
    """
    from stewardship.cli.looking import at_revision, picture
    from stewardship.ownership.coverage import coverage, fallen

    seen = picture(root)
    shares = coverage(seen.ownership, seen.universe, seen.tree.entries())
    less: Sequence[tuple[Share, Share]] = ()
    if base:
        old = at_revision(base, root)
        less = fallen(coverage(old.ownership, old.universe, old.tree.entries()), shares)
    if form == "json":
        click.echo(json.dumps({"shares": [_entry(one) for one in shares],
                               "fallen": [_pair(*pair) for pair in less]}, indent=2))  # fmt: skip
    else:
        for line in _lines(shares, less):
            click.echo(line)
    click.get_current_context().exit(1 if less else 0)


def _entry(share: Share) -> dict[str, Any]:
    return {
        "name": share.name,
        "held": share.held,
        "total": share.total,
        "missing": list(share.missing),
    }


def _pair(before: Share, after: Share) -> dict[str, Any]:
    counts = {"before": [before.held, before.total], "after": [after.held, after.total]}
    return {"name": after.name, **counts}


def _lines(shares: Sequence[Share], less: Sequence[tuple[Share, Share]]) -> Iterator[str]:
    from stewardship.cli.table import columns
    from stewardship.ownership.coverage import by_folder
    from stewardship.reporters.clean import terminal

    rows = [("WHAT", "HELD", "OF", "SHARE")]
    rows += [(one.name, str(one.held), str(one.total), f"{one.part:.0%}") for one in shares]
    yield from columns(rows)
    for one in shares:
        if not one.missing:
            continue
        yield ""
        yield f"{one.name} that nobody answers for:"
        if one.name == "files":
            found = [f"{folder}/ ({count})" for folder, count in by_folder(one.missing)]
        else:
            found = list(one.missing)
        yield from (f"  {terminal(line)}" for line in found[:MOST])
        if len(found) > MOST:
            yield f"  and {len(found) - MOST} more; `--format json` has all"
    for before, after in less:
        yield ""
        yield (
            f"{after.name}: {after.held} of {after.total} are held, "
            f"where it was {before.held} of {before.total}"
        )

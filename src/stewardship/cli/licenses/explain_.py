"""``steward licenses explain``: what becomes of a license, and why."""

from __future__ import annotations

import click

from stewardship.cli.licenses.explaining import run
from stewardship.cli.output import finish


@click.command("explain")
@click.argument("what", metavar="EXPRESSION|RESOURCE|PACKAGE")
@click.option("--allow", multiple=True, metavar="ID", help="Hold it against these alone.")
@click.option("--as", "contexts", multiple=True, metavar="CONTEXT",
              help="internal, networked, distributed or dev-only; all unless stated.")  # fmt: skip
@click.option("--format", "form", default="text", metavar="FORMAT", help="text or json.")
@click.option("--root", metavar="DIR", help="A folder to look at alone.")
def command(
    what: str, allow: tuple[str, ...], contexts: tuple[str, ...], form: str, root: str | None
) -> None:
    """Say what becomes of a license expression, or of a resource's or a package's license.

    With `--allow`, pass means that the list satisfies it and everything else is block. Exit 0
    for pass or review, 1 for block, 2 when it cannot be parsed.
    """
    finish(run(what, allow, contexts, form, root))

"""``steward licenses list``: the licenses of packages by category, and what brought each in."""

from __future__ import annotations

from pathlib import Path

import click

from stewardship.cli.licenses.listing import run
from stewardship.cli.output import finish


@click.command("list")
@click.option("--environment", metavar="DIR|PYTHON",
              help="An environment, its site-packages, or an interpreter (not run).")  # fmt: skip
@click.option("--lock", type=Path, metavar="FILE", help="A license lock; this repository's own.")
@click.option("--allow", multiple=True, metavar="ID", help="Hold them against these alone.")
@click.option("--format", "form", default="text", metavar="FORMAT", help="text or json.")
@click.option("--root", type=Path, metavar="DIR", help="A folder to look at alone.")
def command(
    environment: str | None, lock: Path | None, allow: tuple[str, ...], form: str,
    root: Path | None,
) -> None:  # fmt: skip
    """List packages by the category of their license, with a verdict for each.

    The verdict is that of the matrix in force, or, with `--allow`, whether the list satisfies the
    license. Without `--environment` and `--lock` the license lock of the repository is read.
    """
    finish(run(environment, lock, allow, form, root))

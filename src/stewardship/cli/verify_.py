"""``steward verify``: what manifests promise of files, against every byte of them."""

from __future__ import annotations

from pathlib import Path

import click

from stewardship.cli.output import finish
from stewardship.cli.verifying import Call, run


@click.command("verify")
@click.argument("paths", nargs=-1)
@click.option(
    "--format", "form", type=click.Choice(("text", "json")), default="text", help="How to say it."
)
@click.option(
    "--quick", is_flag=True, help="Take a file for unchanged whose inode, size and times are."
)
@click.option(
    "--against",
    type=Path,
    metavar="FILE",
    help="Also compare with a list of hashes: changed, missing, new files.",
)
@click.option(
    "--write", "target", type=Path, metavar="FILE", help="Write such a list, to be kept elsewhere."
)
@click.option("--require-all", is_flag=True, help="Exit 1 for files that are not here, too.")
@click.option(
    "--resume/--no-resume",
    default=True,
    help="Go on with a run that was interrupted (the default).",
)
@click.option("--jobs", type=click.IntRange(1, 256), metavar="N", help="Threads; one a core.")
@click.option("--root", type=Path, metavar="DIR", help="A folder to verify alone.")
def command(
    paths: tuple[str, ...],
    form: str,
    quick: bool,
    against: Path | None,
    target: Path | None,
    require_all: bool,
    resume: bool,
    jobs: int | None,
    root: Path | None,
) -> None:
    """Recompute the digests that manifests promise of all files, or of PATHS.

    Every byte is read each time. A file that changes while it is read, and a link in its path, are
    at fault. Exit codes: 0 all that is here matches; 1 something is at fault; 2 a mistake in the
    call; 3 it could not be done.
    """
    call = Call(paths, form, quick, against, target, require_all, resume, jobs, root)
    finish(run(call))

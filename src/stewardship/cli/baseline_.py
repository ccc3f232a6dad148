"""``steward baseline``: take the findings of today as known."""

from __future__ import annotations

from pathlib import Path

import click

from stewardship.cli.output import write


@click.command("baseline")
@click.option("--accept", is_flag=True, help="Also take in findings that are new since the last.")
@click.option("--root", type=Path, metavar="DIR", help="A folder to judge alone.")
def command(accept: bool, root: Path | None) -> None:
    """Write .steward/baseline.json: what was wrong on day one stops nobody.

    Run again, it drops what has been mended. It takes in what is new only with `--accept`, so
    that nothing slips into it unseen. Entries are fingerprints of content: a bad manifest that is
    copied is new, one that is moved is not.
    """
    from stewardship.decisions import baseline
    from stewardship.repository import git
    from stewardship.run import Request, check

    verdict = check(Request(Path.cwd(), root)).verdict
    file = git.find(Path.cwd(), root).root / baseline.PATH
    content = file.read_bytes() if file.exists() else None
    findings = [one for one in verdict.findings if one.severity != "note"]
    unjudged = {one.rule for one in verdict.unchecked}
    accept = accept or content is None
    change = baseline.update(baseline.load(content), findings, accept, unjudged)
    write(file, baseline.write(change.baseline))
    new = sum(one.status == "new" and one.mode != "observe" for one in findings)
    click.echo(
        f"{baseline.PATH}: {len(change.baseline)} findings known, "
        f"{len(change.added)} added, {len(change.dropped)} dropped"
    )
    if new and not accept:
        click.echo(f"{new} new findings are not taken in: mend them, or run with --accept")

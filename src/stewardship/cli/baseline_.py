"""``steward baseline``: take the findings of today as known, and drop what has been mended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from stewardship.decisions.baseline import Baseline, Entry
    from stewardship.model import Finding

SHOWN = 20


@click.command("baseline")
@click.argument("action", type=click.Choice(("update",)), required=False)
@click.option("--accept", is_flag=True, help="Also take in findings that are new since the last.")
@click.option("--root", type=Path, metavar="DIR", help="A folder to judge alone.")
def command(action: str | None, accept: bool, root: Path | None) -> None:
    """Write .steward/baseline.json: what was wrong on day one stops nobody.

    Run again, or as `steward baseline update`, it drops what has been mended. It takes in what is
    new only with `--accept`, and says what that is, so that nothing slips into it unseen. Entries
    are fingerprints of content, never lines or counts: a bad manifest that is copied is new, one
    that is moved or renamed is not.
    """
    from stewardship.decisions import baseline
    from stewardship.edit import files
    from stewardship.errors import UserError
    from stewardship.model import Location
    from stewardship.repository import git
    from stewardship.run import Request, judge

    judged = judge(Request(Path.cwd(), root))
    top = git.find(Path.cwd(), root).root
    content = files.read(top, baseline.PATH)
    if content is None and action and not accept:
        hint = "`steward baseline` makes one, of all that is found today"
        raise UserError("there is no baseline to update", Location(baseline.PATH), hint)
    verdict = judged.report.verdict
    findings = [one for one in verdict.findings if one.severity != "note"]
    unjudged = {one.rule for one in verdict.unchecked}
    if judged.picture:
        decided = judged.picture.organization
        unjudged |= {rule for rule in decided.rules if decided.modes.of(rule) == "off"}
    old = baseline.load(content)
    change = baseline.update(old, findings, accept or content is None, unjudged)
    written = baseline.write(change.baseline)
    if written != content:
        files.write(top, baseline.PATH, content, written)
    for line in _said(baseline.PATH, len(change.baseline), change.added, change.dropped):
        click.echo(line)
    left = [] if accept or content is None else list(_left_out(findings, old))
    if left:
        findings_ = "1 new finding is" if len(left) == 1 else f"{len(left)} new findings are"
        click.echo(f"{findings_} not taken in: mend them, or run with --accept")
        for line in _listed("new", [(one.rule, one.id) for one in left]):
            click.echo(line)


def _said(
    path: str, known: int, added: Mapping[str, Entry], dropped: Mapping[str, Entry]
) -> Iterator[str]:
    """What is known now, and what came and went, by rule and resource."""
    findings = "1 finding" if known == 1 else f"{known} findings"
    yield f"{path}: {findings} known, {len(added)} added, {len(dropped)} dropped"
    for verb, entries in (("added", added), ("dropped", dropped)):
        yield from _listed(verb, [(one.rule, one.resource) for one in entries.values()])


def _listed(verb: str, ones: list[tuple[str, str]]) -> Iterator[str]:
    """Each by its name; where they are many, how many each rule has."""
    from stewardship.cli.table import columns

    if not ones:
        return
    rows = [(f"  {verb}", rule, resource) for rule, resource in sorted(ones)]
    if len(rows) > SHOWN:
        counts = Counter(rule for rule, _ in ones)
        rows = [(f"  {verb}", rule, f"on {number}") for rule, number in sorted(counts.items())]
    yield from columns(rows)


def _left_out(findings: list[Finding], known: Baseline) -> Iterator[Finding]:
    """What is neither known nor excused, and would count."""
    for one in findings:
        if known.match(one) is None and one.status != "waived" and one.mode != "observe":
            yield one

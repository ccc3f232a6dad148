"""``steward owners map``: who holds what, what nobody holds, what is stale."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from datetime import timedelta

    from stewardship.organization.files import Organization
    from stewardship.ownership.overview import Entry, Overview

FORMS = ("text", "json", "mermaid", "html")
MOST = 3


@click.command("map")
@click.option("--format", "form", type=click.Choice(FORMS), default="text")
@click.option("--output", "file", type=Path, metavar="FILE", help="Write it there.")
@click.option("--root", type=Path, metavar="DIR", help="A folder to look at alone.")
def command(form: str, file: Path | None, root: Path | None) -> None:
    """Show the ownership map: a table, JSON, a Mermaid diagram, or one HTML page to publish."""
    from stewardship.cli.looking import picture
    from stewardship.cli.output import write
    from stewardship.ownership.overview import as_data, overview
    from stewardship.picture import today
    from stewardship.reporters import clean

    seen = picture(root)
    now = today().date()
    lasts = _review_every(seen.organization)
    found = overview(seen.ownership, seen.universe, now, lasts)
    if form == "html":
        from stewardship.pages.owners import page

        text = page(found, seen.repo.root.name, now)
    elif form == "json":
        text = clean.json_text(as_data(found))
    else:
        text = clean.lines(_mermaid(found) if form == "mermaid" else _table(found))
    if file is None:
        click.echo(text, nl=False)
    else:
        write(file, text.encode())


def _review_every(organization: Organization) -> timedelta:
    """How long an entry stays true, by the param of the pack; a quarter where that is gone."""
    from stewardship.vocabulary.durations import parse

    for one in organization.policies:
        if one.policy.name == "ownership" and "review-every" in one.policy.params:
            return parse(str(one.policy.params["review-every"].value))
    return parse("92d")


def _table(found: Overview) -> Iterator[str]:
    from stewardship.cli.table import columns

    rows: list[tuple[str, ...]] = [("STEWARD", "HOLDS", "ON CALL", "DEPUTY", "CONFIRMED", "NOTE")]
    rows += [_row(one) for one in found.entries]
    yield from columns(rows)
    if found.unheld:
        yield ""
        yield "held by nobody:"
        yield from columns([(f"  {one.kind}", one.name, one.place.path) for one in found.unheld])


def _row(one: Entry) -> tuple[str, ...]:
    names = [held.resource.name for held in one.holds]
    more = f" and {len(names) - MOST} more" if len(names) > MOST else ""
    notes = [one.missing, "" if one.known else "not in the map"]
    notes.append("not confirmed in time" if one.stale and one.known else "")
    said = one.said
    holds = ", ".join(names[:MOST]) + more or "-"
    confirmed = said.get("reviewed-on", "-")
    note = "; ".join(filter(None, notes))
    return one.name, holds, said.get("on-call", "-"), said.get("deputy", "-"), confirmed, note


def _mermaid(found: Overview) -> Iterator[str]:
    """A flowchart from stewards to what they hold; ids are numbers, so that no name is syntax."""
    yield "flowchart LR"
    number = 0
    groups = [(one.name, [held.resource for held in one.holds]) for one in found.entries]
    groups.append(("nobody", list(found.unheld)))
    for at, (name, those) in enumerate(groups):
        if not those:
            continue
        yield f'  s{at}["{_label(name)}"]'
        for one in those:
            yield f'  s{at} --> r{number}["{_label(f"{one.kind} {one.name}")}"]'
            number += 1


def _label(text: str) -> str:
    """Text inside a quoted label: Mermaid reads entities there, and nothing else."""
    from stewardship.reporters.clean import terminal

    plain = terminal(text)
    return "".join(c if c.isalnum() or c in " -_./@" else f"#{ord(c)};" for c in plain)

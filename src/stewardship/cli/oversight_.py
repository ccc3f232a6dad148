"""``steward oversight``: where reviewers overrule a model, so that trainers know what to mend."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from stewardship.model import Resource, Value
    from stewardship.picture import Picture

WORST = 5  # pairs of answer and decision that are shown for each segment


@click.command("oversight")
@click.argument("resource", required=False)
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text")
@click.option("--root", type=Path, metavar="DIR", help="A folder to look at alone.")
def command(resource: str | None, form: str, root: Path | None) -> None:
    """Show how far reviewers agree with RESOURCE, or with all that keep a log of reviews.

    Over all and by segment, the worst first, with what the model said and what the reviewers made
    of it. Nothing here is by person: who overrules a model does it a service.
    """
    from stewardship.cli.looking import one_resource, picture
    from stewardship.reporters.clean import json_text, lines, plain

    seen = picture(root)
    asked = [one_resource(seen, resource)] if resource else seen.universe.all()
    found = [(one, log) for one in asked if (log := log_of(seen, one))]
    if form == "json":
        shown = plain({"version": 1, "resources": [_data(*each) for each in found]})
        assert isinstance(shown, dict)
        click.echo(json_text(shown), nl=False)
    elif not found:
        said = "no log of reviews that can be read: `log:` under `oversight:` of a model names one"
        click.echo(lines([said]), nl=False)
    else:
        click.echo(lines(line for each in found for line in text(*each)), nl=False)


def log_of(seen: Picture, one: Resource) -> Resource | None:
    """The log of reviews that a resource names, where it could be read."""
    from stewardship.checks import measured
    from stewardship.cli.looking import Tree

    log = measured.log_of(one, Tree(seen.universe))
    return log if log and isinstance(log.value("reviews").data, tuple) else None


def _parts(log: Resource) -> list[dict[str, Any]]:
    """The log over all, then its segments, those first in which reviewers disagree most."""
    data = log.value("reviews").data
    parts = [_plain(part) for part in (data if isinstance(data, tuple) else ())]
    whole = [part for part in parts if "segment" not in part]
    segments = [part for part in parts if "segment" in part]
    return [*whole, *sorted(segments, key=lambda part: (part.get("agreement", 2), part["segment"]))]


def _plain(part: Value) -> dict[str, Any]:
    plain = part.plain()
    return dict(plain) if isinstance(plain, dict) else {}


def text(one: Resource, log: Resource) -> Iterator[str]:
    from stewardship.cli.table import columns
    from stewardship.reporters.clean import terminal

    said = [terminal(f"{one.kind} {one.name} · {_path(log)}")]
    between = _between(log)
    if between is not None:
        said.append(f"reviewers agree with each other on {between:.0%} of what several saw")
    yield " · ".join(said)
    rows = [
        ("SEGMENT", "ITEMS", "DECIDED", "AGREEMENT", "KAPPA", "WHERE IT FAILS: ANSWER → DECISION")
    ]
    for part in _parts(log):
        share, kappa = part.get("agreement"), part.get("kappa")
        worst = [f"{p['answer']} → {p['decision']} ({p['count']})" for p in part["pairs"][:WORST]]
        rows.append((
            str(part.get("segment", "all")), str(part["items"]), str(part["decided"]),
            "-" if share is None else f"{share:.2f}", "-" if kappa is None else f"{kappa:.2f}",
            ", ".join(worst) or "nowhere",
        ))  # fmt: skip
    yield from columns(rows)
    yield ""


def _path(log: Resource) -> str:
    """The file of the log itself, which may lie in the folder of what it is about."""
    return log.value("reviews").location.path


def _between(log: Resource) -> float | None:
    """How far reviewers agree with each other, where several saw one item."""
    listed = log.value("evaluations").data
    for record in listed if isinstance(listed, tuple) else ():
        said = _plain(record)
        if said.get("metric") == "reviewer-agreement":
            return float(said["value"])
    return None


def _data(one: Resource, log: Resource) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "id": one.id,
        "name": one.name,
        "log": _path(log),
        "reviewer-agreement": _between(log),
        "segments": _parts(log),
    }

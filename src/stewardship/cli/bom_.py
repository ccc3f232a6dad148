"""``steward bom``: the joined picture as a CycloneDX 1.6 ML-BOM."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stewardship.frozen import replace

if TYPE_CHECKING:
    from stewardship.model import Resource
    from stewardship.picture import Picture
    from stewardship.repository.git import Repository

ANSWERED = ("model", "dataset", "service", "container", "deployment")
SHOWN = 8  # so many doubtful values are named


@click.command("bom")
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE", help="Write it there.")
@click.option("--root", type=Path, metavar="DIR", help="A folder to look at alone.")
@click.option("--no-packages", is_flag=True, help="Leave out the dependencies.")
def command(output: Path | None, root: Path | None, no_packages: bool) -> None:
    """Write models, datasets, services, containers, packages and vulnerabilities, with licenses,
    digests, provenance and who answers for them, as one CycloneDX document.

    The same tree gives the same bytes: the time is SOURCE_DATE_EPOCH, else that of the last
    commit. What an earlier BOM of ours says is left out.
    """
    from stewardship.bills import bill
    from stewardship.reporters.clean import json_text
    from stewardship.repository import git

    repo = git.find(Path.cwd(), root)
    seen, earlier = _picture(repo, root)
    resources = [_answered(seen, one) for one in seen.universe.all()]
    made = bill(resources, _timestamp(repo), packages=not no_packages)
    for path in earlier:
        _say(f"left out: {path}, which an earlier `steward bom` wrote")
    _tell("no fact, and no field of the format", made.doubtful)
    _tell("not carried", made.lost)
    text = json_text(made.document)
    if output is None:
        click.echo(text, nl=False)
    else:
        from stewardship.cli.output import write

        write(output, text.encode())


def _picture(repo: Repository, root: Path | None) -> tuple[Picture, list[str]]:
    """The picture without what earlier BOMs of ours say, and which files those are."""
    from stewardship.bills import TOOL
    from stewardship.picture import Request, look, opened

    cache, names = opened(repo)
    seen = look(Request(Path.cwd(), root), repo, cache, names)
    earlier = sorted(
        one.place.path
        for one in seen.universe.of_kind("repository")
        if isinstance(makers := one.value("made-by").data, tuple)
        and any(maker.data == TOOL for maker in makers)
    )
    if not earlier:
        return seen, []
    request = Request(Path.cwd(), root, without=tuple(earlier))
    return look(request, repo, cache, names), earlier


def _answered(seen: Picture, one: Resource) -> Resource:
    """The resource with who answers for it, whoever says so."""
    if one.kind not in ANSWERED or one.value("steward").state != "absent":
        return one
    steward = seen.ownership.steward_of(one)
    if steward.state != "present":
        return one
    return replace(one, fields={**one.fields, "steward": steward})


def _timestamp(repo: Repository) -> str:
    """The time of the document in UTC: the same for the same commit."""
    from datetime import UTC, datetime

    from stewardship.errors import UserError
    from stewardship.picture import today
    from stewardship.repository import git, revisions

    stated = os.environ.get("SOURCE_DATE_EPOCH", "")
    if stated and not (stated.isascii() and stated.isdigit() and len(stated) < 12):
        hint = "seconds since 1970, such as 1763888400"
        raise UserError(f"SOURCE_DATE_EPOCH is no time: `{stated[:40]}`", None, hint)
    if not stated and revisions.head(repo):
        stated = git.ask(repo, "log", "-1", "--format=%ct", "HEAD").decode().strip()
    when = datetime.fromtimestamp(int(stated), UTC) if stated else today()
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _tell(what: str, found: Sequence[tuple[str, str]]) -> None:
    """Name the first of what a reader of the document should know is missing in it."""
    for key, field in found[:SHOWN]:
        kind, _, identity = key.partition("|")
        _say(f"{what}: {field} of {kind} {identity}")
    if len(found) > SHOWN:
        _say(f"{what}: {len(found) - SHOWN} more")


def _say(text: str) -> None:
    from stewardship.reporters.clean import terminal

    click.echo(terminal(text), err=True)

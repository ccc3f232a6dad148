"""``steward owners verify``: whether those whom the map names are there, and can be asked."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stewardship.cli.marks import BAD, OPEN, UNASKED, has_token, say

if TYPE_CHECKING:
    from stewardship.forge.handles import Verified
    from stewardship.model import Location

Named = Mapping[str, Sequence["Location"]]


@click.command("verify")
@click.option("--repo", "repository", default="", metavar="OWNER/NAME", help="Where it is.")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text")
@click.option("--root", type=Path, metavar="DIR", help="A folder to look at alone.")
def command(repository: str, form: str, root: Path | None) -> None:
    """Say of everybody whom the map, CODEOWNERS and the manifests name whether GitHub knows them,
    and whether they can be asked for a review.

    Needs a token; without one it says that it could not check. Exit code: 1 where somebody is
    unknown or cannot be asked.
    """
    from stewardship.cli.looking import picture
    from stewardship.ownership.named import named
    from stewardship.picture import Request

    seen = picture(root)
    file = seen.ownership.file
    found = named(seen.universe, Request(Path.cwd()).now.date())
    if not has_token():
        whom = f"{len(found)} users and teams" if len(found) != 1 else "1 user or team"
        told: list[tuple[str, Verified]] = []
        lines = [(OPEN, f"{whom} that are named here: {UNASKED}")]
    else:
        told = list(_told(repository, found, file))
        lines = [(one.mark, f"{one.said}{_at(found.get(handle, ()))}") for handle, one in told]
    if form == "text":
        say(lines or [(OPEN, "nobody is named here")])
        return
    entries = [_entry(handle, one, found) for handle, one in told]
    click.echo(json.dumps({"checked": has_token(), "named": entries}, indent=2))
    click.get_current_context().exit(int(any(one.mark == BAD for _, one in told)))


def _told(repository: str, found: Named, file: str) -> Iterator[tuple[str, Verified]]:
    from stewardship.forge.github import connect
    from stewardship.forge.handles import Verifier, file_errors

    github = connect(os.environ, repository)
    verifier = Verifier(github)
    for handle, places in found.items():
        owns = any(one.path == file for one in places)
        yield handle, verifier.verify(handle, owns)
    if file:
        yield from (("", one) for one in file_errors(github))


def _at(places: Sequence[Location]) -> str:
    if not places:
        return ""
    first = places[0]
    more = f" and {len(places) - 1} more" if len(places) > 1 else ""
    return f" ({first.path}{f':{first.line}' if first.line else ''}{more})"


def _entry(handle: str, one: Verified, found: Named) -> dict[str, Any]:
    places = [{"path": at.path, "line": at.line} for at in found.get(handle, ())]
    return {"handle": handle or None, "result": one.mark, "said": one.said, "places": places}

"""What ``stamp`` and ``fix`` share: writing or showing edits, and saying what was done and left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from stewardship.cli.output import finish
from stewardship.fixers import Site
from stewardship.fixers._site import Wishes
from stewardship.fixers.work import Edited, diff, write

MOST = 50  # of what is left: more than that nobody reads here


def site(root: Path | None, wishes: Wishes | None = None) -> Site:
    """The work tree as fixers see it."""
    from stewardship.cli.looking import picture
    from stewardship.picture import today

    return Site(picture(root), today(), wishes)


def show(done: Sequence[Edited]) -> None:
    """Print what would change, and end: 1 where something would, as formatters do."""
    for line in diff(done):
        say(line)
    finish(1 if done else 0)


def make(where: Site, done: Sequence[Edited]) -> None:
    """Write the edits, and say of each file what it says now."""
    write(where, done)
    for one in done:
        say(one.path)
        for said in one.said:
            say(f"  {said}")


def left(heading: str, entries: Iterable[tuple[str, str]]) -> None:
    """Print what is left under a heading: each once, with what to do about it."""
    told = list(dict.fromkeys(entries))
    if told:
        say(heading)
    for what, todo in told[:MOST]:
        say(f"  {what}")
        if todo:
            say(f"    {todo}")
    if len(told) > MOST:
        say(f"  and {len(told) - MOST} more: `steward check` shows them all")


def say(line: str) -> None:
    """Print one line that does nothing to a terminal."""
    from stewardship.reporters.clean import terminal

    click.echo(terminal(line))

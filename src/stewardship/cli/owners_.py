"""``steward owners``: who owns a path, and who answers for what."""

from __future__ import annotations

import click

from stewardship.cli.lazy import LazyGroup

COMMANDS = {
    "match": "Say who owns each path by CODEOWNERS, and which line says so.",
}


@click.group("owners", cls=LazyGroup, package="stewardship.cli.owners", helps=COMMANDS)
def command() -> None:
    """Owners of paths and stewards of resources: the map, and what it lacks."""

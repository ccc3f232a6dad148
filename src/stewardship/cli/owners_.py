"""``steward owners``: who owns a path, and who answers for what."""

from __future__ import annotations

import click

from stewardship.cli.lazy import LazyGroup

COMMANDS = {
    "match": "Say who owns each path by CODEOWNERS, and which line says so.",
    "map": "Show who holds what, what nobody holds, and what is stale.",
    "coverage": "Count what somebody answers for, and compare it with a revision.",
    "verify": "Say whether those who are named exist on GitHub, and can be asked there.",
    "codeowners": "Print, write or check the CODEOWNERS that the map comes to.",
}


@click.group("owners", cls=LazyGroup, package="stewardship.cli.owners", helps=COMMANDS)
def command() -> None:
    """Owners of paths and stewards of resources: the map, and what it lacks."""

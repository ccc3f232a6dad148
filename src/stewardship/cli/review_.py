"""``steward review``: who has to look at a change, and whether they did."""

from __future__ import annotations

import click

from stewardship.cli.lazy import LazyGroup

COMMANDS = {
    "plan": "Say who must be asked about a change, for what, and because of which rule.",
    "apply": "Request those reviews on GitHub, once, and keep one comment that says why.",
    "check": "Say whether the approvals that a change wants are there, and set a status of it.",
}


@click.group("review", cls=LazyGroup, package="stewardship.cli.review", helps=COMMANDS)
def command() -> None:
    """Route a change to the people who answer for what it touches."""

"""``steward licenses``: what licenses ask, what the matrix makes of them, and whose they are."""

from __future__ import annotations

import click

from stewardship.cli.lazy import LazyGroup

COMMANDS = {
    "explain": "Say what becomes of an expression, a resource's license or a package's, and why.",
    "matrix": "Print the table of categories and contexts that is in force.",
    "list": "List the licenses of packages by category, with what brought each in.",
    "lock": "Write down the licenses of the dependencies, for runs without them.",
    "notice": "Write a NOTICE of the packages that are used, with their texts.",
    "diff": "Compare two locks, lockfiles or SBOMs: what came, went, or changed its license.",
}


@click.group("licenses", cls=LazyGroup, package="stewardship.cli.licenses", helps=COMMANDS)
def command() -> None:
    """Licenses of models, datasets and dependencies: the facts, and what the matrix says."""

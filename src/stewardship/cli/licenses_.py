"""``steward licenses``: what licenses ask, what the matrix makes of them, and whose they are."""

from __future__ import annotations

from importlib import import_module

import click

COMMANDS = {
    "explain": "Say what becomes of an expression, a resource's license or a package's, and why.",
    "matrix": "Print the table of categories and contexts that is in force.",
    "list": "List the licenses of packages by category, with what brought each in.",
    "lock": "Write down the licenses of the dependencies, for runs without them.",
    "notice": "Write a NOTICE of the packages that are used, with their texts.",
    "diff": "Compare two locks, lockfiles or SBOMs: what came, went, or changed its license.",
}


class Lazy(click.Group):
    """A group that imports a command when it is called: an expression is explained at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which they are listed above."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, from its own module."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"stewardship.cli.licenses.{cmd_name}_").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The one-line helps, without importing every command for them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group("licenses", cls=Lazy)
def command() -> None:
    """Licenses of models, datasets and dependencies: the facts, and what the matrix says."""

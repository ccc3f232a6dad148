"""A group of commands, each imported when it is called and not before."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click


class LazyGroup(click.Group):
    """A group that knows its commands' names and one-line helps, and no module of theirs.

    The command ``NAME`` is ``command`` of the module ``NAME_`` in ``package``.
    """

    def __init__(self, *args: Any, package: str, helps: Mapping[str, str], **more: Any) -> None:
        super().__init__(*args, **more)
        self._package = package
        self._helps = helps

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which they were given."""
        return list(self._helps)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, from its own module."""
        if cmd_name not in self._helps:
            return None
        command: click.Command = import_module(f"{self._package}.{cmd_name}_").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The one-line helps, without importing every command for them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self._helps.items()))

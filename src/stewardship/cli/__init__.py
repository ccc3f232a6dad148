"""The command line: one module a command, imported only when it is asked for.

``main`` is the one place where an error becomes a message and an exit code: 2 for what the user
can mend, 3 for what the gate could not do. No traceback reaches a user.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module

import click

from stewardship.errors import GateError, UserError

COMMANDS = {
    "check": "Judge the repository, or what is staged, by the policies in force.",
    "ci": "Judge a change in CI: the head by the policies of its base.",
    "explain": "Say what a rule asks and why, or what one finding is about.",
    "why": "Say which reader claims a file, and what it makes of it.",
    "show": "Show one resource: every value with its place, and its links.",
    "list": "List rules, policies, resources, readers or checks.",
    "policy": "Test policy files by their own examples.",
    "init": "Write .steward/, the pre-commit entry and the workflow; overwrite nothing.",
    "baseline": "Take the findings of today as known, so that only new ones block.",
    "waive": "Propose that one finding may stand until a day.",
}


class LazyGroup(click.Group):
    """A group that knows its commands' names and imports a command when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which they are listed above."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, from its own module."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"{__name__}.{cmd_name}_")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The one-line helps, without importing every command for them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="stewardship", prog_name="steward")
def cli() -> None:
    """Keep open-source AI inside your own rules.

    Policies on licenses, ownership and manifests are evaluated the same way on a laptop and in
    CI. Exit codes: 0 pass, review or nothing governed; 1 something blocks; 2 a mistake in the
    call, a policy or the configuration; 3 the gate itself failed.
    """


def main() -> None:
    """Run the command line and exit."""
    try:
        code = cli.main(standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except UserError as error:
        _say(_told(error))
        sys.exit(2)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        _say("interrupted")
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except GateError as error:
        _say(f"steward: the gate could not do its work: {error}")
        sys.exit(3)
    except Exception as error:  # the last line: a user is never shown a traceback
        if os.environ.get("STEWARDSHIP_DEBUG"):
            raise
        _say(
            f"steward: the gate itself failed ({type(error).__name__}: {error})\n"
            "  this is a defect of steward, not of what was checked; please report it with the\n"
            "  output of the same command under STEWARDSHIP_DEBUG=1"
        )
        sys.exit(3)


def _say(text: str) -> None:
    from stewardship.reporters.clean import terminal

    for line in text.split("\n"):
        click.echo(terminal(line), err=True)


def _told(error: UserError) -> str:
    """A user's error: what is wrong, where, what to do."""
    lines = [f"steward: {error.message}"]
    place = error.location
    if place:
        lines.append("  " + ":".join(str(x) for x in (place.path, place.line, place.column) if x))
    if error.excerpt is not None and place and place.line:
        lead = f"  {place.line} | "
        lines.append(lead + error.excerpt)
        if place.column:
            lines.append(" " * (len(lead) - 2) + "| " + " " * (place.column - 1) + "^")
    if error.hint:
        lines.append(f"  {error.hint}")
    return "\n".join(lines)

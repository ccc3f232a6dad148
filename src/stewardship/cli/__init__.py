"""The command line: one module a command, imported only when it is asked for.

``main`` is the one place where an error becomes a message and an exit code: 2 for what the user
can mend, 3 for what the gate could not do. No traceback reaches a user.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from importlib import import_module
from typing import NoReturn

import click

from stewardship import __version__
from stewardship.cli import streams
from stewardship.errors import GateError, UserError

COMMANDS = {
    "check": "Judge the repository, or what is staged, by the policies in force.",
    "ci": "Judge a change in CI: the head by the policies of its base.",
    "explain": "Say what a rule asks and why, or what one finding is about.",
    "why": "Say which reader claims a file, and what it makes of it.",
    "show": "Show one resource: every value with its place, and its links.",
    "list": "List rules, policies, resources, readers or checks.",
    "licenses": "Explain licenses, print the matrix, lock and compare those of packages.",
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
@click.version_option(__version__, prog_name="steward")
def cli() -> None:
    """Keep open-source AI inside your own rules.

    Policies on licenses, ownership and manifests are evaluated the same way on a laptop and in
    CI. Exit codes: 0 pass, review or nothing governed; 1 something blocks; 2 a mistake in the
    call, a policy or the configuration; 3 the gate itself failed.
    """


def main() -> None:
    """Run the command line and exit."""
    streams.prepare()
    try:
        code = cli.main(prog_name="steward", standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except UserError as error:
        _end(2, _told(error))
    except click.ClickException as error:
        error.show()
        _end(2)
    except (click.Abort, KeyboardInterrupt):
        _end(130, "interrupted")
    except BrokenPipeError:
        streams.mute()
        _end(141)  # as programs end that nobody listens to: 128 and SIGPIPE
    except GateError as error:
        _end(3, f"steward: the gate could not do its work: {error}")
    except OSError as error:
        streams.mute()
        _end(3, f"steward: the gate could not do its work: {error}")
    except Exception as error:  # the last line: a user is never shown a traceback
        if os.environ.get("STEWARDSHIP_DEBUG"):
            raise
        _end(
            3,
            f"steward: the gate itself failed ({type(error).__name__}: {error})\n"
            "  this is a defect of steward, not of what was checked; please report it with the\n"
            "  output of the same command under STEWARDSHIP_DEBUG=1",
        )


def _end(code: int, said: str = "") -> NoReturn:
    if said:
        _say(said)
    sys.exit(code)


def _say(text: str) -> None:
    from stewardship.reporters.clean import terminal

    for line in text.split("\n"):
        with suppress(OSError):  # there may be nobody to tell
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

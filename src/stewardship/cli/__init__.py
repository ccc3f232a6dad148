"""The command line: one module a command, imported only when it is asked for.

``main`` is the one place where an error becomes a message and an exit code: 2 for what the user
can mend, 3 for what the gate could not do. No traceback reaches a user.
"""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from typing import NoReturn

from stewardship.cli import streams
from stewardship.errors import GateError, UserError


def program() -> None:
    """``main`` as a process of its own, which ends at once.

    All is written and closed by then; to take apart what a run has made, object by object, takes
    Python a tenth of the time of the run.
    """
    try:
        main()
    except SystemExit as end:
        if os.environ.get("STEWARDSHIP_DEBUG"):  # whoever looks inside wants Python's own end
            raise
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        except OSError:
            raise end from None
        os._exit(end.code if isinstance(end.code, int) else int(end.code is not None))


def main() -> None:
    """Run the command line and exit."""
    streams.prepare()
    gc.disable()  # a run keeps nearly all it makes until it ends: a search for rings finds none
    try:
        sys.exit(_run(sys.argv[1:]))
    except UserError as error:
        _end(2, _told(error))
    except KeyboardInterrupt:
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
    finally:
        gc.enable()


def _run(arguments: list[str]) -> int:
    """The exit code of a call. Where it is plain, click is not needed to understand it."""
    from stewardship.cli import plain

    command = plain.command(arguments)
    if command is not None:
        return command()
    from stewardship.cli import group

    return group.run()


def _end(code: int, said: str = "") -> NoReturn:
    if said:
        _say(said)
    sys.exit(code)


def _say(text: str) -> None:
    from stewardship.reporters.clean import terminal, uncommanded

    for line in text.split("\n"):
        with suppress(OSError):  # there may be nobody to tell
            print(uncommanded(terminal(line)), file=sys.stderr, flush=True)


def _told(error: UserError) -> str:
    """A user's error: what is wrong, where, what to do; each on a line that nothing ends early."""
    from stewardship.reporters.clean import terminal

    lines = [f"steward: {terminal(error.message)}"]
    place = error.location
    if place:
        parts = (terminal(place.path), place.line, place.column)
        lines.append("  " + ":".join(str(one) for one in parts if one))
    if error.excerpt is not None and place and place.line:
        lead = f"  {place.line} | "
        lines.append(lead + error.excerpt)
        if place.column:
            lines.append(" " * (len(lead) - 2) + "| " + " " * (place.column - 1) + "^")
    if error.hint:
        lines.append(f"  {terminal(error.hint)}")
    return "\n".join(lines)

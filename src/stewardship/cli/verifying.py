"""What ``steward verify`` does, and the calls of it that need no click to be understood."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from stewardship.cli.judge import relative
from stewardship.cli.meter import Meter
from stewardship.cli.output import show, write
from stewardship.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Call:
    """How ``steward verify`` was called: its arguments and options, as they were given."""

    paths: tuple[str, ...] = ()
    form: str = "text"
    quick: bool = False
    against: Path | None = None
    target: Path | None = None
    require_all: bool = False
    resume: bool = True
    jobs: int | None = None
    root: Path | None = None


def plain(arguments: Sequence[str]) -> Call | None:
    """The call of ``verify``, with paths and the options that a hook has use for; None for any
    other call. Click is a quarter of the time of a quick verification."""
    options = [one for one in arguments[1:] if one.startswith("-")]
    known = {"--quick", "--require-all"}
    if arguments[:1] != ["verify"] or not set(options) <= known:
        return None
    paths = tuple(one for one in arguments[1:] if not one.startswith("-"))
    return Call(paths, quick="--quick" in options, require_all="--require-all" in options)


def run(call: Call) -> int:
    """Verify what the call names, say what it came to, and tell the exit code."""
    from stewardship.verify import said
    from stewardship.verify.asked import Ask
    from stewardship.verify.run import verify

    with Meter() as meter:
        answer = verify(
            Ask(
                Path.cwd(),
                call.root,
                relative(call.paths, call.root),
                call.quick,
                call.against,
                call.target,
                call.jobs or 0,
                call.resume,
                call.require_all,
                meter.show,
            )
        )
    code = int(bool(answer.faults))
    if call.target and answer.list is not None:
        write(call.target, answer.list)
    show(said.as_json(answer, code) if call.form == "json" else said.text(answer))
    if call.target and answer.list is None:
        sys.stderr.write("steward: the list is not written, since it would vouch for these\n")
    return code

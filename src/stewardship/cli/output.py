"""What the judging commands share: printing a report, writing it to files, the exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from stewardship import reporters
from stewardship.cli import streams
from stewardship.errors import GateError, UserError
from stewardship.model import Report, Verdict
from stewardship.vocabulary.suggest import closest


def known_format(name: str) -> str:
    """The name of a reporter; a UserError for any other."""
    if name not in reporters.names():
        near = closest(name, reporters.names())
        hint = f"did you mean `{near}`?" if near else f"one of: {', '.join(reporters.names())}"
        raise UserError(f"there is no report format `{name}`", None, hint)
    return name


def targets(outputs: Sequence[str]) -> list[tuple[str, Path]]:
    """``FORMAT=FILE`` pairs, checked before anything is judged."""
    pairs = []
    for output in outputs:
        name, equals, file = output.partition("=")
        if not equals or not file:
            raise UserError(f"`{output}` is not FORMAT=FILE", None, "such as sarif=steward.sarif")
        if os.path.isdir(file):
            raise UserError(f"`{file}` is a folder", None, f"such as {name}={file}/steward.{name}")
        pairs.append((known_format(name), Path(file)))
    return pairs


def judged(
    judge: Callable[[], Report],
    form: str,
    outputs: Sequence[tuple[str, Path]],
    root: Path | None = None,
) -> Report:
    """Judge, and publish what that came to.

    Where nothing could be judged, programs are told so in their own formats: a report of an
    earlier run must not be taken for this one's. People read the error itself.
    """
    try:
        report = judge()
    except (UserError, GateError) as error:
        failed = Report(Verdict("block", ()), errors=(one_line(error),), prefix=_prefix(root))
        publish(failed, None if form == "text" else form, outputs)
        raise
    publish(report, form, outputs)
    return report


def _prefix(root: Path | None) -> str:
    """What leads to the root from the top level, where that can be told."""
    if root is None:
        return ""
    from stewardship.repository import git

    try:
        return git.find(Path.cwd(), root).prefix
    except (UserError, GateError):
        return ""


def one_line(error: UserError | GateError) -> str:
    """What is wrong, where, what to do, as one line."""
    if isinstance(error, GateError):
        return f"the gate could not do its work: {error}"
    place = error.location
    where = [str(part) for part in (place.path, place.line, place.column) if part] if place else []
    said = f"{error.message} ({':'.join(where)})" if where else error.message
    return f"{said}; {error.hint}" if error.hint else said


def publish(report: Report, form: str | None, outputs: Sequence[tuple[str, Path]]) -> None:
    """Write the report to its files, and print it in one format (or not at all).

    That nobody reads it (``| head``) changes no verdict.
    """
    for name, file in outputs:
        write(file, _encoded(reporters.load(name).render(report)))
    if form is None:
        return
    width = min(_columns(), 120)
    show(reporters.load(form).render(report, color=colored(), width=width))


def show(text: str) -> None:
    """Print what a command came to; a reader who went away changes nothing of that."""
    try:
        sys.stdout.buffer.write(_encoded(text))
        sys.stdout.flush()
    except BrokenPipeError:
        streams.mute()
    except OSError as error:
        streams.mute()
        raise GateError(f"the report cannot be printed: {error.strerror}") from None


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")


def write(file: Path, content: bytes) -> None:
    """Write a file wholly or not at all, as ``files.put`` does."""
    from stewardship.edit import files  # late: few calls write any

    files.put(file, content)


def colored() -> bool:
    """Whether colors may be used: on a terminal, and not against NO_COLOR (no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def _columns() -> int:
    """How wide the terminal is, as ``shutil`` tells it, which takes 3 ms to import; else 100."""
    stated = os.environ.get("COLUMNS", "")
    if stated.isdecimal() and int(stated):
        return int(stated)
    try:
        return os.get_terminal_size(1).columns or 100
    except OSError:
        return 100


def exit_code(report: Report, require_approvals: bool) -> int:
    """0 pass or review, 1 when something blocks (or an approval is missing and must not be)."""
    outcome = report.verdict.outcome
    return int(outcome == "block" or (outcome == "review" and require_approvals))


def finish(code: int) -> None:
    """End the command with this exit code."""
    import click  # late: hooks end without it

    click.get_current_context().exit(code)

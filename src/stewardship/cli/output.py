"""What the judging commands share: printing a report, writing it to files, the exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from stewardship import reporters
from stewardship.errors import GateError, UserError
from stewardship.model import Report
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
        pairs.append((known_format(name), Path(file)))
    return pairs


def publish(report: Report, form: str, outputs: Sequence[tuple[str, Path]]) -> None:
    """Print the report in one format and write the others to their files."""
    for name, file in outputs:
        write(file, reporters.load(name).render(report).encode())
    width = min(_columns(), 120)
    text = reporters.load(form).render(report, color=colored(), width=width)
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
    sys.stdout.flush()


def write(file: Path, content: bytes) -> None:
    """Write a file wholly or not at all: under another name first, then renamed."""
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(content)
        if part.stat().st_size != len(content):
            raise GateError(f"the disk took only a part of {file}")
        part.replace(file)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise GateError(f"{file} cannot be written: {error.strerror}") from None


def colored() -> bool:
    """Whether colors may be used: on a terminal, and not against NO_COLOR (no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def _columns() -> int:
    import shutil

    return shutil.get_terminal_size((100, 24)).columns


def exit_code(report: Report, require_approvals: bool) -> int:
    """0 pass or review, 1 when something blocks (or an approval is missing and must not be)."""
    outcome = report.verdict.outcome
    return int(outcome == "block" or (outcome == "review" and require_approvals))


def finish(code: int) -> None:
    """End the command with this exit code."""
    click.get_current_context().exit(code)

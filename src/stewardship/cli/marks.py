"""What a command looked at, line by line: good, bad, or not checked."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Final

import click

from stewardship.reporters.clean import terminal

GOOD: Final = "good"
BAD: Final = "bad"
OPEN: Final = "not checked"
UNASKED = "there is no token, set GITHUB_TOKEN"
Line = tuple[str, str]


def has_token() -> bool:
    """Whether the environment has a token for the forge."""
    return bool(os.environ.get("STEWARDSHIP_TOKEN") or os.environ.get("GITHUB_TOKEN"))


def say(lines: Sequence[Line]) -> None:
    """Print them; the exit code is 1 where one is bad."""
    for mark, said in lines:
        click.echo(f"{mark:11}  {terminal(said)}")
    click.get_current_context().exit(int(any(mark == BAD for mark, _ in lines)))

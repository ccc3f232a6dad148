"""The standard streams as the caller left them: closed, full, broken, or of a narrow encoding."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper


def prepare() -> None:
    """Let every stream take any text, and let none be missing.

    Where one is closed, the next file that is opened takes its number, and what is printed would
    end up in it.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    sys.stdout = sys.stdout or os.fdopen(1, "w", encoding="utf-8")
    sys.stderr = sys.stderr or os.fdopen(2, "w", encoding="utf-8")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def say(text: str) -> None:
    """Print a text and its line end at once; what cannot be printed is shown as an escape."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def mute() -> None:
    """Print to nowhere from here on: stdout takes no more, and Python's own last flush of it
    would complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

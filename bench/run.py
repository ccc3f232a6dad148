"""How long a person waits for the gate: ``make bench`` measures it and writes ``RESULTS.md``.

Whole processes of installed wheels, in turn, on generated repositories: see ``subjects``.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import subjects
from report import Measured, write
from stage import Stage
from timing import in_turn

HERE = Path(__file__).resolve().parent


def main() -> None:
    """Measure each subject and write the page."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, help="how often each command is timed")
    options.add_argument(
        "--only", choices=subjects.names(), help="one subject, printed and not written"
    )
    asked = options.parse_args()
    if asked.rounds is not None and asked.rounds < 7:
        options.error("fewer than 7 rounds tell nothing")
    stage = Stage(HERE.parent / ".bench")
    measured = []
    for name in [asked.only] if asked.only else subjects.names():
        subject = subjects.load(name)
        rounds = asked.rounds or getattr(subject, "ROUNDS", subjects.ROUNDS)
        measured.append(Measured(subject, in_turn(list(subject.commands(stage)), rounds)))
    page = write(measured, stage.versions())
    if not asked.only:
        (HERE / "RESULTS.md").write_text(page)
    sys.stdout.write(page)


if __name__ == "__main__":
    main()

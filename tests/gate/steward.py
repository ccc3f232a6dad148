"""Run the gate in a repository as a user does, and take down what it says.

``steward`` calls the console entry in this process, which saves the start of an interpreter;
``program`` runs the installed console script, for what only a real process shows.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from stewardship.cli import main
from tests.repos import Repo

PROGRAM = Path(sys.executable).with_name("steward")


@dataclass(frozen=True, slots=True)
class Said:
    """What one run came to: the exit code, both streams as text, and the JSON report."""

    code: int
    out: str
    err: str
    report: Any = None

    @property
    def findings(self) -> list[Any]:
        """The findings of its JSON report."""
        found: list[Any] = self.report["findings"]
        return found

    @property
    def everything(self) -> str:
        """All that was printed, without the breaks and margins that the page's width made."""
        lines = (self.out + self.err).split("\n")
        return " ".join(line.strip().removeprefix("|").strip() for line in lines)

    @property
    def judged(self) -> int:
        """How many resources were judged."""
        number: int = self.report["summary"]["judged"]
        return number

    def found(self, severity: str = "block", status: str = "new") -> list[str]:
        """``rule name`` of the findings of this severity and status, in order."""
        return sorted(
            f"{one['rule']} {one['resource']['name']}"
            for one in self.findings
            if (one["severity"], one["status"]) == (severity, status)
        )

    @property
    def notes(self) -> str:
        """All that the JSON report says aloud, as one text."""
        return "\n".join(self.report["summary"]["notes"])


def steward(
    repo: Repo | Path, *arguments: str, env: Mapping[str, str] | None = None, folder: str = ""
) -> Said:
    """Run the console entry in the repository (or its ``folder``), with ``env`` added.

    A command that judges leaves its JSON report, too, beside the repository.
    """
    top = repo.path if isinstance(repo, Repo) else repo
    out, err = _stream(), _stream()
    file = top.parent / "report.json"
    file.unlink(missing_ok=True)
    if arguments[:1] in (("check",), ("ci",)):
        arguments = (arguments[0], f"--output=json={file}", *arguments[1:])
    code = 0
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(top / folder)
        for name, value in (env or {}).items():
            patch.setenv(name, value)
        patch.setattr(sys, "argv", ["steward", *arguments])
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
    report = json.loads(file.read_text()) if file.exists() else None
    return Said(code, _text(out), _text(err), report)


def program(
    repo: Repo | Path, *arguments: str, env: Mapping[str, str] | None = None, **more: Any
) -> Said:
    """Run the console script in the repository, with ``env`` added."""
    done = subprocess.run(
        [PROGRAM, *arguments],
        cwd=repo.path if isinstance(repo, Repo) else repo,
        env={**os.environ, **(env or {})},
        capture_output=True,
        **more,
    )
    return Said(done.returncode, done.stdout.decode(), done.stderr.decode())


def _stream() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)


def _text(stream: io.TextIOWrapper) -> str:
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode()

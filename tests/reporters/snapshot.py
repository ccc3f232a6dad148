"""Snapshots: what a reporter prints is kept in a file beside the tests, to be read in review.

``UPDATE_SNAPSHOTS=1`` writes them anew.
"""

from __future__ import annotations

import os
from pathlib import Path

FOLDER = Path(__file__).with_name("snapshots")


def path_of(case: str, suffix: str) -> Path:
    """Where the snapshot of a case is kept."""
    return FOLDER / f"{case.replace(',', '').replace(' ', '-')}.{suffix}"


def check(case: str, suffix: str, output: str) -> None:
    """Fail unless the output is exactly what was kept."""
    path = path_of(case, suffix)
    if os.environ.get("UPDATE_SNAPSHOTS") == "1":
        path.parent.mkdir(exist_ok=True)
        path.write_text(output, encoding="utf-8")
    kept = path.read_text(encoding="utf-8") if path.exists() else "(no snapshot is kept)"
    assert output == kept, f"{path.name} differs; UPDATE_SNAPSHOTS=1 keeps what is printed now"

"""``offline/action.yml``: the action without the steps that call other people's actions.

A runner fetches every action that a composite one names before the first step runs, whatever the
steps' conditions say. Where the internet cannot be reached that would be the end of the job.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

HEAD = "# Generated from ../action.yml by tools/generate.py; edit that file.\n"
ONLINE = ("cache", "upload-sarif")
"""Inputs that nothing would heed."""


def offline(action: str) -> str:
    """The text of the action that calls no other, for a folder beside it."""
    head, steps = action.split("  steps:\n")
    for name in ONLINE:
        head = re.sub(rf"(?m)^  {name}:\n(?:    .*\n)+", "", head, count=1)
    head = head.replace("name: Stewardship\n", "name: Stewardship (offline)\n", 1)
    kept = "".join(one for one in _steps(steps) if "\n      uses: " not in one)
    return (
        HEAD + head + "  steps:\n" + kept.replace("$GITHUB_ACTION_PATH", "$GITHUB_ACTION_PATH/..")
    )


def _steps(text: str) -> Iterator[str]:
    """Each step with the comments above it."""
    step = ""
    for line in text.splitlines(keepends=True):
        begins = line.startswith(("    - ", "    #"))
        if begins and "\n    - " in f"\n{step}":
            yield step
            step = ""
        step += line
    yield step

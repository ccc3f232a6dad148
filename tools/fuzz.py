"""Try the laws of the tests on ever new examples, for so many minutes: ``make fuzz MINUTES=5``.

The laws are the property tests of whatever reads what strangers wrote: documents, manifests,
license expressions, CODEOWNERS in both dialects, policies, configuration, waivers, baselines,
reports. Each round runs the files of one folder with a seed of its own; one that fails is printed
with the command that repeats it, and the search goes on with the next. Exit code 1 when any failed.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = (
    "document", "readers", "vocabulary", "policy", "config", "waivers", "approvals", "baseline",
    "decide", "edit", "environment", "licenses", "join", "schemas", "reporters", "checks", "owners",
    "incoming", "gate",
)  # fmt: skip


def laws(folder: str) -> list[str]:
    """The files of a folder of tests that hold laws."""
    files = sorted((ROOT / "tests" / folder).glob("test_*.py"))
    return [str(file.relative_to(ROOT)) for file in files if "@given" in file.read_text()]


def tried(files: list[str], seed: int, ends: float) -> bool:
    """Whether the laws of these files held until ``ends`` (of the monotonic clock)."""
    command = [
        "python", "-m", "pytest", "-q", "-p", "no:cacheprovider", "--no-header",
        "--hypothesis-profile=thorough", f"--hypothesis-seed={seed}", *files,
    ]  # fmt: skip
    print(f"seed {seed}: {' '.join(files)}", flush=True)
    try:
        done = subprocess.run(
            [sys.executable, *command[1:]],
            cwd=ROOT,
            timeout=max(1.0, ends - time.monotonic()),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
    except subprocess.TimeoutExpired as late:
        # What failed before the time was up has its letter in the lines of dots.
        said = (late.output or b"").decode(errors="replace")
        held = not any("F" in line for line in said.splitlines() if line[:1] in ".F")
        print(said if not held else "  the time is up: what was tried until now holds", flush=True)
    else:
        held = done.returncode == 0
        if not held:
            print(done.stdout.decode(errors="replace"))
    if not held:
        print(f"repeat it with: {' '.join(command)}", flush=True)
    return held


def main() -> int:
    """Search until the time is up."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--only", choices=FOLDERS, nargs="*", default=FOLDERS)
    asked = parser.parse_args()
    ends = time.monotonic() + asked.minutes * 60
    dice = random.SystemRandom()
    places = [files for folder in asked.only if (files := laws(folder))]
    held = True
    while time.monotonic() < ends:
        dice.shuffle(places)
        for files in places:
            if time.monotonic() < ends:
                held &= tried([dice.choice(files)], dice.randrange(2**32), ends)
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())

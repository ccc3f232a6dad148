"""Write ``bench/MUTANTS.md``: how many small defects in the code that decides the tests notice.

``make mutants`` runs mutmut by the settings in ``setup.cfg`` and then this, which counts what
mutmut keeps in ``mutants/``. A mutant is killed when some test fails because of it, or never ends.
"""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "mutants/src"
PAGE = ROOT / "bench/MUTANTS.md"
# mutmut's exit codes: pytest's own where a test failed, and a signal or its own for no end.
KILLED = {1, 3, -24, 24, 36, 152, 255}

HEAD = """\
# What the tests notice

Written by `make mutants` (mutmut, `tools/mutants.py`) at commit {commit}; do not edit. Each mutant
is one small defect put into a module that decides; it is killed when a test fails because of it.
Wanted: above 85 %. The share is that of the mutants that were tried{unfinished}.

| module | mutants | tried | killed | share |
| --- | ---: | ---: | ---: | ---: |
"""
UNFINISHED = """;
where fewer were tried than there are, the run was not at its end, and mutmut begins with those that
are quick to try"""


def counted(file: Path) -> tuple[int, int, int]:
    """All mutants of one module, those that were tried, and those killed."""
    codes = Counter(json.loads(file.read_text())["exit_code_by_key"].values())
    total = codes.total()
    return total, total - codes[None], sum(codes[code] for code in KILLED)


def row(name: str, total: int, tried: int, killed: int) -> str:
    """One line of the table."""
    return f"| {name} | {total} | {tried} | {killed} | {killed / max(tried, 1):.1%} |\n"


def main() -> None:
    """Count, and write the page."""
    found = {file.name.removesuffix(".py.meta"): counted(file) for file in KEPT.rglob("*.meta")}
    some = {name: numbers for name, numbers in sorted(found.items()) if numbers[0]}
    total, tried, killed = (sum(column) for column in zip(*some.values(), strict=True))
    rows = [row(f"`{name}`", *numbers) for name, numbers in some.items()]
    asked = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    head = HEAD.format(commit=asked.stdout.strip(), unfinished=UNFINISHED if tried < total else "")
    PAGE.write_text(head + "".join(rows) + row("**all**", total, tried, killed))
    print(f"{killed} of {tried} mutants killed: {killed / tried:.1%}; {total - tried} not tried")


if __name__ == "__main__":
    main()

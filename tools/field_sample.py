"""Draw findings from JSON reports with a seed, to be judged by hand (docs/field-test.md).

``python tools/field_sample.py SEED REPORT...`` prints thirty blocking findings as a Markdown
table; ``--count`` and ``--most`` (of one rule in one report) change the draw, ``--table`` prints a
row for each report instead. A report is named by its file. The draw depends on the reports and
the seed only: the findings are put into order before they are shuffled.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from pathlib import Path
from typing import Any

Named = tuple[str, dict[str, Any]]


def blocking(reports: list[Path]) -> list[Named]:
    """Every finding that blocks, with the name of its report, in an order of their own."""
    found = [
        (report.stem.replace("+", "/", 1), finding)
        for report in reports
        for finding in json.loads(report.read_text(errors="replace"))["findings"]
        if finding["severity"] == "block" and finding["status"] == "new"
    ]
    return sorted(found, key=lambda one: (one[0], one[1]["fingerprint"], one[1]["path"]))


def draw(found: list[Named], seed: int, count: int, most: int) -> list[Named]:
    """The first ``count`` of the shuffled findings, at most ``most`` of one rule in one report."""
    shuffled = list(found)
    random.Random(seed).shuffle(shuffled)  # noqa: S311 - a draw, no secret
    taken: Counter[tuple[str, str]] = Counter()
    chosen: list[Named] = []
    for name, finding in shuffled:
        key = (name, finding["rule"])
        if len(chosen) < count and taken[key] < most:
            taken[key] += 1
            chosen.append((name, finding))
    return chosen


def cell(text: str) -> str:
    """Text that stays in its cell of a Markdown table."""
    return " ".join(text.split()).replace("|", "\\|")


def rows(chosen: list[Named]) -> list[str]:
    """The findings as a table with an empty cell for the verdict."""
    lines = ["| # | repository | rule | place | message | verdict |", "|---|---|---|---|---|---|"]
    for number, (name, one) in enumerate(chosen, 1):
        place = f"{one['path']}:{one['line']}" if one["line"] else one["path"]
        cells = (str(number), name, one["rule"], place, one["message"], "")
        lines.append(f"| {' | '.join(map(cell, cells))} |")
    return lines


def summary(reports: list[Path]) -> list[str]:
    """One row a report: resources, verdict, and the findings by severity and rule."""
    lines = ["| repository | resources | verdict | findings |", "|---|---|---|---|"]
    for report in reports:
        data = json.loads(report.read_text(errors="replace"))
        counts = Counter((one["severity"], one["rule"]) for one in data["findings"])
        said = ", ".join(f"{n} {rule} ({how})" for (how, rule), n in sorted(counts.items()))
        name, judged = report.stem.replace("+", "/", 1), data["summary"]["universe"]
        lines.append(f"| {name} | {judged} | {data['verdict']} | {said or 'none'} |")
    return lines


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("seed", type=int)
    parser.add_argument("reports", nargs="+", type=Path)
    parser.add_argument("--count", type=int, default=30)
    parser.add_argument("--most", type=int, default=1_000_000)
    parser.add_argument("--table", action="store_true")
    given = parser.parse_args()
    reports = sorted(given.reports)
    chosen = draw(blocking(reports), given.seed, given.count, given.most)
    sys.stdout.write("\n".join(summary(reports) if given.table else rows(chosen)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

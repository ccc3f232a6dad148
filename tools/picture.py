"""Draw ``docs/output.svg``: what a stopped developer sees, from a real run on the example.

``python tools/picture.py`` builds the demonstration repository in a temporary folder, runs the
gate on its staged change, and turns the colored terminal text into an SVG.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "examples"))

WIDTH, LINE, CELL, PAD = 100, 18, 8.4, 16
COLORS = {"1": "#ffffff", "2": "#8b949e", "31": "#ff7b72", "32": "#7ee787", "33": "#f2cc60",
          "34": "#79c0ff", "35": "#d2a8ff", "36": "#76e3ea"}  # fmt: skip
ESCAPE = re.compile(r"\x1b\[([0-9;]*)m")


def output() -> str:
    """The colored text of a real run."""
    import demo

    os.environ["STEWARDSHIP_NOW"] = demo.TODAY
    from stewardship.reporters import load
    from stewardship.run import Request, check

    with tempfile.TemporaryDirectory() as folder:
        repository = demo.build(Path(folder) / "acme-ai")
        report = check(Request(repository, staged=True))
        return load("text").render(report, color=True, width=WIDTH)


def spans(line: str) -> str:
    """One line as SVG text spans, a span for each run of one color."""
    parts, style, at = [], "", 0
    for match in ESCAPE.finditer(line):
        parts.append((style, line[at : match.start()]))
        codes = match.group(1).split(";")
        style = "" if codes in ([""], ["0"]) else max((c for c in codes if c in COLORS), key=int)
        at = match.end()
    parts.append((style, line[at:]))
    return "".join(
        f'<tspan fill="{COLORS.get(style, "#e6edf3")}">{escape(text)}</tspan>'
        for style, text in parts
        if text
    )


def draw(text: str) -> str:
    """The whole picture."""
    lines = ["$ git commit -m 'fraud-v4'", *text.rstrip("\n").split("\n")]
    height, width = len(lines) * LINE + 2 * PAD, int(WIDTH * CELL) + 2 * PAD
    rows = [
        f'<text x="{PAD}" y="{PAD + LINE * (number + 1) - 5}" xml:space="preserve">'
        f"{spans(line)}</text>"
        for number, line in enumerate(lines)
    ]
    frame = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img" '
        'aria-label="Output of steward check in a terminal">'
    )
    paper = f'<rect width="{width}" height="{height}" rx="8" fill="#0d1117"/>'
    font = "ui-monospace, SFMono-Regular, Menlo, Consolas, monospace"
    group = f'<g font-family="{font}" font-size="14">'
    return "\n".join([frame, paper, group, *rows, "</g></svg>", ""])


if __name__ == "__main__":
    (ROOT / "docs/output.svg").write_text(draw(output()))

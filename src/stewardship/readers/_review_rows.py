"""The rows of a log of human reviews, in CSV or JSON lines, by what their columns mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stewardship.document import LOCKFILE, DocumentError
from stewardship.document import source as text_source
from stewardship.frozen import dataclass
from stewardship.model import Location, Problem

# What a column is called -> what it means; compared in lower case, with dashes.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "item": ("item", "item-id", "id", "case", "case-id", "request", "request-id", "example"),
    "answer": ("answer", "model-answer", "model-output", "prediction", "predicted", "output"),
    "reviewer": ("reviewer", "reviewed-by", "annotator", "rater"),
    "decision": ("decision", "reviewer-decision", "human-label", "human-decision", "verdict"),
    "time": ("time", "timestamp", "reviewed-at", "decided-at", "date"),
    "segment": ("segment", "slice", "group"),
}
NEEDED = ("item", "answer", "reviewer", "decision", "time")
TELLING = frozenset(("answer", "reviewer", "decision"))
_MEANS = {name: meaning for meaning, names in COLUMNS.items() for name in names}


@dataclass(frozen=True, slots=True)
class Row:
    """One review: its line, and what each meaning says; empty where the log says nothing."""

    line: int
    said: Mapping[str, str]


def meanings(names: list[str]) -> dict[str, str]:
    """Column -> meaning, of the columns that have one; the first of two that mean the same."""
    found: dict[str, str] = {}
    for name in names:
        meaning = _MEANS.get(name.strip().casefold().replace("_", "-").replace(" ", "-"))
        if meaning and meaning not in found.values():
            found[name] = meaning
    return found


def rows(path: str, content: bytes) -> tuple[list[Row], list[Problem], set[str]]:
    """The reviews, what is wrong with the file, and the meanings that its columns have."""
    try:
        text = text_source.decode(content, path, LOCKFILE)
    except DocumentError as error:
        return [], [Problem(error.message, error.location)], set()
    read = _json_lines if path.lower().endswith(".jsonl") else _csv
    found: list[Row] = []
    problems: list[Problem] = []
    known: set[str] = set()
    for item in read(path, text):
        if isinstance(item, Problem):
            problems.append(item)
        elif isinstance(item, Row):
            found.append(item)
            known |= item.said.keys()
        else:
            known |= item
    return found, problems, known


def _csv(path: str, text: str) -> Iterator[Row | Problem | set[str]]:
    import csv  # late: only a log of reviews needs it
    from io import StringIO

    lines = csv.reader(StringIO(text, newline=""), strict=True)
    try:
        header = next(lines, [])
        columns = [meanings(header).get(name, "") for name in header]
        yield {meaning for meaning in columns if meaning}
        for cells in lines:
            if not cells:
                continue
            if len(cells) != len(header):
                said = f"the row has {len(cells)} cells, the header {len(header)}"
                yield Problem(said, Location(path, lines.line_num, 1))
                continue
            pairs = zip(columns, cells, strict=True)
            yield Row(lines.line_num, {m: cell.strip() for m, cell in pairs if m})
    except csv.Error as error:
        yield Problem(f"the file is not CSV: {error}", Location(path, lines.line_num or 1, 1))


def _json_lines(path: str, text: str) -> Iterator[Row | Problem | set[str]]:
    from stewardship.document import json_

    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            data = json_.load(line.encode(), path).data
        except DocumentError as error:
            yield Problem(error.message, Location(path, number, error.location.column or 1))
            return
        if not isinstance(data, dict):
            yield Problem("each line has to hold a mapping", Location(path, number, 1))
            return
        named = meanings([str(name) for name in data])
        yield Row(number, {named[name]: _plain(data[name]) for name in named})


def _plain(cell: object) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return str(cell).strip() if isinstance(cell, str | int | float) else ""

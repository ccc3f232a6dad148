"""Tables of measurements in a prose card, where their header leaves no doubt what a cell says.

Three shapes: ``| Metric | Value | Dataset |`` (a row is one evaluation); ``| Dataset | F1 | AUC |``
(a cell is one, of its column's metric on its row's data); ``| Metric | Validation | Test |`` (a
cell is one, on its column's split). A table whose rows or columns are models compares, and states
nothing of one model; so does what stands under targets and thresholds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from stewardship.document import markdown
from stewardship.model import Location, Value
from stewardship.pattern import pattern
from stewardship.readers import facts
from stewardship.readers._prose import AIMED, MEASURED, METRIC, measure

_HEADING = pattern(r" {0,3}(#{1,6})[ \t]+(.*)")
_NAMES = ("metric", "metrics", "measure", "métrique", "métrica", "metrik", "metrica")
_VALUES = ("value", "score", "result", "valeur", "valor", "wert", "valore")
_DATA = ("dataset", "data set", "data", "benchmark", "test set", "corpus", "evaluation set")
_SPLITS = ("split", "set", "subset", "partition")
_SPLIT = pattern(
    r"(?:train(?:ing)?|valid(?:ation)?|val|dev(?:elopment)?|test(?:ing)?|eval(?:uation)?|holdout"
    r"|held-out)(?: (?:set|split|data))?",
    re.IGNORECASE,
)
_UNIT = ("unit", "units")


class _Row(NamedTuple):
    """The cells of one line, without marks, each with its column in the line."""

    line: int
    cells: Sequence[tuple[str, int]]


class _Table(NamedTuple):
    """A header, its rows, and the headings above, outermost first."""

    header: _Row
    rows: Sequence[_Row]
    sections: tuple[str, ...]


def evaluations(body: str, path: str, first_line: int, origin: str) -> Iterator[Value]:
    """One record for each measured cell; tables that say something else yield nothing."""
    for table in _tables(body, first_line):
        above = " / ".join(table.sections)
        if AIMED.search(above) or not MEASURED.search(above):
            continue
        for row in table.rows:
            yield from _records(table.header, row, path, origin)


def _tables(body: str, first_line: int) -> Iterator[_Table]:
    lines = list(markdown.visible(body))
    headings: list[tuple[int, str]] = []
    number = 0
    while number < len(lines):
        line = lines[number]
        if heading := _HEADING.match(line):
            level = len(heading[1])
            headings = [one for one in headings if one[0] < level]
            headings.append((level, markdown.plain(heading[2])[0].lower()))
        following = lines[number + 1] if number + 1 < len(lines) else ""
        if "|" in line and markdown.is_delimiter(following):
            header = _row(line, first_line + number)
            rows = []
            number += 2
            while number < len(lines) and "|" in lines[number]:
                rows.append(_row(lines[number], first_line + number))
                number += 1
            yield _Table(header, rows, tuple(title for _, title in headings))
            continue
        number += 1


def _row(line: str, number: int) -> _Row:
    cells = [(markdown.plain(cell)[0], at + 1) for cell, at in markdown.cells(line)]
    return _Row(number, cells)


def _records(top: _Row, row: _Row, path: str, origin: str) -> Iterator[Value]:
    header = [text.lower() for text, _ in top.cells]
    if len(row.cells) != len(header) or len(header) < 2:
        return
    titles = [facts.said(text, Location(path, top.line, at), origin) for text, at in top.cells]
    said = [facts.said(text, Location(path, row.line, at), origin) for text, at in row.cells]
    place = [value.location for value in said]
    data, split, unit = (_column(header, names) for names in (_DATA, _SPLITS, _UNIT))
    name, value = _column(header, _NAMES), _column(header, _VALUES)
    about = {key: said[at] for key, at in (("dataset", data), ("split", split), ("unit", unit))
             if at is not None}  # fmt: skip
    if name is not None and value is not None:
        if len(header) > 2:  # two columns are a label and its text, which are heard elsewhere
            yield from _one(said[name], row.cells[value][0], place[value], origin, about)
    elif name == 0:
        for at in range(1, len(header)):
            if _SPLIT.fullmatch(header[at]):
                of = {**about, "split": titles[at]}
                yield from _one(said[0], row.cells[at][0], place[at], origin, of)
    elif data == 0:
        for at in range(1, len(header)):
            if METRIC.search(header[at]):
                yield from _one(titles[at], row.cells[at][0], place[at], origin, about)


def _one(
    metric: Value, text: str, place: Location, origin: str, about: dict[str, Value]
) -> Iterator[Value]:
    value = measure(text, place, origin)
    if value is not None and metric.state != "absent":
        yield facts.record(place, origin, metric=metric, value=value, **about)


def _column(header: Sequence[str], names: Sequence[str]) -> int | None:
    """The one column of such a name."""
    found = [at for at, title in enumerate(header) if title in names]
    return found[0] if len(found) == 1 else None

"""Rows as aligned columns, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stewardship.reporters.clean import terminal, uncommanded

WIDEST = 60


def columns(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Lines of aligned columns; the last column is as long as it is."""
    cells = [[terminal(cell) for cell in row] for row in rows]
    widths = [min(WIDEST, max(len(row[at]) for row in cells)) for at in range(len(cells[0]) - 1)]
    for row in cells:
        padded = [cell.ljust(width) for cell, width in zip(row[:-1], widths, strict=True)]
        yield uncommanded("  ".join([*padded, row[-1]]).rstrip())

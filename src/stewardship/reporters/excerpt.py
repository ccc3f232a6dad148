"""One source line with its caret, cut to the terminal, the caret under the right character."""

from __future__ import annotations

from stewardship.reporters import cells, clean

TAB = 4


def draw(source: str, column: int | None, room: int) -> tuple[str, int]:
    """The line as it is printed in ``room`` cells, and the cell (from 0) the caret stands in.

    ``column`` counts code points from 1; None, and a column beyond the line, are brought to
    the nearest character. A long line is cut with an ellipsis on the side that goes on.
    """
    source = source.rstrip("\r\n")
    index = min(max((column or 1) - 1, 0), len(source))
    if column is None:
        index = len(source) - len(source.lstrip())
    # Nothing further away than this can be shown; a line may have a million characters.
    start = max(0, index - 2 * room)
    pieces = _pieces(source[start : index + 2 * room])
    first, last = _window(pieces, index - start, room)
    more_before = start + first > 0
    more_after = start + last < len(source)
    shown = "".join(text for text, _ in pieces[first:last])
    caret = sum(size for _, size in pieces[first : index - start]) + more_before
    return "…" * more_before + shown + "…" * more_after, caret


def _pieces(source: str) -> list[tuple[str, int]]:
    """Each character as it is printed, with its cells; a tab becomes spaces up to its stop."""
    pieces: list[tuple[str, int]] = []
    taken = 0
    for index, char in enumerate(source):
        text = " " * (TAB - taken % TAB) if char == "\t" else clean.visible(char)
        if char == "#" and clean.LOG_COMMAND.match(source, index):
            text = "\\x23"
        size = cells.width(text)
        pieces.append((text, size))
        taken += size
    return pieces


def _window(pieces: list[tuple[str, int]], index: int, room: int) -> tuple[int, int]:
    """The slice to show: all if it fits, else a part that has the caret a third of the way in."""
    if sum(size for _, size in pieces) <= room:
        return 0, len(pieces)
    room -= 2  # an ellipsis on either side
    first, before = min(index, len(pieces)), 0
    while first > 0 and before + pieces[first - 1][1] <= room // 3:
        first -= 1
        before += pieces[first][1]
    last, taken = first, 0
    while last < len(pieces) and taken + pieces[last][1] <= room:
        taken += pieces[last][1]
        last += 1
    while first > 0 and taken + pieces[first - 1][1] <= room:
        first -= 1
        taken += pieces[first][1]
    while first < index and pieces[first][1] == 0:  # a mark would combine with the ellipsis
        first += 1
    return first, last

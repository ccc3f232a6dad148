"""The lines of a requirements file, as pip joins them and strips their comments."""

from __future__ import annotations

from collections.abc import Iterator

from stewardship.frozen import dataclass
from stewardship.model import Location
from stewardship.pattern import pattern

_COMMENT = pattern(r"(?:^|\s)#.*$")


@dataclass(frozen=True, slots=True)
class Line:
    """A logical line: its text, and where each of the physical lines it was joined from starts.

    ``starts`` holds (offset in the text, line number, columns cut off before it).
    """

    text: str
    starts: tuple[tuple[int, int, int], ...]

    def place(self, path: str, offset: int = 0) -> Location:
        """Where the character at the offset stands in the file."""
        start, number, cut = max(entry for entry in self.starts if entry[0] <= offset)
        return Location(path, number, offset - start + cut + 1)


def logical_lines(text: str) -> Iterator[Line]:
    """Lines that say something; one that ends in a backslash is joined with the next."""
    joined: list[str] = []
    starts: list[tuple[int, int]] = []
    length = 0
    for number, line in enumerate(text.splitlines(), 1):
        # pip ends a continuation at a comment line, and drops comments only after joining.
        goes_on = line.endswith("\\") and not line.lstrip().startswith("#")
        part = line.rstrip("\\") if goes_on else line
        joined.append(part)
        starts.append((length, number))
        length += len(part)
        if not goes_on:
            yield from _stripped("".join(joined), starts)
            joined, starts, length = [], [], 0
    yield from _stripped("".join(joined), starts)


def _stripped(joined: str, starts: list[tuple[int, int]]) -> Iterator[Line]:
    text = _COMMENT.sub("", joined)
    cut = len(text) - len(text.lstrip())
    text = text.strip()
    if text:
        yield Line(text, tuple((max(at - cut, 0), n, max(cut - at, 0)) for at, n in starts))

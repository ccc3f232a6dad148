"""Bytes to text, within bounds: what every loader asks before it parses anything."""

from __future__ import annotations

from collections.abc import Callable

from stewardship.document import MIB, Bounds, DocumentError
from stewardship.model import Location

BOM = b"\xef\xbb\xbf"
_SHOWN = 60


class RefusalError(Exception):
    """Why something is not taken, as a clause for the user; the loader adds the place.

    ``offset`` is where in the text, for a parser that knows no better place.
    """

    def __init__(self, clause: str, offset: int = 0) -> None:
        super().__init__(clause)
        self.offset = offset


def decode(content: bytes, path: str, bounds: Bounds) -> str:
    """The text without its byte order mark.

    Raises ``DocumentError`` for more bytes than the bounds allow, for what is not UTF-8, and for
    a NUL, which no text format has and at which system calls stop reading.
    """
    if len(content) > bounds.size:
        limit = f"{bounds.size / MIB:g} MiB" if bounds.size >= MIB else f"{bounds.size:,} bytes"
        message = f"the file has {len(content):,} bytes; at most {limit} are read"
        raise DocumentError(message, Location(path))
    start = len(BOM) if content.startswith(BOM) else 0
    try:
        text = content[start:].decode() if start else content.decode()
    except UnicodeDecodeError as error:
        raise _not_utf8(content, path, start + error.start) from None
    nul = text.find("\0")
    if nul >= 0:
        message = "the file holds a NUL character: it is binary, or text in UTF-16"
        raise DocumentError(message, Location(path, *position(text, nul)))
    return text


def _not_utf8(content: bytes, path: str, offset: int) -> DocumentError:
    line_start = content.rfind(b"\n", 0, offset) + 1
    before = content[line_start:offset].removeprefix(BOM if line_start == 0 else b"")
    place = Location(path, content.count(b"\n", 0, offset) + 1, len(before.decode()) + 1)
    message = f"the file is not UTF-8: byte 0x{content[offset]:02x} at offset {offset:,}"
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        message += " (it looks like UTF-16; save it as UTF-8)"
    return DocumentError(message, place)


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column, from 1 and in code points, of an offset into the text."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def quoted(text: str) -> str:
    """Source text for a message: in backticks, on one line, shortened."""
    text = " ".join(text.split())
    return f"`{text if len(text) <= _SHOWN else text[: _SHOWN - 1] + '…'}`"


def positions(text: str) -> Callable[[int], tuple[int, int]]:
    """``position`` for many offsets into one text: the lines are counted once."""
    from bisect import bisect_right

    starts = [0]
    find = text.find
    while (end := find("\n", starts[-1])) >= 0:
        starts.append(end + 1)

    def at(offset: int) -> tuple[int, int]:
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    return at

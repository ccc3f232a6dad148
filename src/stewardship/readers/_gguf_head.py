"""The head of a GGUF file: the texts and numbers of its metadata, read as far as the bytes go."""

from __future__ import annotations

import struct
from collections.abc import Mapping

from stewardship.frozen import dataclass, field

VERSIONS = (2, 3)
KEY = 65_535
"""Bytes of a key, by the format's own limit."""
# Type number -> struct format. https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
SCALARS = {
    0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "B", 10: "Q", 11: "q", 12: "d",
}  # fmt: skip
STRING, ARRAY = 8, 9
LEAST = {kind: struct.calcsize(form) for kind, form in SCALARS.items()} | {STRING: 8}
ENTRY = 13
"""The fewest bytes of an entry: the length of its key, its type, one byte of value."""
WANTED = "general."
"""What the keys begin with whose values are kept."""

Kept = str | int | float | list[str]


@dataclass(frozen=True, slots=True)
class Header:
    """What ``general.*`` says, and what is wrong with the file. ``whole`` tells whether all of the
    metadata was within the bytes that were read; a tokenizer may fill more."""

    metadata: Mapping[str, Kept] = field(default_factory=dict)
    wrong: str = ""
    whole: bool = True


class _BeyondError(Exception):
    """The bytes in hand end here; those of the file do not."""


class _WrongError(Exception):
    """What is wrong with the file, as a clause."""


def parse(content: bytes, size: int) -> Header:
    """The header at the start of a file of ``size`` bytes, of which ``content`` is the head."""
    if content[:4] != b"GGUF":
        return Header(wrong="the file does not begin as GGUF does")
    found: dict[str, Kept] = {}
    try:
        _Reading(content, size).entries(found)
    except _BeyondError:
        return Header(found, whole=False)
    except _WrongError as error:
        return Header(found, str(error))
    return Header(found)


class _Reading:
    """Where the reading stands. No count is believed before the file was seen to have room."""

    def __init__(self, content: bytes, size: int) -> None:
        self._content = content
        self._size = size
        self._at = 4
        # Version 3 brought big-endian files, whose version then reads as 3 << 24.
        self._order = ">" if content[4:8] == b"\0\0\0\3" else "<"

    def entries(self, found: dict[str, Kept]) -> None:
        """Put what ``general.*`` says into ``found``, entry by entry."""
        version = self._number("I")
        if version not in VERSIONS:
            raise _WrongError(f"version {version:,} of GGUF is not one that is read: 2 and 3 are")
        self._number("Q")  # how many tensors
        count = self._number("Q")
        self._room(count, ENTRY)
        seen: set[str] = set()
        for _ in range(count):
            key = self._text(KEY)
            if key in seen:
                raise _WrongError(f"the key `{key[:60]}` stands twice in the metadata")
            seen.add(key)
            value = self._value(self._number("I"), key.startswith(WANTED))
            if value is not None:
                found[key] = value

    def _value(self, kind: int, keep: bool) -> Kept | None:
        if kind == STRING and keep:
            return self._text()
        if kind in SCALARS and keep:
            return self._number(SCALARS[kind])
        if kind != ARRAY:
            self._skip(1, kind)
            return None
        inner, count = self._number("I"), self._number("Q")
        if keep and inner == STRING:
            self._room(count, LEAST[STRING])
            return [self._text() for _ in range(count)]
        self._skip(count, inner)
        return None

    def _skip(self, count: int, kind: int) -> None:
        """Pass over so many values of a kind."""
        if kind not in LEAST:
            raise _WrongError(f"the metadata has a value of type {kind:,}, which is not read")
        self._room(count, LEAST[kind])
        if kind != STRING:
            self._at += count * LEAST[kind]
            return
        for _ in range(count):
            length = self._length()
            self._at += length

    def _length(self) -> int:
        """How many bytes the next text has; the file has room for them."""
        length: int = self._number("Q")
        self._room(length, 1)
        return length

    def _text(self, most: int | None = None) -> str:
        length = self._length()
        if most is not None and length > most:
            raise _WrongError(f"a key of the metadata is said to have {length:,} bytes")
        try:
            return self._bytes(length).decode()
        except UnicodeDecodeError:
            raise _WrongError("a text of the metadata is not UTF-8") from None

    def _number(self, form: str) -> int:
        form = self._order + form
        number: int
        (number,) = struct.unpack(form, self._bytes(struct.calcsize(form)))
        return number

    def _bytes(self, count: int) -> bytes:
        self._room(count, 1)
        end = self._at + count
        if end > len(self._content):
            raise _BeyondError
        start, self._at = self._at, end
        return self._content[start:end]

    def _room(self, count: int, least: int) -> None:
        """The file goes on for as many values of at least so many bytes."""
        missing = self._at + count * least - self._size
        if missing > 0:
            said = f"of its metadata, {missing:,} bytes are missing"
            raise _WrongError(f"the file is cut short: {said}")

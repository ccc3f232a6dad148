"""A format of our own for tests of gathering: a file ``*.note`` of lines ``kind name: text``.

Such a file is taken unless it begins with ``#!``.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from stewardship.joining.names import Names
from stewardship.model import Fragment, Kind, Location, Value
from stewardship.readers import Label


@dataclass
class Notes:
    """A reader; ``asked`` are the paths that it was asked to read."""

    name: str = "notes"
    VERSION: int = 1
    NAMES: tuple[str, ...] = ("*.note", "notice")
    KIND: Kind = "model"
    LIMIT: int = 100
    UNDER: tuple[str, ...] = ()
    HEAD: int | None = None
    asked: list[str] = field(default_factory=list)

    def read(
        self, path: str, content: bytes, size: int | None = None
    ) -> tuple[Fragment, ...] | None:
        """One model for each line; one that says how large it is, where not all of it is here."""
        self.asked.append(path)
        if size is not None:
            content = b"size: %d of %d" % (len(content), size)
        if content.startswith(b"#!"):
            return None
        found = []
        for number, line in enumerate(content.decode().splitlines(), 1):
            name, _, text = line.partition(": ")
            place = Location(path, number, 1)
            value = Value(text, place, self.name)
            found.append(Fragment(self.KIND, name, place, self.name, {"license": value}))
        return tuple(found)

    def mine(self, path: str, head: bytes) -> bool:
        """Whether a file that is too large would have been one."""
        return not head.startswith(b"#!")

    @property
    def label(self) -> Label:
        """What it says of itself."""
        told = (self.KIND, self.NAMES, self.UNDER, self.LIMIT, self.VERSION, self.HEAD)
        return Label(self.name, *told)


def names(*readers: Notes) -> Names:
    """The files that these readers may own."""
    return Names([reader.label for reader in readers])

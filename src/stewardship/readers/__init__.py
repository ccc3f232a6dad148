"""One module a format. A reader turns one file into what it says about resources.

A reader module has:

- a docstring: its manual page (which files, which fields, from where in the format);
- ``VERSION``: an int, raised whenever what it yields changes (the cache keys on it);
- ``NAMES``: lower-case ``fnmatch`` patterns for the file's *base name*; ``UNDER`` (optional):
  path prefixes such as ``(".steward/",)`` that the file must lie under;
- ``KIND``: the kind a broken file of this format most likely declares;
- ``LIMIT`` (optional): the largest size in bytes it takes, 1 MiB unless stated;
- ``read(path, content)``: a tuple of ``Fragment`` when the file is this reader's, ``None`` when
  it is not. A file that is its own but broken yields a Fragment with ``problems``; ``read``
  never raises on any bytes;
- ``mine(path, head)`` (optional): whether a file too large to read would have been its own,
  told from its first bytes; taken as yes where it is not defined.

A reader imports nothing of the other readers but ``facts`` and the modules whose names begin
with ``_``, the helpers they share, and never imports a check: they meet in ``Resource``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from stewardship.model import Fragment, Kind


class Reader(Protocol):
    """What a reader module offers; optional names are asked for with ``getattr``."""

    __name__: str
    __doc__: str | None
    VERSION: int
    NAMES: tuple[str, ...]
    KIND: Kind
    read: Callable[[str, bytes], tuple[Fragment, ...] | None]


def name_of(reader: Reader) -> str:
    """The reader's name, from its module's: ``model_card`` is ``model-card``."""
    return reader.__name__.rpartition(".")[2].replace("_", "-")


@cache
def built_in() -> tuple[Reader, ...]:
    """All reader modules of this folder, by name: to add a reader is to add one file.

    A module whose name begins with an underscore is a part of the reader it serves.
    """
    names = sorted(
        file.stem
        for file in Path(__file__).parent.glob("*.py")
        if not file.stem.startswith("_") and file.stem != "facts"
    )
    return tuple(cast(Reader, import_module(f"{__name__}.{name}")) for name in names)

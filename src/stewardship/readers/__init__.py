"""One module a format. A reader turns one file into what it says about resources.

A reader module has:

- a docstring: its manual page (which files, which fields, from where in the format);
- ``VERSION``: an int, raised whenever what it yields changes (the cache keys on it);
- ``NAMES``: lower-case ``fnmatch`` patterns for the file's *base name*; ``UNDER`` (optional):
  path prefixes such as ``(".steward/",)`` that the file must lie under; ``("/.steward/",)`` is a
  folder of this name anywhere;
- ``KIND``: the kind a broken file of this format most likely declares;
- ``LIMIT`` (optional): the largest size in bytes it takes, 1 MiB unless stated;
- ``HEAD`` (optional): how many first bytes of a *larger* file it takes in place of the whole, may
  be 0: for what is described in its head and is never to be loaded. Its ``read`` takes a third
  argument, the size of the file in bytes, and a link under such a name is no gap;
- ``read(path, content)``: a tuple of ``Fragment`` when the file is this reader's, ``None`` when
  it is not. A file that is its own but broken yields a Fragment with ``problems``; ``read``
  never raises on any bytes;
- ``SIGNS`` (optional): texts of which a file must hold one, for the reader to be asked about it
  when nothing in its name but the ending ``.json`` speaks for the reader (``ANY`` among ``NAMES``):
  so no file of another sort has a reader imported, and none under such a name is a gap;
- ``mine(path, head)`` (optional): whether a file too large to read would have been its own,
  told from its first bytes; taken as yes where it is not defined.

A reader imports nothing of the other readers but ``facts`` and the modules whose names begin
with ``_``, the helpers they share, and never imports a check: they meet in ``Resource``.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple, Protocol, cast

from stewardship import __version__
from stewardship.memory import Memory
from stewardship.model import Fragment, Kind

FOLDER = os.path.dirname(os.path.abspath(__file__))
LIMIT = 1024 * 1024
ANY = "*.json"
"""A name that says nothing: what a file under it is, only its content tells."""


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
    files = (name.removesuffix(".py") for name in os.listdir(FOLDER) if name.endswith(".py"))
    names = sorted(name for name in files if not name.startswith("_") and name != "facts")
    return tuple(_own(name) for name in names)


plugged: dict[str, Reader] = {}
"""The readers of plugins, by name; ``stewardship.plugins`` fills it for one run."""


def load(name: str) -> Reader:
    """The reader of this name: a plugin's, or a module of this folder."""
    return plugged.get(name) or _own(name)


@cache
def _own(name: str) -> Reader:
    return cast(Reader, import_module(f"{__name__}.{name.replace('-', '_')}"))


class Label(NamedTuple):
    """What a reader says of itself: enough to tell whose a file may be, before it is imported."""

    name: str
    kind: Kind
    names: tuple[str, ...]
    under: tuple[str, ...]
    limit: int
    version: int
    head: int | None = None
    signs: tuple[str, ...] = ()


def labels(memory: Memory) -> tuple[Label, ...]:
    """The labels of all readers, by name, from memory while no file of this folder has changed.

    So a run that reads nothing new imports none of them, and no parser; and the first run of all
    takes them as ``tools/generate.py`` wrote them down of these very files.
    """
    key = f"readers:{__version__}:{FOLDER}"
    state = [[one.name, one.stat().st_mtime_ns, one.stat().st_size] for one in _parts()]
    held = json.loads(memory.get(key) or b"[[], []]")
    if held[0] == state:
        return tuple(map(_label, held[1]))
    found = _written() or tuple(label_of(reader) for reader in built_in())
    memory.put(key, json.dumps([state, found]).encode())
    return found


def _label(held: Sequence[Any]) -> Label:
    name, kind, names, under, limit, version, head, signs = held
    return Label(name, kind, tuple(names), tuple(under), limit, version, head, tuple(signs))


WRITTEN = "labels.json"


def written() -> str:
    """The file of labels for the readers as they are now: one line each, and what it is of."""
    lines = ",\n".join(json.dumps(label_of(reader)) for reader in built_in())
    return f'{{"code": "{code()}",\n"labels": [\n{lines}\n]}}\n'


def _written() -> tuple[Label, ...]:
    """The labels that were written down, if the readers are the same to the byte; else none."""
    try:
        with open(os.path.join(FOLDER, WRITTEN), "rb") as file:
            held = json.loads(file.read())
    except (OSError, ValueError):
        return ()
    same = isinstance(held, dict) and held.get("code") == code()
    return tuple(map(_label, held["labels"])) if same else ()


def code() -> str:
    """The SHA-256, in hex, of all files that readers are made of, with their names."""
    import hashlib  # late: a run that knows its labels does not ask

    found = hashlib.sha256(__version__.encode())
    for one in _parts():
        with open(one.path, "rb", buffering=0) as file:
            content = file.read()
        found.update(b"\n%b %d\n" % (os.fsencode(one.name), len(content)))
        found.update(content)
    return found.hexdigest()


def _parts() -> list[os.DirEntry[str]]:
    """The files that readers are made of, in an order of their own."""
    with os.scandir(FOLDER) as found:
        return sorted((one for one in found if one.name.endswith(".py")), key=lambda one: one.name)


def label_of(reader: Reader) -> Label:
    """The label of a reader module."""
    return Label(
        name_of(reader),
        reader.KIND,
        tuple(reader.NAMES),
        tuple(getattr(reader, "UNDER", ())),
        getattr(reader, "LIMIT", LIMIT),
        reader.VERSION,
        getattr(reader, "HEAD", None),
        tuple(getattr(reader, "SIGNS", ())),
    )


def signed(labels: Sequence[Label], content: bytes) -> bool:
    """Whether a content holds a sign of one of these readers."""
    return any(sign.encode() in content for label in labels for sign in label.signs)

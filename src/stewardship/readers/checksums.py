"""Lists of digests beside the files: ``SHA256SUMS``, ``model.bin.sha256`` and their like.

Read as ``sha256sum -c`` reads them (GNU coreutils, and BSD's ``SHA256 (name) = …``):

- the file is an artifact of its folder; each line is one of its ``hashes``, with the path from the
  root: names are taken from the folder of the list, as the programs take them;
- a file that holds one bare digest speaks of the file whose name its own name extends;
- a line that is none is a problem, for what it promises is not known.

A file of such a name that is no text is not mine.
"""

from __future__ import annotations

from posixpath import dirname, join, normpath

from stewardship.integrity import sums
from stewardship.model import Fragment, Kind, Location, Problem, Value
from stewardship.readers import facts

VERSION = 1
ALGORITHMS = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "blake2b-512", "blake3")
_SHORT = {"blake2b-512": "b2", "blake3": "b3"}
_STEMS = {_SHORT.get(alg, alg): alg for alg in ALGORITHMS}
_LISTS = {f"{stem}{end}": alg for stem, alg in _STEMS.items() for end in ("sums", "sum")}
_SUFFIXES = {**_STEMS, **{f"{stem}sum": alg for stem, alg in _STEMS.items()}}
NAMES = (
    *_LISTS,
    *(f"{name}.txt" for name in _LISTS),
    *(f"*.{suffix}" for suffix in _SUFFIXES if suffix not in _SHORT.values()),
)
KIND: Kind = "artifact"
LIMIT = 32 * 1024 * 1024
ORIGIN = "checksums"
_SHOWN = 3  # broken lines that are told one by one


def mine(path: str, head: bytes) -> bool:
    """Whether these first bytes are a text."""
    return b"\0" not in head


def read(path: str, content: bytes) -> tuple[Fragment, ...] | None:
    """One artifact: the list, with a hash for each of its lines."""
    if not mine(path, content):
        return None
    name = path.rpartition("/")[2]
    alg = _algorithm(name.lower())
    whole = name.lower().removesuffix(".txt") in _LISTS
    found = sums.read(content, "" if whole else name.rpartition(".")[0], alg)
    fields = {}
    if found.lines:
        items = [_record(path, line) for line in found.lines]
        fields["hashes"] = facts.listing(items, items[0].location, ORIGIN)
    place = Location(path, 1, 1)
    return (Fragment(KIND, path, place, ORIGIN, fields, problems=tuple(_problems(path, found))),)


def _algorithm(name: str) -> str:
    """The algorithm that the file's name tells; empty where it tells none."""
    listed = _LISTS.get(name.removesuffix(".txt"))
    return listed or _SUFFIXES.get(name.rpartition(".")[2], "")


def _record(path: str, line: sums.Line) -> Value:
    place = Location(path, line.number, 1)
    named = line.name if line.name.startswith("/") else normpath(join(dirname(path), line.name))
    return facts.record(place, ORIGIN, alg=line.digest.alg, content=line.digest.hex, path=named)


def _problems(path: str, found: sums.Sums) -> list[Problem]:
    """What is promised by no line: each of the first, and how many more."""
    said = [
        Problem("the line is no digest with the name of a file", Location(path, number, 1))
        for number in found.broken[:_SHOWN]
    ]
    more = len(found.broken) - _SHOWN
    if more > 0:
        place = Location(path, found.broken[_SHOWN], 1)
        said.append(Problem(f"{more} more lines are no digest with the name of a file", place))
    if not found.lines and not found.broken:
        said.append(Problem("the list is empty: it promises nothing", Location(path, 1, 1)))
    return said

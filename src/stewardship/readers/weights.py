"""Weights, and data that Git LFS keeps: files of a model or dataset that no card is.

Nothing of weights is ever read. Two sorts of files are told apart within their first kilobyte:

- a pointer of Git LFS (https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md), under the name
  of weights or of data: its ``oid`` is a hash of the artifact, kept in ``hashes`` too; a pointer
  that is cut short, or in which two sides of a merge stand, is broken;
- weights by their name alone, whatever is in them: an artifact of that ``format`` (``pickle`` for
  what is code when it is loaded). An empty file, or a short one that is text, is none.

An artifact joins the model or dataset of its folder, as an output of DVC does. What ``safetensors``
and ``gguf`` read of themselves is left to those readers.
"""

from __future__ import annotations

from stewardship.model import Fragment, Kind, Location, Problem, Value
from stewardship.pattern import pattern
from stewardship.readers import facts
from stewardship.readers._weights import LFS, OLD_LFS, artifact, is_pointer
from stewardship.vocabulary.weights import FORMATS, format_of

VERSION = 2
DATA = (
    "*.parquet", "*.arrow", "*.feather", "*.csv", "*.tsv", "*.jsonl", "*.ndjson", "*.npy", "*.npz",
    "*.h5", "*.hdf5", "*.bin", "*.pb", "*.pkl", "*.pickle", "*.msgpack", "*.tfrecord", "*.zip",
    "*.tar", "*.gz", "*.tgz", "*.bz2", "*.xz", "*.zst", "*.7z", "*.db", "*.sqlite", "*.wav",
)  # fmt: skip
NAMES = (*FORMATS, *DATA)
KIND: Kind = "artifact"
LIMIT = 1024
HEAD = 0
ORIGIN = "weights"

DESCRIBED = ("safetensors", "gguf")
_OID = pattern(r"sha256:[0-9a-f]{64}")
_LINE = pattern(r"[a-z0-9.-]+ \S.*")


def read(path: str, content: bytes, size: int | None = None) -> tuple[Fragment, ...] | None:
    """The artifact that the file is; ``content`` is the whole of a file of a kilobyte or less."""
    if is_pointer(content):
        return (_pointer(path, content),)
    form = format_of(path)
    if not form or form in DESCRIBED or (size is None and _is_text(content)):
        return None
    return (artifact(path, ORIGIN, form, {}, {}),)


def _is_text(content: bytes) -> bool:
    """Whether so short a file is text, or nothing at all: no framework writes such weights."""
    try:
        return "\0" not in content.decode()
    except UnicodeDecodeError:
        return False


def _pointer(path: str, content: bytes) -> Fragment:
    """What a pointer stands for."""
    lines = content.decode("utf-8", "replace").splitlines()
    keys: dict[str, tuple[str, int]] = {}
    for number, line in enumerate(lines, 1):
        key, _, value = line.partition(" ")
        if key in keys or not _LINE.fullmatch(line):
            return _broken(path, number, "the pointer of Git LFS holds a line that is none of it")
        keys[key] = (value, number)
    oid, at = keys.get("oid", ("", len(lines)))
    size, size_at = keys.get("size", ("", len(lines)))
    if not content.startswith((LFS, OLD_LFS)):
        return _broken(path, 1, "the pointer of Git LFS has to begin with its version")
    if not _OID.fullmatch(oid):
        return _broken(path, at, "the pointer of Git LFS has to name a SHA-256: `oid sha256:…`")
    if not size.isascii() or not size.isdigit() or len(size) > 18:
        return _broken(path, size_at, "the pointer of Git LFS has to name a size in bytes")
    place = Location(path, at, 1)
    digest = Value(oid.removeprefix("sha256:"), place, ORIGIN)
    length = Value(int(size), Location(path, size_at, 1), ORIGIN)
    whole = facts.record(place, ORIGIN, alg="sha256", content=digest, path=path, size=length)
    told = facts.record(place, ORIGIN, path=path, format=format_of(path) or "git-lfs")
    fields = {
        "hashes": facts.listing([whole], place, ORIGIN),
        "artifacts": facts.listing([told], place, ORIGIN),
    }
    if form := format_of(path):
        fields["format"] = Value(form, place, ORIGIN)
    # Weights tell what a manifest elsewhere speaks of; data of one file may be in any set.
    digests = (oid,) if form else ()
    return Fragment("artifact", path, Location(path, 1, 1), ORIGIN, fields, digests=digests)


def _broken(path: str, line: int, message: str) -> Fragment:
    problem = Problem(message, Location(path, max(line, 1), 1))
    return facts.unreadable(KIND, path, problem, ORIGIN, path)

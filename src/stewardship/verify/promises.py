"""What the manifests of a tree promise of bytes: every digest with the file that it is of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from posixpath import normpath

from stewardship.frozen import dataclass, field
from stewardship.integrity.hashing import Seen, look
from stewardship.joining.gather import Gathered
from stewardship.model import Fragment, Kind, Location, Value
from stewardship.repository.contents import Disk
from stewardship.vocabulary import digests
from stewardship.vocabulary.digests import Digest

FIELDS = ("hashes", "artifacts")
# A manifest of one of these that cannot be read may have promised something.
PROMISING: frozenset[Kind] = frozenset(
    ("model", "dataset", "service", "container", "artifact", "attestation", "deployment")
)
# What DVC keeps of a remote's own version mark: no digest of the bytes.
MARKS = ("etag", "checksum")


@dataclass(frozen=True, slots=True)
class Promise:
    """One digest that one line of a manifest states of one file, or (DVC) of one folder.

    ``size`` is in bytes and ``count`` in files, None where nobody states them. ``old`` says that
    DVC before 3.0 may have written it, which took texts without carriage returns. ``required``
    says that the file has to be here.
    """

    path: str
    digest: Digest
    place: Location
    origin: str
    size: int | None = None
    count: int | None = None
    old: bool = False
    required: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it was promised. ``kind``: ``mismatch``, ``changed``, ``link``,
    ``missing``, ``unlisted``, ``new``, ``unreadable``, ``unchecked``, ``malformed``, ``manifest``
    or ``signature``; ``message`` is a clause about the file; ``place`` is where it is promised."""

    kind: str
    path: str
    message: str
    place: Location | None = None
    alg: str = ""
    promised: str = ""
    found: str = ""


@dataclass(slots=True)
class Promised:
    """All promises of a tree; ``aside`` counts by reason what is stated and cannot be held
    against any bytes here."""

    promises: list[Promise] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    aside: Counter[str] = field(default_factory=Counter)
    named: set[str] = field(default_factory=set)


def collect(gathered: Gathered, disk: Disk) -> Promised:
    """What the files of a tree promise."""
    found = Promised()
    tracked = {path: Location(path, 1, 1) for path in gathered.asked if path.endswith(".dvc")}
    for part in gathered.fragments:
        if part.kind in PROMISING:
            for problem in part.problems:
                said = f"cannot be read: {problem.message}; what it promises is not known"
                place = problem.location or part.place
                found.faults.append(Fault("manifest", part.place.path, said, place))
        for name in FIELDS:
            value = part.fields.get(name)
            for record in value.data if value and isinstance(value.data, tuple) else ():
                _take(found, part, record)
        if part.place.path in tracked:
            tracked[part.place.path] = part.place
    found.faults += _forgotten(tracked, found.named, disk)
    return found


def _take(found: Promised, part: Fragment, record: Value) -> None:
    if not isinstance(record.data, Mapping) or "content" not in record.data:
        return
    said = {key: str(one.data) for key, one in record.data.items() if one.data is not None}
    place = record.data["content"].location
    path = said.get("path") or (part.name if part.kind == "artifact" else "")
    inside = _inside(path)
    if inside:
        found.named.add(inside)
    alg, content = said.get("alg", ""), said.get("content", "")
    if alg in MARKS:
        found.aside[f"an {alg} of a remote, which is no digest of the bytes"] += 1
    elif not path:
        found.aside["a digest that names no file"] += 1
    elif not inside:
        found.aside["a digest of something that is kept elsewhere"] += 1
    elif (digest := digests.parse(content, alg or None)) is None:
        what = f"`{content[:80]}` is not a digest{f' by {alg}' if alg else ''}"
        found.faults.append(Fault("malformed", inside, f"is promised nothing: {what}", place))
    else:
        old = part.origin == "dvc" and digest.alg == "md5" and "hash" not in said
        about = (_number(said.get("size")), _number(said.get("nfiles")), old)
        found.promises.append(Promise(inside, digest, place, part.origin, *about))


def _inside(path: str) -> str:
    """A path below the root; empty for an address and for what leads out."""
    if not path or "://" in path or path.startswith(("/", "~")) or "\0" in path:
        return ""
    plain = normpath(path)
    return "" if plain == ".." or plain.startswith("../") else plain


def _number(text: str | None) -> int | None:
    plain = text is not None and text.isascii() and text.isdigit() and len(text) < 20
    return int(text) if plain and text is not None else None


def _forgotten(tracked: Mapping[str, Location], named: set[str], disk: Disk) -> Iterator[Fault]:
    """Files that a ``.dvc`` file is named after and says nothing of: it was cut short."""
    for path, place in tracked.items():
        stem = path.removesuffix(".dvc")
        if stem not in named and isinstance(look(disk, stem), Seen):
            said = f"is promised nothing: {path} states no hash of it"
            yield Fault("unlisted", stem, said, place)


def under(path: str, wanted: Iterable[str]) -> bool:
    """Whether a path is one of these or lies below one; without any, all are."""
    tops = tuple(wanted)
    return not tops or any(
        top in ("", ".") or path == top or path.startswith(f"{top}/") for top in tops
    )

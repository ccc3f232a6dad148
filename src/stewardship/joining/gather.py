"""From the files of a tree to what they say: which reader claims what, read through the cache.

Every name that a reader may own is asked about, and the answer (also "not mine") is remembered
by content, path and reader versions. Files that are the reader's own but cannot be read (too
large, a link out of the tree, a merge conflict) become fragments with problems: never a gap.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from posixpath import dirname, join, normpath

from stewardship import beside
from stewardship.cache.brief import Brief
from stewardship.cache.codec import pack
from stewardship.cache.known import Known, Packed
from stewardship.cache.store import Cache
from stewardship.errors import GateError
from stewardship.frozen import dataclass, field
from stewardship.joining.names import Names, tells
from stewardship.model import Fragment, Kind, Location, Problem
from stewardship.readers import Label, load, plugged, signed
from stewardship.repository.contents import HEAD, Content, TooLarge, Unreadable
from stewardship.repository.git import Repository, shorten
from stewardship.repository.listings import FILE, LINK, Entry
from stewardship.repository.trees import StoredTree, Tree, content_ids
from stewardship.vocabulary import folders


@dataclass(slots=True)
class Gathered:
    """What the files of a tree say: ``parts``, and ``brief`` what was read before and says one
    thing. ``asked`` are the paths that some reader was asked about; ``left_out`` the excluded ones
    with the reasons."""

    parts: list[Fragment] = field(default_factory=list)
    brief: Brief = field(default_factory=Brief)
    asked: Collection[str] = ()
    left_out: dict[str, str] = field(default_factory=dict)

    @property
    def fragments(self) -> list[Fragment]:
        """All of it, in the order of the files."""
        return self.saying(self.asked)

    def saying(self, paths: Iterable[str]) -> list[Fragment]:
        """What these files say."""
        said: dict[str, list[Fragment]] = {}
        for one in self.parts:
            said.setdefault(one.place.path, []).append(one)
        found: list[Fragment] = []
        for path in paths:
            found += (self.brief[path],) if path in self.brief else said.get(path, ())
        return found

    def of_kinds(self, kinds: Collection[Kind]) -> list[Fragment]:
        """What they say of things of these kinds."""
        brief = self.brief.fitting(lambda form: form.kind in kinds)
        return [
            *(one for one in self.parts if one.kind in kinds),
            *map(self.brief.__getitem__, brief),
        ]

    @property
    def manifests(self) -> Collection[str]:
        """The paths of all files that say something."""
        return {*self.brief, *(one.place.path for one in self.parts)}

    @property
    def claims(self) -> dict[str, tuple[str, ...]]:
        """The claiming readers by path; none where a name fitted and no reader took it."""
        origins: dict[str, dict[str, None]] = {path: {} for path in self.asked}
        for one in self.fragments:
            origins[one.place.path][one.origin] = None
        return {path: tuple(found) for path, found in origins.items()}


def gather(
    repo: Repository,
    tree: Tree,
    names: Names,
    cache: Cache,
    excluded: Callable[[str], str | None] | None = None,
    only: Iterable[str] | None = None,
) -> Gathered:
    """Read every file of the tree (or the paths ``only``) that a reader may own."""
    entries = tree.entries()
    result = Gathered()
    wanted: dict[str, list[Label]] = {}
    for path in entries if only is None else [path for path in only if path in entries]:
        owners = names.owners(path)
        if not owners:
            continue
        reason = excluded(path) if excluded else None
        if reason is not None:
            result.left_out[path] = reason
        else:
            wanted[path] = owners
    known = Known(cache, f"{names.version}:{repo.root}", whole=only is None)
    source = _Source(repo, tree, names)
    missing = known.missing(content_ids(tree, wanted))
    _read_all(source, {path: wanted[path] for path in missing}, known)
    again: Callable[[str], bytes] = lambda path: _read_again(source, path, wanted[path])  # noqa: E731
    result.brief = known.unread(again)
    brief = result.brief.contents
    for path in wanted:
        if path not in brief:
            result.parts += known.fragments(path, again)
    result.asked = wanted.keys()
    known.keep(wanted)
    return result


@dataclass(frozen=True, slots=True)
class _Source:
    """Where files are read from, and who may own them."""

    repo: Repository
    tree: Tree
    names: Names


def _read_again(source: _Source, path: str, readers: Sequence[Label]) -> bytes:
    """The fields of a file whose heads were remembered and whose fields were forgotten."""
    for _, content in source.tree.read([path], *_needed(readers)):
        if isinstance(content, Unreadable):
            raise GateError(f"`{shorten(path)}` was read before, and cannot be read again")
    forgotten = Known(Cache(None), "", whole=False)
    _read(source, {path: readers}, forgotten)
    return pack(forgotten.fragments(path, lambda path: b""))[1]


def _read_all(source: _Source, wanted: Mapping[str, Sequence[Label]], known: Known) -> None:
    """Read what is not known; of many files, half of them in a process beside this one."""
    if plugged or not beside.possible(len(wanted)):
        _read(source, wanted, known)
        return
    paths = list(wanted)
    theirs = {path: wanted[path] for path in paths[len(paths) // 2 :]}

    def work() -> list[Packed]:
        other = Known(Cache(None), "", whole=False)
        _read(source, theirs, other)
        return other.packed()

    with beside.Beside(work) as other:
        _read(source, {path: wanted[path] for path in paths[: len(paths) // 2]}, known)
        found = other.result()
    if found is None:
        _read(source, theirs, known)
    for answer in found or ():
        known.take(*answer)


def _read(source: _Source, wanted: Mapping[str, Sequence[Label]], known: Known) -> None:
    """Read what is not known; one pass for each size limit among the readers."""
    limits: dict[tuple[int, int], list[str]] = {}
    for path, readers in wanted.items():
        limits.setdefault(_needed(readers), []).append(path)
    for (limit, head), paths in limits.items():
        for path, content in source.tree.read(paths, limit, head):
            fragments = [
                fragment
                for reader in wanted[path]
                for fragment in _ask(source, path, content, reader)
            ]
            stable = not isinstance(content, Unreadable)
            known.add(path, source.tree.content_id(path) if stable else "", fragments)


def _needed(readers: Sequence[Label]) -> tuple[int, int]:
    """How many bytes of a file these readers need: the whole of it up to so many, else a head."""
    heads = [HEAD if reader.head is None else reader.head for reader in readers]
    return max(reader.limit for reader in readers), max(heads)


def _ask(source: _Source, path: str, content: Content, reader: Label) -> Sequence[Fragment]:
    """What one reader says of one file."""
    if reader.signs and not _is_signed(path, content, reader):
        return ()
    if isinstance(content, bytes):
        if len(content) > reader.limit:
            content = TooLarge(len(content), content[: reader.head or HEAD])
        else:
            return load(reader.name).read(path, content) or ()
    if isinstance(content, TooLarge):
        if reader.head is not None:
            read: Callable[..., tuple[Fragment, ...] | None] = load(reader.name).read
            return read(path, content.head[: reader.head], content.size) or ()
        mine: Callable[[str, bytes], bool] = getattr(load(reader.name), "mine", lambda *_: True)
        if not mine(path, content.head):
            return ()
        said = f"the file has {content.size:,} bytes; a manifest may have {reader.limit:,}"
        return (_broken(reader, path, said),)
    entry = source.tree.entries()[path]
    if entry.mode == LINK and (reader.head is not None or _is_no_gap(source, entry, reader)):
        return ()
    return (_broken(reader, path, f"the file {content.reason}"),)


def _is_signed(path: str, content: Content, reader: Label) -> bool:
    """Whether a file may be a reader's that has signs: by them, or by its name."""
    if tells(path, reader):
        return True
    if isinstance(content, Unreadable):
        return False
    return signed((reader,), content if isinstance(content, bytes) else content.head)


def _broken(reader: Label, path: str, message: str) -> Fragment:
    name = folders.name_of(dirname(path))
    place = Location(path)
    problem = Problem(message, place)
    return Fragment(reader.kind, name, place, reader.name, {}, problems=(problem,))


def _is_no_gap(source: _Source, link: Entry, reader: Label) -> bool:
    """Whether a link leads to a plain file of this tree that the reader takes at its own path, or
    would not take even under the name of the link."""
    where = normpath(join(dirname(link.path), _target(source, link)))
    entry = source.tree.entries().get(where)
    if entry is None or entry.trouble or entry.mode == LINK:
        return False
    if reader in source.names.owners(where):
        return True
    return all(
        isinstance(content, bytes) and load(reader.name).read(link.path, content) is None
        for _, content in source.tree.read([where], reader.limit)
    )


def _target(source: _Source, link: Entry) -> str:
    """What a link says, unread if it cannot be: a name that no file has."""
    if not link.blob:
        try:
            return os.readlink(source.repo.root / link.path)
        except OSError:
            return "/"
    text = b"/"
    plain = {link.path: Entry(link.path, FILE, link.blob)}
    for _, content in StoredTree(source.repo, source.tree.label, plain).read([link.path], 4096):
        text = content if isinstance(content, bytes) else text
    return os.fsdecode(text)

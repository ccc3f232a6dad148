"""The three trees that can be judged: the index, the work tree, a commit.

A tree lists all its files at once, with one question to git, and reads those it is asked for,
with two more, however many they are.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from stewardship.frozen import dataclass, field
from stewardship.repository.contents import HEAD, Content, Disk, Unreadable, read_blobs
from stewardship.repository.git import Repository, ask, fields, filters_off
from stewardship.repository.listings import FILE, LINK, Entry, Listing, committed
from stewardship.repository.revisions import STAGED, commit_id, new_of, untracked


class Tree(Protocol):
    """What every tree offers. Paths are relative to the root, as ``os.fsdecode`` spells them."""

    @property
    def label(self) -> str:
        """What is judged: ``index``, ``work tree``, or the id of a commit."""

    def entries(self) -> Mapping[str, Entry]:
        """All files by path. Links and submodules are listed, and never entered."""

    def read(
        self, paths: Iterable[str], limit: int, head: int = HEAD
    ) -> Iterator[tuple[str, Content]]:
        """Each path once, in any order, with its content of at most ``limit`` bytes.

        Of a larger one, no more than the first ``head`` bytes are read. A path that is not in the
        tree is ``Unreadable``.
        """

    def content_id(self, path: str) -> str:
        """What names the content: git's blob id, else ``sha256:…`` once read; empty until then."""


@dataclass(frozen=True, slots=True)
class StoredTree:
    """A tree that is wholly in git's object store: the index or a commit."""

    repo: Repository
    label: str
    files: Mapping[str, Entry]

    def entries(self) -> Mapping[str, Entry]:
        """See ``Tree``."""
        return self.files

    def read(
        self, paths: Iterable[str], limit: int, head: int = HEAD
    ) -> Iterator[tuple[str, Content]]:
        """See ``Tree``."""
        blobs = []
        for path in dict.fromkeys(paths):
            entry = self.files.get(path)
            if entry is None or entry.trouble:
                yield path, Unreadable(entry.trouble if entry else "is not in the tree")
            else:
                blobs.append((path, entry.blob))
        yield from read_blobs(self.repo, blobs, limit, head)

    def content_id(self, path: str) -> str:
        """See ``Tree``."""
        return self.files[path].blob if path in self.files else ""


@dataclass(frozen=True, slots=True)
class WorkTree:
    """The files on disk: what is unchanged is read from git, so that its id is known unread."""

    repo: Repository
    files: Mapping[str, Entry]
    label: str = "work tree"
    _ids: dict[str, str] = field(default_factory=dict)

    def entries(self) -> Mapping[str, Entry]:
        """See ``Tree``."""
        return self.files

    def read(
        self, paths: Iterable[str], limit: int, head: int = HEAD
    ) -> Iterator[tuple[str, Content]]:
        """See ``Tree``."""
        import hashlib

        stored = []
        with Disk(self.repo.root) as disk:
            for path in dict.fromkeys(paths):
                entry = self.files.get(path)
                if entry is None or entry.trouble or entry.blob:
                    stored.append(path)
                    continue
                content = disk.read(path, limit, head)
                if isinstance(content, bytes):
                    self._ids[path] = "sha256:" + hashlib.sha256(content).hexdigest()
                yield path, content
        yield from StoredTree(self.repo, self.label, self.files).read(stored, limit, head)

    def content_id(self, path: str) -> str:
        """See ``Tree``."""
        return (self.files[path].blob if path in self.files else "") or self._ids.get(path, "")


def content_ids(tree: Tree, paths: Iterable[str]) -> dict[str, str]:
    """The content id of each path of the tree. What cannot be read has none, though git names a
    link's target."""
    files = tree.entries()
    if isinstance(files, Listing):
        blobs = files.blobs(paths)
    else:
        blobs = {path: "" if files[path].trouble else files[path].blob for path in paths}
    for path in [path for path, blob in blobs.items() if not blob]:
        blobs[path] = "" if files[path].trouble else tree.content_id(path)
    return blobs


def index(repo: Repository) -> StoredTree:
    """What the next commit would hold.

    The index is compared with the empty tree, for that can leave out files that are only intended
    to be added (``git add -N``), which ``ls-files`` shows as empty files.
    """
    return StoredTree(repo, "index", Listing(_compared(repo, STAGED), new_of))


def commit(repo: Repository, revision: str) -> StoredTree:
    """The tree of a commit; ``UserError`` for a name of no commit."""
    found = commit_id(repo, revision)
    return StoredTree(repo, found, committed(repo, found))


def work_tree(repo: Repository) -> WorkTree:
    """The files on disk: tracked ones as they are now, and untracked ones that are not ignored."""
    wanted = ("--ignore-submodules=dirty",)
    heads = _compared(repo, wanted, filters_off(repo))
    nothing = "0" * len(repo.empty_tree)
    for path in untracked(repo):
        mode = LINK if os.path.islink(repo.root / path) else FILE
        heads[path] = f":000000 {mode} {nothing} {nothing} A"
    return WorkTree(repo, Listing(heads, new_of))


def _compared(
    repo: Repository, wanted: Sequence[str], config: Sequence[str] = ()
) -> dict[str, str]:
    """What differs from the empty tree, by path: ``:000000 <mode> 0… <id> A``."""
    raw = ("diff-index", *wanted, "-z", "--raw", "--no-renames", repo.empty_tree)
    parts = fields(ask(repo, *raw, *repo.pathspec, config=config))
    heads, paths = parts[::2], parts[1::2]
    if cut := len(repo.prefix):
        paths = [path[cut:] for path in paths]
    return dict(zip(paths, heads, strict=True))

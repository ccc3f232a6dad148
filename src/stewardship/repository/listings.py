"""The files that a tree has, as git lists them: of a commit, and what an entry says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from stewardship.errors import GateError
from stewardship.repository.contents import IS_LINK
from stewardship.repository.git import Repository, ask, fields, shorten
from stewardship.repository.revisions import Change, changes_of, told_between

FILE, LINK, SUBMODULE, UNMERGED = "100644", "120000", "160000", "000000"
TROUBLE = {
    LINK: IS_LINK,
    SUBMODULE: "is a submodule",
    UNMERGED: "has an unresolved merge conflict",
}


class Entry(NamedTuple):
    """One file of a tree.

    ``mode`` is as git writes it (``100644``); ``blob`` is git's id of the content, empty for what
    only the disk has; ``trouble`` says why the file cannot be read, where that is known.
    """

    path: str
    mode: str
    blob: str
    trouble: str = ""


class Listing(Mapping[str, Entry]):
    """All files of a tree by path, as git lists them: an entry is taken apart when asked for.

    A repository has many files, and a run looks at few of them.
    """

    __slots__ = ("_apart", "_heads")

    def __init__(self, heads: Mapping[str, str], apart: Callable[[str], tuple[str, str]]) -> None:
        """``heads`` is what git says of each path; ``apart`` tells mode and id of it."""
        self._heads = heads
        self._apart = apart

    def __getitem__(self, path: str) -> Entry:
        mode, blob = self._apart(self._heads[path])
        return Entry(path, mode, blob if blob.strip("0") else "", TROUBLE.get(mode, ""))

    def blobs(self, paths: Iterable[str]) -> dict[str, str]:
        """Git's id of the content of each; empty for what only the disk has or nobody can read."""
        heads, apart = self._heads, self._apart
        found = {}
        for path in paths:
            head = heads[path]
            if head[:3] == "100":  # a plain file of a commit
                found[path] = head[7:]
                continue
            mode, blob = apart(head)
            found[path] = "" if mode in TROUBLE or not blob.strip("0") else blob
        return found

    def __contains__(self, path: object) -> bool:
        return path in self._heads

    def __iter__(self) -> Iterator[str]:
        return iter(self._heads)

    def __len__(self) -> int:
        return len(self._heads)


@lru_cache(maxsize=4)
def committed(repo: Repository, commit: str) -> Listing:
    """The files of a commit, which never change: a run asks for the same tree again and again.

    To list a commit, git has to open each of its folders. So the first is told from the index, and
    the next from the first, by what differs.
    """
    other = _LISTED.get(repo)
    try:
        heads = _like(repo, commit, *other) if other else _like_index(repo, commit)
    except GateError:  # an index that is not there, or in the middle of a merge
        heads = listed(repo, commit)
    _LISTED.clear()
    _LISTED[repo] = commit, heads
    return Listing(heads, _parts)


_LISTED: dict[Repository, tuple[str, dict[str, str]]] = {}
"""The commit that was listed last."""


def _parts(head: str) -> tuple[str, str]:
    """Mode and id, of ``100644 <id>``."""
    return head[:6], head[7:]


def listed(repo: Repository, commit: str) -> dict[str, str]:
    """All files of a commit, by path: ``100644 <id>``."""
    cut = len(repo.prefix)
    lines = fields(ask(repo, "ls-tree", "-r", "-z", commit, *repo.pathspec))
    split = [line.partition("\t") for line in lines]  # "100644 blob <id>", tab, path
    return {path[cut:]: f"{head[:6]} {head.rpartition(' ')[2]}" for head, _, path in split}


def _like_index(repo: Repository, commit: str) -> dict[str, str]:
    """The same, told from the index; ``GateError`` where that holds a conflict."""
    lines = fields(ask(repo, "ls-files", "--stage", "-z", *repo.pathspec))
    ends = 7 + len(repo.empty_tree)  # "100644 <id> 0", tab, path
    cut = ends + 3 + len(repo.prefix)
    heads = {line[cut:]: line[:ends] for line in lines}
    raw = ("diff-index", "--cached", "-R", *RAW, commit)
    return _changed(heads, changes_of(repo, ask(repo, *raw, *repo.pathspec)))


def _like(repo: Repository, commit: str, other: str, heads: Mapping[str, str]) -> dict[str, str]:
    """The same, told from the files of another commit."""
    changes: Iterable[Change] | None = told_between(repo, other, commit)
    if changes is None:
        answer = ask(repo, "diff-tree", "-r", *RAW, other, commit, *repo.pathspec)
        changes = changes_of(repo, answer)
    return _changed(heads, changes)


RAW = ("-z", "--raw", "--no-renames", "--ignore-submodules=none")


def _changed(heads: Mapping[str, str], changes: Iterable[Change]) -> dict[str, str]:
    """The files after these changes, in git's order."""
    found, added = dict(heads), False
    for one in changes:
        if one.status == "U":
            raise GateError(f"`{shorten(one.path)}` is in conflict")
        if one.status == "D":
            found.pop(one.path, None)
            continue
        if one.status == "R":
            found.pop(one.old_path, None)
        added |= one.path not in found
        found[one.path] = f"{one.new_mode} {one.new_blob}"
    return dict(sorted(found.items())) if added else found

"""What a change is held against, found with as few questions to git as that takes.

A hook changes few files, and git has told with the change itself what they were before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from stewardship.repository.git import Repository
from stewardship.repository.listings import FILE, TROUBLE, Entry, committed
from stewardship.repository.revisions import Change, default_base, head, named
from stewardship.repository.trees import StoredTree, commit


def before(repo: Repository, changes: Iterable[Change]) -> StoredTree:
    """The tree of HEAD, of which the changed files are known; the rest is listed when needed."""
    known: dict[str, Entry | None] = {}
    for one in changes:
        if one.status == "U":  # git then tells nothing of what was before
            continue
        known.setdefault(one.path, None)
        old = one.old_path or one.path
        if one.old_mode.strip("0"):
            known[old] = Entry(old, one.old_mode, one.old_blob, TROUBLE.get(one.old_mode, ""))
    return StoredTree(repo, "HEAD", _Before(known, repo))


def default(repo: Repository, path: str) -> StoredTree:
    """One file of what everybody agreed on last: the remote's default branch, else HEAD.

    A tree without that file where it is not there, or where there is no commit yet.
    """
    where = f"{repo.prefix}{path}"
    branch = "refs/remotes/origin/HEAD"
    if "\n" in where:  # which git's line of names cannot hold
        found = default_base(repo)
        return commit(repo, found) if found else StoredTree(repo, "HEAD", {})
    names = (f"{branch}^{{commit}}", f"{branch}:{where}", f"HEAD:{where}")
    remote, there, here = named(repo, names)
    kind, blob = (there if remote else here) or ("", "")
    return StoredTree(repo, "HEAD", {path: Entry(path, FILE, blob)} if kind == "blob" else {})


class _Before(Mapping[str, Entry]):
    """The files of HEAD; ``known`` holds some of them, and None for what it surely lacks."""

    __slots__ = ("_known", "_repo")

    def __init__(self, known: Mapping[str, Entry | None], repo: Repository) -> None:
        self._known = known
        self._repo = repo

    def _all(self) -> Mapping[str, Entry]:
        found = head(self._repo)
        return committed(self._repo, found) if found else {}

    def __getitem__(self, path: str) -> Entry:
        entry = self._known[path] if path in self._known else self._all().get(path)
        if entry is None:
            raise KeyError(path)
        return entry

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

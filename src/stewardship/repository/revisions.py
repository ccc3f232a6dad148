"""Commits by name, and what changed between two states of the tree."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Literal, cast, get_args

from stewardship.errors import GateError, UserError
from stewardship.frozen import dataclass, field, replace
from stewardship.repository.git import Repository, ask, fields, filters_off, run, shorten

HEX = frozenset("0123456789abcdef")
RENAMES = ("-M", "-l400")
"""Find renames, alike on every machine: the limit of files compared is otherwise a setting."""

STAGED = ("--cached", "--ignore-submodules=none", "--ita-invisible-in-index")
"""Look at the index, and not at what is only intended to be added (``git add -N``)."""

Kind = Literal["A", "M", "D", "R", "C", "T", "U"]


@dataclass(frozen=True, slots=True)
class Change:
    """One changed path, relative to the root.

    ``status`` is git's letter: added, modified, deleted, renamed, copied, type changed (a file
    became a link), unmerged. ``old_path`` is where a renamed or copied file was, else empty.
    A file that came from, or went, outside of the root counts as added or deleted. ``old_mode``
    and ``old_blob`` are what git had before, zeros and empty where it had nothing; ``new_mode`` and
    ``new_blob`` what it has now, zeros where only the disk knows.
    """

    status: Kind
    path: str
    old_path: str = ""
    old_mode: str = field(default="", compare=False, repr=False)
    old_blob: str = field(default="", compare=False, repr=False)
    new_blob: str = field(default="", compare=False, repr=False)
    new_mode: str = field(default="", compare=False, repr=False)


def changes_staged(repo: Repository) -> tuple[Change, ...]:
    """What the next commit would change: from HEAD (or nothing, before the first) to the index."""
    return _from_head(repo, "diff-index", *STAGED, *RENAMES)


def changes_between(repo: Repository, base: str, head: str) -> tuple[Change, ...]:
    """What changed from one commit to another; ``UserError`` for a name of no commit."""
    wanted = ("diff-tree", "-r", "-z", "--raw", "--ignore-submodules=none", *RENAMES)
    ids = (commit_id(repo, base), commit_id(repo, head))
    changes = tuple(changes_of(repo, ask(repo, *wanted, *ids, *repo.pathspec)))
    _TOLD.clear()
    _TOLD[repo, *ids] = changes
    return changes


_TOLD: dict[tuple[Repository, str, str], tuple[Change, ...]] = {}


def told_between(repo: Repository, base: str, head: str) -> tuple[Change, ...] | None:
    """The changes between two commits, where those of no others were asked for since."""
    return _TOLD.get((repo, base, head))


def changes_worktree(repo: Repository) -> tuple[Change, ...]:
    """What differs from HEAD on disk: staged or not, and untracked files that are not ignored.

    A file that was touched but not changed may be among the modified: git compares its times
    only, until the index is refreshed.
    """
    wanted = ("diff-index", "--ignore-submodules=dirty", *RENAMES)
    changes = {c.path: c for c in _from_head(repo, *wanted, config=filters_off(repo))}
    for path in untracked(repo):
        gone = changes.get(path)  # out of the index, yet still on disk
        changes[path] = replace(gone, status="M") if gone else Change("A", path)
    return tuple(changes.values())


def renames_since(repo: Repository, path: str, tree: str) -> dict[str, str]:
    """Old paths to new ones, from the commit that last touched ``path`` to a tree.

    ``tree`` is ``index``, ``work tree`` or the name of a commit. Empty where no commit touched
    the file: what is not committed yet knows no older names.
    """
    last = ask(repo, "rev-list", "-1", "HEAD", "--", f"{repo.prefix}{path}").decode().strip()
    if not last:
        return {}
    comparison: tuple[str, ...]
    if tree == "index":
        comparison = ("diff-index", *STAGED)
    elif tree == "work tree":
        comparison = ("diff-index", "--ignore-submodules=dirty")
    else:
        comparison = ("diff-tree", "-r")
    ends = (last,) if tree in ("index", "work tree") else (last, commit_id(repo, tree))
    wanted = (*comparison, *RENAMES, "-z", "--raw", *ends)
    config = filters_off(repo) if tree == "work tree" else ()
    answer = ask(repo, *wanted, *repo.pathspec, config=config)
    return {one.old_path: one.path for one in changes_of(repo, answer) if one.status == "R"}


def untracked(repo: Repository) -> list[str]:
    """Files that git does not know and is not told to ignore; nested repositories left out."""
    wanted = ("ls-files", "-z", "--others", "--exclude-standard")
    names = fields(ask(repo, *wanted, *repo.pathspec))
    return [name[len(repo.prefix) :] for name in names if not name.endswith("/")]


def _from_head(repo: Repository, *wanted: str, config: tuple[str, ...] = ()) -> tuple[Change, ...]:
    command = (*wanted, "-z", "--raw")
    try:
        answer = ask(repo, *command, "HEAD", *repo.pathspec, config=config)
    except GateError:  # seldom, so that the usual case is one question
        if run(repo.top, ("rev-parse", "--verify", "--quiet", "HEAD")).returncode == 0:
            raise
        answer = ask(repo, *command, repo.empty_tree, *repo.pathspec, config=config)
    return tuple(changes_of(repo, answer))


def changes_of(repo: Repository, answer: bytes) -> Iterator[Change]:
    """The records of ``--raw -z``: modes, ids and a letter (with a score), one path or two."""
    cut = len(repo.prefix)
    parts = iter(fields(answer))
    for head in parts:
        path = next(parts)[cut:]
        mode, blob = new_of(head)
        sides = (*_old_of(head), blob, mode)
        status = head.rpartition(" ")[2][0]
        letter = cast(Kind, status if status in get_args(Kind) else "M")
        if letter in "RC":
            yield Change(letter, next(parts)[cut:], path, *sides)
        else:
            yield Change(letter, path, "", *sides)


def _old_of(head: str) -> tuple[str, str]:
    """Mode and id before, of ``:<old mode> <new mode> <old id> <new id> <letter>``."""
    parts = head[1:].split(" ")
    return parts[0], parts[2]


def new_of(head: str) -> tuple[str, str]:
    """Mode and id after; an id of zeros is that of what only the disk has."""
    end = head.rfind(" ")
    return head[8:14], head[head.rfind(" ", 0, end) + 1 : end]


def resolve(repo: Repository, revision: str) -> str | None:
    """The id of the commit that a revision names; None where it names none."""
    if not revision or revision.startswith("-") or not revision.isprintable():
        raise UserError(
            f"`{shorten(revision)}` is not a revision", hint="name a branch, a tag or a commit"
        )
    if (repo, revision) in _IDS:
        return revision
    wanted = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    done = run(repo.top, wanted)
    found = os.fsdecode(done.stdout).strip() if done.returncode == 0 else ""
    if found:
        _IDS.add((repo, found))
    return found or None


_IDS: set[tuple[Repository, str]] = set()
"""What git has answered: a commit's own id, asked about again, means itself."""


def commit_id(repo: Repository, revision: str) -> str:
    """The id of the commit that a revision names; ``UserError`` where it names none."""
    if found := resolve(repo, revision):
        return found
    raise UserError(
        f"the revision `{shorten(revision)}` is not in this repository",
        hint="fetch it (in CI: check out with the full history), or name another",
    )


def head(repo: Repository) -> str | None:
    """The id of the current commit; None where there is no commit yet."""
    return resolve(repo, "HEAD")


def named(repo: Repository, names: Sequence[str]) -> list[tuple[str, str] | None]:
    """Kind and id of the object that each name means (``HEAD:path`` is a blob), None for none;
    one question. No name may hold a line end."""
    data = "".join(f"{name}\n" for name in names).encode("utf-8", "surrogateescape")
    answer = ask(repo, "cat-file", "--batch-check=%(objecttype) %(objectname)", data=data)
    found = (line.split(" ") for line in answer.decode("utf-8", "replace").splitlines())
    kinds = ("blob", "commit", "tag", "tree")
    return [(one[0], one[1]) if len(one) == 2 and one[0] in kinds else None for one in found]


def default_base(repo: Repository) -> str | None:
    """What a change is measured against when nobody says: the remote's default branch, else HEAD.

    None where there is no commit yet.
    """
    return resolve(repo, "refs/remotes/origin/HEAD") or head(repo)


def is_shallow(repo: Repository) -> bool:
    """Whether history was cut off when this was cloned, so that older commits are not known."""
    return ask(repo, "rev-parse", "--is-shallow-repository").strip() == b"true"


def has_commits(repo: Repository, names: Collection[str]) -> Mapping[str, bool | None]:
    """Whether the repository holds commits of these ids, whole or abbreviated; one question.

    None where that cannot be told: history is shallow and the commit was not found. Anything but
    lower-case hex, and an ambiguous abbreviation, is no commit.
    """
    wanted = {name: None for name in names if name and HEX.issuperset(name)}
    if not wanted:
        return dict.fromkeys(names, False)
    data = "".join(f"{name}^{{commit}}\n" for name in wanted).encode()
    answer = ask(repo, "cat-file", "--batch-check=%(objectname) %(objecttype)", data=data)
    held = {
        name
        for name, line in zip(wanted, answer.decode().splitlines(), strict=True)
        # A branch may be named like an abbreviated id; what it points at begins otherwise.
        if line.startswith(name) and line.endswith(" commit")
    }
    lost = None if len(held) < len(wanted) and is_shallow(repo) else False
    return {name: name in held or (lost if name in wanted else False) for name in names}


def has_commit(repo: Repository, name: str) -> bool | None:
    """Whether the repository holds a commit of this id: ``has_commits`` for one."""
    return has_commits(repo, [name])[name]

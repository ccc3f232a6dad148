"""Read and join one tree under one organization's decisions: all that precedes judging."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from stewardship import organization, revisions, scope, trees, waivers
from stewardship.cache import Cache
from stewardship.errors import UserError
from stewardship.gather import Gathered, Names, gather
from stewardship.git import Repository
from stewardship.join import join
from stewardship.model import Fragment
from stewardship.organization import Organization
from stewardship.ownership import Ownership, build
from stewardship.policy.load import Memory
from stewardship.trees import Tree
from stewardship.universe import Universe
from stewardship.vocabulary.durations import date_of


def today() -> datetime:
    """The time of the run; STEWARDSHIP_NOW (ISO 8601) sets it, for demonstrations and tests.

    The environment of a process is as trusted as its command line; nothing in a tree sets it.
    """
    stated = os.environ.get("STEWARDSHIP_NOW")
    if not stated:
        return datetime.now(UTC)
    found = date_of(stated)
    if found is None:
        raise UserError(f"STEWARDSHIP_NOW is no date: `{stated[:40]}`", None, "such as 2026-11-23")
    return found


@dataclass(frozen=True, slots=True)
class Request:
    """What to judge, by what.

    ``staged`` judges the index and what it changes; ``base`` (a commit) judges ``head`` (a
    commit, else the work tree) and what changed since, by the policies of ``trusted`` (the base
    itself unless stated); with neither, everything in the work tree is judged.
    """

    start: Path
    root: Path | None = None
    staged: bool = False
    base: str = ""
    head: str = ""
    trusted: str = ""
    paths: tuple[str, ...] = ()
    policies: tuple[Path, ...] = ()
    only: tuple[str, ...] = ()
    environment: Path | None = None
    now: datetime = field(default_factory=today)


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything a run knows before it judges: for ``check``, and for commands that only show."""

    repo: Repository
    tree: Tree
    gathered: Gathered
    universe: Universe
    ownership: Ownership
    organization: Organization
    cache: Cache


def look(request: Request, repo: Repository, names: Names) -> Picture:
    """Read and join the tree; load what the organization decided."""
    tree = _tree(repo, request)
    trusted = trees.commit(repo, request.trusted or request.base) if request.base else tree
    cache = Cache.open(repo.top)
    memory = Memory(
        lambda key: cache.get_many([key]).get(key), lambda key, value: cache.put_many({key: value})
    )
    decided = organization.load(
        organization.steward_files(trusted),
        organization.steward_files(tree),
        memory,
        request.policies,
        request.only,
        _granted(repo, request),
        _label(trusted),
    )
    gathered = gather(repo, tree, names, cache, decided.excluded)
    fragments = [*gathered.fragments, *_environment(request)]
    ownership = build(_map(fragments if trusted is tree else _mapped(repo, trusted, names, cache)))
    universe = ownership.assign(join(fragments, decided.config.together))
    return Picture(repo, tree, gathered, universe, ownership, decided, cache)


def _tree(repo: Repository, request: Request) -> Tree:
    if request.staged:
        return trees.index(repo)
    return trees.commit(repo, request.head) if request.head else trees.work_tree(repo)


def _granted(repo: Repository, request: Request) -> bytes | None:
    """The waivers that somebody has already merged: those of the base, else of the default
    branch, else of the last commit. What only the tree in hand has is proposed."""
    revision = request.trusted or request.base or revisions.default_base(repo)
    if not revision:
        return None
    path = waivers.PATH
    for _, content in trees.commit(repo, revision).read([path], organization.LIMIT):
        return content if isinstance(content, bytes) else None
    return None


def _label(trusted: Tree) -> str:
    label = trusted.label
    return f"of the {label}" if label in ("index", "work tree") else f"of {label[:10]}"


def _environment(request: Request) -> Iterable[Fragment]:
    if request.environment is None:
        return ()
    from stewardship.environment import read_environment

    return read_environment(request.environment)


MAP = ("steward", "ownership-entry")


def _map(fragments: Iterable[Fragment]) -> list[Fragment]:
    return [fragment for fragment in fragments if fragment.kind in MAP]


def _mapped(repo: Repository, tree: Tree, names: Names, cache: Cache) -> list[Fragment]:
    """The ownership map of the base, which a change cannot edit for itself."""
    paths = [path for path in tree.entries() if scope.governs(path)]
    return gather(repo, tree, names, cache, only=paths).fragments

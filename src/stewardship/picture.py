"""Read and join one tree under one organization's decisions: all that precedes judging."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from stewardship import governing, incoming, readers, scope
from stewardship.cache.store import Cache
from stewardship.decisions import waivers
from stewardship.errors import UserError
from stewardship.frozen import dataclass, field
from stewardship.joining.gather import Gathered, gather
from stewardship.joining.join import join
from stewardship.joining.names import Names
from stewardship.joining.universe import Universe
from stewardship.model import Fragment, Kind
from stewardship.organization import charter, floor_files
from stewardship.organization import files as organization
from stewardship.organization.files import Organization
from stewardship.ownership import Ownership, assign, build, described
from stewardship.repository import bases, trees
from stewardship.repository.git import Repository
from stewardship.repository.trees import Tree
from stewardship.vocabulary.durations import date_of

T = TypeVar("T")


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
    itself unless stated), or by its ``own``; with no base everything is judged, in ``head`` or the
    work tree, by what is ``trusted`` or by its own.
    Waivers are granted by what is trusted even then: nobody grants his own. What the files
    ``without`` say is left out. ``org_policy`` is a folder with a floor below which no decision of
    the repository goes.
    """

    start: Path
    root: Path | None = None
    staged: bool = False
    base: str = ""
    head: str = ""
    trusted: str = ""
    own: bool = False
    paths: tuple[str, ...] = ()
    policies: tuple[Path, ...] = ()
    only: tuple[str, ...] = ()
    environment: Path | None = None
    without: tuple[str, ...] = ()
    now: datetime = field(default_factory=today)
    org_policy: Path | None = field(default_factory=floor_files.named)


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything a run knows before it judges: for ``check``, and for commands that only show.

    ``trusted`` is the tree whose policies govern: the one that is judged, or that of its base.
    ``universe`` holds what the map that governs (``ownership``) says of each resource, ``joined``
    the same resources without it; ``own`` is the map of the tree itself. ``names`` are those of
    all readers, the plugins' among them.
    """

    repo: Repository
    tree: Tree
    trusted: Tree
    gathered: Gathered
    universe: Universe
    joined: Universe
    ownership: Ownership
    own: Ownership
    organization: Organization
    cache: Cache
    names: Names


def opened(repo: Repository) -> tuple[Cache, Names]:
    """The user's cache, and the names that our readers own, which it may know."""
    cache = Cache.open(repo.top)
    return cache, Names(readers.labels(cache.memory()))


def look(request: Request, repo: Repository, cache: Cache, names: Names) -> Picture:
    """Read and join the tree; load what the organization decided."""
    tree = _tree(repo, request)
    trusted = tree
    if (request.base or request.trusted) and not request.own:
        trusted = trees.commit(repo, request.trusted or request.base)
    granted = _granted(repo, request)
    asked = governing.Asked(
        request.policies, request.only, granted, request.org_policy, request.now
    )
    decided = governing.decided(repo, tree, trusted, cache.memory(), asked)
    if readers.plugged:
        names = Names((*names.labels, *map(readers.label_of, readers.plugged.values())))
    gathered = gather(repo, tree, names, cache, decided.excluded)
    said = (one for one in gathered.parts if one.place.path not in request.without)
    brief = gathered.brief.without(request.without)
    fragments = [*said, *_environment(request)]
    fragments += _incoming(request, repo, tree, trusted, decided, cache)
    own = build(one for one in gathered.of_kinds(MAP) if one.place.path not in request.without)
    ownership = own if trusted is tree else build(_map(_mapped(repo, trusted, names, cache)))
    joined = described.tell(join(fragments, decided.config.together, brief))
    universe = charter.tell(decided.charter, assign(ownership, joined, own, tree.entries))
    return Picture(
        repo, tree, trusted, gathered, universe, joined, ownership, own, decided, cache, names
    )


def _incoming(
    request: Request,
    repo: Repository,
    tree: Tree,
    trusted: Tree,
    decided: Organization,
    cache: Cache,
) -> Iterable[Fragment]:
    """What came from outside, where a pack asks for it."""
    params = next((o.policy.params for o in decided.policies if o.policy.name == incoming.PACK), {})
    if "incoming" not in params or not params["incoming"].value:
        return ()
    from stewardship.incoming import delivery  # late: few repositories take anything in

    return delivery.resources(repo, tree, trusted, cache, params, request.now)


def _tree(repo: Repository, request: Request) -> Tree:
    if request.staged:
        return trees.index(repo)
    return trees.commit(repo, request.head) if request.head else trees.work_tree(repo)


def _granted(repo: Repository, request: Request) -> bytes | None:
    """The waivers that somebody has already merged: those of the base, else of the default
    branch, else of the last commit. What only the tree in hand has is proposed."""
    revision = request.trusted or request.base
    tree = trees.commit(repo, revision) if revision else bases.default(repo, waivers.PATH)
    for _, content in tree.read([waivers.PATH], organization.LIMIT):
        return content if isinstance(content, bytes) else None
    return None


def _environment(request: Request) -> Iterable[Fragment]:
    if request.environment is None:
        return ()
    from stewardship.environment import read_environment

    return read_environment(request.environment)


MAP: Collection[Kind] = ("steward", "ownership-entry")


def _map(fragments: Iterable[Fragment]) -> list[Fragment]:
    return [fragment for fragment in fragments if fragment.kind in MAP]


def _mapped(repo: Repository, tree: Tree, names: Names, cache: Cache) -> list[Fragment]:
    """The ownership map of the base, which a change cannot edit for itself."""
    paths = [path for path in tree.entries() if scope.governs(path)]
    return gather(repo, tree, names, cache, only=paths).fragments

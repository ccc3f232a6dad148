"""What stands around the resources of one run, and where rules are known to say nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from stewardship import scope
from stewardship.cache.quiet import FEW, Quiet, digest
from stewardship.context import Lazily, Surroundings, folders_of
from stewardship.decisions import baseline
from stewardship.picture import Picture, Request
from stewardship.repository import revisions
from stewardship.repository.commits import Commits
from stewardship.repository.trees import Tree

TEXT = 1024 * 1024
"""How many bytes a file may have whose digest a check asks for: the text of a license has fewer."""


def surroundings(
    request: Request, picture: Picture, judged: scope.Scope, commits: Commits
) -> Surroundings:
    """What a check may ask: the tree, the map, the history, and the base of a change."""
    files = frozenset(picture.tree.entries())
    provided = files if picture.trusted is picture.tree else frozenset(picture.trusted.entries())
    if request.environment:
        provided |= {".steward/licenses.lock"}
    return Surroundings(
        picture.universe,
        picture.ownership,
        request.now,
        files,
        folders_of(files),
        commits.hold,
        judged.before,
        Lazily(lambda: _renames(picture) | judged.renames),
        provided,
        request.staged,
        _digests(picture.tree),
    )


def _digests(tree: Tree) -> Callable[[str], str | None]:
    """The SHA-256 of files of a tree, each read once and only when asked for."""

    @cache
    def of(path: str) -> str | None:
        import hashlib  # late: few rules ask

        for _, content in tree.read([path], TEXT, 0):
            if isinstance(content, bytes):
                return hashlib.sha256(content).hexdigest()
        return None

    return of


def quiet_of(picture: Picture, judged: scope.Scope, around: Surroundings) -> Quiet | None:
    """What is known of where rules have nothing to say, where that saves more than it costs."""
    if len(judged.resources) <= FEW:
        return None
    decided = picture.organization
    policies = [one.policy for one in decided.policies]
    trees = (picture.tree, picture.trusted)
    rules = digest(picture.names.version, policies, decided.compiled, around, trees)
    return Quiet(picture.cache, str(picture.repo.root), rules) if rules else None


def _renames(picture: Picture) -> dict[str, str]:
    """What was renamed since the baseline was written: it knows findings by their old paths."""
    if not len(picture.organization.baseline):
        return {}
    return revisions.renames_since(picture.repo, baseline.PATH, picture.tree.label)

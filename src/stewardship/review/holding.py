"""Whether an approval of an earlier commit still speaks of what is at the head.

A push undoes the approvals of what it touches, and of nothing else: what changed from the approved
commit to the head is looked at as the change itself was. Where that cannot be told, because the
commit is not in this repository or something that governs changed, the approval has lapsed.
"""

from __future__ import annotations

from stewardship.errors import UserError
from stewardship.frozen import dataclass, replace
from stewardship.model.review import Need
from stewardship.organization import files as organization
from stewardship.ownership.coverage import HELD
from stewardship.repository import git, revisions
from stewardship.review.plan import review
from stewardship.review.stirred import stirred
from stewardship.run import Request


@dataclass(frozen=True, slots=True)
class Pushed:
    """What later commits touched: resources by their keys, and those in whose findings they may
    have a part."""

    touched: frozenset[str]
    reached: frozenset[str]


class Holding:
    """Answers for one change; each approved commit is looked at once."""

    __slots__ = ("_head", "_known", "_request")

    def __init__(self, request: Request, head: str) -> None:
        """``head`` is the id of the commit that is to be approved."""
        self._request = request
        self._head = head
        self._known: dict[str, Pushed | None] = {}

    def __call__(self, need: Need, commit: str) -> bool:
        """Whether an approval of a commit counts for a need."""
        if not commit or commit == self._head:
            return bool(commit)
        if commit not in self._known:
            self._known[commit] = self._since(commit)
        since = self._known[commit]
        kind = need.resource.partition("|")[0]
        if since is None or kind not in HELD:
            return False
        if need.resource in since.touched:
            return False
        return not need.rule or need.resource not in since.reached

    def _since(self, commit: str) -> Pushed | None:
        """What changed from a commit to the head; None where nothing may be built on that."""
        asked = self._request
        repo = git.find(asked.start, asked.root)
        try:
            if revisions.resolve(repo, commit) is None or not revisions.resolve(repo, self._head):
                return None
            paths = _paths(revisions.changes_between(repo, commit, self._head))
            if any(organization.decides(path) for path in paths):
                return None
            later = replace(asked, base=commit, head=self._head)
            found = review(replace(later, trusted=asked.trusted or asked.base))
        except UserError:
            return None
        touched = frozenset(one.resource.key for one in found.plan.touched)
        picture = found.judged.picture
        if picture is None:
            return None
        universe = picture.universe
        reached = stirred(universe, found.plan.touched, paths)
        named = {one.key for one in universe.all() if reached is None or paths & set(one.paths)}
        return Pushed(touched, frozenset(named.union(reached or ())))


def _paths(changes: tuple[revisions.Change, ...]) -> frozenset[str]:
    return frozenset(path for one in changes for path in (one.path, one.old_path) if path)

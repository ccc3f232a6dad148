"""Who wrote a part of a change, as far as that can be told: they approve none of it.

Whoever opens a pull request is its author on the forge; who wrote its commits may be somebody
else, where a bot or a colleague opened it. Commits name people by address, authors and co-authors:
the forge's own ``…@users.noreply.…`` holds the handle, any other address is one that the map that
governs gives as somebody's contact.
"""

from __future__ import annotations

from collections.abc import Iterator

from stewardship import authors
from stewardship.ownership import Ownership
from stewardship.pattern import pattern
from stewardship.repository import git
from stewardship.review.standing import folded
from stewardship.run import Request

NOREPLY = pattern(r"(?i)(?:[0-9]+\+)?([a-z0-9][a-z0-9_-]*)@users\.noreply\.[a-z0-9.-]+")


def writers(request: Request, head: str, ownership: Ownership) -> frozenset[str]:
    """The folded handles of those who wrote commits of a change up to ``head``, a commit.

    A merge counts only for what neither side had, so that bringing a branch up to date writes
    nothing. ``UserError`` where the commits cannot be listed.
    """
    repo = git.find(request.start, request.root)
    told = authors.commits(repo, request.base, request.trusted, request.head or head)
    mails = {mail for those, paths in told if paths for mail in those}
    return frozenset(folded(one) for mail in mails for one in _handles(mail, ownership))


def _handles(mail: str, ownership: Ownership) -> Iterator[str]:
    if own := NOREPLY.fullmatch(mail):
        yield own[1]
    entry = ownership.entry(mail) if "@" in mail else None
    if entry is not None and "/" not in entry.name:
        yield entry.name

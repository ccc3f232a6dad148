"""Which findings a change has a part in: only those ask somebody because of it.

A resource that is judged because a word of its card changed has the findings that it had before. To
ask counsel about them again with every typo would teach everybody not to look.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from stewardship import scope
from stewardship.joining.universe import Universe
from stewardship.model.review import Touched
from stewardship.ownership.coverage import HELD


def stirred(
    universe: Universe, touched: Iterable[Touched], paths: Collection[str]
) -> Collection[str] | None:
    """The keys of all resources of which a change of these paths may be the reason for a finding.

    Those are what it ``touched`` (a governed value, a byte), what it touches of kinds that have no
    steward, those whose license has its text there, and whatever links to any of them. None for all
    there are, where something is gone that others rest on.
    """
    found = list(touched)
    if any(one.fate == "removed" for one in found):
        return None
    keys = [one.resource.key for one in found]
    keys += [o.key for path in paths for o in universe.speaking_from(path) if o.kind not in HELD]
    keys += scope.licensed_by(universe, paths)
    return frozenset(universe.reaching(keys))

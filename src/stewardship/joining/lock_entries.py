"""Which entries of the license lock speak of anything: the lock adds to packages, it makes none.

An entry that no other file speaks of is kept only where a used package brought it in (``via``)
and no lockfile was there to list it: what a bare ``requirements.txt`` asks for has requirements
of its own, and they are used as well. All other lone entries are stale.
"""

from __future__ import annotations

from collections.abc import Sequence

from stewardship.model import Fragment

ORIGIN = "licenses-lock"
# The readers of lockfiles that list everything, also what is only required by something else.
COMPLETE = frozenset(("uv-lock", "poetry-lock", "pylock", "cyclonedx"))

Group = Sequence[Fragment]


def used(groups: Sequence[Group]) -> list[Group]:
    """The groups without the stale entries of the license lock."""
    of_lock = [group for group in groups if group[0].origin == ORIGIN]
    lone = {id(group) for group in of_lock if all(map(_is_entry, group))}
    if not lone:
        return list(groups)
    held = {identity: group for group in groups for part in group for identity in part.ids}
    reached = {id(group) for group in groups if id(group) not in lone and _is_open(group)}
    waiting = [group for group in groups if id(group) in lone]
    while True:
        found = [group for group in waiting if _brought_in(group, held, reached)]
        if not found:
            break
        reached.update(map(id, found))
        waiting = [group for group in waiting if id(group) not in reached]
    stale = set(map(id, waiting))
    return [group for group in groups if id(group) not in stale]


def _is_entry(part: Fragment) -> bool:
    return part.origin == ORIGIN and not part.problems


def _is_open(group: Group) -> bool:
    """Whether the lock speaks of it and no lockfile does, so that its requirements are untold."""
    origins = {part.origin for part in group}
    return ORIGIN in origins and not origins & COMPLETE


def _brought_in(group: Group, held: dict[str, Group], reached: set[int]) -> bool:
    targets = (ref for part in group for field, ref, _ in part.refs if field == "via")
    return any(target in held and id(held[target]) in reached for target in targets)

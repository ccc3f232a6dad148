"""What a change takes from somebody's care: what lost its steward, or came without one.

Only where a share of ``coverage`` is less than it was: what one change takes away and gives back
elsewhere is no loss. Each is told at the line of the map or of CODEOWNERS that took it away, else
at the file that came without. Pure; the base is looked at only where something is held by nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from posixpath import dirname

from stewardship import scope
from stewardship.frozen import dataclass
from stewardship.joining.universe import Universe
from stewardship.model import Location, Resource, Value
from stewardship.ownership.coverage import HELD, Share, coverage, fallen
from stewardship.ownership.map import Ownership, place_of

ORIGIN = "ownership"
SHOWN = 3
"""How many files of a group are named."""
LONGEST = 4_000
"""Lines of a file that are compared to find where one of them went."""


@dataclass(frozen=True, slots=True)
class Side:
    """One tree by its own map. ``lines`` are those of a file, none for one that is not there."""

    ownership: Ownership
    universe: Universe
    files: Collection[str]
    lines: Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing, or some files of its folder, that somebody held or that came without."""

    resource: Resource
    text: str
    place: Location

    @property
    def value(self) -> Value:
        """The loss as an item of a field."""
        return Value(self.text, self.place, ORIGIN)


def losses(
    before: Callable[[], Side],
    after: Side,
    judged: Iterable[Resource],
    came: Iterable[str],
    renames: Mapping[str, str],
) -> list[Loss]:
    """What is held by nobody now, was held before or is new, where less is held than before.

    ``judged`` are the resources that the change may concern, ``came`` the files that may have lost
    their owner by it; ``renames`` are old paths to new ones.
    """
    bare = [one for one in judged if one.kind in HELD and not one.removed and _bare(after, one)]
    came = tuple(came)
    folders = _folders(after) if came else {}
    unowned = [path for path in came if _nearest(path, folders) and not _owners(after, path)]
    if not bare and not unowned:
        return []
    base = before()
    shares = [coverage(side.ownership, side.universe, side.files) for side in (base, after)]
    less = {now.name: (was, now) for was, now in fallen(*shares)}
    finder = _Finder(base, after, renames)
    found = [finder.resource(one, *less[f"{one.kind}s"]) for one in bare if f"{one.kind}s" in less]
    if "files" in less:
        found += finder.files(unowned, folders, *less["files"])
    return [one for one in found if one is not None]


def _bare(side: Side, one: Resource) -> bool:
    return side.ownership.steward_of(one).state != "present"


def _owners(side: Side, path: str) -> tuple[str, ...]:
    return side.ownership.owners(path)


def _folders(side: Side) -> dict[str, Resource]:
    """The governed folders, each with the first resource that is declared in it."""
    found: dict[str, Resource] = {}
    for one in sorted(side.universe.all(), key=lambda one: one.key):
        if one.kind in HELD and (folder := dirname(place_of(one))):
            found.setdefault(folder, one)
    return found


def _nearest(path: str, folders: Mapping[str, Resource]) -> Resource | None:
    while "/" in path:
        path = path.rpartition("/")[0]
        if path in folders:
            return folders[path]
    return None


class _Finder:
    """Tells what two trees have of one thing."""

    def __init__(self, base: Side, head: Side, renames: Mapping[str, str]) -> None:
        self._base, self._head = base, head
        self._former = {new: old for old, new in renames.items()}
        self._folders = _folders(base)
        self._before = {
            now.key: one
            for one in base.universe.all()
            if one.kind in HELD
            and (now := scope.kept(one, base.universe, head.universe, renames)) is not None
        }

    def resource(self, one: Resource, was: Share, now: Share) -> Loss | None:
        """The loss of one resource that nobody answers for; None where nobody did before."""
        old = self._before.get(one.key)
        if old is None:
            return Loss(one, f"it came without a steward; {_counted(was, now)}", one.place)
        had = self._base.ownership.steward_of(old)
        if had.state != "present":
            return None
        said = self._head.ownership.steward_of(one)
        place = said.location if said.state != "absent" else None
        place = place or self._taken(place_of(one), had.location)
        text = f"it lost its steward `{had.data}` ({_at(had.location)}); {_counted(was, now)}"
        return Loss(one, text, place or one.place)

    def files(
        self, paths: Iterable[str], folders: Mapping[str, Resource], was: Share, now: Share
    ) -> Iterator[Loss]:
        """The losses among files without owners, those of one folder and one reason together."""
        groups: dict[tuple[str, str, Location | None], list[str]] = {}
        for path in sorted(paths):
            resource = _nearest(path, folders)
            reason = self._reason(path)
            if resource is not None and reason is not None:
                groups.setdefault((dirname(place_of(resource)), *reason), []).append(path)
        for (folder, lost, place), those in groups.items():
            names = ", ".join(f"`{path}`" for path in those[:SHOWN])
            more = f" and {len(those) - SHOWN} more" if len(those) > SHOWN else ""
            files = "1 file" if len(those) == 1 else f"{len(those)} files"
            text = f"{files} of its folder {lost}: {names}{more}; {_counted(was, now)}"
            yield Loss(folders[folder], text, place or Location(those[0]))

    def _reason(self, path: str) -> tuple[str, Location | None] | None:
        """Why a file has no owner, and where that is written; None where it had none before."""
        old = self._former.get(path, path)
        owners = self._base.ownership.owners(old) if old in self._base.files else ()
        if not owners:
            new = old not in self._base.files or not _nearest(old, self._folders)
            return ("came without an owner", None) if new else None
        claim = max(self._base.ownership.claims(old), key=lambda one: (bool(one.owners), one.line))
        place = Location(self._base.ownership.file, claim.line)
        return f"lost {', '.join(owners)} ({_at(place)})", self._taken(path, place)

    def _taken(self, path: str, place: Location) -> Location | None:
        """The line of now that takes away what stood at a place of the base: one of CODEOWNERS that
        gives the path to nobody, else where the line itself went."""
        head = self._head.ownership
        takes = [one.line for one in head.claims(path) if not one.owners]
        if takes and place.path == self._base.ownership.file:
            return Location(head.file, max(takes))
        return self._went(place)

    def _went(self, place: Location) -> Location | None:
        """The line of now at which a line of the base was taken out or made another; None where
        it still stands, or its file is gone."""
        lines = self._head.lines(place.path)
        if place.line is None or not lines:
            return None
        line = went(self._base.lines(place.path), lines, place.line)
        return Location(place.path, line) if line else None


def went(before: Sequence[str], after: Sequence[str], line: int) -> int:
    """Where a line of a file (from 1) was taken out: the line of now that stands in its place, the
    last one where none does; 0 where it was not."""
    top = 0
    while top < min(len(before), len(after)) and before[top] == after[top]:
        top += 1
    if line <= top:
        return 0
    end = 0
    while end < min(len(before), len(after)) - top and before[-1 - end] == after[-1 - end]:
        end += 1
    if line > len(before) - end:
        return 0
    old, new = before[top : len(before) - end], after[top : len(after) - end]
    at = top
    if len(old) <= LONGEST and len(new) <= LONGEST:
        from difflib import SequenceMatcher  # late: few changes take anything away

        for tag, first, last, start, stop in SequenceMatcher(None, old, new, False).get_opcodes():
            if first <= line - 1 - top < last:
                if tag == "equal":
                    return 0
                at = top + min(start + line - 1 - top - first, max(stop - 1, start))
    return min(at + 1, len(after))


def _counted(was: Share, now: Share) -> str:
    held = f"{now.held} of {now.total} are held"
    return f"{now.name}: {held}, where it was {was.held} of {was.total}"


def _at(place: Location) -> str:
    where = f"{place.path}:{place.line}" if place.line else place.path
    return f"`{where}` of the base"

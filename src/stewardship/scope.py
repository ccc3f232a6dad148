"""What of the universe a change makes us judge: what it touched, and what links to that.

Pure: changes and universes in, resources out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from posixpath import dirname

from stewardship.frozen import dataclass, field, replace
from stewardship.joining.universe import Universe, fold
from stewardship.model import Reach, Resource
from stewardship.vocabulary import license_files
from stewardship.vocabulary.folders import name_of
from stewardship.vocabulary.owner_places import ALL_PLACES

KEPT_KINDS = frozenset({"model", "dataset", "service"})
# Files that only excuse what is found: a change of them makes nothing right or wrong.
SOFTENING = frozenset({".steward/waivers.yaml", ".steward/baseline.json"})

CHANGED = "a file that speaks of it changed"
LICENSED = "the text of its license changed"
BEREFT = "what it links to is gone"
ALSO = "what excuses it, lies in it or cares for it changed"


@dataclass(frozen=True, slots=True)
class Scope:
    """The resources to judge (removed ones too), what the base said of them, and the renames.

    ``whole`` where these are all that the universe has. ``because`` says why all are judged for a
    change, ``why`` of each, by its key, why it is among those judged for one.
    """

    resources: tuple[Resource, ...]
    before: Mapping[str, Resource] = field(default_factory=dict)
    renames: dict[str, str] = field(default_factory=dict)
    whole: bool = False
    because: str = ""
    why: Mapping[str, str] = field(default_factory=dict)


def governs(path: str) -> bool:
    """Whether a change of this file can change the verdict on anything in the tree."""
    return path.startswith(".steward/") or path == ".steward" or path in ALL_PLACES


def everything(universe: Universe) -> Scope:
    """All resources: a run without a change in hand."""
    return Scope(tuple(universe.all()), whole=True)


def of_change(
    universe: Universe,
    base: Universe,
    paths: Collection[str],
    renames: dict[str, str],
    also: Collection[str] = (),
    quick: bool = False,
    floors: tuple[str, ...] = (),
) -> Scope:
    """What a change of ``paths`` (old names of renamed files too) makes us judge.

    ``base`` holds what those same files said before the change; ``also`` are the keys of more
    resources that it is about. ``quick`` spares a waiting person the look at every link to a text
    of a license, unless a name tells that one changed. ``floors`` are more folders that govern.
    """
    before = {now.key: one for one in base.all() if (now := kept(one, base, universe, renames))}
    gone = [one for one in base.all() if not kept(one, base, universe, renames)]
    removed = tuple(replace(one, removed=True) for one in gone if one.kind in KEPT_KINDS)
    governing = [path for path in paths if governs(path) or path.startswith(floors or "\0")]
    if decisive := sorted(path for path in governing if path not in SOFTENING):
        because = f"{decisive[0]} governs, and changed"
        return Scope((*universe.all(), *removed), before, renames, whole=True, because=because)
    touched = [one.key for path in paths for one in universe.speaking_from(path)]
    licensed = licensed_by(universe, paths, quick)
    lost = {one.key for one in base.all() if universe.by_key(one.key) is None}  # renamed ones, too
    bereft = universe.bereft(base, lost)
    # Those in ``before`` were touched, too, if only by a file of theirs that went.
    start = {CHANGED: [*touched, *before], LICENSED: licensed, BEREFT: bereft}
    keys = {*universe.reaching(key for some in start.values() for key in some), *also}
    judged = tuple(universe.among(keys))
    why = {} if quick else _why(universe, start)
    return Scope((*judged, *removed), before, renames, why=why)


def _why(universe: Universe, start: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Why each resource is judged: the nearest thing that touches it."""
    why: dict[str, str] = {}
    for reason, keys in start.items():
        for key in keys:
            why.setdefault(key, reason)
    queue = list(why)
    for key in queue:  # which grows while it is gone through
        found = universe.by_key(key)
        for other in sorted(universe.linking_to(key)):
            if found is not None and other not in why:
                why[other] = f"it links to the {found.kind} {found.name}"
                queue.append(other)
    return why


def told(scope: Scope) -> Reach:
    """Why the resources of a scope are judged, as a report says it. What no other reason is known
    of is touched by what excuses it, or by what the change takes from it."""
    whole = scope.because or ("everything is judged" if scope.whole else "")
    if whole:
        return Reach(whole)
    ones = [one for one in scope.resources if not one.removed]
    why = scope.why
    return Reach("", tuple((one.kind, one.id, one.name, why.get(one.key, ALSO)) for one in ones))


def licensed_by(universe: Universe, paths: Iterable[str], quick: bool = False) -> list[str]:
    """The keys of resources whose license has its text in one of these files, or had it there."""
    texts = {
        path
        for path in paths
        if (not quick or license_files.tells(path)) and not universe.speaking_from(path)
    }
    return [
        one.key
        for kind in license_files.KINDS
        if texts
        for one in universe.of_kind(kind)
        if not texts.isdisjoint(license_files.places(one))
    ]


def kept(
    one: Resource, base: Universe, universe: Universe, renames: Mapping[str, str]
) -> Resource | None:
    """The resource of now that a resource of the base has become, if it still is one."""
    same = universe.get(one.id, one.kind) or universe.get(f"path:.steward#{one.name}", one.kind)
    if same is not None:  # the second is an entry of .steward/resources.yaml that only names it
        return same
    replaced = False
    for path in one.paths:
        now = [r for r in universe.speaking_from(renames.get(path, path)) if r.kind == one.kind]
        then = [r for r in base.speaking_from(path) if r.kind == one.kind]
        named = [r for r in now if fold(r.name) == fold(one.name)]
        if len(named) == 1:
            return named[0]
        if len(now) == 1 and len(then) == 1:
            return now[0]
        replaced = replaced or bool(now)
    return None if replaced else _still_in_folder(one, universe, renames)


def _still_in_folder(
    one: Resource, universe: Universe, renames: Mapping[str, str]
) -> Resource | None:
    """What the folder still holds, after one of the files that spoke of it went.

    ``base`` knows only what changed, so a file that named nothing itself has an id of its own
    there, which it never had beside the files that stay.
    """
    folder = dirname(renames.get(one.place.path, one.place.path))
    there = universe.lying_in(folder, one.kind)
    named = [resource for resource in there if fold(resource.name) == fold(one.name)]
    if len(named) == 1:
        return named[0]
    own = one.name == name_of(dirname(one.place.path)) and one.id.startswith("path:")
    return there[0] if own and len(there) == 1 else None


def narrowed(scope: Scope, paths: Iterable[str]) -> Scope:
    """Only the resources that a file at or under one of the paths speaks of."""
    wanted = [path.rstrip("/") for path in paths]
    if not wanted or "." in wanted or "" in wanted:
        return scope

    def under(one: Resource) -> bool:
        return any(p == w or p.startswith(f"{w}/") for p in one.paths for w in wanted)

    return replace(scope, resources=tuple(one for one in scope.resources if under(one)))

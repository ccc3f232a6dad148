"""What a change makes of each resource, and who has to look at it: the gate's other half."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from posixpath import dirname

from stewardship import scope
from stewardship.frozen import dataclass, replace
from stewardship.joining.gather import gather
from stewardship.joining.join import join
from stewardship.joining.universe import Universe
from stewardship.model import Location, Resource, Value
from stewardship.model.review import Difference, ReviewPlan, Touched
from stewardship.ownership import described
from stewardship.ownership.coverage import HELD
from stewardship.ownership.map import OWNING, UNSTEWARDED
from stewardship.picture import Picture
from stewardship.repository.revisions import Change
from stewardship.review import difference, route
from stewardship.review.handed import handed
from stewardship.review.stirred import stirred
from stewardship.run import Judged, Request, judge

PACK = "ownership"
SHOWN = 12
"""How much of a git id is shown."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A judged change, and whom it wants an approval of."""

    judged: Judged
    plan: ReviewPlan


def review(request: Request, author: str = "") -> Reviewed:
    """Judge a change, and plan who is asked about it. ``author`` is never asked."""
    judged = judge(request)
    picture = judged.picture
    if picture is None or judged.changes is None:
        return Reviewed(judged, ReviewPlan())
    touched = _touched(picture, judged)
    approvals = _param(picture, "approvals", 1)
    wanted = approvals if isinstance(approvals, int) else 1
    terms = route.Terms(author, request.now.date(), wanted)
    report = judged.report
    findings = report.verdict.findings
    paths = {path for one in judged.changes for path in (one.path, one.old_path) if path}
    whole = report.reach is None or report.reach.because
    mine = None if whole else stirred(picture.universe, touched, paths)
    planned = route.plan(touched, findings, report.rules, picture.ownership, terms, mine)
    return Reviewed(judged, planned)


def _param(picture: Picture, name: str, default: object) -> object:
    for one in picture.organization.policies:
        if one.policy.name == PACK and name in one.policy.params:
            return one.policy.params[name].value
    return default


def _touched(picture: Picture, judged: Judged) -> list[Touched]:
    """The resources of which a governed value or a byte changed, in order of their keys."""
    changes = judged.changes or ()
    renames = {one.old_path: one.path for one in changes if one.status == "R"}
    paths = {path for one in changes for path in (one.path, one.old_path) if path}
    excluded = picture.organization.excluded
    old = join(())
    if judged.base is not None:
        read = gather(picture.repo, judged.base, picture.names, picture.cache, excluded, paths)
        old = join(read.fragments)
    new = join(picture.gathered.saying(paths))
    before, gone = _by_key(old, picture.universe, renames)
    after, _ = _by_key(new, picture.universe, {})
    spared = _param(picture, "not-reviewed", [])
    left_out = frozenset(map(str, spared)) if isinstance(spared, list) else frozenset()
    bytes_of = _changed_bytes(picture, changes)
    keys = dict.fromkeys((*after, *before, *_holding(picture.universe, bytes_of)))
    told = [
        _changed(picture, key, before.get(key), after.get(key), left_out, bytes_of, paths)
        for key in sorted(keys)
    ]
    told += [_removed(picture, one) for one in gone]
    found = [one for one in told if one is not None]
    return found + _handed(picture, judged, paths, {one.resource.key for one in found})


def _handed(
    picture: Picture, judged: Judged, paths: Collection[str], seen: Collection[str]
) -> list[Touched]:
    """What else the change's map takes from somebody: both sides look at that."""
    if judged.base is None:
        return []
    return [
        Touched(one, "changed", (told,), _reached(picture.universe, one.key), steward, successor)
        for one, steward, successor, told in handed(picture, judged.base, paths)
        if one.key not in seen
    ]


def _by_key(
    part: Universe, whole: Universe, renames: Mapping[str, str]
) -> tuple[dict[str, Resource], list[Resource]]:
    """What the changed files say, under the keys of the resources of now; and what is no more."""
    found: dict[str, Resource] = {}
    gone = []
    for one in part.all():
        if one.kind in UNSTEWARDED:
            continue
        now = scope.kept(one, part, whole, renames)
        if now is not None:
            found[now.key] = one
        elif one.kind in HELD:
            gone.append(one)
    return found, gone


def _changed(
    picture: Picture,
    key: str,
    before: Resource | None,
    after: Resource | None,
    spared: Collection[str],
    bytes_of: Mapping[str, Difference],
    paths: Collection[str],
) -> Touched | None:
    resource = picture.universe.by_key(key)
    if resource is None or not _is_held(resource):
        return None
    differs = difference.differences(before, after, spared)
    differs += tuple(bytes_of[path] for path in _files(resource) if path in bytes_of)
    if not differs:
        return None
    added = before is None and after is not None and set(resource.paths) <= set(after.paths)
    steward = _steward_before(picture, resource, before, after, paths)
    own = picture.own.steward_of(picture.joined.by_key(key) or resource)
    other = _other(picture, steward, own)
    fate = "added" if added else "changed"
    return Touched(resource, fate, differs, _reached(picture.universe, key), steward, other)


def _removed(picture: Picture, one: Resource) -> Touched:
    """What the base had and the change takes away: its steward answers for that, too."""
    steward = picture.ownership.steward_of(one)
    return Touched(replace(one, removed=True), "removed", (), (), steward)


def _steward_before(
    picture: Picture,
    resource: Resource,
    before: Resource | None,
    after: Resource | None,
    paths: Collection[str],
) -> Value:
    """Who answered before the change, by the map that governs: a change does not choose its own
    judge. What it states of a steward counts only where that stood there before, and what other
    files say in passing only where it did not touch them."""
    plain = picture.joined.by_key(resource.key) or resource
    fields = {name: plain.fields[name] for name in plain.fields}
    for name in ("steward", *OWNING):
        if after is not None and name in after.fields:
            fields.pop(name, None)
        if before is not None and name in before.fields:
            fields[name] = before.fields[name]
    told = fields.pop(described.FIELD, None)
    listed = told.data if told is not None and isinstance(told.data, tuple) else ()
    if told and (kept := tuple(one for one in listed if one.location.path not in paths)):
        fields[described.FIELD] = replace(told, data=kept)
    return picture.ownership.steward_of(replace(plain, fields=fields))


def _other(picture: Picture, steward: Value, own: Value) -> Value | None:
    """The steward whom the change names instead; None where it is the same one."""
    if own.state != "present" or own.data == steward.data:
        return None
    entries = (picture.ownership.entry(str(one.data)) for one in (steward, own))
    one, other = entries
    return None if one is not None and one is other else own


def _is_held(resource: Resource) -> bool:
    if resource.kind in UNSTEWARDED:
        return False
    return resource.kind in HELD or resource.value("steward").state == "present"


def _changed_bytes(picture: Picture, changes: Sequence[Change]) -> dict[str, Difference]:
    """A difference for each changed file that is no manifest, by its path, with git's ids."""
    found = {}
    manifests = picture.gathered.manifests
    for one in changes:
        if one.path and one.path not in manifests:
            new = picture.tree.content_id(one.path)[:SHOWN] or None
            name = f"bytes of {one.path}"
            found[one.path] = Difference(
                name, one.old_blob[:SHOWN] or None, new, Location(one.path)
            )
    return found


def _holding(universe: Universe, bytes_of: Mapping[str, Difference]) -> Iterator[str]:
    """The keys of the resources, declared in a folder above it, to which a changed file belongs."""
    for path in bytes_of:
        folder = path
        while folder:
            folder = dirname(folder)
            for one in (one for kind in HELD for one in universe.lying_in(folder, kind)):
                if path in _files(one):
                    yield one.key


def _files(resource: Resource) -> Iterator[str]:
    """The files that are the resource's own: those it lists, and those it has digests of."""
    for name in ("artifacts", "hashes"):
        value = resource.value(name)
        for item in value.data if isinstance(value.data, tuple) else ():
            record = item.data if isinstance(item.data, Mapping) else {}
            path = record.get("path")
            if path and path.state == "present" and path.data:
                yield str(path.data)


def _reached(universe: Universe, key: str) -> tuple[Resource, ...]:
    """What links to a resource, to the end, nearest first."""
    seen: dict[str, None] = {}
    queue = [key]
    while queue:
        for other in sorted(universe.linking_to(queue.pop(0))):
            if other not in seen and other != key:
                seen[other] = None
                queue.append(other)
    found = (universe.by_key(other) for other in seen)
    return tuple(one for one in found if one is not None)

"""What stands around the resources of one run, and where rules are known to say nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from stewardship import scope
from stewardship.context import Folders, Lazily, Surroundings
from stewardship.decisions import baseline
from stewardship.frozen import replace
from stewardship.joining.gather import gather
from stewardship.joining.join import join
from stewardship.model import Resource, Rule, Value
from stewardship.ownership import build, described
from stewardship.ownership.facts import with_field
from stewardship.picture import MAP, Picture, Request
from stewardship.quiet import FEW, Quiet, digest
from stewardship.repository import revisions
from stewardship.repository.commits import Commits
from stewardship.repository.revisions import Change
from stewardship.repository.trees import Tree

if TYPE_CHECKING:
    from stewardship.ownership.losses import Side

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
        Folders(files),
        commits.hold,
        judged.before,
        Lazily(lambda: _renames(picture) | judged.renames),
        provided,
        request.staged,
        _digests(picture.tree),
        _first_seen(picture),
    )


def _first_seen(picture: Picture) -> Callable[[Resource], tuple[datetime | None, bool]]:
    """Since when the reports tell of a vulnerability, by their history, read when a rule asks."""

    @cache
    def told() -> Callable[[Resource], tuple[datetime | None, bool]]:
        from stewardship.joining.seen import FirstSeen, Seen  # late: few trees hold a report

        label = picture.tree.label
        head = "HEAD" if label in ("index", "work tree") else label
        seen = Seen(picture.repo, picture.names, picture.cache, head)
        return FirstSeen(seen, picture.universe).of

    return lambda resource: told()(resource)


LOST = "coverage-lost"


def informed(
    request: Request,
    picture: Picture,
    judged: scope.Scope,
    base: Tree | None,
    changes: Sequence[Change] | None,
) -> scope.Scope:
    """The scope in which each resource knows what the change in hand did to it, and who."""
    judged = bereaved(request, picture, judged, base, changes)
    rules = [one.rule for one in picture.organization.compiled]
    if changes and base is not None and any(_asks_for_reports(one) for one in rules):
        from stewardship.withdrawn import withdrawn  # late: most changes touch no report

        gone = withdrawn(picture, base, changes)
        more = scope.narrowed(scope.Scope(tuple(gone)), request.paths).resources
        judged = replace(judged, resources=(*judged.resources, *more))
    asks = (one.each for one in rules)
    if not changes or not any(each.startswith("changed-by") for each in asks):
        return judged
    from stewardship.authors import credited  # late: few organizations ask who it was

    return credited(request, picture, judged, changes)


def bereaved(
    request: Request,
    picture: Picture,
    judged: scope.Scope,
    base: Tree | None,
    changes: Sequence[Change] | None,
) -> scope.Scope:
    """The scope in which what a change took from somebody's care knows that of itself.

    What a run keeps of a resource rests on its content, and this does not: its ``content`` goes.
    """
    asks = (one.rule for one in picture.organization.compiled)
    if not changes or base is None or not any(_looks_at(LOST, rule) for rule in asks):
        return judged
    paths = (path for one in changes for path in (one.path, one.old_path) if path)
    mapped = picture.own.stewards or not picture.own.is_empty
    if not mapped and not any(map(scope.governs, paths)):
        return judged  # there is no map, and there was none
    from stewardship.ownership import losses  # late: a hook without a map needs none of it

    found: dict[str, list[Value]] = {}
    for loss in losses.losses(
        lambda: _base_side(picture, base),
        losses.Side(picture.own, picture.joined, picture.tree.entries(), _lines(picture.tree)),
        _may_lose(picture, judged, changes),
        _came(picture, judged, changes),
        {one.old_path: one.path for one in changes if one.status == "R"},
    ):
        found.setdefault(loss.resource.key, []).append(loss.value)
    if not found:
        return judged
    keys = {one.key for one in judged.resources}
    more = [] if request.paths else list(picture.universe.among(found.keys() - keys))
    told = [_told(one, found.get(one.key)) for one in (*judged.resources, *more)]
    return replace(judged, resources=tuple(told))


def _asks_for_reports(rule: Rule) -> bool:
    return "vulnerability" in rule.applies_to and _looks_at("change", rule)


def _looks_at(field: str, rule: Rule) -> bool:
    return any(one.at == field for one in rule.alternatives)


def _may_lose(
    picture: Picture, judged: scope.Scope, changes: Sequence[Change]
) -> Iterator[Resource]:
    """The resources from which the change may have taken their steward: all, where the map changed;
    else those of changed files that came, moved, or had one."""
    paths = {path for one in changes for path in (one.path, one.old_path) if path}
    moved = {one.path for one in changes if one.status == "R"}
    governed = any(map(scope.governs, paths))
    for each in judged.resources:
        one, before = picture.joined.by_key(each.key), judged.before.get(each.key)
        if one is None or not (governed or not paths.isdisjoint(one.paths)):
            continue
        held = before is None or picture.ownership.steward_of(before).state != "absent"
        if governed or held or not moved.isdisjoint(one.paths):
            yield one


def _came(picture: Picture, judged: scope.Scope, changes: Sequence[Change]) -> Collection[str]:
    """The files of which the change may be the reason that nobody owns them: all of them, where
    CODEOWNERS changed or a folder became governed, else those that came."""
    paths = {path for one in changes for path in (one.path, one.old_path) if path}
    came = {one.path for one in changes if one.status in "ARCT"}
    if any(map(scope.governs, paths)) or any(o.place.path in came for o in judged.resources):
        return picture.tree.entries()
    return came if picture.own.file else ()


def _base_side(picture: Picture, base: Tree) -> Side:
    """What a change began from, by its own map."""
    from stewardship.ownership.losses import Side

    decided = picture.organization
    found = gather(picture.repo, base, picture.names, picture.cache, decided.excluded)
    universe = described.tell(join(found.parts, decided.config.together, found.brief))
    return Side(build(found.of_kinds(MAP)), universe, base.entries(), _lines(base))


def _lines(tree: Tree) -> Callable[[str], Sequence[str]]:
    def of(path: str) -> Sequence[str]:
        if path not in tree.entries():
            return ()
        for _, content in tree.read([path], TEXT):
            if isinstance(content, bytes):
                return content.decode("utf-8", "surrogateescape").split("\n")
        return ()

    return of


def _told(one: Resource, losses: Sequence[Value] | None) -> Resource:
    if not losses or one.removed:
        return one
    value = Value(tuple(losses), losses[0].location, losses[0].origin)
    return replace(one, fields=with_field(one, LOST, value), content="")


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

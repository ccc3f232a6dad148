"""The pipeline in one screen: discover, read, join, evaluate, decide.

``check`` is all that hooks, CI and the command line do; they differ in the ``Request`` only.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence

from stewardship import incoming, plugins, scope
from stewardship.around import informed, quiet_of, surroundings
from stewardship.decide import decide
from stewardship.decisions import waivers
from stewardship.engine import evaluate
from stewardship.errors import UserError
from stewardship.frozen import dataclass, replace
from stewardship.joining.gather import gather
from stewardship.joining.join import join
from stewardship.joining.names import Names
from stewardship.model import Location, Report, Resource, Verdict
from stewardship.newcomers import marked
from stewardship.organization import floor_files
from stewardship.ownership import described
from stewardship.picture import Picture, Request, look, opened
from stewardship.readers import signed
from stewardship.remarks import remarked
from stewardship.repository import bases, git, revisions, trees
from stewardship.repository.commits import Commits
from stewardship.repository.contents import read_blobs
from stewardship.repository.git import Repository
from stewardship.repository.revisions import Change
from stewardship.repository.trees import Tree
from stewardship.sources import Sources
from stewardship.vocabulary.license_files import tells

MOST = 32 * 1024 * 1024
"""How many bytes a changed file may have to be looked into; of a larger one the head is."""
__all__ = ["Judged", "Picture", "Request", "check", "judge"]


@dataclass(frozen=True, slots=True)
class Judged:
    """A report, and what it rests on; no ``picture`` where nothing had to be looked at.

    ``changes`` are those that were judged, ``base`` the tree that they began from; both None where
    everything was.
    """

    report: Report
    picture: Picture | None = None
    changes: tuple[Change, ...] | None = None
    base: Tree | None = None


def check(request: Request) -> Report:
    """Judge what the request names and say what it comes to."""
    found = judge(request)
    _LAST[:] = [found]
    return found.report


_LAST: list[Judged] = []
"""What the last check has looked at: to take it apart takes time, and the process ends anyway."""


def judge(request: Request) -> Judged:
    """The same, for who needs to know what was looked at as well."""
    started = time.perf_counter()
    repo = git.find(request.start, request.root)
    changes = _changes(repo, request)
    base = _base_tree(repo, request, changes)
    cache, names = opened(repo)
    if request.staged and not changes:
        changes = None  # not a commit in the making: `pre-commit run --all-files`, or CI
    elif request.staged and not request.paths and not _touches(changes or (), names, repo):
        note = "nothing that this commit changes is governed"
        seconds = time.perf_counter() - started
        return Judged(
            Report(Verdict("pass", (), notes=(note,)), seconds=seconds, prefix=repo.prefix)
        )
    picture = look(request, repo, cache, names)
    judged = informed(request, picture, _scope(request, picture, base, changes), base, changes)
    whole = judged.whole and not request.paths and not request.only
    decided = picture.organization
    rules = decided.compiled
    conditions = {rule for one in decided.approvals for rule in one.conditions}
    all_of_it = whole and len(picture.universe) > 0
    with Commits(repo) as commits:
        around = surroundings(request, picture, judged, commits)
        known = quiet_of(picture, judged, around)
        evaluation = evaluate(rules, judged.resources, around, all_of_it, conditions, known)
    if known:
        known.keep([one.key for one in picture.universe.all()])
    verdict = decide(
        evaluation,
        decided.waivers,
        decided.baseline,
        decided.modes,
        request.now.date(),
        whole=whole,
        problems=decided.problems,
        approvals=decided.approvals,
        ran={one.rule.id for one in rules},
        coming=decided.coming,
        limits=decided.config.limits,
    )
    verdict = _briefed(verdict, picture, request)
    sources = Sources(picture.tree, base)
    report = Report(
        sources.placed(remarked(verdict, picture, changes)),
        picture.organization.rules,
        picture.organization.label,
        time.perf_counter() - started,
        (),
        sources.excerpt,
        repo.prefix,
        reach=None if changes is None or request.staged else scope.told(judged),
        looked=evaluation.looked,
    )
    return Judged(report, picture, changes, base)


def _briefed(verdict: Verdict, picture: Picture, request: Request) -> Verdict:
    """The verdict with what counsel needs to decide on licenses."""
    if not any("expression" in finding.details for finding in verdict.findings):
        return verdict
    from stewardship.counsel import briefed  # late: most runs ask counsel nothing

    findings = briefed(verdict.findings, picture.universe, request.now.date())
    return replace(verdict, findings=tuple(findings))


def _base_tree(
    repo: Repository, request: Request, changes: tuple[Change, ...] | None
) -> Tree | None:
    """What the change began from."""
    if request.base:
        return trees.commit(repo, request.base)
    return bases.before(repo, changes) if changes else None


def _changes(repo: Repository, request: Request) -> tuple[Change, ...] | None:
    """What changed, where the request is about a change; None where everything is judged."""
    if request.staged:
        return revisions.changes_staged(repo)
    if not request.base:
        return None
    if request.head:
        return revisions.changes_between(repo, request.base, request.head)
    return revisions.changes_worktree(repo)


def _touches(changes: Sequence[Change], names: Names, repo: Repository) -> bool:
    """Whether a change may matter: a name that some reader knows, a file that governs, a license's
    text; where it went to, and where it was. What a plugin's reader knows is not known yet."""
    paths = {path for change in changes for path in (change.path, change.old_path) if path}
    owned = [path for path in paths if names.owners(path)]
    known = any(scope.governs(path) or tells(path) for path in paths)
    known = known or any(not names.unnamed(path) for path in owned)
    known = known or floor_files.touched(repo.root, paths)
    known = known or plugins.may_be(repo.root) or incoming.may_be(repo.root)
    return known or bool(owned and _is_signed(changes, names, repo))


def _is_signed(changes: Sequence[Change], names: Names, repo: Repository) -> bool:
    """Whether the content of a changed file, as it is or as it was, may be one that a reader knows
    by its signs: most files that end in `.json` are nothing of the sort."""
    blobs = [
        (path, blob)
        for one in changes
        for path, blob in ((one.path, one.new_blob), (one.old_path or one.path, one.old_blob))
        if blob.strip("0") and names.owners(path)
    ]
    for path, content in read_blobs(repo, blobs, MOST):
        held = content if isinstance(content, bytes) else getattr(content, "head", b"")
        if signed(names.owners(path), held):
            return True
    return False


def _scope(
    request: Request, picture: Picture, base: Tree | None, changes: tuple[Change, ...] | None
) -> scope.Scope:
    held = picture.organization
    if changes is None:
        judged = scope.everything(picture.universe)
    else:
        renames = {one.old_path: one.path for one in changes if one.status == "R"}
        paths = {path for one in changes for path in (one.path, one.old_path) if path}
        before = join(())
        if base is not None:
            found = gather(picture.repo, base, picture.names, picture.cache, held.excluded, paths)
            before = join(found.fragments)
        also = _proposed(picture) if waivers.PATH in paths else set()
        also |= described.touched(picture.universe, paths)
        also |= incoming.touched(picture.universe.of_kind("repository"), paths)
        judged = scope.of_change(
            picture.universe, before, paths, renames, also, request.staged, held.folders
        )
    for path in request.paths:
        _must_exist(path, picture)
    told = (*marked((_now(one, picture.tree) for one in judged.resources), changes or ()),
            *_decisions(picture, base, changes))  # fmt: skip
    return scope.narrowed(replace(judged, resources=told), request.paths)


def _decisions(
    picture: Picture, base: Tree | None, changes: tuple[Change, ...] | None
) -> Iterable[Resource]:
    """The decisions that the change touches, where not its own govern."""
    if picture.trusted is picture.tree or base is None or not changes:
        return ()
    from stewardship.organization.changed import decisions  # late: no hook needs it

    return decisions(changes, base, picture.tree, picture.organization, picture.ownership)


def _proposed(picture: Picture) -> set[str]:
    """The keys of resources for which a waiver is proposed: that asks for a review, even where
    the change holds nothing else, for its merge would grant it. An approval may be for any."""
    everything = picture.universe.all()
    waived = [one for one in picture.organization.waivers if one.proposed]
    approved = any(one.proposed for one in picture.organization.approvals)
    if approved or any(one.wildcard for one in waived):
        return {one.key for one in everything}
    names = {one.resource for one in waived}
    return {one.key for one in everything if one.id in names or one.name in names}


def _now(one: Resource, tree: Tree) -> Resource:
    """A removed resource whose file is still there (emptied, say) is placed at that file as it is
    now: the line of the base would show something else."""
    if not one.removed or one.place.path not in tree.entries():
        return one
    return replace(one, place=Location(one.place.path))


def _must_exist(path: str, picture: Picture) -> None:
    """A path that is not there is a mistake in the call, never an empty success."""
    files = picture.tree.entries()
    bare = path.rstrip("/")
    if bare in ("", ".") or bare in files or any(name.startswith(f"{bare}/") for name in files):
        return
    raise UserError(
        f"there is no `{git.shorten(path)}` in the {picture.tree.label}",
        None,
        "name a file or folder of it; what git ignores is not looked at",
    )

"""What the commands share that only look: the picture of the repository one stands in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from stewardship.errors import UserError
from stewardship.joining.universe import Universe
from stewardship.model import Finding, Resource
from stewardship.organization.files import Organization
from stewardship.picture import Picture, Request, look, today
from stewardship.vocabulary.suggest import closest


def picture(root: Path | None) -> Picture:
    """Everything a run would know about the work tree."""
    from stewardship.picture import opened
    from stewardship.repository import git

    repo = git.find(Path.cwd(), root)
    return look(Request(Path.cwd(), root), repo, *opened(repo))


def at_revision(revision: str, root: Path | None) -> Picture:
    """Everything a run would know about a commit, by its own map and policies."""
    from stewardship.picture import opened
    from stewardship.repository import git

    repo = git.find(Path.cwd(), root)
    request = Request(Path.cwd(), root, base=revision, head=revision, own=True)
    return look(request, repo, *opened(repo))


def organization(root: Path | None, org_policy: Path | None = None) -> Organization:
    """The rules in force here today; the packs alone where there is no repository."""
    from stewardship import plugins
    from stewardship.organization import files as organizations
    from stewardship.organization import floor_files
    from stewardship.policy.load import Memory
    from stewardship.repository import git
    from stewardship.repository.trees import work_tree

    try:
        repo = git.find(Path.cwd(), root)
    except UserError:
        return organizations.load({}, {}, Memory())
    tree = work_tree(repo)
    files = organizations.steward_files(tree)
    plugins.use(files, repo)
    floors = floor_files.outside(files, tree, repo, org_policy or floor_files.named())
    return organizations.load(files, files, Memory(), floors=floors, today=today().date())


def findings(root: Path | None, only: tuple[str, ...] = ()) -> Iterator[Finding]:
    """All findings on the work tree, then those that only a change can have: what it removed.

    The change is what is not committed yet, then what the commits since the default branch did.
    """
    from stewardship import ci
    from stewardship.repository import git, revisions
    from stewardship.run import check

    yield from check(Request(Path.cwd(), root, only=only)).verdict.findings
    repo = git.find(Path.cwd(), root)
    base = revisions.default_base(repo)
    if base is None:
        return
    yield from check(Request(Path.cwd(), root, base="HEAD", own=True, only=only)).verdict.findings
    forked = ci.forked_from(repo, base, "HEAD")
    change = Request(Path.cwd(), root, base=forked, head="HEAD", own=True, only=only)
    yield from check(change).verdict.findings


def one_resource(seen: Picture, wanted: str) -> Resource:
    """The resource of this key, id, name or path; a UserError when there is none or several.

    A model and a dataset of one folder may share an id; their keys (``model|…``) tell them apart.
    """
    exact = seen.universe.get(wanted) or seen.universe.by_key(wanted)
    alike = [one for one in seen.universe.all() if one.id == wanted]
    found = [exact] if exact else alike or seen.universe.named(wanted)
    found = found or seen.universe.speaking_from(wanted.rstrip("/"))
    # A bill of materials speaks of itself beside what it is about: that is rarely asked for.
    found = [one for one in found if one.kind != "repository"] or found
    if len(found) == 1:
        return found[0]
    if found:
        ids = ", ".join(f"'{one.key if alike else one.id}'" for one in found[:8])
        raise UserError(f"`{wanted}` is {len(found)} resources", None, f"name one of them: {ids}")
    near = closest(wanted, [one.name for one in seen.universe.all()])
    hint = f"did you mean `{near}`?" if near else "`steward list resources` shows them all"
    raise UserError(f"there is no resource `{wanted}`", None, hint)


class Tree:
    """What a reference means in the tree that is looked at, as checks ask for it."""

    def __init__(self, universe: Universe) -> None:
        self._universe = universe

    def resolve(
        self, reference: str, kind: str = "", source: Resource | None = None
    ) -> Resource | None:
        """The resource that a reference in ``source`` means."""
        return self._universe.resolve(source, reference, kind) if source else None

"""How a model came about, as far as that can be found out: its version, its date, its commit.

Nothing is invented. Each answer says where it is from; where there is none, what was looked for.
"""

from __future__ import annotations

import os
import re
import shlex
from datetime import UTC, datetime
from posixpath import dirname, join

from stewardship.document import DocumentError
from stewardship.fixers import _files, _mlflow
from stewardship.fixers._site import Left, Site
from stewardship.frozen import dataclass
from stewardship.model import Kind, Resource
from stewardship.repository import revisions
from stewardship.repository.contents import Disk, read_blobs
from stewardship.repository.git import ask
from stewardship.vocabulary import commits

CODE_IS_NOT: tuple[Kind, ...] = ("model", "dataset", "service", "artifact", "deployment")
CHUNK = 1024 * 1024  # of a larger file it is not told whether only its time changed
_NO_CODE = (*_files.WEIGHTS, ".md", ".dvc", "dvc.lock")
_NUMBERS = r"v?([0-9]+(?:\.[0-9]+)+(?:[-+.]?[0-9A-Za-z]+)*)"


@dataclass(frozen=True, slots=True)
class Found:
    """A fact, and where it was found: "HEAD", "the tag fraud-v3/1.2.0"."""

    value: str
    where: str


def commit(site: Site, resource: Resource) -> Found | Left:
    """The commit that trained: MLflow's tag, else HEAD, which never is the commit being made."""
    value, path = _mlflow.commit(site, resource)
    if value:
        return Found(value, path)
    if not (site.wishes.named or _files.beside(site, resource)):
        return _unknown(resource)
    head = revisions.head(site.repo)
    if head is None:
        return Left("there is no commit yet, and MLflow names none", "commit the code, then stamp")
    changed = [] if site.wishes.dirty else dirty(site)
    if changed:
        more = f" and {len(changed) - 3} more" if len(changed) > 3 else ""
        return Left(
            f"what is in the work tree is not HEAD: {', '.join(changed[:3])}{more} changed",
            "commit the code that trained it, or say that it does not matter: --dirty",
            refuses=True,
        )
    return Found(head, "HEAD")


def _unknown(resource: Resource) -> Left:
    return Left(
        "neither its weights nor MLflow's run are here",
        f"if it was built here and now: steward stamp {shlex.quote(resource.place.path)}",
    )


def dirty(site: Site) -> list[str]:
    """Tracked files that differ from HEAD, but for manifests and artifacts, which are no code."""
    ours: set[str] = set()
    for kind in CODE_IS_NOT:
        for one in site.universe.of_kind(kind):
            ours.update(one.paths)
            ours.add(one.name)  # an artifact goes by its path
    loose = set(revisions.untracked(site.repo))
    changes = [
        one
        for one in revisions.changes_worktree(site.repo)
        if one.path not in ours
        and not one.path.startswith(".steward/")
        and not (one.status == "A" and one.path in loose)
        and not one.path.lower().endswith(_NO_CODE)
    ]
    touched = _touched(site, [one for one in changes if one.status == "M" and one.old_blob])
    return sorted(one.path for one in changes if one.path not in touched)


def _touched(site: Site, changes: list[revisions.Change]) -> set[str]:
    """Of what git says may be modified, what has the very content that it had."""
    blobs = {one.path: one.old_blob for one in changes}
    same = set()
    with Disk(site.repo.root) as disk:
        for path, content in read_blobs(site.repo, blobs.items(), CHUNK):
            if isinstance(content, bytes) and disk.read(path, CHUNK) == content:
                same.add(path)
    return same


def date(site: Site, resource: Resource) -> Found | Left:
    """When it was built, in UTC: the time of its newest weights, else now."""
    newest: tuple[float, str] = (0, "")
    for path in _files.beside(site, resource):
        newest = max(newest, (os.lstat(site.repo.root / path).st_mtime, path))
    seconds, path = newest
    if not (path or site.wishes.named):
        return _unknown(resource)
    moment = datetime.fromtimestamp(seconds, UTC) if path else site.now
    where = f"the time of {path}" if path else "now"
    return Found(f"{min(moment, site.now):%Y-%m-%dT%H:%M:%SZ}", where)


def version(site: Site, resource: Resource) -> Found | Left:
    """What the caller says, MLflow's registry, the tag of the commit, or the nearest pyproject."""
    if site.wishes.version:
        return Found(site.wishes.version, "--version")
    value, path = _mlflow.version(site, resource)
    if value:
        return Found(value, path)
    stated = resource.value("commit")
    built = str(stated.data) if commits.is_full(str(stated.data)) else ""
    built = built or _mlflow.commit(site, resource)[0]
    for name in (built, revisions.head(site.repo) or ""):
        found = _tagged(site, resource, name) if name and _is_here(site, name) else None
        if found:
            return found
    return _project(site, resource) or Left(
        "no registered version in mlruns/, no tag on the commit, and no pyproject.toml states one",
        "say it with --version VERSION",
    )


def _is_here(site: Site, name: str) -> bool:
    return bool(revisions.has_commit(site.repo, name.lower()))


def _tagged(site: Site, resource: Resource, commit: str) -> Found | None:
    """The one version that the tags of a commit name: for this resource, else for all of them."""
    wanted = ("for-each-ref", f"--points-at={commit}", "--format=%(refname:strip=2)", "refs/tags")
    tags = ask(site.repo, *wanted).decode("utf-8", "replace").split("\n")
    own = re.compile(rf"{re.escape(resource.name)}[-_@/]{_NUMBERS}", re.IGNORECASE)
    for form in (own, re.compile(_NUMBERS)):
        found = {match[1]: tag for tag in tags if (match := form.fullmatch(tag))}
        if len(found) == 1:
            ((value, tag),) = found.items()
            return Found(value, f"the tag {tag}")
    return None


def _project(site: Site, resource: Resource) -> Found | None:
    """The version that the nearest ``pyproject.toml`` states, from the manifest's folder up."""
    from stewardship.document import toml_

    folder = dirname(resource.place.path)
    while True:
        path = join(folder, "pyproject.toml")
        with Disk(site.repo.root) as disk:
            content = disk.read(path, CHUNK)
        if isinstance(content, bytes):
            try:
                stated = toml_.load(content, path).text("project", "version")
            except DocumentError:
                return None
            return Found(stated, path) if stated else None
        if not folder:
            return None
        folder = dirname(folder)

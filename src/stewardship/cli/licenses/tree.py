"""What the tree where one stands has to do with packages: which it uses, and its license lock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from stewardship.document import LOCKFILE, DocumentError
from stewardship.errors import UserError
from stewardship.joining.join import join
from stewardship.joining.lock_entries import COMPLETE, ORIGIN
from stewardship.model import Fragment, Resource
from stewardship.packages import Package, lock_file
from stewardship.packages.used import Use
from stewardship.repository.git import Repository
from stewardship.repository.trees import Tree

LIMIT = LOCKFILE.size


def uses(fragments: Iterable[Fragment]) -> list[Use]:
    """The packages that the files of a tree name, its license lock left aside."""
    named = [one for one in fragments if one.kind == "dependency" and one.origin != ORIGIN]
    return [_use(one) for one in join(named).all() if one.id.startswith("pkg:")]


def _use(one: Resource) -> Use:
    version = one.value("version")
    states = (version, *version.candidates)
    scope, direct = one.value("scope").data, one.value("direct").data
    extras = one.value("extras").plain()
    return Use(
        one.name,
        str(version.data) if version.state == "present" else "",
        any(each.origin in COMPLETE for each in states),
        scope if isinstance(scope, str) else "",
        direct if isinstance(direct, bool) else None,
        tuple(sorted(set(_artifacts(one)))),
        tuple(map(str, extras)) if isinstance(extras, list) else (),
    )


def _artifacts(one: Resource) -> Iterator[str]:
    """The SHA-256 of the wheels and archives that lockfiles state."""
    plain = one.value("hashes").plain()
    for record in plain if isinstance(plain, list) else ():
        if isinstance(record, dict) and record.get("alg") == "sha256":
            content = str(record.get("content", "")).lower()
            if lock_file.is_digest(content):
                yield content


def locked(tree: Tree) -> list[Package]:
    """The packages of a tree's license lock; none where it has no lock that can be read."""
    for _, content in tree.read([lock_file.PATH], LIMIT):
        if isinstance(content, bytes):
            try:
                return [entry.package for entry in lock_file.read(content).entries]
            except DocumentError:
                return []
    return []


def repository(root: Path | None) -> Repository | None:
    """The repository one stands in, None outside of one."""
    from stewardship.repository import git

    try:
        return git.find(Path.cwd(), root)
    except UserError:
        if root is not None:
            raise
        return None

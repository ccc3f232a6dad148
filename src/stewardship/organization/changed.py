"""The decisions that a change touches, each as something to judge: whoever owns it has to look.

In CI the base's decisions govern, so none of them helps the change that it comes with; merged,
it governs everybody. What only takes excuses away (a shorter baseline, a waiver fewer) asks
nobody: it makes nothing easier.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from posixpath import basename, dirname

from stewardship.decisions import approvals, baseline, waivers
from stewardship.errors import UserError
from stewardship.incoming import APPROVALS, KEYS
from stewardship.model import Location, Resource, Value
from stewardship.organization import charter, config
from stewardship.organization.files import LIMIT, Organization, decides
from stewardship.organization.floor_files import VENDORED
from stewardship.ownership import Ownership
from stewardship.policy import load as policy
from stewardship.readers import stewards
from stewardship.repository.revisions import Change
from stewardship.repository.trees import Tree

CALLERS = (".github/workflows/", ".github/actions/", ".gitlab-ci", ".gitlab/", ".pre-commit-config")
"""Where the gate is called from: a file there that names ``steward``."""
GATE = b"steward"

WHAT = {
    config.PATH: "what is judged, and how strictly",
    waivers.PATH: "what is excused",
    baseline.PATH: "what is excused since the first day",
    stewards.PATH: "who answers for what",
    APPROVALS: "what from outside is let in",
    charter.PATH: "how much risk is accepted",
}


def decisions(
    changes: Iterable[Change], base: Tree, head: Tree, governing: Organization, owners: Ownership
) -> Iterator[Resource]:
    """What a change makes of each file that decides or that calls the gate, ``base`` being where
    it forked off; ``governing`` and ``owners`` say whom to ask."""
    paths = {path for one in changes for path in (one.path, one.old_path) if path}
    floors = governing.folders
    told = [path for path in sorted(paths) if decides(path, floors) or path.startswith(CALLERS)]
    if not told:
        return
    before, after = _contents(base, told), _contents(head, told)
    for path in told:
        was, now = before.get(path), after.get(path)
        if path.startswith(floors or "\0") or _matters(path, was, now):
            verb = "edits" if path in base.entries() and path in head.entries() else (
                "adds" if path in head.entries() else "takes away")  # fmt: skip
            asked = owners.owners(path) or _owner(path, governing)
            yield _decision(path, f"{verb} {_what(path)}", asked, head.content_id(path))


def _contents(tree: Tree, paths: Iterable[str]) -> dict[str, bytes]:
    """Their contents; of one that cannot be read it is taken that it speaks of the gate."""
    here = [path for path in paths if path in tree.entries()]
    return {path: c if isinstance(c, bytes) else GATE for path, c in tree.read(here, LIMIT)}


def _matters(path: str, was: bytes | None, now: bytes | None) -> bool:
    """Whether somebody has to look: not at excuses that go, nor at what has nothing to do with
    the gate."""
    if path == baseline.PATH:
        return not _shrinks(was, now)
    if path == waivers.PATH:
        return not _fewer(was, now)
    return decides(path) or GATE in (was or b"") or GATE in (now or b"")


def _shrinks(was: bytes | None, now: bytes | None) -> bool:
    try:
        return baseline.load(now).entries.keys() <= baseline.load(was).entries.keys()
    except UserError:
        return False


def _fewer(was: bytes | None, now: bytes | None) -> bool:
    """Whether all waivers and approvals were there before, word for word."""
    old, new = waivers.load(was), waivers.load(now)
    had, has = approvals.load(was), approvals.load(now)
    if new.problems or has.problems:
        return False
    kept = {waivers.content_of(one) for one in old.entries}
    held = {approvals.content_of(one) for one in had.entries}
    return all(waivers.content_of(one) in kept for one in new.entries) and all(
        approvals.content_of(one) in held for one in has.entries
    )


def _what(path: str) -> str:
    name = basename(path).rpartition(".")[0]
    if path in WHAT:
        return WHAT[path]
    if path.startswith(policy.PARAMS):
        return f"the params of `{name}`"
    if path.startswith(policy.OWN):
        return f"the policy `{name}`"
    if path.startswith(KEYS):
        return "whose signatures count"
    if path.startswith(CALLERS):
        return "how the gate is called"
    if path.startswith(VENDORED):
        return "the organization's floor"
    return "who owns which path" if basename(path) == "CODEOWNERS" else "what governs"


def _owner(path: str, governing: Organization) -> tuple[str, ...]:
    """Who owns the policy that a file is of, where CODEOWNERS gives the file to nobody."""
    name = basename(path).rpartition(".")[0]
    for one in governing.policies:
        own = one.policy.place.path
        if path == own or path == f"{policy.PARAMS}{one.policy.name}.yaml" or (
            path.startswith(policy.PARAMS) and own == f"{policy.OWN}{name}.yaml"
        ):  # fmt: skip
            return (one.policy.owner,) if one.policy.owner else ()
    return ()


def _decision(path: str, change: str, asked: Iterable[str], content: str) -> Resource:
    place = Location(path)
    fields = {
        "change": Value(change, place),
        "owners": Value(tuple(Value(one, place) for one in asked), place),
    }
    identity = f"path:{dirname(path) or '.'}#{basename(path)}"
    return Resource(
        "repository", identity, path, place, fields, (path,), removed=True, content=content
    )

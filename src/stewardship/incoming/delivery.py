"""One incoming folder as a resource: who signed it, what in it is not as signed, who approved it.

All of it is worked out when a rule first asks: reading gigabytes for a change that has nothing to
do with them would be a hook that nobody waits for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from stewardship.cache.store import Cache
from stewardship.errors import UserError
from stewardship.frozen import dataclass
from stewardship.incoming import APPROVALS, PARAMS, Settings, approvals, deliveries, settings
from stewardship.incoming.approvals import Approval
from stewardship.incoming.content import digests as digests_of
from stewardship.incoming.signed import Signature, is_signature, listed, own, signatures
from stewardship.integrity.algorithms import lacking
from stewardship.integrity.signature import Pem, Trust
from stewardship.model import Fields, Fragment, Location, Param, Problem, Value
from stewardship.repository.git import Repository
from stewardship.repository.trees import Tree
from stewardship.vocabulary import digests, model_signing
from stewardship.vocabulary.globs import matches
from stewardship.vocabulary.model_signing import Listed

ORIGIN = "incoming"
LIMIT = 1024 * 1024  # bytes of a key


@dataclass(frozen=True, slots=True)
class Around:
    """What a delivery is judged in: the tree, who is trusted, what was approved (in the change,
    and in what governs), and the time."""

    repo: Repository
    tree: Tree
    cache: Cache
    settings: Settings
    trust: Trust
    approvals: tuple[Approval, ...]
    granted: tuple[Approval, ...]
    now: datetime


def resources(
    repo: Repository,
    tree: Tree,
    trusted: Tree,
    cache: Cache,
    params: Mapping[str, Param],
    now: datetime,
) -> list[Fragment]:
    """A resource for each incoming folder of the tree, by the params and keys that govern."""
    stated = settings(params)
    if not stated.folders:
        return []
    proposed = _approvals(tree)
    granted = proposed if trusted is tree else _approvals(trusted)
    every = tuple({one.decision: one for one in (*proposed, *granted)}.values())
    keys = trust(trusted, stated)
    return fragments(Around(repo, tree, cache, stated, keys, every, granted, now))


def _approvals(tree: Tree) -> tuple[Approval, ...]:
    if APPROVALS not in tree.entries():
        return ()
    for _, content in tree.read([APPROVALS], LIMIT):
        if isinstance(content, bytes):
            return approvals.load(content)
        said = getattr(content, "reason", "is too large")
        raise UserError(f"the file {said}", Location(APPROVALS), "put a plain file in its place")
    return ()


def trust(tree: Tree, settings: Settings) -> Trust:
    """The keys and roots that the params name, as the trusted tree has them."""
    paths = [*settings.keys, *settings.roots]
    found: dict[str, Pem] = {}
    for path, content in tree.read(paths, LIMIT) if paths else ():
        if not isinstance(content, bytes):
            said = getattr(content, "reason", "is too large")
            hint = "it has to lie where this file is trusted: in CI, in the base"
            raise UserError(f"the key `{path}` {said}", Location(PARAMS), hint)
        found[path] = Pem(path, content)
    return Trust(
        tuple(found[path] for path in settings.keys),
        tuple(found[path] for path in settings.roots),
    )


def fragments(around: Around) -> list[Fragment]:
    """A resource for each incoming folder of the tree."""
    found = deliveries(around.tree.entries(), around.settings.folders)
    return [_fragment(around, folder, sorted(found[folder])) for folder in sorted(found)]


def _fragment(around: Around, folder: str, files: Sequence[str]) -> Fragment:
    place = Location(next((path for path in files if is_signature(path)), files[0]))
    fields = _Fields(around, folder, files, place)
    return Fragment("repository", folder, place, ORIGIN, fields, (f"path:{folder}",))


class _Fields(Mapping[str, Value]):
    """The fields of a delivery, worked out at the first look."""

    def __init__(self, around: Around, folder: str, files: Sequence[str], place: Location) -> None:
        self._asked = (around, folder, files, place)
        self._fields: Fields | None = None

    def _all(self) -> Fields:
        if self._fields is None:
            self._fields = judged(*self._asked)
        return self._fields

    def __getitem__(self, name: str) -> Value:
        return self._all()[name]

    def get(self, name: str, default: Any = None) -> Any:
        """As of any mapping."""
        return self._all().get(name, default)

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())


def judged(around: Around, folder: str, files: Sequence[str], place: Location) -> Fields:
    """The fields of a delivery: what is at fault with it, in lists of texts."""
    top = [path for path in files if is_signature(path) and "/" not in _name(folder, path)]
    found = signatures(around.tree, top, around.trust, around.now)
    unsigned = [] if found.valid else found.faults or [Problem("it carries no signature", place)]
    approved, pending = _approved(around, folder, found.valid, place)
    content = list(_content(around, folder, files, found.valid, place))
    fields = {
        "folder": Value(folder, place, ORIGIN),
        "signature-errors": _listed(unsigned, place),
        "content-errors": _listed(content, place),
        "approval-errors": _listed(approved, place),
        "approval-pending": _listed(pending, place),
    }
    if found.valid:
        proves = [Value(one.proves, Location(one.path), ORIGIN) for one in found.valid]
        fields["signed-by"] = Value(tuple(proves), place, ORIGIN)
    return fields


def _listed(problems: Sequence[Problem], place: Location) -> Value:
    items = [Value(one.message, one.location or place, ORIGIN) for one in problems]
    return Value(tuple(items), place, ORIGIN)


def _name(folder: str, path: str) -> str:
    return path.removeprefix(f"{folder}/") if path != folder else path.rpartition("/")[2]


def _content(
    around: Around, folder: str, files: Sequence[str], valid: Sequence[Signature], place: Location
) -> Iterator[Problem]:
    """What in the folder is not as it was signed."""
    if not valid:
        yield Problem("nothing says what belongs in it: it has no valid signature", place)
        return
    for one in valid:
        if one.manifest.method != "files":
            said = f"`{one.path}` lists parts of files, which cannot be compared here"
            yield Problem(said, Location(one.path))
            return
    entries = [(one, entry) for one in valid for entry in listed(one.manifest)]
    names = {entry.name for _, entry in entries}
    for path in files:
        name = _name(folder, path)
        if name in names or path in own(valid) or model_signing.left_out(name):
            continue
        if not any(matches(glob, name) for glob in around.settings.besides):
            left = any(model_signing.left_out(name, one.manifest.ignored) for one in valid)
            said = f"`{name}` is not among what is signed"
            yield Problem(said + (": the signer left it out" if left else ""), Location(path))
    yield from _compared(around, folder, frozenset(files), entries)


def _compared(
    around: Around,
    folder: str,
    files: frozenset[str],
    entries: Sequence[tuple[Signature, Listed]],
) -> Iterator[Problem]:
    wanted: dict[str, dict[str, None]] = {}
    for signature, entry in entries:
        path, alg = f"{folder}/{entry.name}", _algorithm(entry.alg)
        if path not in files:
            said = f"`{entry.name}` is signed and not here"
            yield Problem(said, Location(signature.path))
        elif reason := lacking(alg):
            yield Problem(f"`{entry.name}` is not checked: {reason}", Location(path))
        else:
            wanted.setdefault(path, {})[alg] = None
    found = digests_of(around.repo, around.tree, around.cache, wanted) if wanted else {}
    for signature, entry in entries:
        path, alg = f"{folder}/{entry.name}", _algorithm(entry.alg)
        got = found.get(path)
        if got is None or lacking(alg):
            continue
        if isinstance(got, str):
            yield Problem(f"`{entry.name}` {got}", Location(path))
        elif alg not in got:
            yield Problem(f"`{entry.name}` is in Git LFS, which knows no {alg}", Location(path))
        elif got[alg] != entry.digest:
            said = f"`{entry.name}` has another {alg} than was signed in `{signature.path}`"
            yield Problem(f"{said}: {got[alg]}, not {entry.digest}", Location(path))


def _algorithm(written: str) -> str:
    """The algorithm by our name for it; BLAKE2b is the tool's own name for BLAKE2b-512."""
    return digests.algorithm(written) or ("blake2b-512" if written == "blake2b" else written)


def _approved(
    around: Around, folder: str, valid: Sequence[Signature], place: Location
) -> tuple[list[Problem], list[Problem]]:
    """What is missing of an approval, and what of it still waits for somebody's review."""
    entries = [one for one in around.approvals if one.folder == folder]
    if not entries:
        return [Problem("nobody approved it in .steward/incoming.yaml", place)], []
    signed = {one.digest for one in valid}
    today = around.now.date()
    wrong = []
    for one in entries:
        if one.signature not in signed:
            said = "the approval is of another signature than a valid one that lies here"
        elif around.settings.approvers and one.approved_by not in around.settings.approvers:
            said = f"`{one.approved_by}` is not among those who may approve it"
        elif one.on > today:
            said = f"the approval is of {one.on}, which is still to come"
        elif one.expires is not None and one.expires < today:
            said = f"the approval expired on {one.expires}"
        elif one.decision not in {other.decision for other in around.granted}:
            said = f"the approval by {one.approved_by} ({one.ticket}) comes with this change"
            return [], [Problem(said, one.place)]
        else:
            return [], []
        wrong.append(Problem(said, one.place))
    return wrong, []

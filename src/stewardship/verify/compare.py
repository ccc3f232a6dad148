"""Promises against what was read: what matches, what is not here, and what is at fault."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from stewardship.errors import GateError
from stewardship.frozen import dataclass, field
from stewardship.integrity import dvc_folder
from stewardship.integrity.algorithms import DOS2UNIX, lacking
from stewardship.integrity.hashing import Failed, Seen, failed, look
from stewardship.repository.contents import Disk
from stewardship.verify.promises import Fault, Promise

POINTER = b"version https://git-lfs.github.com/spec/"
POINTER_SIZE = 1024  # bytes that a pointer of Git LFS has at most
State = Seen | Failed


@dataclass(slots=True)
class Held:
    """What is to be read for the promises, and what need not be.

    ``states`` is what lies at each path, ``wanted`` the algorithms by path, ``inside`` the files
    of each promised folder by its path.
    """

    states: dict[str, State] = field(default_factory=dict)
    wanted: dict[str, dict[str, None]] = field(default_factory=dict)
    inside: dict[str, tuple[str, ...] | Failed] = field(default_factory=dict)

    def want(self, disk: Disk, path: str, *algorithms: str) -> State:
        """Ask for digests of a file, which are read if it is one."""
        state = self.states.get(path)
        if state is None:
            state = self.states[path] = look(disk, path)
        if algorithms and isinstance(state, Seen):
            self.wanted.setdefault(path, {}).update(dict.fromkeys(algorithms))
        return state

    def files(self, path: str) -> tuple[str, ...]:
        """A promised file as it is, a promised folder as the files in it."""
        inside = self.inside.get(path, (path,))
        return () if isinstance(inside, Failed) else inside


def plan(promises: Sequence[Promise], disk: Disk) -> Held:
    """What has to be read so that all promises can be judged."""
    held = Held()
    for one in promises:
        algorithms = [one.digest.alg, *([DOS2UNIX] if one.old else [])]
        if lacking(one.digest.alg):
            held.states.setdefault(one.path, look(disk, one.path))
        elif one.digest.folder:
            _plan_folder(held, one, disk, algorithms)
        elif one.size is None or not _other_size(one, held.want(disk, one.path)):
            held.want(disk, one.path, *algorithms)
    return held


def _other_size(one: Promise, state: State) -> bool:
    """Whether the size alone shows that it is another content: that spares reading it."""
    return one.size is not None and isinstance(state, Seen) and state.size != one.size


def _plan_folder(held: Held, one: Promise, disk: Disk, algorithms: Sequence[str]) -> None:
    try:
        found = tuple(dvc_folder.walk(disk, one.path))
    except (OSError, ValueError) as error:
        held.inside[one.path] = failed(one.path, error)
        return
    held.inside[one.path] = tuple(path for path, _ in found)
    for path, _ in found:
        held.want(disk, path, *algorithms)


@dataclass(slots=True)
class Judged:
    """What the promises came to. ``absent`` are those whose files are not here."""

    matched: int = 0
    faults: list[Fault] = field(default_factory=list)
    absent: list[Promise] = field(default_factory=list)


Digests = Mapping[str, Mapping[str, str] | Failed]


def judge(promises: Sequence[Promise], held: Held, read: Digests, disk: Disk) -> Judged:
    """Hold each promise against the digests that were read (by path; or why there are none)."""
    judged = Judged()
    for one in promises:
        before = len(judged.faults), len(judged.absent)
        if reason := lacking(one.digest.alg):
            state = held.states[one.path]
            missing = isinstance(state, Failed) and state.kind == "missing"
            _absent(judged, one) if missing else judged.faults.append(
                _fault("unchecked", one, f"is not checked: {reason}")
            )
        elif one.digest.folder:
            _judge_folder(judged, one, held, read, disk)
        else:
            _judge_file(judged, one, held, read, disk)
        judged.matched += before == (len(judged.faults), len(judged.absent))
    return judged


def _absent(judged: Judged, one: Promise) -> None:
    if one.required:
        judged.faults.append(_fault("missing", one, "is not here"))
    else:
        judged.absent.append(one)


def _judge_file(judged: Judged, one: Promise, held: Held, read: Digests, disk: Disk) -> None:
    state = held.states[one.path]
    found = state if isinstance(state, Failed) else read.get(one.path)
    if isinstance(found, Failed):
        if found.kind == "missing":
            _absent(judged, one)
        else:
            judged.faults.append(_fault(found.kind, one, found.reason))
        return
    assert isinstance(state, Seen)
    digest = one.digest
    if found and digest.hex in (found.get(digest.alg), found.get(DOS2UNIX) if one.old else None):
        return
    if state.size < POINTER_SIZE and _is_pointer(disk, one.path):
        judged.absent.append(one)
    elif _other_size(one, state):
        said = f"has {state.size:,} bytes, and {one.size:,} are promised"
        judged.faults.append(_fault("mismatch", one, said))
    elif found is None or digest.alg not in found:
        raise GateError(f"`{one.path}` was not read")
    else:
        said = f"has another {digest.alg} than is promised"
        judged.faults.append(_fault("mismatch", one, said, found[digest.alg]))


def _is_pointer(disk: Disk, path: str) -> bool:
    content = disk.read(path, POINTER_SIZE)
    return isinstance(content, bytes) and content.startswith(POINTER)


def _judge_folder(judged: Judged, one: Promise, held: Held, read: Digests, disk: Disk) -> None:
    inside = held.inside[one.path]
    if isinstance(inside, Failed):
        if inside.kind == "missing":
            _absent(judged, one)
        else:
            judged.faults.append(_fault(inside.kind, one, inside.reason))
        return
    digests: dict[str, Mapping[str, str]] = {}
    broken = False
    for path in inside:
        state = held.states[path]
        found = state if isinstance(state, Failed) else read[path]
        if isinstance(found, Failed):
            broken = True
            judged.faults.append(Fault(found.kind, path, found.reason, one.place))
        else:
            digests[path.removeprefix(f"{one.path}/")] = found
    if broken:
        return
    tried = []
    for alg in (DOS2UNIX, "md5") if one.old else ("md5",):
        files = {path: found[alg] for path, found in digests.items()}
        tried.append(dvc_folder.digest(files))
        if tried[-1] == one.digest.hex:
            return
    judged.faults += _differing(one, digests, tried[-1], disk)


def _differing(
    one: Promise, found: Mapping[str, Mapping[str, str]], digest: str, disk: Disk
) -> Iterator[Fault]:
    """Which files of a folder differ, where DVC's listing is at hand; else that it does."""
    promised = f"{one.digest.hex}.dir"
    listed = dvc_folder.listed(disk, one.place.path, one.digest.hex)
    if listed is None:
        said = f"has another content than is promised: {len(found):,} files are here"
        said += f", {one.count:,} are promised" if one.count not in (None, len(found)) else ""
        said += "; which of them differ, only the listing in .dvc/cache could tell"
        yield Fault("mismatch", one.path, said, one.place, "md5", promised, f"{digest}.dir")
        return
    for name in sorted({*listed, *found}):
        path = f"{one.path}/{name}"
        if name not in found:
            yield Fault("missing", path, "is not here, and its folder is", one.place)
        elif name not in listed:
            said = f"is not listed in {one.path}"
            yield Fault("unlisted", path, said, one.place, "md5", "", found[name]["md5"])
        elif listed[name] not in found[name].values():
            said = "has another md5 than is promised"
            yield Fault("mismatch", path, said, one.place, "md5", listed[name], found[name]["md5"])


def _fault(kind: str, one: Promise, message: str, found: str = "") -> Fault:
    return Fault(kind, one.path, message, one.place, one.digest.alg, one.digest.hex, found)

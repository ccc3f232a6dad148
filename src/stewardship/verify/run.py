"""The way of a verification: what is promised, what is here, read it, hold one against the other.

Every byte of every promised file is read, each time, unless ``quick`` says that a file which
looks the same to the operating system may be taken for the same.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from stewardship.cache.remembered import Remembered
from stewardship.errors import UserError
from stewardship.frozen import replace
from stewardship.integrity.hashing import Failed, Pool, Seen
from stewardship.joining.gather import Gathered
from stewardship.repository import git
from stewardship.repository.contents import Disk
from stewardship.repository.trees import WorkTree
from stewardship.sources import Sources
from stewardship.verify import lists, signatures
from stewardship.verify.asked import Answer, Ask
from stewardship.verify.compare import Held, judge, plan
from stewardship.verify.promises import Fault, Promise, Promised, collect, under
from stewardship.verify.stated import stated


def verify(ask: Ask) -> Answer:
    """Recompute what manifests (and a list) promise."""
    started = time.perf_counter()
    kept = lists.load(ask.against) if ask.against else None
    repo = git.find(ask.start, ask.root)
    said = stated(repo)
    with Disk(repo.root) as disk:
        promised = collect(said.gathered, disk)
        signed = signatures.take(said.tree, disk, promised)
        promised = _narrowed(promised, ask.paths)
        promises = [*promised.promises]
        if kept:
            promises += [one for one in kept.promises if under(one.path, ask.paths)]
        unpromised = _unpromised(ask, repo.root, promises)
        held = plan(promises, disk)
        files = _covered(ask, kept, said.tree, promises, held, disk)
        scope = "\n".join((str(repo.root), *ask.paths))
        memory = Remembered(said.cache, scope, ask.quick, ask.resume)
        read = _read(ask, repo.root, held, memory)
        judged = judge(promises, held, read, disk)
    faults = [*promised.faults, *unpromised, *judged.faults]
    faults += lists.new(files, kept, ask.paths) if kept else ()
    made = _list(ask, files, held, read, faults)
    if ask.require_all:
        faults += [_missing(one) for one in judged.absent]
    size = sum(state.size for path in held.wanted if isinstance(state := held.states[path], Seen))
    return Answer(
        tuple(_placed(faults, Sources(said.tree))),
        tuple(judged.absent),
        judged.matched,
        len(held.wanted),
        size,
        sum(path in read.reused for path in held.wanted),
        time.perf_counter() - started,
        (*signed.proved, *_notes(promised, memory, said.gathered, bool(promises or files))),
        made,
    )


class _Read(dict[str, Mapping[str, str] | Failed]):
    """Digests by path, or why there are none; ``reused`` are those that were not read now."""

    def __init__(self, reused: Mapping[str, Mapping[str, str]]) -> None:
        super().__init__(reused)
        self.reused = frozenset(reused)


def _read(ask: Ask, root: Path, held: Held, memory: Remembered) -> _Read:
    """Read what is wanted, the rest of an interrupted run first taken from memory."""
    memory.begin()
    seen = {path: at for path in held.wanted if isinstance(at := held.states[path], Seen)}
    read = _Read(memory.known(seen, held.wanted))
    wanted = {path: (seen[path].size, held.wanted[path]) for path in seen if path not in read}
    total = sum(size for size, _ in wanted.values())
    pool = Pool(root, wanted, ask.jobs)

    def tick(done: int) -> None:
        ask.meter(done, total)
        memory.tick()

    try:
        for one in pool.results(tick):
            if isinstance(one, Failed):
                read[one.path] = one
                continue
            if one.seen != seen[one.path]:  # another file than the one that was planned for
                held.states[one.path] = one.seen
            read[one.path] = one.digests
            memory.add(one)
    finally:
        pool.stop()
        memory.flush()
    memory.end()
    return read


def _narrowed(found: Promised, paths: Sequence[str]) -> Promised:
    """What is promised of these paths, and by the manifests among them."""
    each = {(one.path, one.digest): one for one in reversed(found.promises)}  # said twice: once
    found.promises = [
        one
        for one in found.promises
        if one is each[one.path, one.digest]
        and (under(one.path, paths) or under(one.place.path, paths))
    ]
    found.faults = [
        one
        for one in found.faults
        if under(one.path, paths) or (one.place and under(one.place.path, paths))
    ]
    return found


def _unpromised(ask: Ask, root: Path, promises: Sequence[Promise]) -> list[Fault]:
    """Of a path that somebody names to have it verified, something has to be promised; what is
    neither here nor promised is a mistake in the call."""
    told = [path for one in promises for path in (one.path, one.place.path)]
    found = []
    for path in ask.paths:
        if any(under(one, (path,)) for one in told):
            continue
        if not os.path.lexists(root / path):
            hint = "name a file or a folder that is there, or that a manifest promises"
            raise UserError(f"there is no `{git.shorten(path)}` here", None, hint)
        if not ask.write and not ask.against:
            said = "is promised nothing: no manifest states a hash of it"
            found.append(Fault("unlisted", path, said))
    return found


def _covered(
    ask: Ask,
    kept: lists.Listed | None,
    tree: WorkTree,
    promises: Sequence[Promise],
    held: Held,
    disk: Disk,
) -> list[str]:
    """The files that a list covers, asked for by SHA-256 where one is written. Links have no
    digest; where one stands in a promised file's place, that is found all the same."""
    if ask.write:
        paths: Sequence[str] | None = ask.paths
    else:
        paths = (kept.paths if kept.paths is not None else ask.paths or None) if kept else None
    if paths is None:
        return []
    promised = [path for one in promises for path in held.files(one.path)]
    own = {_below(file, tree.repo.root) for file in (ask.write, ask.against) if file}
    files = []
    for path in lists.covered(paths, tree.entries(), promised, disk):
        if path in own:
            continue
        state = held.want(disk, path, *(["sha256"] if ask.write else []))
        if isinstance(state, Seen) or state.kind not in ("link", "missing"):
            files.append(path)
    return files


def _below(file: Path, root: Path) -> str:
    real = file.parent.resolve() / file.name
    return real.relative_to(root).as_posix() if root in real.parents else ""


def _list(
    ask: Ask, files: Sequence[str], held: Held, read: _Read, faults: list[Fault]
) -> bytes | None:
    """The list to write, unless something is at fault: it would vouch for what is wrong."""
    if ask.write is None:
        return None
    digests = []
    for path in files:
        state = held.states[path]
        found = state if isinstance(state, Failed) else read[path]
        if isinstance(found, Failed):
            faults.append(Fault(found.kind, path, found.reason))
        else:
            digests.append((found["sha256"], path))
    return None if faults else lists.written(digests, ask.paths)


def _missing(one: Promise) -> Fault:
    return Fault("missing", one.path, "is not here", one.place, one.digest.alg, one.digest.hex)


def _placed(faults: Sequence[Fault], sources: Sources) -> list[Fault]:
    """The faults in the order of their paths, each once, with the line of its promise."""
    found = [
        replace(one, place=sources.place(one.place) if one.place else None)
        for one in dict.fromkeys(faults)
    ]
    return sorted(found, key=lambda one: (one.path, one.kind, one.alg))


def _notes(
    promised: Promised, memory: Remembered, gathered: Gathered, any_at_all: bool
) -> list[str]:
    """What a reader must know about the run itself."""
    notes = []
    if not any_at_all and not promised.faults:
        notes.append("no manifest here states a hash of a file")
    if memory.since is not None:
        at = time.strftime("%H:%M", time.localtime(memory.since))
        notes.append(f"this goes on with the run that began at {at} and was interrupted")
    for reason, count in sorted(promised.aside.items()):
        notes.append(f"not held against anything: {reason} ({count:,})")
    weak = {one.path for one in promised.promises if one.digest.weak}
    strong = {one.path for one in promised.promises if not one.digest.weak}
    if weak - strong:
        said = "MD5 or SHA-1 alone, for which two files with one digest can be made"
        notes.append(f"of {len(weak - strong):,} of the files the promise is by {said}")
    if gathered.left_out:
        notes.append(f"{len(gathered.left_out)} files are excluded by .steward/config.yaml")
    if memory.cache.note:
        notes.append(memory.cache.note)
    return notes

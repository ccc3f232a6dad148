"""Since when the reports of scanners tell of a vulnerability: the history of their files in git.

The first commit in which a report had the finding is when it was first seen, whatever the report
was called then. Nothing is asked before a rule asks, and what a version of a report says is
remembered by its content like that of any file.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime

from stewardship.cache.store import Cache
from stewardship.frozen import dataclass
from stewardship.joining.gather import gather
from stewardship.joining.names import Names
from stewardship.joining.universe import Universe
from stewardship.memory import Memory
from stewardship.model import Resource
from stewardship.repository.git import Repository
from stewardship.repository.trees import FILE, Entry, StoredTree
from stewardship.repository.versions import Version, Versions, versions

KIND = "vulnerability"


@dataclass(frozen=True, slots=True)
class Spell:
    """When ids stood in a report: from one moment until another, None while they still do."""

    since: datetime
    until: datetime | None


class Seen:
    """What the history of reports says of vulnerabilities, report by report, each read once."""

    def __init__(self, repo: Repository, names: Names, cache: Cache, revision: str) -> None:
        self._repo = repo
        self._names = names
        self._cache = cache
        self._revision = revision
        self._told: dict[str, tuple[dict[str, Spell], bool]] = {}

    def report(self, path: str) -> tuple[dict[str, Spell], bool]:
        """The spell of every id that a report ever had, and whether its history is cut off."""
        if path not in self._told:
            known = versions(self._repo, path, self._revision)
            memory = self._cache.memory()
            self._told[path] = _kept(memory, self._key(path, known)) or self._walked(path, known)
            _keep(memory, self._key(path, known), self._told[path])
        return self._told[path]

    def _key(self, path: str, known: Versions) -> str:
        last = known.found[-1].commit if known.found else ""
        first = known.found[0].commit if known.found else ""
        return f"seen:{self._names.version}:{path}:{first}:{last}:{len(known.found)}"

    def _walked(self, path: str, known: Versions) -> tuple[dict[str, Spell], bool]:
        spells: dict[str, Spell] = {}
        for one in known.found:
            held = self._ids(path, one)
            for name in held:
                since = spells[name].since if name in spells else one.when
                spells[name] = Spell(since, None)
            for name, spell in spells.items():
                if spell.until is None and name not in held:
                    spells[name] = Spell(spell.since, one.when)
        return spells, known.cut

    def _ids(self, path: str, version: Version) -> set[str]:
        """The ids of all findings in one version of a report."""
        if not version.blob:
            return set()
        tree = StoredTree(self._repo, version.commit, {path: Entry(path, FILE, version.blob)})
        found = gather(self._repo, tree, self._names, self._cache, only=[path])
        return {name for one in found.fragments if one.kind == KIND for name in one.ids}


class FirstSeen:
    """Since when history tells of each vulnerability of one universe."""

    def __init__(self, seen: Seen, universe: Universe) -> None:
        self._seen = seen
        self._universe = universe
        self._reports: set[str] = set()
        self._since: dict[str, datetime] = {}
        self._cut: set[str] = set()

    def of(self, resource: Resource) -> tuple[datetime | None, bool]:
        """The first moment, None where no commit tells of it; and whether it may be older, for the
        history of a report is cut off."""
        for path in resource.paths:
            if path not in self._reports:
                self._reports.add(path)
                self._take(path)
        return self._since.get(resource.key), not self._cut.isdisjoint(resource.paths)

    def _take(self, path: str) -> None:
        spells, cut = self._seen.report(path)
        if cut:
            self._cut.add(path)
        for name, spell in spells.items():
            found = self._universe.get(name, KIND)
            if found is not None:
                since = self._since.get(found.key, spell.since)
                self._since[found.key] = min(since, spell.since)


def _kept(memory: Memory, key: str) -> tuple[dict[str, Spell], bool] | None:
    held = memory.get(key)
    if not held:
        return None
    spells, cut = json.loads(held)
    return {name: Spell(_time(a), _time(b) if b else None) for name, a, b in spells}, cut


def _keep(memory: Memory, key: str, told: tuple[dict[str, Spell], bool]) -> None:
    rows = [[n, _stamp(s.since), _stamp(s.until) if s.until else 0] for n, s in told[0].items()]
    memory.put(key, json.dumps([rows, told[1]]).encode())


def _time(stamp: int) -> datetime:
    return datetime.fromtimestamp(stamp, UTC)


def _stamp(moment: datetime) -> int:
    return int(moment.timestamp())

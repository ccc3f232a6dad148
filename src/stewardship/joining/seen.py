"""Since when the reports of scanners tell of a vulnerability: the history of their files in git.

The first commit in which a report had the finding is when it was first seen, whatever the report
was called then. Nothing is asked before a rule asks, and what a version of a report says is
remembered by its content like that of any file.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime

from stewardship.cache.store import Cache
from stewardship.frozen import dataclass, replace
from stewardship.joining.gather import gather
from stewardship.joining.names import Names
from stewardship.joining.universe import Universe
from stewardship.memory import Memory
from stewardship.model import Fragment, Resource
from stewardship.repository.git import Repository
from stewardship.repository.listings import FILE, Entry
from stewardship.repository.trees import StoredTree
from stewardship.repository.versions import Version, Versions, versions
from stewardship.vocabulary import severities
from stewardship.vocabulary.severities import UNKNOWN

KIND = "vulnerability"


@dataclass(frozen=True, slots=True)
class Spell:
    """When an id stood in a report: from one moment until another, None while it still does.

    ``lead`` is the first of the ids of that finding, ``severity`` what the report said last.
    """

    since: datetime
    until: datetime | None
    lead: str
    severity: str


Told = tuple[dict[str, Spell], bool]


class Seen:
    """What the history of reports says of vulnerabilities, report by report, each read once."""

    def __init__(self, repo: Repository, names: Names, cache: Cache, revision: str) -> None:
        self._repo = repo
        self._names = names
        self._cache = cache
        self._revision = revision
        self._told: dict[str, Told] = {}

    def report(self, path: str) -> Told:
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

    def _walked(self, path: str, known: Versions) -> Told:
        spells: dict[str, Spell] = {}
        for one in known.found:
            held = self._held(path, one)
            for name, (lead, severity) in held.items():
                since = spells[name].since if name in spells else one.when
                spells[name] = Spell(since, None, lead, severity)
            for name, spell in spells.items():
                if spell.until is None and name not in held:
                    spells[name] = replace(spell, until=one.when)
        return spells, known.cut

    def _held(self, path: str, version: Version) -> dict[str, tuple[str, str]]:
        """The ids of all findings in one version of a report, with the lead and the severity."""
        if not version.blob:
            return {}
        tree = StoredTree(self._repo, version.commit, {path: Entry(path, FILE, version.blob)})
        found = gather(self._repo, tree, self._names, self._cache, only=[path])
        return {
            name: (one.ids[0], _severity(one))
            for one in found.fragments
            if one.kind == KIND and "skipped" not in one.fields
            for name in one.ids
        }


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


def _severity(fragment: Fragment) -> str:
    value = fragment.fields.get("severity")
    return severities.of_word(value.data) if value and isinstance(value.data, str) else UNKNOWN


def _kept(memory: Memory, key: str) -> Told | None:
    held = memory.get(key)
    if not held:
        return None
    rows, cut = json.loads(held)
    return {n: Spell(_time(a), _time(b) if b else None, lead, s) for n, a, b, lead, s in rows}, cut


def _keep(memory: Memory, key: str, told: Told) -> None:
    rows = [
        [name, _stamp(one.since), _stamp(one.until) if one.until else 0, one.lead, one.severity]
        for name, one in told[0].items()
    ]
    memory.put(key, json.dumps([rows, told[1]]).encode())


def _time(stamp: int) -> datetime:
    return datetime.fromtimestamp(stamp, UTC)


def _stamp(moment: datetime) -> int:
    return int(moment.timestamp())

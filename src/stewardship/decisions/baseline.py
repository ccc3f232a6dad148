"""``.steward/baseline.json``: what was wrong on the day the gate was switched on.

An entry is a fingerprint: the finding it excuses is known by its content. A finding that moves
with its file or its line stays excused; a second one, or the same one copied, never is. So a
baseline only shrinks, unless somebody says that it may grow.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from stewardship import strict
from stewardship.fingerprint import is_fingerprint, share_former
from stewardship.frozen import dataclass, field
from stewardship.model import Finding
from stewardship.strict import Node

PATH = ".steward/baseline.json"
VERSION = 1
HINT = "take it from git again, or remove it and run `steward baseline`"


@dataclass(frozen=True, slots=True)
class Entry:
    """Which rule was broken by what and where: for people; only the fingerprint counts."""

    rule: str
    resource: str
    path: str


@dataclass(frozen=True, slots=True)
class Baseline:
    """Entries by fingerprint."""

    entries: Mapping[str, Entry] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.entries)

    def match(self, finding: Finding) -> str | None:
        """The fingerprint under which this finding is excused, or None.

        That may be one from before the change that is judged renamed the resource's files;
        ``fingerprint.share_former`` first sees to it that no entry excuses two findings.
        """
        for known in (finding.fingerprint, *(known for _, known in finding.former)):
            if known in self.entries:
                return known
        return None

    def unmatched(self, findings: Iterable[Finding]) -> dict[str, Entry]:
        """The entries that none of these findings needs any more."""
        used = {self.match(finding) for finding in findings}
        return {known: entry for known, entry in self.entries.items() if known not in used}


class Update(NamedTuple):
    """A new baseline, with what came to the old one and what went."""

    baseline: Baseline
    added: Mapping[str, Entry]
    dropped: Mapping[str, Entry]


def load(content: bytes | None, path: str = PATH) -> Baseline:
    """The baseline in these bytes; empty where there is none.

    Raises ``UserError`` where the file is not one: half a baseline would be no decision.
    """
    if content is None:
        return Baseline()
    root = strict.read_json(content, path, HINT)
    keys = root.keys("a baseline", ("version", "fingerprints"))
    number = strict.need(keys, "version", root, "the baseline")
    if number.data != VERSION or isinstance(number.data, bool):
        message = f"version `{strict.short(str(number.data))}` of the baseline is not known"
        raise number.error(message, "use the version of Stewardship that wrote it")
    entries = strict.need(keys, "fingerprints", root, "the baseline")
    lines = entries.entries("`fingerprints`").items()
    return Baseline({known: _entry(known, node) for known, node in lines})


def _entry(known: str, node: Node) -> Entry:
    if not is_fingerprint(known):
        raise node.error(f"`{strict.short(known)}` is not a fingerprint", HINT)
    names = ("rule", "resource", "path")
    keys = node.keys("an entry of the baseline", names)
    return Entry(*(_string(strict.need(keys, name, node, "this entry")) for name in names))


def _string(node: Node) -> str:
    """A string exactly as it is: a path may begin or end with a space."""
    if not isinstance(node.data, str):
        raise node.error("an entry of the baseline must hold text only", HINT)
    return node.data


def write(baseline: Baseline) -> bytes:
    """The file: the same bytes for the same entries, sorted, so that branches merge well."""
    import json

    fingerprints = {
        known: {
            "path": _sayable(entry.path),
            "resource": _sayable(entry.resource),
            "rule": _sayable(entry.rule),
        }
        for known, entry in baseline.entries.items()
    }
    data = {"version": VERSION, "fingerprints": fingerprints}
    return (json.dumps(data, indent=2, sort_keys=True) + "\n").encode("ascii")


def _sayable(text: str) -> str:
    """The text with ``?`` for what JSON cannot hold: bytes of a path that are not UTF-8, NUL."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "?")


def update(
    old: Baseline, findings: Iterable[Finding], accept: bool, unjudged: Collection[str] = ()
) -> Update:
    """The baseline after a judgement of *everything*: these findings are all there are.

    What is no longer found goes, unless its rule is one of those ``unjudged`` (off, or without
    what it needs to judge): not having looked mends nothing. What was found before stays, under
    the id that it has now. What is new comes only with ``accept`` (making the first baseline is
    accepting), and never while a waiver excuses it: one that lapses must not leave its finding
    excused.
    """
    kept: dict[str, Entry] = {}
    added: dict[str, Entry] = {}
    findings = share_former(findings)
    for finding in findings:
        entry = Entry(finding.rule, finding.id, finding.location.path)
        if old.match(finding) is not None:
            kept[finding.fingerprint] = entry
        elif accept and finding.status != "waived":
            added[finding.fingerprint] = entry
    gone = old.unmatched(findings)
    dropped = {known: entry for known, entry in gone.items() if entry.rule not in unjudged}
    unseen = {known: entry for known, entry in gone.items() if known not in dropped}
    return Update(Baseline({**unseen, **kept, **added}), added, dropped)

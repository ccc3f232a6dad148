"""Records in lists: which of them speak of one thing, and which contradict one another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from stewardship.fingerprint import normalized
from stewardship.model import Value
from stewardship.vocabulary import digests

Sides = dict[str, list[Value]]


def source_key(record: Value) -> object:
    """What a record of ``sources`` speaks of: reference, role and path; itself for any other."""
    plain = record.plain()
    if not isinstance(plain, dict) or not isinstance(plain.get("ref"), str):
        return normalized(plain)
    from stewardship.vocabulary import purl  # late: it asks urllib, and few files state sources

    ref = str(plain["ref"]).strip()
    return (purl.hub_id(ref) or ref, str(plain.get("role", "")), str(plain.get("path", "")))


def distinct(said: Sequence[Value]) -> list[Value]:
    """The records, without those that say no more than another one of them."""
    entries = [set(_entries(one)) for one in said]
    return [
        one
        for number, one in enumerate(said)
        if not any(
            entries[number] < other or (entries[number] == other and before < number)
            for before, other in enumerate(entries)
        )
    ]


def _entries(record: Value) -> Iterable[str]:
    data = record.data if isinstance(record.data, Mapping) else {"": record}
    return (f"{key}:{normalized(value.plain())}" for key, value in data.items())


def digest_key(record: Value) -> tuple[str, str, str]:
    """What a record of ``hashes`` says, in one spelling: algorithm, path, digest."""
    plain = record.plain()
    if not isinstance(plain, dict):
        return "", "", normalized(plain)
    alg, content = str(plain.get("alg", "")), str(plain.get("content", ""))
    found = digests.parse(content, alg or None)
    said = str(found) if found else content.strip().casefold()
    return digests.algorithm(alg) or alg.casefold(), str(plain.get("path") or ""), said


def clash(hashes: Sequence[Value]) -> tuple[Value, ...]:
    """The records that give one file two different digests by the same algorithm.

    A digest without a path is that of the resource itself, where a file states just one; of
    several without a path nobody says what each one is of.
    """
    seen: dict[tuple[str, str], Sides] = {}
    alone: dict[tuple[str, str], Sides] = {}
    for item in hashes:
        if not isinstance(item.data, Mapping):
            continue
        alg, path, said = digest_key(item)
        key = (alg, path or item.location.path)
        place = (seen if path else alone).setdefault(key, {})
        place.setdefault(said, []).append(item)
    for (alg, _), sides in alone.items():
        for said, items in sides.items() if len(sides) == 1 else ():
            seen.setdefault((alg, ""), {}).setdefault(said, []).extend(items)
    clashing = [sides for sides in seen.values() if len(sides) > 1]
    return tuple(item for sides in clashing for group in sides.values() for item in group)

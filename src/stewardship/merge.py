"""The laws by which what several files say of one field becomes one Value.

Scalars must agree after normalizing, else the value is conflicting and keeps every candidate.
Lists are united; what several of them say of one source or of the digest of one file is put
together (``records``). A list that is known to be empty is a statement; nothing stated is not one.
The order of the files never matters: candidates are sorted by place before they are merged.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from stewardship import records
from stewardship.fingerprint import normalized
from stewardship.model import Fields, Location, Value
from stewardship.vocabulary import licenses, severities

Normalize = Callable[[str], str]


def _version(text: str) -> str:
    text = text.strip()
    return text[1:] if text[:1] in "vV" and text[1:2].isdigit() else text


def _handle(text: str) -> str:
    return text.strip().lstrip("@").casefold()


def _day(text: str) -> str:
    return text.strip()[:10]


# Scalars that must agree, each after this. Any other scalar (a description, a task) may be said
# in different words by different files: the first by place is taken and all are kept.
AGREEING: Mapping[str, Normalize] = {
    "license": licenses.normalize,
    "license-text": str.casefold,
    "version": _version,
    "commit": str.casefold,
    "date": _day,
    "stage": str.casefold,
    "steward": _handle,
    "personal-data": str.casefold,
    "context": str.casefold,
    "retention": str.casefold,
    "sector": str.casefold,
    "analysis": str.casefold,
    "revision": str.casefold,
}

# Where files differ, one of them wins whatever the order: what one project only builds with,
# another one ships; what one asks for by itself is direct, whoever else brings it in.
WINNING: Mapping[str, object] = {"scope": "runtime", "direct": True}

# Of what several files say of it, the worst severity and the earliest date count.
LEADING: Mapping[str, Callable[[object], int | str]] = {
    "severity": severities.rank,
    "first-seen": str,
    "published": str,
}

_RANK = {"present": 0, "conflicting": 0, "placeholder": 1, "unknown": 2, "absent": 3}


# The readers of what people write to declare a thing, before what their tools leave behind.
DECLARING = ("card", "prose-card", "resources", "catalog-info", "azureml")


def standing(origin: str) -> int:
    """How far down the list of places to point at what a reader says stands."""
    return DECLARING.index(origin) if origin in DECLARING else len(DECLARING)


def order(location: Location) -> tuple[str, int, int, str]:
    """A total order of places, for merging and for printing."""
    return (location.path, location.line or 0, location.column or 0, str(location.pointer or ""))


def merge(parts: Sequence[Fields]) -> dict[str, Value]:
    """The fields of one resource, from the fields of all its fragments."""
    if len(parts) == 1:
        return dict(parts[0])
    gathered: dict[str, list[Value]] = {}
    for part in parts:
        for name, value in part.items():
            gathered.setdefault(name, []).append(value)
    return {
        name: values[0] if len(values) == 1 else _merge_field(name, values)
        for name, values in gathered.items()
    }


def _merge_field(name: str, values: list[Value]) -> Value:
    ranked = sorted(
        values, key=lambda one: (_RANK[one.state], standing(one.origin), *order(one.location))
    )
    first = ranked[0]
    stated = [value for value in ranked if _RANK[value.state] == _RANK[first.state]]
    if _RANK[first.state] > 0:
        return _with(first, ranked)
    # A file may contradict itself before another one is asked: all its sides are kept.
    sides = [side for value in stated for side in _sides(value)]
    whole = name == "hashes" and all(map(_of_records, stated))  # is told anew from all of them
    if any(value.state == "conflicting" for value in stated) and not whole:
        return _conflict(sides)
    if all(isinstance(value.data, tuple) for value in stated):
        return _unite(name, stated, ranked)
    normalize = AGREEING.get(name)
    if normalize and not _agree(name, stated, normalize):
        return _conflict(sides)
    if name in LEADING:
        return _with(min(stated, key=lambda one: LEADING[name](one.data)), ranked)
    winner = next((one for one in stated if one.data == WINNING.get(name, one)), first)
    return _with(winner, ranked)


def _of_records(value: Value) -> bool:
    """Whether a value is a list that conflicts, if at all, in what its own records say."""
    if not isinstance(value.data, tuple) or value.state != "conflicting":
        return isinstance(value.data, tuple)
    return bool(value.candidates) and all(isinstance(r.data, Mapping) for r in value.candidates)


def _sides(value: Value) -> tuple[Value, ...]:
    return value.candidates if value.state == "conflicting" and value.candidates else (value,)


def _conflict(sides: Sequence[Value]) -> Value:
    first = sides[0]
    return Value(first.data, first.location, first.origin, "conflicting", tuple(sides))


def _with(value: Value, candidates: Sequence[Value]) -> Value:
    return Value(value.data, value.location, value.origin, value.state, tuple(candidates))


def _agree(name: str, values: Sequence[Value], normalize: Normalize) -> bool:
    said = {_said(value, normalize) for value in values}
    if name == "commit" and len(said) > 1:  # a short id agrees with the long one it begins
        longest = max(said, key=lambda text: (len(text), text))
        return all(longest.startswith(text) for text in said)
    return len(said) == 1


def _said(value: Value, normalize: Normalize) -> str:
    """A value as it is compared: `true` is `true`, whether or not it stands in quotes."""
    if isinstance(value.data, tuple | Mapping):
        return normalized(value.plain())
    return normalize(value.data if isinstance(value.data, str) else str(value.data).casefold())


def _unite(name: str, values: Sequence[Value], candidates: Sequence[Value]) -> Value:
    """One list of what any of them says, each item once, the places of the first kept."""
    every = [item for one in values if isinstance(one.data, tuple) for item in one.data]
    items: dict[object, Value] = {}
    for item in every:
        key = records.digest_key(item) if name == "hashes" else normalized(item.plain())
        items.setdefault(key, item)
    united = tuple(items.values())
    first = values[0]
    if name == "hashes" and (clash := records.clash(every)):
        return Value(united, first.location, first.origin, "conflicting", clash)
    if name == "sources":
        united = completed([value.data for value in values if isinstance(value.data, tuple)])
    return Value(united, first.location, first.origin, "present", tuple(candidates))


def completed(lists: Sequence[Sequence[Value]]) -> tuple[Value, ...]:
    """The sources of several lists: what they say of one and the same is one record.

    A card's ``datasets: [acme/claims]`` and an entry elsewhere that gives the same dataset a
    revision speak of one source. Where they contradict each other, that entry of the record is
    conflicting. A list that names one source twice means two of its versions: none is merged.
    """
    gathered: dict[object, list[list[Value]]] = {}
    for one in lists:
        own: dict[object, list[Value]] = {}
        for item in one:
            own.setdefault(records.source_key(item), []).append(item)
        for key, items in own.items():
            gathered.setdefault(key, []).append(records.distinct(items))
    found: list[Value] = []
    for said in gathered.values():
        flat = [item for items in said for item in items]
        several = any(len(items) > 1 for items in said)
        found += records.distinct(flat) if several else [_one(flat)]
    return tuple(found)


def _one(said: Sequence[Value]) -> Value:
    """One record out of several about one source, entry by entry."""
    if len(said) == 1 or not isinstance(said[0].data, Mapping):
        return said[0]
    merged = merge([one.data for one in said if isinstance(one.data, Mapping)])
    return Value(merged, said[0].location, said[0].origin)

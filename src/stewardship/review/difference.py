"""Which governed values a change makes others: resource by resource, value by value.

Pure. Both sides are what the *changed files* say, so that a value which stands in a file that did
not change is never taken for a new one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from json import dumps

from stewardship.frozen import replace
from stewardship.model import Fields, Location, Plain, Resource, Value
from stewardship.model.review import Difference

# What tells the records of a field apart; of any other field, their order does.
IDENTITY: Mapping[str, tuple[str, ...]] = {
    "sources": ("ref", "role"),
    "serves": ("ref",),
    "depends-on": ("ref",),
    "hashes": ("path", "alg"),
    "artifacts": ("path",),
    "evaluations": ("metric", "dataset", "split"),
}


def differences(
    before: Resource | None, after: Resource | None, spared: Collection[str] = ()
) -> tuple[Difference, ...]:
    """What differs between two states of one resource, by field; ``spared`` fields are left out."""
    old = dict(_scalars(before.fields)) if before else {}
    new = dict(_scalars(after.fields)) if after else {}
    found = []
    for name in sorted(old.keys() | new.keys()):
        if name.partition("[")[0].partition(".")[0] in spared:
            continue
        one, other = old.get(name), new.get(name)
        was, now = _plain(one), _plain(other)
        if was != now:
            place = (other or one or Value(None, Location(""))).location
            found.append(Difference(name, was, now, place))
    return tuple(found)


def _scalars(fields: Fields) -> Iterator[tuple[str, Value]]:
    for name in fields:
        yield from _flat(name, fields[name])


def _flat(name: str, value: Value) -> Iterator[tuple[str, Value]]:
    """Every scalar of a value with its path; a list of scalars is one value, whatever its order."""
    if value.state == "absent":
        return
    if isinstance(value.data, Mapping):
        for key, item in value.data.items():
            yield from _flat(f"{name}.{key}", item)
    elif isinstance(value.data, tuple) and any(isinstance(i.data, Mapping) for i in value.data):
        told = IDENTITY.get(name, ())
        for label, item in _named(name, value.data):
            yield f"{name}[{label}]", replace(item, data="stated")
            record = item.data if isinstance(item.data, Mapping) else {}
            for key in record.keys() - set(told):
                yield from _flat(f"{name}[{label}].{key}", record[key])
    else:
        yield name, value


def _named(name: str, items: Iterable[Value]) -> Iterator[tuple[str, Value]]:
    seen: dict[str, int] = {}
    for item in items:
        record = item.data if isinstance(item.data, Mapping) else {}
        told = [str(record[key].data) for key in IDENTITY.get(name, ()) if key in record]
        label = " ".join(told)
        seen[label] = seen.get(label, 0) + 1
        if not label or seen[label] > 1:
            label = f"{label} {seen[label]}".strip()
        yield label, item


def _plain(value: Value | None) -> Plain:
    if value is None:
        return None
    if value.state == "conflicting" and value.candidates:
        return sorted((one.plain() for one in value.candidates), key=_order)
    plain = value.plain()
    return sorted(plain, key=_order) if isinstance(plain, list) else plain


def _order(plain: Plain) -> str:
    return dumps(plain, sort_keys=True)

"""What was measured of a resource, held against one bound of the risk appetite.

Shared by the check ``bounds`` and by ``steward appetite``, so that both tell the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, Protocol

from stewardship.checks import walk, wording
from stewardship.frozen import dataclass
from stewardship.model import Resource, Value
from stewardship.vocabulary import quantities
from stewardship.vocabulary.metrics import folded

LIMITS = (("at-least", "at least"), ("at-most", "at most"))
Answer = Literal["kept", "broken", "unclear"]


class Resolves(Protocol):
    """What finds the resource that a reference means; a check's context does."""

    def resolve(
        self, reference: str, kind: str = "", source: Resource | None = None
    ) -> Resource | None:
        """The resource that a reference in ``source`` means, if the tree has it."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """One measurement and what became of it: ``said`` is a clause that stands alone."""

    value: Value
    written: str
    about: str
    answer: Answer
    said: str


def metric(bound: Value) -> str:
    """The metric as the charter names it."""
    found = walk.entry(bound, "metric")
    return wording.text(found.data).strip() if found else ""


def limits(bound: Value) -> str:
    """The bound in words, after "has to be": ``at most 5 %``."""
    return " and ".join(f"{words} {limit}" for words, limit in _limits(bound))


def against(resource: Resource, bound: Value, tree: Resolves) -> list[Measurement]:
    """Every measurement of the bound's metric, judged by the bound; empty where there is none.

    They stand among the resource's ``evaluations``, in a field of the metric's name (a latency
    ceiling, a budget), or in the log of its human reviews.
    """
    return [_judged(value, unit, about, bound) for value, unit, about in
            _measurements(resource, bound, tree)]  # fmt: skip


def _measurements(
    resource: Resource, bound: Value, tree: Resolves
) -> Iterator[tuple[Value, str, str]]:
    """Values with their unit, and which measurement of several each one is."""
    name = metric(bound)
    log = log_of(resource, tree)
    for one in (resource,) if log in (None, resource) else (resource, log):
        assert one is not None
        for record in _records(one.value("evaluations")):
            if folded(_text(record, "metric")) == folded(name) and _meant(record, bound):
                value = walk.entry(record, "value") or Value(None, record.location, "", "absent")
                parts = (_text(record, "dataset"), _text(record, "split"))
                yield value, _text(record, "unit"), ", ".join(filter(None, parts))
    for field in dict.fromkeys((name, folded(name).replace(" ", "-"))):
        if field in resource.fields:
            for value in _each(resource.value(field)):
                yield value, "", ""


def log_of(resource: Resource, tree: Resolves) -> Resource | None:
    """What speaks for the log of human reviews that the resource names under ``oversight``: an
    artifact, or the resource itself where the log lies in its folder."""
    oversight = resource.value("oversight")
    log = walk.entry(oversight, "log") if oversight.state == "present" else None
    if log is None or log.state != "present" or not isinstance(log.data, str):
        return None
    return log_at(log.data, resource, tree)


def log_at(path: str, resource: Resource, tree: Resolves) -> Resource | None:
    """What speaks for the log at a path, from the resource's folder or from the root."""
    path = path.strip().removeprefix("./")
    if any(one == path or one.endswith(f"/{path}") for one in resource.paths):
        return resource
    return tree.resolve(path, "artifact", resource)


def _records(value: Value) -> Iterator[Value]:
    """The records of a list and, where files contradict each other, every side of it."""
    seen: set[int] = set()
    listed = value.data if isinstance(value.data, tuple) else ()
    for item in (*listed, *value.candidates):
        inner = item.data if isinstance(item.data, tuple) else (item,)
        for record in inner:
            if isinstance(record.data, Mapping) and id(record) not in seen:
                seen.add(id(record))
                yield record


def _meant(record: Value, bound: Value) -> bool:
    """Whether the bound is about this one of several measurements of its metric."""
    for key in ("dataset", "split"):
        wanted = _text(bound, key)
        if wanted and wanted.casefold() != _text(record, key).casefold():
            return False
    return True


def _each(value: Value) -> Iterator[Value]:
    """A field's value, candidate by candidate and item by item."""
    if value.state == "conflicting" and value.candidates:
        for candidate in value.candidates:
            yield from _each(candidate)
    elif isinstance(value.data, tuple):
        for item in value.data:
            yield from _each(item)
    else:
        yield value


def _judged(value: Value, unit: str, about: str, bound: Value) -> Measurement:
    name = wording.quote(metric(bound))
    where = f" on {wording.shorten(about)}" if about else ""
    written = wording.shorten(wording.text(value.data))
    shown = f"{written} {unit}" if unit and value.data is not None else written
    if said := walk.unstated(value, "measurement"):
        clause = f"{name}{where} has to be {limits(bound)}, and {said}"
        return Measurement(value, shown, about, "unclear", clause)
    found = quantities.read(value.data, unit)
    for words, limit in _limits(bound):
        both = quantities.common(found, limit) if found else None
        if both is None:
            clause = f"{name}{where} is {wording.quote(shown)}, which is no number to hold against"
            return Measurement(value, shown, about, "unclear", f"{clause} {words} {limit}")
        if both[0] < both[1] if words == "at least" else both[0] > both[1]:
            clause = f"{name}{where} is {wording.shorten(shown)} and has to be {words} {limit}"
            return Measurement(value, shown, about, "broken", clause)
    return Measurement(value, shown, about, "kept", f"{name}{where} is {shown}")


def _limits(bound: Value) -> Iterator[tuple[str, quantities.Quantity]]:
    unit = _text(bound, "unit")
    for key, words in LIMITS:
        entry = walk.entry(bound, key)
        found = quantities.read(entry.data, unit) if entry else None
        if found is not None:
            yield words, found


def _text(record: Value, key: str) -> str:
    entry = walk.entry(record, key)
    return wording.text(entry.data).strip() if entry and entry.state == "present" else ""

"""What a card's front matter links to: base models, datasets, and the sets it was measured on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stewardship.document import Document
from stewardship.model import Fields, Kind, Value
from stewardship.pattern import pattern
from stewardship.readers import facts

# ``org/name@revision``, as some write it; the hub itself has no field for a revision.
_PINNED = pattern(r"([\w.-]+(?:/[\w.-]+)?)@([\w./-]+)")

# What an entry of ``metrics`` says of one metric; else its keys are metrics.
_METRIC = frozenset(("name", "type", "value", "metric_id", "args", "config", "verified"))


def links(document: Document, kind: Kind, origin: str) -> Fields:
    """``sources``, ``serves``, ``depends-on`` and ``evaluations`` of a card of this kind."""
    if kind == "service":
        lists = {
            "serves": _refs(document, "models", origin, kind="model"),
            "depends-on": _refs(document, "datasets", origin, kind="dataset"),
        }
    else:
        trained = _refs(document, "datasets", origin, role="train")
        origins = _origins(document, origin)
        lists = {
            "sources": [*_bases(document, origin), *trained, *origins],
            "evaluations": list(_evaluations(document, origin)),
        }
    fields = {name: facts.listing(items, None, origin) for name, items in lists.items() if items}
    if "sources" not in fields and _known_original(document):
        fields["sources"] = facts.listing((), document.location("source_datasets"), origin)
    return fields


def _refs(document: Document, key: str, origin: str, **entries: str) -> list[Value]:
    """The references under a key, one or a list, each a record; a pinned one is taken apart."""
    found = []
    for value in facts.texts(document, key, origin=origin):
        pinned = _PINNED.fullmatch(value.data) if isinstance(value.data, str) else None
        revision = facts.said(pinned[2], value.location, origin) if pinned else None
        ref = facts.said(pinned[1], value.location, origin) if pinned else value
        found.append(facts.record(value.location, origin, ref=ref, revision=revision, **entries))
    return found


def _bases(document: Document, origin: str) -> list[Value]:
    """The base models, with the revision that ``stewardship: {base-revision: …}`` states.

    One revision pins one base; for several it has to be a mapping of base to revision, so that
    nobody takes a pin of one for a pin of all.
    """
    bases = _refs(document, "base_model", origin, role="base", kind="model")
    pin = ("stewardship", "base-revision")
    by_name = isinstance(document.get(*pin), dict)
    found = []
    for base in bases:
        assert isinstance(base.data, Mapping)
        ref = str(base.data["ref"].plain())
        if by_name:
            revision = facts.text(document, *pin, ref, origin=origin)
        else:
            revision = facts.text(document, *pin, origin=origin) if len(bases) == 1 else None
        if revision is None or "revision" in base.data:
            found.append(base)
        else:
            found.append(Value({**base.data, "revision": revision}, base.location, origin))
    return found


def _origins(document: Document, origin: str) -> Iterator[Value]:
    """``source_datasets``: ``extended|x`` is x, of ``extended|other`` nobody says what it is."""
    for value in facts.texts(document, "source_datasets", origin=origin):
        written = str(value.plain())
        name = written.removeprefix("extended|")
        if name in ("original", "extended"):
            continue
        ref = facts.said(name, value.location, origin)
        if name.partition("-")[0] == "other" and name != written:
            ref = Value(name, value.location, origin, "unknown")
        yield facts.record(value.location, origin, ref=ref, role="source")


def _known_original(document: Document) -> bool:
    return document.get("source_datasets") in ("original", ["original"])


def _evaluations(document: Document, origin: str) -> Iterator[Value]:
    """The metrics of every result in ``model-index``, each with the data it was measured on.

    People write one entry where a list is meant, and ``metrics`` as a mapping of name to value.
    """
    for entry in _each(document, "model-index"):
        for result in _each(document, *entry, "results"):
            about = _about(document, result, origin)
            for metric in _each(document, *result, "metrics"):
                yield from _metric(document, metric, about, origin)


def _metric(
    document: Document, at: tuple[str | int, ...], about: Mapping[str, Value | None], origin: str
) -> Iterator[Value]:
    node = document.get(*at)
    if isinstance(node, dict) and node and not _METRIC.intersection(node):
        for key in node:
            named = facts.said(str(key), document.location(*at, key), origin)
            value = facts.nested(document, *at, key, origin=origin)
            yield facts.record(value.location, origin, metric=named, value=value, **about)
        return
    name = _first(document, at, ("name", "type", "metric_id"), origin)
    value_ = None
    if facts.has(document, *at, "value"):
        value_ = facts.nested(document, *at, "value", origin=origin)
    verified = facts.text(document, *at, "verified", origin=origin)
    yield facts.record(
        document.location(*at), origin, metric=name, value=value_, verified=verified, **about
    )


def _about(
    document: Document, result: tuple[str | int, ...], origin: str
) -> dict[str, Value | None]:
    """On which data, and for which task; a dataset may be its name alone."""
    place = (*result, "dataset")
    if not isinstance(document.get(*place), dict):
        return {"dataset": facts.text(document, *place, origin=origin)}
    said = {key: facts.text(document, *place, key, origin=origin)
            for key in ("split", "config", "revision")}  # fmt: skip
    task = _first(document, (*result, "task"), ("type", "name"), origin)
    return {
        "dataset": _first(document, place, ("type", "name", "id"), origin), **said, "task": task
    }  # fmt: skip


def _each(document: Document, *pointer: str | int) -> list[tuple[str | int, ...]]:
    """The places of the items of a list, or of the one mapping that stands where a list could."""
    node = document.get(*pointer)
    if isinstance(node, dict):
        return [pointer]
    return [(*pointer, index) for index in range(len(node) if isinstance(node, list) else 0)]


def _first(
    document: Document, parent: tuple[str | int, ...], keys: tuple[str, ...], origin: str
) -> Value | None:
    found = (facts.text(document, *parent, key, origin=origin) for key in keys)
    return next((value for value in found if value and value.state != "absent"), None)

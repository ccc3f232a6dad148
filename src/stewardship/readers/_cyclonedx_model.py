"""How a model or a dataset of a CycloneDX document was made, and how it did."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stewardship.model import Fields, Kind, Location, Pointer, Value
from stewardship.readers import facts
from stewardship.readers._cyclonedx import (
    ORIGIN,
    Bom,
    governance,
    kind_of,
    license_of,
    reference,
)
from stewardship.vocabulary import purl
from stewardship.vocabulary.cyclonedx_documents import rows, word

PARAMETERS = {
    "task": "task",
    "architectureFamily": "architecture-family",
    "modelArchitecture": "architecture",
}
# What an ancestor is to what was made from it; a file of the build may be anything.
ROLES: Mapping[Kind | None, str] = {"model": "base", "dataset": "source"}
PROPERTY = "stewardship:"
# What our own properties say of a source, whose format has no field for it.
OF_A_SOURCE = ("role", "revision", "license", "kind")


def model_card(bom: Bom, at: Pointer) -> Fields:
    """What ``modelCard`` says: parameters, evaluations, considerations."""
    card = (*at, "modelCard")
    fields: dict[str, Value] = {}
    for key, name in PARAMETERS.items():
        value = bom.text(*card, "modelParameters", key)
        if value:
            fields[name] = value
    metrics = list(_evaluations(bom, (*card, "quantitativeAnalysis", "performanceMetrics")))
    if metrics:
        fields["evaluations"] = facts.listing(metrics, None, ORIGIN)
    if isinstance(bom.document.get(*card, "considerations"), dict):
        fields["considerations"] = facts.nested(
            bom.document, *card, "considerations", origin=ORIGIN
        )
    return fields


def _evaluations(bom: Bom, at: Pointer) -> Iterator[Value]:
    for index, _ in rows(bom.document.get(*at)):
        place = (*at, index)
        yield facts.record(
            bom.at(*place),
            ORIGIN,
            metric=bom.text(*place, "type"),
            value=_number(bom.text(*place, "value")),
            dataset=bom.text(*place, "slice"),
        )


def _number(value: Value | None) -> Value | None:
    """A measurement is a text in this format; what reads as a number is one."""
    if value is None or not isinstance(value.data, str):
        return value
    try:
        number = float(value.data)
    except ValueError:
        return value
    if number != number or number in (float("inf"), float("-inf")) or "_" in value.data:
        return value
    whole = int(number) if value.data.lstrip("-").isdigit() else number
    return Value(whole, value.location, value.origin)


def sources(bom: Bom, at: Pointer) -> list[Value]:
    """Training data of the model card, then the ancestors of the pedigree."""
    datasets = (*at, "modelCard", "modelParameters", "datasets")
    found = [
        one
        for index, _ in rows(bom.document.get(*datasets))
        if (one := _dataset(bom, (*datasets, index)))
    ]
    ancestors = (*at, "pedigree", "ancestors")
    for index, row in rows(bom.document.get(*ancestors)):
        place = (*ancestors, index)
        kind = kind_of(row)
        own = own_words(bom, place)
        name = bom.text(*place, "purl") if purl.hub_id(word(row, "purl")) else None
        named = name or bom.text(*place, "name")
        if named is None:
            continue
        entries = {
            "ref": facts.said(reference(row), named.location, ORIGIN),
            "role": Value(ROLES.get(kind, "build"), bom.at(*place), ORIGIN),
            "revision": bom.text(*place, "version"),
            **license_of(bom, place, package=False),
            "kind": Value(kind, bom.at(*place), ORIGIN) if kind in ("model", "dataset") else None,
        }
        found.append(_source(bom.at(*place), entries, own))
    return found


def _dataset(bom: Bom, at: Pointer) -> Value | None:
    """A dataset of a model card: a reference to a component, or the data's own description."""
    row = bom.document.get(*at)
    ref = bom.text(*at, "ref")
    if ref is not None:
        kind, name = bom.refs.get(str(ref.data), (None, str(ref.data)))
        ref = facts.said(name, ref.location, ORIGIN)
        return _train(bom.at(*at), ref, kind)
    url = bom.text(*at, "contents", "url")
    hub = purl.hub_id(str(url.data)) if url else None
    named = bom.text(*at, "name") or url
    if named is None:
        return None
    if hub and url:
        named = facts.said(hub.removeprefix("hf:"), url.location, ORIGIN)
    owned = governance(bom, at)
    own = own_words(bom, (*at, "contents"))
    if owned:
        own = {**own, "governance": Value(owned, bom.at(*at, "governance"), ORIGIN)}
    return _train(bom.at(*at), named, "dataset" if word(row, "type") == "dataset" else None, own)


def _train(place: Location, ref: Value, kind: Kind | None, own: Fields | None = None) -> Value:
    entries = {
        "ref": ref,
        "role": Value("train", place, ORIGIN),
        "kind": Value(kind, place, ORIGIN) if kind else None,
    }
    return _source(place, entries, own or {})


def _source(place: Location, entries: dict[str, Value | None], own: Fields) -> Value:
    kept = {name: value for name, value in {**entries, **own}.items() if value is not None}
    return Value(kept, place, ORIGIN)


def own_words(bom: Bom, at: Pointer) -> dict[str, Value]:
    """What properties of ours say of a source: its role, its revision, its license, its kind."""
    found: dict[str, Value] = {}
    for index, row in rows(bom.document.get(*at, "properties")):
        name = word(row, "name").removeprefix(PROPERTY)
        value = bom.text(*at, "properties", index, "value")
        if word(row, "name").startswith(PROPERTY) and name in OF_A_SOURCE and value:
            found[name] = value
    return found


def data(bom: Bom, at: Pointer) -> Fields:
    """What the first dataset that a data component describes says of itself."""
    for index, row in rows(bom.document.get(*at, "data")):
        if word(row, "type") not in ("dataset", ""):
            continue
        place = (*at, "data", index)
        fields = dict(governance(bom, place))
        if found := bom.text(*place, "classification"):
            fields["classification"] = found
        if found := bom.text(*place, "contents", "url"):
            fields["contents"] = found
        sensitive = facts.texts(bom.document, *place, "sensitiveData", origin=ORIGIN)
        if sensitive:
            fields["sensitive-data"] = facts.listing(sensitive, None, ORIGIN)
        return fields
    return {}

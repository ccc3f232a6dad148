"""What a model was trained on, as it is now: the digests of each dataset, stated with the model.

The dataset's own manifest may be stamped as well, but it goes on with the data; what the model
says stays true of the model.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stewardship.edit import Change, EditError
from stewardship.fixers import _files, _spots
from stewardship.fixers._digests import by_file, digest_of
from stewardship.fixers._site import Fix, Left, Site
from stewardship.model import Plain, Pointer, Resource, Value
from stewardship.vocabulary import commits, digests

BY_HAND = "state them by hand, under `stewardship: {sources: [{ref, role: train, hashes}]}`"
MOST = 16
"""Files of one dataset whose digests a model repeats; more of them are one folder to DVC."""


def of_data(site: Site, resource: Resource) -> Iterator[Fix | Left]:
    """The digests of what a model was trained on, as they are now: its snapshot of the data."""
    sources = resource.value("sources").data
    for source in sources if isinstance(sources, tuple) else ():
        if not isinstance(source.data, Mapping) or _text(source, "role") != "train":
            continue
        if commits.is_full(_text(source, "revision")):
            continue
        ref = _text(source, "ref")
        if ref and ("hashes" not in source.data or site.wishes.renew):
            try:
                yield from _snapshot(site, resource, source, ref)
            except EditError as error:
                yield Left(f"data {ref}: {error.message}", BY_HAND)


def _text(record: Value, key: str) -> str:
    part = record.data.get(key) if isinstance(record.data, Mapping) else None
    return part.data.strip() if part and isinstance(part.data, str) else ""


def _snapshot(site: Site, resource: Resource, source: Value, ref: str) -> Iterator[Fix | Left]:
    records = _records(site, resource, source, ref)
    spot = _spots.spot(site, resource)
    if isinstance(records, Left):
        yield records
        return
    if spot is None or spot.form != "mapping":
        yield Left(f"data {ref}: no manifest of {resource.name} has a place for digests", BY_HAND)
        return
    said = f"data {ref}: {records[0]['alg']}:{records[0]['content']}"
    said += f" and {len(records) - 1} more" if len(records) > 1 else ""
    listed: list[Plain] = [dict(record) for record in records]
    sources = site.node(spot.path, spot.document, (*spot.pointer, "sources"))
    number = _entry(sources, ref)
    if number is None:
        record: dict[str, Plain] = {"ref": ref, "role": "train", "hashes": listed}
        change = spot.change("sources", record, append=True)
        assert change is not None
        yield Fix(spot.path, change, said, spot.first)
        return
    way = (*spot.pointer, "sources", number, "hashes")
    for change in _changes(site, spot, way, listed):
        yield Fix(spot.path, change, said)


def _entry(sources: object, ref: str) -> int | None:
    """The entry of our own list that speaks of this source already."""
    for number, one in enumerate(sources if isinstance(sources, list) else ()):
        if isinstance(one, dict) and one.get("ref") == ref and one.get("role") == "train":
            return number
    return None


def _changes(site: Site, spot: _spots.Spot, way: Pointer, listed: list[Plain]) -> Iterator[Change]:
    """The digests as they are now, in the place of those that are there."""
    there = site.node(spot.path, spot.document, way)
    if not isinstance(there, list):
        yield Change(way, listed, document=spot.document)
        return
    paths = [one.get("path") if isinstance(one, dict) else None for one in there]
    if paths != [one["path"] for one in listed if isinstance(one, dict)]:
        raise EditError("it has other files than before", None, BY_HAND)
    for number, (old, new) in enumerate(zip(there, listed, strict=True)):
        assert isinstance(new, dict)
        for key in ("alg", "content"):
            if old.get(key) != new[key]:
                yield Change((*way, number, key), new[key], document=spot.document)


def _records(
    site: Site, resource: Resource, source: Value, ref: str
) -> list[dict[str, str]] | Left:
    """The digests of the dataset's files; of those that are not here what its manifests state."""
    file = _files.target(site, source.location.path, ref)
    if file:
        return [_computed(site, file)]
    dataset = site.universe.resolve(resource, ref, "dataset")
    if dataset is None:
        return Left(
            f"data {ref}: it is not in this repository",
            f"name the revision that was trained on: `{{ref: {ref}, role: train, "
            "revision: <commit>}` under `sources:`",
        )
    here = _files.beside(site, dataset)
    stated = {file: _strongest(held) for file, held in by_file(site, dataset) if file not in here}
    known = {file: record for file, record in stated.items() if record}
    if len(here) + len(known) > MOST:
        return Left(f"data {ref}: it has more than {MOST} files", "track its folder with DVC")
    _files.compute(site, here)
    found = [known.get(one) or _computed(site, one) for one in sorted({*here, *known})]
    return found or Left(
        f"data {ref}: no file of it is here, and its manifest states no digest",
        f"stamp it where the data is: `steward stamp {dataset.place.path}`",
    )


def _strongest(held: list[Value]) -> dict[str, str] | None:
    """The best digest of one file, by its own words for the algorithm."""
    good = [found for one in held if (found := digest_of(one))]
    best = max(good, key=lambda one: (not one.weak, digests.LENGTHS[one.alg]), default=None)
    path = _text(held[0], "path")
    if best is None:
        return None
    return {"alg": best.alg, "content": best.hex + (".dir" if best.folder else ""), "path": path}


def _computed(site: Site, file: str) -> dict[str, str]:
    return {"alg": "sha256", "content": _files.digest(site, file), "path": file}

"""Where the facts that a format has no field for are kept in it: under a ``stewardship:`` key."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from posixpath import dirname
from typing import Literal

from stewardship.document import Document
from stewardship.edit import Change, EditError
from stewardship.fixers._site import Fix, Left, Site
from stewardship.frozen import dataclass, field
from stewardship.joining.universe import fold
from stewardship.model import Plain, Pointer, Resource

# Reader -> the mapping of its format that takes any key.
_UNDER: dict[str, Pointer] = {
    "card": ("stewardship",),
    "prose-card": ("stewardship",),
    "mlmodel": ("metadata", "stewardship"),
    "dvc": ("meta", "stewardship"),
    "azureml": ("properties", "stewardship"),
    "croissant": ("stewardship",),
}
# What a format has a field of its own for.
_NATIVE: dict[str, dict[str, Pointer]] = {
    "azureml": {"version": ("version",)},
    "croissant": {"version": ("version",)},
}
ENTRIES = ".steward/resources.yaml"
_GENERATED = ("dvc.lock",)  # written anew by its tool

Form = Literal["mapping", "annotations", "properties"]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a manifest takes facts: a mapping of any values, the annotations of a catalog, which
    are texts with longer names, or the properties of a CycloneDX component, which are records.
    ``first`` makes the place, where it is not there yet."""

    path: str
    document: int
    pointer: Pointer
    form: Form = "mapping"
    native: Mapping[str, Pointer] = field(default_factory=dict)
    first: Change | None = None

    def change(self, name: str, value: Plain, append: bool = False) -> Change | None:
        """The change that states it here; None where this format has no place for such a value."""
        if name in self.native and not append:
            return Change(self.native[name], value, document=self.document)
        if self.form == "properties":
            text = value if isinstance(value, str) else json.dumps([value] if append else value)
            record: Plain = {"name": f"stewardship:{name}", "value": text}
            return Change((*self.pointer, "properties"), record, append=True)
        if self.form == "mapping":
            return Change((*self.pointer, name), value, append, self.document)
        if append or isinstance(value, dict | list):
            return None
        return Change((*self.pointer, f"stewardship/{name}"), value, document=self.document)


def spot(site: Site, resource: Resource) -> Spot | None:
    """Where to state a fact about a resource: in the manifest that declares it, else in the first
    that has a place for it, else in an entry of its own in ``.steward/resources.yaml``."""
    for path in resource.paths:
        for reader in site.claims.get(path, ()):
            find = _FOUND.get(reader) or _free
            try:
                found = find(site, resource, path, reader)
            except EditError:
                continue
            if found is not None:
                return found
    return _entry(site, resource)


def _entry(site: Site, resource: Resource) -> Spot | None:
    """A new entry for what no manifest can speak for; it joins by its id, or by its folder."""
    entry: dict[str, Plain] = {"kind": resource.kind, "name": resource.name}
    folder = dirname(resource.place.path)
    if not resource.id.startswith("path:"):
        entry["id"] = resource.id
    elif resource.id == f"path:{folder}#{resource.name}" and folder:
        entry["path"] = folder
    else:
        return None
    if resource.problems:
        return None  # what is broken is mended first: it may say it already
    try:
        listed = site.node(ENTRIES, 0, ("resources",))
    except EditError:
        return None
    number = len(listed) if isinstance(listed, list) else 0
    first = Change(("resources",), entry, append=True, block=True)
    return Spot(ENTRIES, 0, ("resources", number), first=first)


def _free(site: Site, resource: Resource, path: str, reader: str) -> Spot | None:
    pointer = _UNDER.get(reader)
    if pointer is None or path.rpartition("/")[2] in _GENERATED:
        return None
    if len(site.universe.speaking_from(path)) != 1 or len(site.documents(path)) != 1:
        return None  # it would be said of all that the file speaks of
    if reader == "croissant" and "@graph" in (site.documents(path)[0].data or ()):
        return None  # the dataset is one of several objects
    return Spot(path, 0, pointer, native=_NATIVE.get(reader, {}))


def _component(site: Site, resource: Resource, path: str, reader: str) -> Spot | None:
    """The component of a CycloneDX bill of materials that declares the resource."""
    pointer = resource.place.pointer
    if path != resource.place.path or not pointer:
        return None
    return Spot(path, 0, pointer, "properties", {"version": (*pointer, "version")})


def _listed(site: Site, resource: Resource, path: str, reader: str) -> Spot | None:
    """The entry of ``.steward/resources.yaml``."""
    (document,) = site.documents(path)
    entries = document.get("resources")
    fit = [
        number
        for number in range(len(entries) if isinstance(entries, list) else 0)
        if document.get("resources", number, "kind") == resource.kind
        and _is_named(document, ("resources", number), resource)
    ]
    return Spot(path, 0, ("resources", fit[0])) if len(fit) == 1 else None


def _is_named(document: Document, entry: Pointer, resource: Resource) -> bool:
    name, identity = document.text(*entry, "name"), document.text(*entry, "id")
    folder = (document.text(*entry, "path") or "").strip("/")
    named = name or folder.rpartition("/")[2] or ""
    return fold(named) == fold(resource.name) or identity in (
        resource.id,
        resource.id.removeprefix("hf:"),
    )


def _annotated(site: Site, resource: Resource, path: str, reader: str) -> Spot | None:
    """The annotations of one entity of a catalog."""
    documents = site.documents(path)
    fit = [
        number
        for number, document in enumerate(documents)
        if fold(document.text("metadata", "name") or "") == fold(resource.name)
    ]
    if len(fit) != 1:
        return None
    return Spot(path, fit[0], ("metadata", "annotations"), "annotations")


_FOUND: dict[str, Callable[[Site, Resource, str, str], Spot | None]] = {
    "resources": _listed,
    "catalog-info": _annotated,
    "cyclonedx": _component,
}


def state(site: Site, resource: Resource, name: str, value: Plain, said: str) -> Fix | Left:
    """State a fact: where it already stands badly, in the place of that; else at the spot."""
    written = resource.fields.get(name)
    if written is not None:
        place = written.location
        try:
            found = site.pointer(place)
        except EditError:
            found = None
        if found is not None:
            number, pointer = found
            if not isinstance(site.node(place.path, number, pointer), dict | list):
                return Fix(place.path, Change(pointer, value, document=number), said)
    where = spot(site, resource)
    change = where.change(name, value) if where else None
    if where is None or change is None:
        todo = f"state `{name}: {value}` in .steward/resources.yaml"
        return Left(f"no manifest of {resource.name} has a place for it", todo)
    return Fix(where.path, change, said, where.first)

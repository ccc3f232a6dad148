"""The parts of a CycloneDX document as fields: what components and services have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from stewardship.document import Document
from stewardship.frozen import dataclass
from stewardship.model import Fields, Kind, Location, Pointer, Value
from stewardship.readers import facts
from stewardship.vocabulary import cyclonedx_documents, digests, licenses, purl
from stewardship.vocabulary.cyclonedx_documents import rows, word

ORIGIN = "cyclonedx"
LONGEST = 200  # characters of a license's name; what is longer is a text
TYPES: Mapping[str, Kind] = {
    "machine-learning-model": "model",
    "data": "dataset",
    "container": "container",
    "library": "dependency",
    "framework": "dependency",
}
REFERENCES = {"vcs": "vcs", "website": "website", "documentation": "documentation"}


@dataclass(frozen=True, slots=True)
class Bom:
    """A document, and what its own references (``bom-ref``) mean: kind and name of each."""

    document: Document
    refs: Mapping[str, tuple[Kind, str]]

    def at(self, *pointer: str | int) -> Location:
        """Where a node stands."""
        return self.document.location(*pointer)

    def text(self, *pointer: str | int) -> Value | None:
        """The scalar at a pointer; None where nothing is stated."""
        value = facts.text(self.document, *pointer, origin=ORIGIN)
        return None if value is None or value.state == "absent" else value


def kind_of(component: Any) -> Kind | None:
    """What a component is to us; None for what is not governed (files, tools, hardware)."""
    written = word(component, "type")
    if written == "data" and not _is_dataset(component):
        return None
    known = TYPES.get(written)
    if known is None and word(component, "purl") and written not in ("operating-system", "file"):
        return "dependency"
    return known


def _is_dataset(component: Any) -> bool:
    """Data may be source code or configuration as well, and says so."""
    kinds = {word(row, "type") for _, row in rows(component.get("data"))}
    return not kinds or "dataset" in kinds


def name_of(row: Any) -> str:
    """The name, with its group before it."""
    group, name = word(row, "group"), word(row, "name")
    return f"{group}/{name}" if group and name else name


def package_name(row: Any) -> str:
    """The name that the package URL spells, as lockfiles do; else the component's own."""
    parsed = purl.parse(word(row, "purl"))
    if parsed is None:
        return name_of(row)
    return f"{parsed.namespace}/{parsed.name}" if parsed.namespace else parsed.name


def ids_of(component: Any) -> tuple[str, ...]:
    """The identities: ``hf:org/name`` for the hub's package URLs, else the package URL."""
    written = word(component, "purl")
    parsed = purl.parse(written)
    if parsed is None:
        return ()
    hub = purl.hub_id(written) if parsed.type == "huggingface" else None
    return (hub or str(parsed),)


def reference(component: Any) -> str:
    """By what other resources would name a component."""
    return next((one.removeprefix("hf:") for one in ids_of(component)), name_of(component))


def common(bom: Bom, at: Pointer) -> dict[str, Value]:
    """What a component or a service says of itself in fields of its own."""
    row = bom.document.get(*at)
    supplier = next(
        (
            value
            for key in ("supplier", "manufacturer", "provider")
            if (value := bom.text(*at, key, "name"))
        ),
        None,
    )
    tags = facts.texts(bom.document, *at, "tags", origin=ORIGIN)
    found = {
        "version": bom.text(*at, "version"),
        "description": bom.text(*at, "description"),
        "supplier": supplier,
        "hashes": hashes(bom, at),
        "tags": facts.listing(tags, bom.at(*at, "tags"), ORIGIN) if tags else None,
        "date": bom.text(*at, "releaseNotes", "timestamp"),
        "commit": _commit(bom, at),
        **dict(_references(bom, at, row)),
    }
    return {name: value for name, value in found.items() if value is not None}


def _references(bom: Bom, at: Pointer, row: Any) -> Iterator[tuple[str, Value]]:
    for index, one in rows(row.get("externalReferences")):
        name = REFERENCES.get(word(one, "type"))
        value = bom.text(*at, "externalReferences", index, "url")
        if name and value:
            yield name, value


def _commit(bom: Bom, at: Pointer) -> Value | None:
    """The commit that a component was made from; of several, none is the one."""
    commits = bom.document.get(*at, "pedigree", "commits")
    if not isinstance(commits, list) or len(commits) != 1:
        return None
    return bom.text(*at, "pedigree", "commits", 0, "uid")


def hashes(bom: Bom, at: Pointer) -> Value | None:
    """The digests of a component, and those of the files that it lists, by their paths."""
    found = list(_hashes(bom, at, None))
    for index, part in rows(bom.document.get(*at, "components")):
        if word(part, "type") == "file" and word(part, "name"):
            inner = (*at, "components", index)
            found += _hashes(bom, inner, bom.text(*inner, "name"))
    return facts.listing(found, bom.at(*at, "hashes"), ORIGIN) if found else None


def _hashes(bom: Bom, at: Pointer, path: Value | None) -> Iterator[Value]:
    for index, row in rows(bom.document.get(*at, "hashes")):
        place, written = bom.at(*at, "hashes", index), word(row, "content")
        if written:
            # Digits and letters say what they say; an SBOM holds thousands of them.
            plain = written.isalnum() and len(written) > 31
            content = Value(written, place, ORIGIN) if plain else facts.said(written, place, ORIGIN)
            alg = algorithm(word(row, "alg"))
            yield facts.record(place, ORIGIN, alg=alg, content=content, path=path)


def algorithm(written: str) -> str:
    """``SHA-256`` is ``sha256``; what nobody knows stays as it is, for the checks to speak of."""
    return digests.algorithm(written) or written.lower()


def license_of(bom: Bom, at: Pointer, package: bool) -> dict[str, Value]:
    """The license: one expression, however many statements there are of it.

    Several ids of a package never say whether they mean AND or OR, and are settled as the license
    lock settles them; of what an organization makes itself all count. What was concluded is
    heard beside what was declared, and a conflict where they differ.
    """
    stated: dict[str, list[Value]] = {"license": [], "concluded": []}
    for one in cyclonedx_documents.licenses(bom.document.get(*at)):
        if not one.written or (package and len(one.written) > LONGEST):
            continue
        value = facts.said(_line(one.written), bom.at(*at, *one.at), ORIGIN)
        if str(value.data) not in {str(known.data) for known in stated[one.field]}:
            stated[one.field].append(value)
    if package:
        return _settled(stated)
    declared = [_together(values) for values in stated.values() if values]
    if not declared:
        return {}
    if len(declared) == 2 and not same("license", *declared):
        first = declared[0]
        both = tuple(declared)
        return {"license": Value(first.data, first.location, ORIGIN, "conflicting", both)}
    return {"license": declared[0]}


def _settled(stated: Mapping[str, list[Value]]) -> dict[str, Value]:
    """The license of a package out of what its writers and the BOM's say."""
    from stewardship.readers._package_license import settled

    declared = dict(stated)
    if len(declared["license"]) > 1:
        declared["classifiers"] = declared.pop("license")
    found = settled({name: values for name, values in declared.items() if values})
    return {"license": found} if found else {}


def _together(values: list[Value]) -> Value:
    first = values[0]
    if len(values) == 1:
        return first
    parts = [str(one.data) for one in values]
    whole = " AND ".join(f"({one})" if " OR " in one.upper() else one for one in parts)
    return facts.said(whole, first.location, ORIGIN)


def same(name: str, one: Value, other: Value) -> bool:
    """Whether two values of a field say the same, as joining compares them."""
    normal = licenses.normalize if name == "license" else str.casefold
    return normal(str(one.plain())) == normal(str(other.plain()))


def _line(written: str) -> str:
    line = " ".join(written.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def people(bom: Bom, at: Pointer) -> list[Value]:
    """The names of a list of organizations and contacts (``governance.owners``); a contact that
    has both is written as mail writes it, ``Name <address>``."""
    found: list[Value] = []
    for index, _ in rows(bom.document.get(*at)):
        ways: Iterable[Pointer] = (
            ("organization", "name"),
            ("contact", "name"),
            ("contact", "email"),
        )
        of, name, mail = (bom.text(*at, index, *way) for way in ways)
        if name and mail and not of:
            name = facts.said(f"{name.data} <{mail.data}>", name.location, ORIGIN)
        found += list(filter(None, (of, name, mail)))[:1]
    return found


def governance(bom: Bom, at: Pointer) -> Fields:
    """Who answers for data: owners, custodians, and the steward, where it is one."""
    fields: dict[str, Value] = {}
    for key in ("owners", "custodians", "stewards"):
        found = people(bom, (*at, "governance", key))
        if found and (key != "stewards" or len(found) > 1):
            fields[key] = facts.listing(found, bom.at(*at, "governance", key), ORIGIN)
        elif found:
            fields["steward"] = found[0]
    return fields

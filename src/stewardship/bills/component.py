"""One model, dataset, container, package or file as a component, in the format's own fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from stewardship.bills.licensed import license_rows
from stewardship.bills.making import model_card, pedigree
from stewardship.bills.stated import listed, records, text
from stewardship.frozen import dataclass
from stewardship.model import Kind, Resource, Value
from stewardship.vocabulary import digests

TYPES: Mapping[Kind, str] = {
    "model": "machine-learning-model",
    "dataset": "data",
    "container": "container",
    "dependency": "library",
    "artifact": "file",
}
# Our names of algorithms -> the format's.
ALGORITHMS = {
    "md5": "MD5", "sha1": "SHA-1", "sha256": "SHA-256", "sha384": "SHA-384", "sha512": "SHA-512",
    "sha3-256": "SHA3-256", "sha3-384": "SHA3-384", "sha3-512": "SHA3-512",
    "blake2b-256": "BLAKE2b-256", "blake2b-384": "BLAKE2b-384", "blake2b-512": "BLAKE2b-512",
    "blake3": "BLAKE3",
}  # fmt: skip
REFERENCES = {"vcs": "vcs", "website": "website", "documentation": "documentation"}


@dataclass(frozen=True, slots=True)
class Parts:
    """What the document lists, by the key that is also its reference."""

    held: Mapping[str, Resource]


def component(one: Resource, parts: Parts) -> dict[str, Any]:
    """The component; what it cannot say is added as properties afterwards."""
    node: dict[str, Any] = {"type": TYPES[one.kind], "bom-ref": one.key, "name": one.name}
    node |= common(one)
    if purl := _purl(one.id):
        node["purl"] = purl
    found = list(_hashes(one.value("hashes")))
    if own := [row for path, row in found if not path]:
        node["hashes"] = own
    if inner := [{"type": "file", "name": path, "hashes": [row]} for path, row in found if path]:
        node["components"] = inner
    if one.kind == "dependency" and text(one, "scope") == "runtime":
        node["scope"] = "required"
    if one.kind == "dataset":
        node["data"] = [_data(one)]
    if one.kind == "model" and (card := model_card(one, parts.held)):
        node["modelCard"] = card
    if made := pedigree(one):
        node["pedigree"] = made
    return node


def common(one: Resource) -> dict[str, Any]:
    """What components and services say alike."""
    node: dict[str, Any] = {}
    for name in ("version", "description"):
        if said := text(one, name):
            node[name] = said
    if stated := license_rows(one):
        node["licenses"] = stated
    if tags := listed(one, "tags"):
        node["tags"] = tags
    if supplier := text(one, "supplier"):
        node["provider" if one.kind in ("service", "deployment") else "supplier"] = {
            "name": supplier
        }
    references = [
        {"type": kind, "url": url} for name, kind in REFERENCES.items() if (url := text(one, name))
    ]
    if references:
        node["externalReferences"] = references
    return node


def _purl(identity: str) -> str:
    if identity.startswith("hf:"):
        return f"pkg:huggingface/{identity.removeprefix('hf:')}"
    return identity if identity.startswith("pkg:") else ""


def _hashes(value: Value) -> Iterator[tuple[str, dict[str, str]]]:
    """(path, hash) of each digest that the format knows; the sides of a conflict are none."""
    seen: set[tuple[str, str, str]] = set()
    for row in records(value):
        path, alg = str(row.get("path") or ""), str(row.get("alg") or "")
        digest = digests.parse(str(row.get("content") or ""), alg or None)
        if digest is None or digest.folder or digest.alg not in ALGORITHMS:
            continue
        key = (path, digest.alg, digest.hex)
        if key not in seen:
            seen.add(key)
            yield path, {"alg": ALGORITHMS[digest.alg], "content": digest.hex}


def _data(one: Resource) -> dict[str, Any]:
    """What kind of data it is, and who governs it."""
    node: dict[str, Any] = {"type": "dataset"}
    if said := text(one, "classification"):
        node["classification"] = said
    if said := text(one, "contents"):
        node["contents"] = {"url": said}
    if said_all := listed(one, "sensitive-data"):
        node["sensitiveData"] = said_all
    steward = text(one, "steward")
    governance = {
        "owners": _people(listed(one, "owners")),
        "custodians": _people(listed(one, "custodians")),
        "stewards": _people([steward] if steward else []),
    }
    if kept := {key: people for key, people in governance.items() if people}:
        node["governance"] = kept
    return node


def _people(names: Iterable[str]) -> list[dict[str, Any]]:
    return [{"organization": {"name": name}} for name in dict.fromkeys(names)]

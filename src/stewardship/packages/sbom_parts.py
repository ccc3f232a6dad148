"""The parts of CycloneDX and SPDX documents that speak of packages and their licenses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stewardship.frozen import replace
from stewardship.packages import Package
from stewardship.packages.installed import text_hash
from stewardship.vocabulary import purl
from stewardship.vocabulary.cyclonedx_documents import licenses, nested
from stewardship.vocabulary.declared import SEPARATOR
from stewardship.vocabulary.license_texts import recognized
from stewardship.vocabulary.spdx_documents import NOT_SAID, Node, locators, required, rows, word

Found = tuple[dict[str, Package], int]

_HEX = frozenset("0123456789abcdef")


def cyclonedx(data: Node) -> Found:
    """The packages of a CycloneDX document by their package URL, and the number of others."""
    found: dict[str, Package] = {}
    refs: dict[str, str] = {}
    nameless = 0
    for _, component in nested(data, "components"):
        known = _package(component.get("purl"))
        if known is None:
            nameless += component.get("type") == "library"
            continue
        declared, text = _cyclonedx_licenses(component)
        artifacts = _hashes(component.get("hashes"), "alg", "content")
        found[known.purl] = replace(known, declared=declared, text=text, artifacts=artifacts)
        refs[word(component, "bom-ref") or known.purl] = known.purl
    for row in rows(data.get("dependencies")):
        parent = refs.get(word(row, "ref"))
        wanted = row.get("dependsOn")
        if parent and isinstance(wanted, list):
            names = [
                found[refs[one]].name for one in wanted if isinstance(one, str) and one in refs
            ]
            found[parent] = replace(found[parent], requires=tuple(names))
    return found, nameless


def spdx(data: Node) -> Found:
    """The packages of an SPDX document by their package URL, and the number of others."""
    found: dict[str, Package] = {}
    refs: dict[str, str] = {}
    nameless = 0
    texts = {
        word(row, "licenseId"): word(row, "extractedText")
        for row in rows(data.get("hasExtractedLicensingInfos"))
    }
    described = data.get("documentDescribes")
    roots = set(map(str, described)) if isinstance(described, list) else set()
    for row in rows(data.get("packages")):
        known = next(filter(None, map(_package, locators(row))), None)
        if known is None:
            nameless += word(row, "SPDXID") not in roots
            continue
        artifacts = _hashes(row.get("checksums"), "algorithm", "checksumValue")
        declared, text = _spdx_licenses(row, texts)
        found[known.purl] = replace(known, declared=declared, text=text, artifacts=artifacts)
        refs[word(row, "SPDXID")] = known.purl
    for parent, child in required(data):
        if parent in refs and child in refs:
            one = found[refs[parent]]
            found[one.purl] = replace(one, requires=(*one.requires, found[refs[child]].name))
    return found, nameless


def _package(written: Any) -> Package | None:
    parsed = purl.parse(written) if isinstance(written, str) else None
    if parsed is None or not parsed.version:
        return None
    name = f"{parsed.namespace}/{parsed.name}" if parsed.namespace else parsed.name
    return Package(name, parsed.version, str(parsed))


def _cyclonedx_licenses(component: Node) -> tuple[dict[str, str], str]:
    """What a component declares: several licenses are as vague as several classifiers."""
    said: dict[str, list[str]] = {"license": [], "concluded": []}
    texts: list[tuple[str, str]] = []
    for one in licenses(component):
        if one.written:
            said[one.field].append(one.written)
        if one.text:
            texts.append((one.written, one.text))
    declared: dict[str, str] = {}
    for field, names in said.items():
        distinct = list(dict.fromkeys(names))
        if len(distinct) == 1:
            declared[field] = distinct[0]
        elif distinct and field == "license":
            declared["classifiers"] = SEPARATOR.join(distinct)
        elif distinct:
            declared[field] = SEPARATOR.join(distinct)
    return _with_text(declared, texts)


def _spdx_licenses(row: Node, texts: Mapping[str, str]) -> tuple[dict[str, str], str]:
    declared: dict[str, str] = {}
    for field, key in (("license", "licenseDeclared"), ("concluded", "licenseConcluded")):
        stated = word(row, key)
        if stated and stated not in NOT_SAID:
            # A document's own reference means what its text is, where that is a known one.
            own = recognized(texts[stated]) if stated in texts else None
            declared[field] = own or stated
    used = [(id, texts[id]) for id in dict.fromkeys(declared.values()) if texts.get(id)]
    return declared, text_hash(used)


def _with_text(
    declared: dict[str, str], texts: list[tuple[str, str]]
) -> tuple[dict[str, str], str]:
    if len(texts) == 1 and (id := recognized(texts[0][1])):
        declared["license-text"] = id
    return declared, text_hash(texts)


def _hashes(node: Any, algorithm: str, content: str) -> tuple[str, ...]:
    found = {
        word(row, content).lower()
        for row in rows(node)
        if word(row, algorithm).upper().replace("-", "") == "SHA256"
    }
    return tuple(sorted(one for one in found if len(one) == 64 and _HEX.issuperset(one)))

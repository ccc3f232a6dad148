"""What all who read SPDX 2.2 and 2.3 documents in JSON share: package URLs, relationships, silence.

The format: https://spdx.github.io/spdx-spec/v2.3/. Plain data go in, whatever they hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Node = Mapping[str, Any]

NOT_SAID = ("NOASSERTION", "NONE")
"""What stands for a license or a person of whom nothing is said, or who is not there."""


def locators(package: Node) -> Iterator[Any]:
    """The package URLs among the external references of a package, as written."""
    for ref in rows(package.get("externalRefs")):
        if ref.get("referenceType") == "purl":
            yield ref.get("referenceLocator")


def relations(data: Node) -> Iterator[tuple[str, str, str, int]]:
    """(one, kind, other, index) of each relationship; ``documentDescribes`` is one, too (-1).

    The kinds that say the same from the other side are turned: what is DEPENDENCY_OF another is
    what that one DEPENDS_ON.
    """
    described = data.get("documentDescribes")
    for one in described if isinstance(described, list) else ():
        yield word(data, "SPDXID") or "SPDXRef-DOCUMENT", "DESCRIBES", str(one), -1
    found = data.get("relationships")
    for index, row in enumerate(found if isinstance(found, list) else ()):
        if isinstance(row, dict):
            one, other = word(row, "spdxElementId"), word(row, "relatedSpdxElement")
            kind = word(row, "relationshipType").upper()
            if kind in _TURNED:
                one, kind, other = other, _TURNED[kind], one
            yield one, kind, other, index


_TURNED = {
    "DEPENDENCY_OF": "DEPENDS_ON",
    "ANCESTOR_OF": "DESCENDANT_OF",
    "DESCRIBED_BY": "DESCRIBES",
    "CONTAINED_BY": "CONTAINS",
    "GENERATES": "GENERATED_FROM",
}


def required(data: Node) -> Iterator[tuple[str, str]]:
    """(who requires, what) of each relationship between packages, for whatever purpose."""
    for one, kind, other, _ in relations(data):
        if kind == "DEPENDS_ON":
            yield one, other
        elif kind.endswith("DEPENDENCY_OF"):
            yield other, one


def rows(node: Any) -> Iterator[Node]:
    """The objects of a list; what else it holds is left out."""
    for row in node if isinstance(node, list) else ():
        if isinstance(row, dict):
            yield row


def word(row: Node, key: str) -> str:
    """The text under a key, empty where there is none."""
    node = row.get(key)
    return node.strip() if isinstance(node, str) else ""

"""The elements of an SPDX 3 document, found by their ids, and what licenses they make up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from stewardship.document import Document
from stewardship.model import Location, Value
from stewardship.pattern import pattern
from stewardship.readers import _jsonld, _spdx, facts
from stewardship.vocabulary.license_urls import license_at

_PROFILE = pattern(
    r"(?:ai|build|core|dataset|expandedlicensing|extension|security|simplelicensing|software)_"
)
_DEEP = 12  # sets of licenses in sets; a document may turn in a circle
_MEMBERS = 50
_LONGEST = 2000  # characters of an expression: sets of sets may double at each level
NOBODY = ("NoAssertion", "NoAssertionLicense", "None", "NoneLicense")


def bare(name: str) -> str:
    """A key or a type without its profile: ``ai_AIPackage`` is ``AIPackage``."""
    return _PROFILE.sub("", name, count=1) if _PROFILE.match(name) else name


class Element(_jsonld.Node):
    """One object of the graph, its keys without profiles."""

    __slots__ = ()

    def __init__(self, document: Document, pointer: _jsonld.Pointer, origin: str) -> None:
        super().__init__(document, pointer, origin)
        self.keys = {bare(name): key for name, key in reversed(self.keys.items())}

    @property
    def type(self) -> str:
        """Its class, without its profile."""
        return bare(self.types[0]) if self.types else ""

    @property
    def id(self) -> str:
        """Its ``spdxId``, or the ``@id`` of a blank node."""
        found = self.document.get(*self.pointer, self.keys.get("spdxId", ""))
        return found if isinstance(found, str) else self.identity

    def inner(self, name: str) -> Iterator[Element]:
        """The objects under a key."""
        for node in self.nodes(name):
            yield Element(self.document, node.pointer, self.origin)

    @property
    def place(self) -> Location:
        """Where it stands."""
        return self.document.location(*self.pointer)


class Graph:
    """All elements by id, and the relationships by the element that they are from."""

    def __init__(self, document: Document, origin: str) -> None:
        self.document = document
        self.origin = origin
        self.elements: dict[str, Element] = {}
        self.relations: dict[str, list[tuple[str, str, Location, str]]] = {}
        self.made: dict[str, list[tuple[str, Location]]] = {}
        self.roots: set[str] = set()
        self._licenses: dict[str, str] = {}
        for node in _jsonld.find(document, origin, lambda node: True):
            one = Element(document, node.pointer, origin)
            self.elements.setdefault(one.id or str(one.pointer), one)
        for one in list(self.elements.values()):
            if one.type in ("SpdxDocument", "Sbom", "Bom"):
                self.roots |= {str(value.data) for value in one.texts("rootElement")}
            if one.type.endswith("Relationship"):
                self._relate(one)

    def _relate(self, one: Element) -> None:
        kind = one.text("relationshipType")
        scope = one.text("scope")
        start = next(map(self._reference, one.items("from")), "")
        for place in one.items("to"):
            row = (str(kind.data) if kind else "", self._reference(place),
                   self.document.location(*place), str(scope.data) if scope else "")  # fmt: skip
            self.relations.setdefault(start, []).append(row)
            if row[0] == "generates":
                self.made.setdefault(row[1], []).append((start, row[2]))

    def _reference(self, place: _jsonld.Pointer) -> str:
        """What a place refers to: an id, or an element that stands there itself."""
        found = self.document.get(*place)
        if isinstance(found, dict):
            one = Element(self.document, place, self.origin)
            return one.id or str(one.text("name") or "")
        return found if isinstance(found, str) else ""

    def related(self, one: Element, *kinds: str) -> Iterator[tuple[str, str, Location, str]]:
        """(kind, id, place, scope) of the relationships from an element, of these kinds."""
        for row in self.relations.get(one.id, ()):
            if row[0] in kinds:
                yield row

    def names(self, one: Element, key: str) -> Iterator[Value]:
        """The names of those whom a key refers to, each at the place of the reference."""
        for place in one.items(key):
            known = self.elements.get(self._reference(place))
            name = known.text("name") if known else None
            if name is not None and isinstance(name.data, str):
                yield facts.said(name.data, self.document.location(*place), self.origin)
            elif value := _jsonld.said(self.document, place, self.origin):
                yield value

    def license(self, one: Element, kind: str) -> Value | None:
        """The license that relationships of this kind state; several hold all at once."""
        found: list[str] = []
        place: Location | None = None
        for _, target, where, _ in islice(self.related(one, kind), _MEMBERS):
            found.append(self._expression(target, 0))
            place = place or where
        if place is None:
            return None
        known = [text for text in found if text]
        if len(known) < len(found):
            return facts.said("NOASSERTION", place, self.origin)
        return facts.said(_joined(known, " AND "), place, self.origin)

    def _expression(self, target: str, depth: int) -> str:
        """The expression of a license element; empty for one of which nothing is asserted."""
        if target not in self._licenses:
            self._licenses[target] = ""  # what is reached again on its own way says nothing
            found = self._built(target, depth)
            self._licenses[target] = found if len(found) <= _LONGEST else ""
        return self._licenses[target]

    def _built(self, target: str, depth: int) -> str:
        one = self.elements.get(target)
        if one is None or depth > _DEEP:
            name = target.rpartition("/")[2]
            return "" if name in NOBODY else license_at(target) or name
        if one.type in NOBODY:
            return ""
        for build in (_stated, _text):
            if found := build(one):
                return found
        members = [self._expression(self._reference(place), depth + 1)
                   for place in islice(one.items("member"), _MEMBERS)]  # fmt: skip
        if members and not all(members):
            return ""
        if members:
            return _joined(members, " OR " if one.type.startswith("Disjunctive") else " AND ")
        return self._extended(one, depth) or license_at(one.id) or one.id.rpartition("/")[2]

    def _extended(self, one: Element, depth: int) -> str:
        """A license or any later version of it, or with an addition."""
        inner: Callable[[str], str] = lambda key: next(  # noqa: E731
            (self._expression(self._reference(place), depth + 1) for place in one.items(key)), ""
        )
        if one.type == "OrLaterOperator" and (found := inner("subjectLicense")):
            return f"{found}+"
        if one.type == "WithAdditionOperator" and (found := inner("subjectExtendableLicense")):
            return f"{found} WITH {inner('subjectAddition')}"
        return ""


def _stated(one: Element) -> str:
    value = one.text("licenseExpression")
    return value.data if value and isinstance(value.data, str) else ""


def _text(one: Element) -> str:
    """What the text of a license is known as, else the name that the element gives it."""
    value = one.text("licenseText")
    if value is None or not isinstance(value.data, str) or one.type == "ListedLicense":
        return ""
    known = _spdx.meant(facts.said("text", value.location, ""), {"text": value.data})
    if known is not None and known.data != "text":
        return str(known.data)
    name = one.text("name")
    return str(name.data) if name and name.data else one.id.rpartition("/")[2]


def _joined(parts: list[str], word: str) -> str:
    if len(parts) == 1:
        return parts[0]
    return word.join(f"({part})" if " " in part else part for part in parts)

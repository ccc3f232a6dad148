"""The dependency graph of a CycloneDX document as links between what it lists."""

from __future__ import annotations

from stewardship.frozen import dataclass
from stewardship.model import Fields, Kind, Pointer, Value
from stewardship.readers import facts
from stewardship.readers._cyclonedx import ORIGIN, Bom
from stewardship.vocabulary.cyclonedx_documents import Node, rows, word

ROLES: dict[Kind, str] = {"dataset": "train", "model": "base"}


@dataclass(frozen=True, slots=True)
class _Edge:
    """What one thing depends on: kind and name of it, and where that is said."""

    kind: Kind
    name: str
    place: Pointer


class Edges:
    """``dependencies`` by the reference of who depends."""

    def __init__(self, bom: Bom) -> None:
        self._bom = bom
        self._by_ref: dict[str, Pointer] = {}
        for index, row in rows(bom.document.get("dependencies")):
            self._by_ref.setdefault(word(row, "ref"), ("dependencies", index))
        root = word(bom.document.get("metadata", "component"), "bom-ref")
        self._direct: frozenset[str] | None = None
        if root in self._by_ref and root:
            self._direct = frozenset(self._targets(root))

    def _targets(self, ref: str) -> list[str]:
        at = self._by_ref.get(ref)
        listed = self._bom.document.get(*at, "dependsOn") if at else None
        return [one for one in listed if isinstance(one, str)] if isinstance(listed, list) else []

    def direct(self, row: Node) -> bool | None:
        """Whether the subject itself depends on a component; None where the graph is silent."""
        ref = word(row, "bom-ref")
        return None if self._direct is None or not ref else ref in self._direct

    def _of(self, row: Node) -> list[_Edge]:
        ref = word(row, "bom-ref")
        found = []
        for number, target in enumerate(self._targets(ref) if ref else ()):
            known = self._bom.refs.get(target)
            if known:
                found.append(_Edge(*known, (*self._by_ref[ref], "dependsOn", number)))
        return found

    def needs(self, row: Node) -> Fields:
        """What a service serves, and what else it depends on."""
        fields: dict[str, Value] = {}
        for name, serves in (("serves", True), ("depends-on", False)):
            found = [
                facts.record(
                    self._bom.at(*edge.place),
                    ORIGIN,
                    ref=facts.said(edge.name, self._bom.at(*edge.place), ORIGIN),
                    kind=edge.kind,
                )
                for edge in self._of(row)
                if (edge.kind == "model") == serves
            ]
            if found:
                fields[name] = facts.listing(found, None, ORIGIN)
        return fields

    def sources(self, row: Node, stated: list[Value]) -> list[Value]:
        """The sources of a model, with those that only the graph names."""
        names = {
            str(one.data["ref"].data)
            for one in stated
            if isinstance(one.data, dict) and "ref" in one.data
        }
        more = [
            facts.record(
                self._bom.at(*edge.place),
                ORIGIN,
                ref=facts.said(edge.name, self._bom.at(*edge.place), ORIGIN),
                role=ROLES[edge.kind],
                kind=edge.kind,
            )
            for edge in self._of(row)
            if edge.kind in ROLES and edge.name not in names
        ]
        return [*stated, *more]

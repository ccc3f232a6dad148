"""Two lists of packages side by side: what came, what went, and what changed its license.

Packages are told apart by name; one that stands in several versions on either side is compared
version by version. A license that nobody knows is not the same as one that is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, get_args

from stewardship.frozen import dataclass
from stewardship.packages import Package
from stewardship.vocabulary import licenses, spdx
from stewardship.vocabulary.license_table import Category

Kind = Literal["license", "added", "removed", "version", "facts"]
KINDS: tuple[Kind, ...] = get_args(Kind)
CATEGORIES: tuple[Category, ...] = get_args(Category)


@dataclass(frozen=True, slots=True)
class Change:
    """One package before and after; ``what`` are the facts that changed, for kind ``facts``."""

    kind: Kind
    name: str
    old: Package | None
    new: Package | None
    what: tuple[str, ...] = ()


def changes(old: Iterable[Package], new: Iterable[Package]) -> list[Change]:
    """All changes: licenses first, of these the ones that ask most of what they did not before."""
    before, after = _by_name(old), _by_name(new)
    found = [
        change
        for name in sorted({*before, *after})
        for change in _one(name, before.get(name, {}), after.get(name, {}))
    ]
    return sorted(found, key=_order)


def category(package: Package | None) -> Category:
    """The strictest category in a package's license; ``unstated`` where none is certain."""
    expression = package.license if package else None
    if not expression:
        return "unstated"
    found = [licenses.category(one) for one in spdx.licenses(spdx.parse(expression))]
    return max(found, key=CATEGORIES.index)


def shown(package: Package | None) -> str:
    """A package's license for people: the expression, or why there is none."""
    if package is None:
        return ""
    if not package.known:
        return "not known here"
    settled = package.settled
    return settled.expression or settled.why


def _by_name(packages: Iterable[Package]) -> dict[str, dict[str, Package]]:
    found: dict[str, dict[str, Package]] = {}
    for package in packages:
        found.setdefault(package.name, {})[package.version] = package
    return found


def _one(name: str, old: Mapping[str, Package], new: Mapping[str, Package]) -> Iterator[Change]:
    for version in sorted(old.keys() & new.keys()):
        one, other = old[version], new[version]
        if _relicensed(one, other):
            yield Change("license", name, one, other)
        elif what := tuple(_facts(one, other)):
            yield Change("facts", name, one, other, what)
    gone = [old[version] for version in sorted(old.keys() - new.keys())]
    come = [new[version] for version in sorted(new.keys() - old.keys())]
    if len(gone) == len(come) == 1:
        kind: Kind = "license" if _relicensed(gone[0], come[0]) else "version"
        yield Change(kind, name, gone[0], come[0])
        return
    yield from (Change("removed", name, one, None) for one in gone)
    yield from (Change("added", name, None, one) for one in come)


def _relicensed(old: Package, new: Package) -> bool:
    """Whether the license is another one, as far as both are known."""
    return old.known and new.known and shown(old) != shown(new)


def _facts(old: Package, new: Package) -> Iterator[str]:
    """What else a lock says of a package and that is no longer so."""
    for label, one, other in (
        ("what it declares", dict(old.declared), dict(new.declared)),
        ("the license text", old.text, new.text),
        ("the artifacts", old.artifacts, new.artifacts),
        ("the scope", old.scope, new.scope),
        ("whether it is direct", old.direct, new.direct),
        ("what brought it in", old.via, new.via),
    ):
        if one != other:
            yield label


def _order(change: Change) -> tuple[int, int, str]:
    ranks = [CATEGORIES.index(category(one)) for one in (change.old, change.new) if one]
    stricter = ranks[0] - ranks[-1] if change.kind == "license" else -ranks[-1]
    return KINDS.index(change.kind), stricter, change.name

"""Whether an expression is satisfied by a list of allowed licenses, and by which branch.

The semantics, as the documentation states them:

- OR is satisfied by one branch, AND by all of its parts;
- a declared license and an allowed entry may each be a range of versions, and match when some
  version is in both: `GPL-3.0-only` satisfies `GPL-2.0-or-later`, `GPL-1.0-or-later` satisfies
  `GPL-2.0-or-later`, `GPL-1.0-only` does not;
- an exception must be the same on both sides: `Apache-2.0 WITH LLVM-exception` is not
  `Apache-2.0`;
- a `LicenseRef-` matches only itself, in any case of its letters.

The work is proportional to the size of the expression; nothing is multiplied out.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from stewardship.frozen import dataclass
from stewardship.pattern import pattern
from stewardship.vocabulary.spdx_nodes import And, License, Node, Or, licenses

_GNU = pattern(r"-(only|or-later)$")
# A family is all that is not the version: CC-BY-3.0-DE and CC-BY-4.0 are of two families. The
# version has a dot, so that BSD-2-Clause and BSD-3-Clause are not versions of one license.
_VERSION = pattern(r"([a-z0-9][a-z0-9-]*?)-([0-9]+(?:\.[0-9]+)+)([a-z]?)(|-.+)")


@dataclass(frozen=True, slots=True)
class Reason:
    """What became of one license of the expression; ``by`` is the entry that allows it."""

    license: License
    accepted: bool
    by: License | None
    message: str


class Satisfaction(NamedTuple):
    """The verdict, the branch that satisfies it (None when none does), and each license's part."""

    ok: bool
    chosen: Node | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class _Range:
    """Versions of one family from ``low``: that one alone, or any later one as well."""

    family: str
    low: tuple[tuple[int, ...], str]
    later: bool


def satisfied(node: Node, allowed: frozenset[License]) -> Satisfaction:
    """Whether the list allows what the expression asks for, with reasons for each license."""
    by_family: dict[str, list[License]] = {}
    for entry in sorted(allowed, key=_text):
        by_family.setdefault(_range(entry.id, entry.plus).family, []).append(entry)
    reasons = tuple(_judge(license, by_family) for license in licenses(node))
    chosen = _choose(node, {reason.license: reason.accepted for reason in reasons})
    return Satisfaction(chosen is not None, chosen, reasons)


def _choose(node: Node, accepted: dict[License, bool]) -> Node | None:
    """What of the node is used: of an OR the first branch that holds."""
    if isinstance(node, License):
        return node if accepted[node] else None
    chosen = [_choose(item, accepted) for item in node.items]
    if isinstance(node, Or):
        return next((item for item in chosen if item is not None), None)
    parts: list[Node] = []
    for item in chosen:
        if item is None:
            return None
        parts.extend(item.items if isinstance(item, And) else [item])
    return And(tuple(parts), node.position)


def _judge(license: License, by_family: dict[str, list[License]]) -> Reason:
    wanted = _range(license.id, license.plus)
    near = by_family.get(wanted.family, [])
    same = license.exception.lower()
    for entry in near:
        if entry.exception.lower() == same and _overlap(wanted, _range(entry.id, entry.plus)):
            by = "" if entry == license else f" by `{_text(entry)}`"
            return Reason(license, True, entry, f"`{_text(license)}` is allowed{by}")
    message = f"`{_text(license)}` is not allowed{_why(wanted, near, license)}"
    return Reason(license, False, None, message)


def _why(wanted: _Range, near: list[License], license: License) -> str:
    """What stands in the list that is almost the license: where people expect a match."""
    for entry in near:
        if not _overlap(wanted, _range(entry.id, entry.plus)):
            continue
        if not entry.exception:
            return f": `{_text(entry)}` is, but without the exception"
        if not license.exception:
            return f": only `{_text(entry)}` is, with its exception"
        return f": `{_text(entry)}` is, with another exception"
    return f": of its versions, `{_text(near[0])}` is" if near else ""


def _overlap(one: _Range, other: _Range) -> bool:
    if one.low == other.low:
        return True
    return other.later if one.low > other.low else one.later


@lru_cache(maxsize=4096)
def _range(id: str, plus: bool) -> _Range:
    key = id.lower()
    if "licenseref-" in key:
        return _Range(key, ((), ""), False)
    suffix = _GNU.search(key)
    stem = key[: suffix.start()] if suffix else key
    later = plus or (suffix is not None and suffix[1] == "or-later")
    found = _VERSION.fullmatch(stem)
    if not found:
        return _Range(stem, ((), ""), later)
    name, numbers, letter, rest = found.groups()
    return _Range(f"{name}|{rest}", (tuple(map(int, numbers.split("."))), letter), later)


def _text(license: License) -> str:
    id = f"{license.id}+" if license.plus else license.id
    return f"{id} WITH {license.exception}" if license.exception else id

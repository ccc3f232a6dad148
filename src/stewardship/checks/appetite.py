"""Lists of licenses that an organization allows, reviews or denies, held against an expression.

An entry is a license (an SPDX id, a hub's id, several with OR between them) or
``category:permissive``. A license that a list names by its id is judged by that; else by its
category; at each step the strictest list that has it wins. Of an OR the best branch counts, of
an AND the worst part.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Literal, get_args

from stewardship.checks import wording
from stewardship.frozen import dataclass
from stewardship.vocabulary import licenses, spdx
from stewardship.vocabulary.license_table import Category
from stewardship.vocabulary.suggest import closest

Tier = Literal["allowed", "review", "unlisted", "denied"]
TIERS: tuple[Tier, ...] = get_args(Tier)  # from best to worst
CATEGORIES: tuple[Category, ...] = get_args(Category)
PREFIX = "category:"


@dataclass(frozen=True, slots=True)
class Entries:
    """One list, understood: licenses, categories, and what could not be understood."""

    licenses: frozenset[spdx.License] = frozenset()
    categories: frozenset[str] = frozenset()
    mistakes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """One license of an expression: its tier, its category, and why, as a clause."""

    license: str
    tier: Tier
    category: Category
    why: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a whole expression, and the licenses that it hangs on."""

    tier: Tier
    decisive: tuple[Judged, ...]
    all: tuple[Judged, ...]


@lru_cache(maxsize=256)
def entries(texts: tuple[str, ...]) -> Entries:
    """The list as written; what is no entry is told and never dropped in silence."""
    found: set[spdx.License] = set()
    categories: set[str] = set()
    mistakes: list[str] = []
    for text in texts:
        name = text.strip().removeprefix(PREFIX)
        if text.strip().startswith(PREFIX):
            if name in CATEGORIES:
                categories.add(name)
            else:
                meant = wording.meant(closest(name, CATEGORIES))
                mistakes.append(f"{wording.quote(name)} is not a category of licenses{meant}")
            continue
        resolved = licenses.resolve(text)
        node = resolved.node
        branches = node.items if isinstance(node, spdx.Or) else (node,)
        for branch in branches:
            if isinstance(branch, spdx.License):
                found.add(branch)
            else:
                hint = f"; {resolved.hint}" if resolved.hint else ""
                what = f"{wording.quote(text)} is not one license, nor a choice of some"
                mistakes.append(wording.shorten(f"{what}{hint}", 200))
    return Entries(frozenset(found), frozenset(categories), tuple(mistakes))


@lru_cache(maxsize=4096)
def judge(
    node: spdx.Node, allow: tuple[str, ...] | None, review: tuple[str, ...], deny: tuple[str, ...]
) -> Verdict:
    """The expression against three lists; ``allow`` None lets pass what no list names."""
    lists: Mapping[Tier, Entries] = {
        "denied": entries(deny),
        "review": entries(review),
        "allowed": entries(allow or ()),
    }
    named = {tier: spdx.satisfied(node, one.licenses).reasons for tier, one in lists.items()}
    judged = {
        license: _one(license, index, lists, named, allow is not None)
        for index, license in enumerate(spdx.licenses(node))
    }
    tier = _tier(node, judged)
    decisive = dict.fromkeys(judged[one] for one in _decisive(node, judged, tier))
    return Verdict(tier, tuple(decisive), tuple(judged.values()))


def _one(
    license: spdx.License,
    index: int,
    lists: Mapping[Tier, Entries],
    named: Mapping[Tier, Sequence[spdx.Reason]],
    closed: bool,
) -> Judged:
    """One license: by its id, else by its category, else by there being a list of the allowed."""
    id, category = spdx.render(license), licenses.category(license)
    shown = wording.quote(id)
    for tier, reasons in named.items():
        if reasons[index].accepted:
            return Judged(id, tier, category, f"{shown} is {_WORDS[tier]} by its id")
    for tier, one in lists.items():
        if category in one.categories:
            why = f"{shown} is {_WORDS[tier]} as {category}"
            return Judged(id, tier, category, why)
    own = licenses.known(license.id) is None
    what = "a license of someone's own" if own else category
    if closed:
        return Judged(id, "unlisted", category, f"{named['allowed'][index].message} ({what})")
    return Judged(id, "allowed", category, f"{shown} is in no list ({what})")


_WORDS: Mapping[Tier, str] = {
    "denied": "denied",
    "review": "to be reviewed",
    "allowed": "allowed",
}


def _tier(node: spdx.Node, judged: Mapping[spdx.License, Judged]) -> Tier:
    if isinstance(node, spdx.License):
        return judged[node].tier
    tiers = [_tier(item, judged) for item in node.items]
    return (min if isinstance(node, spdx.Or) else max)(tiers, key=TIERS.index)


def _decisive(
    node: spdx.Node, judged: Mapping[spdx.License, Judged], tier: Tier
) -> Iterator[spdx.License]:
    """The licenses that make the node what it is: each branch's own, where no branch is better."""
    if isinstance(node, spdx.License):
        yield node
        return
    for item in node.items:
        own = _tier(item, judged)
        if isinstance(node, spdx.Or) or own == tier:
            yield from _decisive(item, judged, own)

"""Packages judged by an allow list alone, or by the matrix in force where each is used."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from stewardship.errors import UserError
from stewardship.packages import Package
from stewardship.vocabulary import spdx

Contexts = Callable[[Package], str]


class Judged(NamedTuple):
    """One package with its expression ("" for none that is certain), category and verdict."""

    package: Package
    expression: str
    category: str
    verdict: str
    reasons: tuple[str, ...]
    context: str = ""


def by_list(packages: Iterable[Package], allow: Sequence[str]) -> list[Judged]:
    """Pass where the list satisfies the license, block everywhere else."""
    from stewardship.checks import appetite, matrix

    allowed = tuple(allow)
    entries = appetite.entries(allowed)
    if entries.mistakes:
        raise UserError(entries.mistakes[0], None, "--allow takes one license id or category:name")

    def judge(node: spdx.Node, context: str) -> tuple[str, str, tuple[str, ...]]:
        found = appetite.judge(node, allowed, (), ())
        rests_on = {spdx.render(one) for one in spdx.licenses(matrix.branch(node, found))}
        judged = [one for one in found.all if one.license in rests_on]
        worst = max(judged, key=lambda one: appetite.TIERS.index(one.tier))
        verdict = "pass" if found.tier == "allowed" else "block"
        return worst.category, verdict, tuple(one.why for one in found.all)

    return _all(packages, judge, lambda package: "")


def by_matrix(
    packages: Iterable[Package], params: Mapping[str, Any], contexts: Contexts
) -> list[Judged]:
    """What the matrix makes of each license in the context that its package is used in."""
    from stewardship.checks import matrix

    table, allowed, denied = params["matrix"], params["allowed"], params["denied"]

    def judge(node: spdx.Node, context: str) -> tuple[str, str, tuple[str, ...]]:
        found = matrix.judge(node, context, table, allowed, denied)
        return found.category, found.verdict, found.reasons

    found = _all(packages, judge, contexts)
    unstated = table.get("unstated", {})
    return [
        one if one.expression else one._replace(verdict=unstated.get(one.context, "block"))
        for one in found
    ]


def _all(
    packages: Iterable[Package],
    judge: Callable[[spdx.Node, str], tuple[str, str, tuple[str, ...]]],
    contexts: Contexts,
) -> list[Judged]:
    known: dict[tuple[str, str], tuple[str, str, tuple[str, ...]]] = {}
    found = []
    for package in packages:
        settled, context = package.settled, contexts(package)
        if not settled.expression:
            reasons = (settled.why,)
            found.append(Judged(package, "", "unstated", "block", reasons, context))
            continue
        key = (settled.expression, context)
        if key not in known:
            known[key] = judge(spdx.parse(settled.expression), context)
        found.append(Judged(package, settled.expression, *known[key], context))
    return found

"""The matrix that counsel owns: category of license by context of use gives a verdict.

A context is how a thing is used: ``internal`` (inside the organization), ``networked`` (others use
it over a network), ``distributed`` (others are given it), ``dev-only`` (it builds or tests, and
ships nowhere). It is what the resource says of itself, else what the first fitting path says,
else the repository's default. For one context the matrix is three lists of categories, so it is
judged as ``appetite`` judges lists; a cell that is missing blocks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, TypeGuard, get_args

from stewardship.checks import appetite, wording
from stewardship.frozen import dataclass
from stewardship.model import Resource, Value
from stewardship.vocabulary import globs, licenses, spdx
from stewardship.vocabulary.suggest import closest

UseContext = Literal["internal", "networked", "distributed", "dev-only"]
CONTEXTS: tuple[UseContext, ...] = get_args(UseContext)
Names = tuple[str, ...]
Outcome = Literal["pass", "review", "block"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
STRICTEST: UseContext = "distributed"

_OUTCOME: Mapping[appetite.Tier, Outcome] = {
    "allowed": "pass",
    "review": "review",
    "unlisted": "block",
    "denied": "block",
}


@dataclass(frozen=True, slots=True)
class Decided:
    """The context of a resource, and in words what decided it."""

    context: str
    by: str


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the matrix makes of one expression in one context.

    ``chosen`` is the branch that the verdict rests on, ``avoids`` a branch of an OR that would
    have passed, ``clauses`` the names of the terms of what was chosen.
    """

    verdict: Outcome
    context: str
    chosen: str
    category: str
    reasons: tuple[str, ...]
    clauses: tuple[str, ...] = ()


def stated_context(value: Value) -> Decided | None:
    """The context that a resource states itself, if it does."""
    if value.state != "present" or value.data not in CONTEXTS:
        return None
    return Decided(str(value.data), f"stated in {value.location.path}")


def context_of(resource: Resource, options: Mapping[str, Any]) -> Decided:
    """The context of a resource by ``contexts`` (paths) and ``context`` (the default)."""
    stated = stated_context(resource.value("context"))
    if stated is not None:
        return stated
    if resource.kind == "dependency" and resource.value("scope").data == "dev":
        return Decided("dev-only", "its scope is dev")
    listed = options.get("contexts")
    for entry in listed if isinstance(listed, list | tuple) else ():
        if isinstance(entry, Mapping) and entry.get("context") in CONTEXTS:
            pattern = str(entry.get("path", ""))
            if any(globs.matches(pattern, path) for path in resource.paths):
                return Decided(str(entry["context"]), f"`contexts` for {wording.quote(pattern)}")
    default = options.get("context")
    if default in CONTEXTS:
        return Decided(str(default), "the repository's default")
    return Decided(STRICTEST, "no context is stated, so the strictest")


def lists(
    matrix: Mapping[str, Any], context: str, allowed: Sequence[str], denied: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The lists of what passes, is reviewed and blocks in one context."""
    heaps: dict[str, list[str]] = {"pass": list(allowed), "review": [], "block": list(denied)}
    named = {entry.strip() for entry in (*allowed, *denied)}
    for category in appetite.CATEGORIES:
        if f"{appetite.PREFIX}{category}" in named:
            continue  # a list goes before the matrix
        row = matrix.get(category)
        cell = row.get(context) if isinstance(row, Mapping) else None
        heaps[cell if cell in OUTCOMES else "block"].append(f"{appetite.PREFIX}{category}")
    return tuple(heaps["pass"]), tuple(heaps["review"]), tuple(heaps["block"])


def judge(
    node: spdx.Node,
    context: str,
    matrix: Mapping[str, Any],
    allowed: Sequence[str] = (),
    denied: Sequence[str] = (),
) -> Ruling:
    """One expression in one context. What the two lists name goes before the matrix."""
    key = (id(matrix), context, tuple(allowed), tuple(denied), node)
    known = _judged.get(key)
    if known is None or known[0] is not matrix:
        if len(_judged) >= _MOST:
            _judged.clear()
        known = matrix, _judge(node, context, matrix, allowed, denied)
        _judged[key] = known
    return known[1]


# What was judged before, with the very matrix that it was judged by: the same few licenses come
# up again and again. A matrix never changes once it is read.
_judged: dict[tuple[int, str, Names, Names, spdx.Node], tuple[Mapping[str, Any], Ruling]] = {}
_MOST = 4096


def _judge(
    node: spdx.Node,
    context: str,
    matrix: Mapping[str, Any],
    allowed: Sequence[str],
    denied: Sequence[str],
) -> Ruling:
    verdict = appetite.judge(node, *lists(matrix, context, allowed, denied))
    chosen = branch(node, verdict)
    rests_on = {spdx.render(one) for one in spdx.licenses(chosen)}
    judged = [one for one in verdict.all if one.license in rests_on]
    worst = max(judged, key=lambda one: appetite.TIERS.index(one.tier))
    terms = {clause.name: None for one in spdx.licenses(chosen) for clause in licenses.clauses(one)}
    return Ruling(
        _OUTCOME[verdict.tier],
        context,
        spdx.render(chosen),
        worst.category,
        tuple(one.why for one in verdict.all),
        tuple(terms),
    )


def branch(node: spdx.Node, verdict: appetite.Verdict) -> spdx.Node:
    """The part of an expression that a verdict rests on: of each OR the first best branch."""
    tiers = {one.license: one.tier for one in verdict.all}

    def rank(item: spdx.Node) -> int:
        if isinstance(item, spdx.License):
            return appetite.TIERS.index(tiers[spdx.render(item)])
        ranks = [rank(one) for one in item.items]
        return min(ranks) if isinstance(item, spdx.Or) else max(ranks)

    def pick(item: spdx.Node) -> spdx.Node:
        if isinstance(item, spdx.License):
            return item
        if isinstance(item, spdx.Or):
            return pick(min(item.items, key=rank))
        picked = [pick(one) for one in item.items]
        flat = [one for part in picked for one in (part.items if _is_and(part) else (part,))]
        return spdx.And(tuple(flat), item.position)

    return pick(node)


def _is_and(node: spdx.Node) -> TypeGuard[spdx.And]:
    return isinstance(node, spdx.And)


def mistakes(options: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with a matrix, a default context or a list of contexts, one clause each."""
    matrix = options.get("matrix")
    if isinstance(matrix, Mapping):
        for category, row in matrix.items():
            yield from _row(str(category), row)
    default = options.get("context")
    if default is not None and default not in CONTEXTS:
        yield f"`context`: {_unknown(default, CONTEXTS)}"
    for entry in options.get("contexts") or ():
        if not isinstance(entry, Mapping) or set(entry) != {"path", "context"}:
            yield "`contexts`: an entry has `path` and `context`"
        elif entry["context"] not in CONTEXTS:
            yield f"`contexts`: {_unknown(entry['context'], CONTEXTS)}"
        else:
            try:
                globs.compile_glob(str(entry["path"]))
            except ValueError as error:
                yield f"`contexts`: {error}"


def _row(category: str, row: object) -> Iterator[str]:
    if category not in appetite.CATEGORIES:
        yield f"`matrix`: {_unknown(category, appetite.CATEGORIES)}"
    elif not isinstance(row, Mapping):
        yield f"`matrix`: the row {wording.quote(category)} is no table"
    else:
        for context, cell in row.items():
            if context not in CONTEXTS:
                yield f"`matrix`, {category}: {_unknown(context, CONTEXTS)}"
            elif cell not in OUTCOMES:
                yield f"`matrix`, {category}: {_unknown(cell, OUTCOMES)}"


def _unknown(word: object, known: Sequence[str]) -> str:
    text = str(word)
    return f"{wording.quote(text)} is not known{wording.meant(closest(text, known))}"

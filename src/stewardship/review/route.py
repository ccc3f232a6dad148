"""From a verdict to the people who are asked: who, for which resources, because of which rule.

Pure; the day is passed in. For each steward or reviewer the candidates come in this order: who is
on call, the deputy, the team itself or the person, its members, and at last the organization's
fallback. The author is never one of them. Somebody who is away or gone is passed over while
anybody else is there: that narrows the choice, and never empties it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from stewardship.frozen import dataclass, replace
from stewardship.model import Finding, Resource, Rule, Value
from stewardship.model.review import Need, ReviewPlan, Touched
from stewardship.ownership import Ownership
from stewardship.vocabulary import absence


@dataclass(frozen=True, slots=True)
class Terms:
    """How an organization asks: how many approvals, and from whom never."""

    author: str
    day: date
    approvals: int = 1


def plan(
    touched: Sequence[Touched],
    findings: Iterable[Finding],
    rules: Mapping[str, Rule],
    ownership: Ownership,
    terms: Terms,
    stirred: Collection[str] | None = None,
) -> ReviewPlan:
    """All that is wanted of people for one change, by the map that governs (the base's).

    ``stirred`` are the keys of resources in whose findings the change may have a part; None for
    all.
    """
    warnings: list[str] = []
    asking: list[Finding] = []
    before: list[Finding] = []
    for one in findings:
        key = f"{one.kind}|{one.id}"
        new = stirred is None or key in stirred or one.status == "proposed"
        (asking if new else before).append(one)
    wanted = [need for one in touched for need in _for_resource(one)]
    wanted += _for_findings(asking, rules)
    needs = [_filled(need, ownership, terms, warnings) for need in wanted]
    old = [_filled(need, ownership, terms, []) for need in _for_findings(before, rules)]
    said = tuple(dict.fromkeys(warnings))
    return ReviewPlan(tuple(_united(needs)), tuple(touched), said, tuple(_united(old)))


def _for_resource(one: Touched) -> Iterator[Need]:
    """Its steward, and the one whom the change names instead: both sides of a handing over."""
    what = f"{one.resource.kind} {one.resource.name}"
    because = f"{what} is {one.fate}"
    sides: list[Value] = [one.steward]
    if one.successor is not None:
        sides.append(one.successor)
        because = f"{what} is {one.fate}, and its steward with it"
    for side in sides:
        handle = str(side.data) if side.state == "present" else ""
        yield Need(handle, because, one.resource.key, (), (), place=side.location)


def _for_findings(findings: Iterable[Finding], rules: Mapping[str, Rule]) -> Iterator[Need]:
    """The reviewers of what awaits a decision, else the owner of the rule."""
    for one in findings:
        asks = one.severity == "review" or one.status == "proposed"
        if not asks or one.status in ("baseline", "waived") or one.mode in ("observe", "off"):
            continue
        key = f"{one.kind}|{one.id}"
        because = f"{one.rule} on {one.kind} {one.name}"
        if one.status == "proposed":
            because = f"a waiver of {because} is proposed"
        rule = rules.get(one.rule)
        for handle in one.reviewers or (rule.owner if rule else "",):
            yield Need(handle, because, key, (), (), rule=one.rule, place=one.location)


def _filled(need: Need, ownership: Ownership, terms: Terms, warnings: list[str]) -> Need:
    """The need with who is entitled, and who of them is asked."""
    candidates = list(_candidates(need.handle, ownership))
    able = [one for one in candidates if not _is(one, terms.author, ownership)]
    wanted = terms.approvals if not need.rule else 1
    there = [one for one in able if not _missing(one, ownership, terms)]
    asked = there[:wanted]
    if len(asked) < wanted:
        asked += _further(need, able, asked, wanted - len(asked), ownership, terms, warnings)
    if not asked:
        warnings.append(f"{need.because}: nobody can be asked; name a `fallback` in the map")
    elif len(asked) < wanted:
        short = f"{wanted} approvals are wanted, and only {len(asked)} can be asked"
        warnings.append(f"{need.because}: {short}")
    everybody = _everybody(able, ownership, terms.author)
    here = (one for one in everybody if not departed(one, ownership, terms.day))
    entitled = tuple(dict.fromkeys((*here, *asked)))
    roles = tuple(_roles(need.handle, entitled, ownership))
    return replace(need, entitled=entitled, asked=tuple(asked), approvals=wanted, roles=roles)


def _roles(handle: str, people: Iterable[str], ownership: Ownership) -> Iterator[tuple[str, str]]:
    """What each is to the handle; nothing for the handle itself."""
    entry = ownership.entry(handle) if handle else None
    for one in people:
        if one == handle or (entry is not None and one == entry.name):
            continue
        if entry is not None and one in _listed(entry, "on-call"):
            yield one, "on call"
        elif entry is not None and one in _listed(entry, "deputy"):
            yield one, "deputy"
        elif entry is not None and one in _listed(entry, "members"):
            yield one, "member"
        elif one == ownership.fallback:
            yield one, "fallback"


def _further(
    need: Need,
    able: Sequence[str],
    asked: Sequence[str],
    short: int,
    ownership: Ownership,
    terms: Terms,
    warnings: list[str],
) -> list[str]:
    """Whom to ask where too few of the candidates are there: the fallback, else those away."""
    fallback = ownership.fallback
    left = [one for one in able if one not in asked]
    found: list[str] = []
    if fallback and fallback not in asked and not _is(fallback, terms.author, ownership):
        whom = f"`{need.handle}`" if need.handle else "a steward"
        warnings.append(f"{need.because}: nobody of {whom} is there, so {fallback} is asked")
        found.append(fallback)
    if len(found) < short and left:
        away = ", ".join(f"{one} {_missing(one, ownership, terms)}" for one in left)
        warnings.append(f"{need.because}: {away}, and nobody else is named")
        found += left
    return found[:short]


def _candidates(handle: str, ownership: Ownership) -> Iterator[str]:
    """Who may answer for a handle, the first to ask first, each once."""
    seen: set[str] = set()
    for one in _named(handle, ownership):
        if one and one.casefold() not in seen:
            seen.add(one.casefold())
            yield one


def _named(handle: str, ownership: Ownership) -> Iterator[str]:
    entry = ownership.entry(handle) if handle else None
    if entry is None:
        if handle.startswith("@"):
            yield handle
        return
    is_team = "/" in entry.name or bool(_listed(entry, "members"))
    if not is_team:
        yield entry.name
    yield from _handles(entry, "on-call")
    yield from _handles(entry, "deputy")
    if is_team and entry.name.startswith("@"):
        yield entry.name
    yield from _handles(entry, "members")


def _handles(entry: Resource, field: str) -> Iterator[str]:
    """The people whom a field names; an address of a schedule is nobody to ask."""
    yield from (one for one in _listed(entry, field) if one.startswith("@"))


def _listed(entry: Resource, field: str) -> tuple[str, ...]:
    value = entry.value(field)
    if isinstance(value.data, tuple):
        return tuple(str(one.data).strip() for one in value.data if one.state == "present")
    return (str(value.data).strip(),) if value.state == "present" else ()


def _is(handle: str, author: str, ownership: Ownership) -> bool:
    """Whether asking this handle asks nobody but the author."""
    plain = author.casefold().removeprefix("@")
    if handle.casefold().removeprefix("@") == plain:
        return True
    entry = ownership.entry(handle) if "/" in handle else None
    members = (
        [one.casefold().removeprefix("@") for one in _listed(entry, "members")] if entry else []
    )
    return bool(members) and set(members) == {plain}


def _missing(handle: str, ownership: Ownership, terms: Terms) -> str:
    """Why a person is not there; a team is not there when nobody of it is but the author."""
    entry = ownership.entry(handle)
    if entry is None:
        return ""
    reason = absence.missing(entry, terms.day)
    members = _listed(entry, "members")
    if reason or not members:
        return reason
    entries = [ownership.entry(one) for one in members if not _is(one, terms.author, ownership)]
    away = [absence.missing(one, terms.day) if one else "" for one in entries]
    return "has nobody there" if all(away) else ""


def departed(handle: str, ownership: Ownership, day: date) -> bool:
    """Whether the map says that somebody is gone for good: they approve nothing any more."""
    entry = ownership.entry(handle)
    return entry is not None and bool(absence.departed(entry, day))


def _everybody(able: Iterable[str], ownership: Ownership, author: str) -> Iterator[str]:
    """All who may approve: the candidates, and the members of those that are teams."""
    for one in able:
        yield one
        entry = ownership.entry(one) if "/" in one else None
        for member in _listed(entry, "members") if entry else ():
            if not _is(member, author, ownership):
                yield member


def _united(needs: Iterable[Need]) -> Iterator[Need]:
    """Needs of the same people for the same resource and rule, once."""
    seen: set[tuple[str, str, str]] = set()
    for need in needs:
        key = (need.handle.casefold(), need.resource, need.rule)
        if key not in seen:
            seen.add(key)
            yield need

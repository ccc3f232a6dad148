"""``.steward/waivers.yaml``: decisions that one finding may stand until a day, inclusive.

    waivers:
      - rule: licenses/stated
        resource: path:models/toy#toy
        fingerprint: 0123456789abcdef0123456789abcdef
        reason: the license is being settled with the authors
        approved-by: "@acme/legal"
        expires: 2027-01-31

In place of a fingerprint a pattern of resources may stand (``resource: models/old/**``), which
needs a reason of its own, ``wildcard:``. A waiver that is not understood governs nothing, and is
said aloud. One that only the change itself brings is a proposal: it asks, it does not govern.
Beside ``waivers:`` the file may hold ``approvals:``, which is what ``approvals`` reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache

from stewardship import strict
from stewardship.decisions.covering import covers, is_wild, must_be_glob, own_reason
from stewardship.decisions.limits import DEFAULT, Exempting, Limits
from stewardship.errors import UserError
from stewardship.fingerprint import is_fingerprint
from stewardship.frozen import dataclass, replace
from stewardship.model import Approval, Finding, Problem, Waiver
from stewardship.strict import Node
from stewardship.vocabulary.days import day_of

PATH = ".steward/waivers.yaml"
NAMED = ("rule", "resource")
REQUIRED = ("reason", "expires")
KEYS = (*NAMED, *REQUIRED, "fingerprint", "approved-by", "wildcard")
LISTS = ("waivers", "approvals")


@dataclass(frozen=True, slots=True)
class Waivers:
    """The waivers of one file, and what in it is not one: that part governs nothing."""

    entries: tuple[Waiver, ...] = ()
    problems: tuple[Problem, ...] = ()


def load(content: bytes | None, path: str = PATH) -> Waivers:
    """The waivers in these bytes; none where there is no file. Never raises."""
    if content is None:
        return Waivers()
    try:
        nodes = lists(content, path)
        items = nodes["waivers"].items("`waivers`") if "waivers" in nodes else []
    except UserError as error:
        return Waivers(problems=(problem(error, "so nothing in this file is waived"),))
    entries: list[Waiver] = []
    problems: list[Problem] = []
    for item in items:
        try:
            entries.append(_waiver(item))
        except UserError as error:
            problems.append(problem(error, "so this entry waives nothing"))
    return Waivers(tuple(entries), tuple(problems))


@lru_cache(maxsize=4)
def lists(content: bytes, path: str = PATH) -> Mapping[str, Node]:
    """The lists of the file by their keys, understood once for all who read one of them.

    Raises ``UserError`` where the file is not YAML, or holds anything else.
    """
    return strict.read(content, path).keys("this file", LISTS)


def problem(error: UserError, so: str) -> Problem:
    """What is wrong at one place, and what follows from it."""
    hint = f" ({error.hint})" if error.hint else ""
    return Problem(f"{error.message}{hint}, {so}", error.location)


def _waiver(node: Node) -> Waiver:
    keys = node.keys("a waiver", KEYS)
    said = {name: strict.need(keys, name, node, "this waiver") for name in NAMED}
    fingerprint, wildcard = _pinned(node, keys, said)
    said |= {name: strict.need(keys, name, node, "this waiver") for name in REQUIRED}
    texts = {name: part.text(f"`{name}`") for name, part in said.items()}
    must_be_day(said["expires"])
    approved = keys["approved-by"].text("`approved-by`") if "approved-by" in keys else ""
    return Waiver(
        rule=texts["rule"],
        resource=texts["resource"],
        fingerprint=fingerprint,
        reason=texts["reason"].strip(),
        approved_by=approved,
        expires=texts["expires"],
        place=node.location,
        wildcard=wildcard,
    )


def _pinned(node: Node, keys: Mapping[str, Node], said: Mapping[str, Node]) -> tuple[str, str]:
    """The fingerprint of the finding that was looked at, or the reason for a pattern instead."""
    rule, resource = said["rule"], said["resource"]
    entry = resource.text("`resource`")
    if is_wild(entry) and "fingerprint" not in keys:
        if is_wild(rule.text("`rule`")):
            raise rule.error("a waiver is for one rule, and not for a pattern of them")
        must_be_glob(resource)
        return "", own_reason(resource, entry, keys.get("wildcard"))
    if "wildcard" in keys:
        raise keys["wildcard"].error("`wildcard` is the reason for a pattern, and here is none")
    pinned = strict.need(keys, "fingerprint", node, "this waiver")
    fingerprint = pinned.text("`fingerprint`")
    if not is_fingerprint(fingerprint):
        raise pinned.error("`fingerprint` must be the 32 digits that the finding shows")
    return fingerprint, ""


def must_be_day(node: Node) -> None:
    """A ``UserError`` where the text at this place is no day."""
    text = node.text("`expires`")
    if day_of(text) is None:
        hint = "write `expires: YYYY-MM-DD`"
        raise node.error(f"`{strict.short(text)}` is not a day", hint)


def content_of(waiver: Waiver) -> tuple[str, ...]:
    """All that a waiver decides: two that differ in any of it are two decisions."""
    return (
        waiver.rule,
        waiver.resource,
        waiver.fingerprint,
        waiver.reason,
        waiver.approved_by,
        waiver.expires,
        waiver.wildcard,
    )


def merge(base: Iterable[Waiver], head: Iterable[Waiver]) -> tuple[Waiver, ...]:
    """What governs, then what the change proposes.

    Everything of the base governs, even what the head took out or edited, until that is merged.
    What the head says in other words than the base (another day, another fingerprint) is new.
    """
    governing = [replace(waiver, proposed=False) for waiver in base]
    known = {content_of(waiver) for waiver in governing}
    proposed = [replace(w, proposed=True) for w in head if content_of(w) not in known]
    return (*governing, *proposed)


def active(waiver: Waiver | Approval, today: date) -> bool:
    """Whether it still holds; on the day on which it expires it does."""
    expires = day_of(waiver.expires)
    return expires is not None and today <= expires


def speaks_of(waiver: Waiver, finding: Finding) -> bool:
    """Whether this is the finding that was looked at.

    The rule and the resource must be the ones that the waiver names as well: whoever approves it
    reads those, and not the fingerprint.
    """
    if waiver.rule != finding.rule:
        return False
    if waiver.wildcard:
        return covers(waiver.resource, finding)
    if waiver.fingerprint == finding.fingerprint:
        return waiver.resource in (finding.id, finding.name)
    return any(
        waiver.fingerprint == fingerprint and waiver.resource in (name, name.rpartition("#")[2])
        for name, fingerprint in finding.former
    )


def overlong(
    one: Waiver | Approval, finding: Finding, today: date, limits: Limits = DEFAULT
) -> bool:
    """Whether it ends later than an exception of what is as grave as this finding may today.

    Such a one excuses nothing. Whatever day is written, nothing is excused longer at a time.
    """
    expires = day_of(one.expires)
    return expires is not None and expires > latest(one, finding, today, limits)


def latest(one: Waiver | Approval, finding: Finding, today: date, limits: Limits) -> date:
    """The last day that may be written today."""
    what: Exempting = "waiver" if isinstance(one, Waiver) else "approval"
    return limits.of(what, finding.severity).ends(today)


def in_term(
    one: Waiver | Approval, finding: Finding, today: date, limits: Limits = DEFAULT
) -> bool:
    """Whether it holds for this finding today, as far as days are concerned."""
    return active(one, today) and not overlong(one, finding, today, limits)


def find(
    waivers: Sequence[Waiver], finding: Finding, today: date, limits: Limits = DEFAULT
) -> Waiver | None:
    """The waiver for this finding: one that governs before one that is proposed.

    Of several the one that is pinned, then the one that holds longest; None where none is active,
    or all that are end later than they may.
    """
    fit = [w for w in waivers if speaks_of(w, finding) and in_term(w, finding, today, limits)]
    return max(fit, key=_standing, default=None)


def _standing(waiver: Waiver) -> tuple[object, ...]:
    return not waiver.proposed, not waiver.wildcard, waiver.expires, content_of(waiver)

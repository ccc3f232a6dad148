"""``approvals:`` in ``.steward/waivers.yaml``: licenses that counsel lets be used, and for what.

    approvals:
      - rule: licenses/allowed
        license: llama3.1
        resources: ["path:models/chat#chat", "services/help/**"]
        contexts: [internal, networked]
        conditions: [ownership/stated]
        evidence: LEGAL-412
        approved-by: "@acme/legal"
        reason: far below the cap of users, and the card names the base
        wildcard: all helpers of this folder run the same chat
        expires: 2027-05-31

A waiver excuses one finding that was looked at; an approval excuses a license, as long as it is
this one, for what is named here, used as is said here. When any of that changes it no longer
fits, so nobody has to remember to take it back. An entry that is not understood governs nothing,
and is said aloud; one that only the change itself brings is a proposal.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from stewardship import strict
from stewardship.decisions import waivers
from stewardship.decisions.covering import must_be_glob, own_reason, spreads
from stewardship.errors import UserError
from stewardship.frozen import dataclass, replace
from stewardship.model import Approval, Problem
from stewardship.strict import Node

if TYPE_CHECKING:
    from packaging.specifiers import SpecifierSet

REQUIRED = ("rule", "license", "contexts", "reason", "expires")
COVERAGE = ("resources", "packages")
KEYS = (*REQUIRED, *COVERAGE, "conditions", "text-sha256", "evidence", "approved-by", "wildcard")
SO = "so this entry approves nothing"

_HEX = frozenset("0123456789abcdef")
_LONGEST = 200  # characters of a range of packages


@dataclass(frozen=True, slots=True)
class Approvals:
    """The approvals of one file, and what in it is not one: that part governs nothing."""

    entries: tuple[Approval, ...] = ()
    problems: tuple[Problem, ...] = ()


def load(content: bytes | None, path: str = waivers.PATH) -> Approvals:
    """The approvals in these bytes; none where there is no file. Never raises."""
    if content is None:
        return Approvals()
    try:
        nodes = waivers.lists(content, path)
    except UserError as error:  # in the words of ``waivers.load``, so that it is said once
        return Approvals(problems=(waivers.problem(error, "so nothing in this file is waived"),))
    try:
        items = nodes["approvals"].items("`approvals`") if "approvals" in nodes else []
    except UserError as error:
        return Approvals(problems=(waivers.problem(error, "so nothing here is approved"),))
    entries: list[Approval] = []
    problems: list[Problem] = []
    for item in items:
        try:
            entries.append(_approval(item))
        except UserError as error:
            problems.append(waivers.problem(error, SO))
    return Approvals(tuple(entries), tuple(problems))


def _approval(node: Node) -> Approval:
    keys = node.keys("an approval", KEYS)
    said = {name: strict.need(keys, name, node, "this approval") for name in REQUIRED}
    rule = said["rule"].text("`rule`")
    waivers.must_be_day(said["expires"])
    resources, packages = _listed(keys, "resources"), _listed(keys, "packages")
    if not resources and not packages:
        raise node.error("this approval covers nothing", "name `resources:` or `packages:`")
    approval = Approval(
        rule=rule,
        license=_license(said["license"]),
        contexts=_contexts(said["contexts"]),
        reason=said["reason"].text("`reason`").strip(),
        expires=said["expires"].text("`expires`"),
        place=node.location,
        resources=tuple(one.text("a resource") for one in resources),
        packages=tuple(one.text("a package") for one in packages),
        conditions=tuple(one.text("a condition") for one in _listed(keys, "conditions")),
        text_sha256=_digest(keys["text-sha256"]) if "text-sha256" in keys else "",
        evidence=_text(keys, "evidence"),
        approved_by=_text(keys, "approved-by"),
        wildcard=_wildcard(keys, resources),
    )
    for one in packages:
        _must_be_range(one)
    if rule in approval.conditions:
        message = "an approval cannot depend on the rule that it excuses"
        raise keys["conditions"].error(message, f"take `{strict.short(rule)}` out")
    return approval


def _wildcard(keys: Mapping[str, Node], resources: Iterable[Node]) -> str:
    """The reason for a pattern among the resources."""
    reason = ""
    for one in resources:
        must_be_glob(one)
        entry = one.text("a resource")
        if spreads(entry):
            reason = own_reason(one, entry, keys.get("wildcard"))
    return reason


def _text(keys: Mapping[str, Node], name: str) -> str:
    return keys[name].text(f"`{name}`") if name in keys else ""


def _listed(keys: Mapping[str, Node], name: str) -> list[Node]:
    return keys[name].items(f"`{name}`") if name in keys else []


def _license(node: Node) -> str:
    """A license expression as written; it must be one that can be compared."""
    from stewardship.vocabulary import licenses  # late: most repositories approve nothing

    text = node.text("`license`")
    found = licenses.resolve(text)
    if found.kind != "license":
        raise node.error(found.message, found.hint or "name the license that was approved")
    return text


def _contexts(node: Node) -> tuple[str, ...]:
    from stewardship.checks.matrix import CONTEXTS

    items = node.items("`contexts`")
    for one in items:
        name = one.text("a context")
        if name not in CONTEXTS:
            message = f"there is no context `{strict.short(name)}`"
            raise strict.unknown(message, name, CONTEXTS, one.location, one.source)
    if not items:
        raise node.error("`contexts` names none", f"of {strict.listed(CONTEXTS)} name one or more")
    return tuple(one.text("a context") for one in items)


def _digest(node: Node) -> str:
    text = node.text("`text-sha256`").lower()
    if len(text) != 64 or not _HEX.issuperset(text):
        raise node.error("`text-sha256` must be the 64 hex digits of a SHA-256")
    return text


def _must_be_range(node: Node) -> None:
    text = node.text("a package")
    if package_range(text) is None:
        message = f"`{strict.short(text)}` is not a package with a range of versions"
        raise node.error(message, "write it as `name>=1,<2`")


@lru_cache(maxsize=256)
def package_range(text: str) -> tuple[str, SpecifierSet] | None:
    """The canonical name and the ``SpecifierSet`` of ``name>=1,<2``; None for anything else."""
    from packaging.requirements import InvalidRequirement, Requirement

    from stewardship.vocabulary.requirement import canonical

    try:
        found = Requirement(text) if len(text) <= _LONGEST else None
    except InvalidRequirement:
        return None
    if found is None or found.url or found.marker or found.extras:
        return None
    return canonical(found.name), found.specifier


def of_files(governing: bytes | None, head: bytes | None, rules: Collection[str]) -> Approvals:
    """What the file in force grants and what the one of the change proposes; ``rules`` are the
    ids of all rules."""
    granted, proposed = load(governing), load(head)
    known = of_rules(merge(granted.entries, proposed.entries), rules)
    return Approvals(known.entries, (*granted.problems, *proposed.problems, *known.problems))


def of_rules(found: Iterable[Approval], rules: Collection[str]) -> Approvals:
    """Those that name only rules that there are; of the others, which rule there is not.

    A misspelt condition would otherwise be one that always passes.
    """
    entries: list[Approval] = []
    problems: list[Problem] = []
    for one in found:
        unknown = [name for name in (one.rule, *one.conditions) if name not in rules]
        if unknown:
            message = f"there is no rule `{strict.short(unknown[0])}`"
            error = strict.unknown(message, unknown[0], rules, one.place, b"")
            problems.append(waivers.problem(error, SO))
        else:
            entries.append(one)
    return Approvals(tuple(entries), tuple(problems))


def content_of(approval: Approval) -> tuple[object, ...]:
    """All that an approval decides: two that differ in any of it are two decisions."""
    return (
        approval.rule,
        approval.license,
        approval.text_sha256,
        approval.resources,
        approval.packages,
        approval.contexts,
        approval.conditions,
        approval.evidence,
        approval.approved_by,
        approval.reason,
        approval.expires,
        approval.wildcard,
    )


def merge(base: Iterable[Approval], head: Iterable[Approval]) -> tuple[Approval, ...]:
    """What governs, then what the change proposes: as for waivers.

    What the head took out or edited still governs until that is merged, and what it says in other
    words than the base (one context more, another day) is a proposal.
    """
    governing = [replace(one, proposed=False) for one in base]
    known = {content_of(one) for one in governing}
    proposed = [replace(one, proposed=True) for one in head if content_of(one) not in known]
    return (*governing, *proposed)

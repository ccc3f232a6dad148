"""What an organization asks: rules, the numbers in them, and the waivers of their findings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

from stewardship.frozen import dataclass, field
from stewardship.model.facts import Kind, Location, Plain

Severity = Literal["block", "review", "warn", "note"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
Mode = Literal["observe", "new", "enforce", "off"]
MODES: tuple[Mode, ...] = get_args(Mode)


@dataclass(frozen=True, slots=True)
class Alternative:
    """One check with its options, as a rule or one of its ``any-of`` entries names it."""

    check: str
    at: str = ""
    options: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a policy, validated; ``id`` is the full ``pack/state`` name."""

    id: str
    title: str
    applies_to: tuple[Kind, ...]
    alternatives: tuple[Alternative, ...]
    severity: Severity
    place: Location
    each: str = ""
    when: Mapping[str, object] = field(default_factory=dict)
    if_present: bool = False
    settled_in_ci: bool = False
    message: str = ""
    remedy: str = ""
    help: str = ""
    reviewers: tuple[str, ...] = ()
    owner: str = ""
    controls: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    waivable: bool = True
    since: str = ""
    examples: Mapping[str, tuple[object, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Param:
    """A number or set that an organization owns: declared in a policy, set in its params file.

    ``stricter`` says which way asks for more (``policy.tighten``); None where nobody says so.
    """

    name: str
    type: str
    value: Plain
    help: str
    place: Location
    stricter: Plain = None


@dataclass(frozen=True, slots=True)
class Policy:
    """A pack: the rules of one file with their params (file defaults, then the organization's)."""

    name: str
    title: str
    owner: str
    rules: tuple[Rule, ...]
    params: Mapping[str, Param]
    place: Location
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Waiver:
    """A named person's decision that one finding may stand until a day, inclusive.

    ``proposed`` is True for one that the head has and the base lacks: it asks, it does not
    govern. ``fingerprint`` pins it to the content that was looked at; it is empty for one whose
    ``resource`` is a pattern, which has a reason for that (``wildcard``).
    """

    rule: str
    resource: str
    fingerprint: str
    reason: str
    approved_by: str
    expires: str
    place: Location
    proposed: bool = False
    wildcard: str = ""


@dataclass(frozen=True, slots=True)
class Approval:
    """A named person's decision that one license may be used, for these things, in this way.

    It is pinned to the expression, to the SHA-256 of the license's text where that is stated, to
    resources (ids, names or globs) or ranges of packages (``name>=1,<2``), and to contexts of
    use. ``conditions`` are rules that must keep passing on the same resource. ``evidence`` says
    where it was decided; ``proposed`` and ``wildcard`` are those of a waiver.
    """

    rule: str
    license: str
    contexts: tuple[str, ...]
    reason: str
    expires: str
    place: Location
    resources: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    text_sha256: str = ""
    evidence: str = ""
    approved_by: str = ""
    proposed: bool = False
    wildcard: str = ""

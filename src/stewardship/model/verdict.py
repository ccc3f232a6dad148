"""What a run comes to: findings, and the verdict on them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from stewardship.frozen import dataclass, field
from stewardship.model.facts import Kind, Location, Plain, Related
from stewardship.model.review import Review, Standing
from stewardship.model.rules import Mode, Rule, Severity

Status = Literal["new", "baseline", "waived", "proposed"]
Outcome = Literal["pass", "review", "block"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, complete: who said so, where, how bad, what to do, whom to ask.

    ``former`` holds (id, fingerprint) under each id that the resource had before its files were
    renamed in this change, so that a waiver or a baseline of the base still knows it.
    ``approved`` are the reviews that settle it, where somebody had to approve it and did.
    """

    rule: str
    severity: Severity
    kind: Kind
    id: str
    name: str
    location: Location
    message: str
    fingerprint: str
    remedy: str = ""
    steward: str = ""
    reviewers: tuple[str, ...] = ()
    related: tuple[Related, ...] = ()
    details: Mapping[str, Plain] = field(default_factory=dict)
    waivable: bool = True
    mode: Mode = "new"
    status: Status = "new"
    former: tuple[tuple[str, str], ...] = ()
    approved: tuple[Review, ...] = ()


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A rule that could not be judged on some resources: said with a count, never a pass."""

    rule: str
    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What the engine found, before any decision: every finding still has status ``new``.

    ``untold`` holds (rule, resource key) of what could not be judged, for the rules that it was
    asked to watch; ``looked`` how many resources each rule looked at, by its id.
    """

    findings: tuple[Finding, ...]
    unchecked: tuple[Unchecked, ...] = ()
    notes: tuple[str, ...] = ()
    judged: int = 0
    universe: int = 0
    rules: int = 0
    untold: frozenset[tuple[str, str]] = frozenset()
    looked: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The decision of one run, and what it rests on.

    ``judged`` and ``universe`` count resources; ``notes`` are sentences said aloud (nothing
    governed, a rule that matched nothing, a lapsed waiver).
    """

    outcome: Outcome
    findings: tuple[Finding, ...]
    unchecked: tuple[Unchecked, ...] = ()
    notes: tuple[str, ...] = ()
    judged: int = 0
    universe: int = 0
    rules: int = 0


@dataclass(frozen=True, slots=True)
class Reach:
    """Why these resources were judged: ``because`` for all of them in a clause, else one by one as
    (kind, id, name, why)."""

    because: str = ""
    resources: tuple[tuple[str, str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A verdict with what a reporter needs to print it.

    ``excerpt`` returns the source line at a location, or None; ``rules`` are the rules in force
    by id; ``policies`` says in a word which policies they came from; ``seconds`` is wall time;
    ``errors`` are the user errors of a run that could not be judged (the verdict is then block).
    All paths are relative to the root; ``prefix`` leads there from the top level of the
    repository: empty, or ending in ``/``.
    ``approvals`` say how far what the change asks of people is settled; None where reviews were
    not looked at. ``reach`` says why these resources were judged for a change, ``looked`` how many
    of the judged ones each rule looked at, by its id.
    """

    verdict: Verdict
    rules: Mapping[str, Rule] = field(default_factory=dict)
    policies: str = ""
    seconds: float = 0.0
    errors: tuple[str, ...] = ()
    excerpt: Callable[[Location], str | None] = lambda location: None
    prefix: str = ""
    approvals: tuple[Standing, ...] | None = None
    reach: Reach | None = None
    looked: Mapping[str, int] = field(default_factory=dict)

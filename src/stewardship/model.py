"""The nouns of the product, as frozen dataclasses; this module imports nothing of ours.

Data flows one way: readers make ``Fragment``s, ``join`` makes ``Resource``s out of them, the
engine makes ``Finding``s, ``decide`` makes a ``Verdict``. Lines and columns start at 1 and
count code points.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

Kind = Literal[
    "model", "dataset", "service", "container", "dependency", "vulnerability", "artifact",
    "deployment", "attestation", "steward", "ownership-entry", "repository",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)

State = Literal["present", "absent", "placeholder", "unknown", "conflicting"]
Severity = Literal["block", "review", "warn", "note"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
Status = Literal["new", "baseline", "waived", "proposed"]
Mode = Literal["observe", "new", "enforce", "off"]
MODES: tuple[Mode, ...] = get_args(Mode)
Outcome = Literal["pass", "review", "block"]

Scalar = str | int | float | bool | None
Pointer = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a file of the tree.

    ``path`` is relative to the root, with ``/``. A YAML or Markdown value knows its line and
    column at once; a JSON or TOML value keeps a ``pointer`` into the document and is placed only
    when it is printed (``document.place``). ``line`` None and no pointer: the file as a whole.
    """

    path: str
    line: int | None = None
    column: int | None = None
    pointer: Pointer | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """What a field says, where, and how sure that is.

    ``data`` is a scalar, a tuple of Values (a list), or a mapping of Values (a record). ``state``
    is ``absent`` for what nobody states (``location`` is then its parent), ``placeholder`` for
    what is still to be filled in, ``unknown`` for what says that it does not know,
    ``conflicting`` when candidates disagree after normalizing. ``origin`` names the reader.
    ``candidates`` are all the places that state it, when there is more than one.
    """

    data: Data
    location: Location
    origin: str = ""
    state: State = "present"
    candidates: tuple[Value, ...] = ()

    def plain(self) -> Plain:
        """The data without its places, as JSON would hold it."""
        if isinstance(self.data, tuple):
            return [item.plain() for item in self.data]
        if isinstance(self.data, Mapping):
            return {key: item.plain() for key, item in self.data.items()}
        return self.data


Data = Scalar | tuple[Value, ...] | Mapping[str, Value]
Plain = Scalar | list["Plain"] | dict[str, "Plain"]
Fields = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one value, as a check or a reader says it: no rule, no severity.

    ``message`` is a clause without subject and full stop that reads after a field's name or
    alone: "`main` is a branch name, not a commit". ``value`` is what the fingerprint is made
    of, when it differs from the value that was checked.
    """

    message: str
    location: Location | None = None
    value: Plain = None
    related: tuple[Related, ...] = ()
    details: Mapping[str, Plain] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unjudged:
    """What a check could not judge, and why: never a pass, never a finding."""

    reason: str


@dataclass(frozen=True, slots=True)
class Related:
    """A second place that a message speaks of."""

    location: Location
    message: str


@dataclass(frozen=True, slots=True)
class Fragment:
    """What one file says about one resource.

    ``ids`` are declared identities, normalized (a purl, ``hf:org/name``); ``digests`` are
    ``sha256:…`` or better of the resource's own bytes; ``refs`` are the outgoing links as
    (field, reference, kind or ""). These few, and not ``fields``, are what joining needs, so that
    a warm run decodes the fields only of what it judges. ``place`` is where the resource is
    declared. ``problems`` make an unreadable manifest: claimed, but not (wholly) understood.
    """

    kind: Kind
    name: str
    place: Location
    origin: str
    fields: Fields
    ids: tuple[str, ...] = ()
    digests: tuple[str, ...] = ()
    refs: tuple[tuple[str, str, str], ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Resource:
    """One governed thing, joined from all that speaks of it.

    ``id`` is a purl, else ``hf:org/name``, else ``path:<folder>#<name>``. ``links`` are the ids
    reached over each link field; ``paths`` all files that speak of it, the declaring one first.
    ``removed`` marks what the base had and the head lost.
    """

    kind: Kind
    id: str
    name: str
    place: Location
    fields: Fields
    paths: tuple[str, ...] = ()
    links: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    removed: bool = False

    def value(self, name: str) -> Value:
        """The field's value; an absent one stands where the resource is declared."""
        return self.fields.get(name) or Value(None, self.place, state="absent")


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
    message: str = ""
    remedy: str = ""
    help: str = ""
    reviewers: tuple[str, ...] = ()
    owner: str = ""
    controls: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    needs: str = ""
    waivable: bool = True
    since: str = ""
    examples: Mapping[str, tuple[object, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Param:
    """A number or set that an organization owns: declared in a policy, set in its params file."""

    name: str
    type: str
    value: Plain
    help: str
    place: Location


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
    govern. ``fingerprint`` pins it to the content that was looked at.
    """

    rule: str
    resource: str
    fingerprint: str
    reason: str
    approved_by: str
    expires: str
    place: Location
    proposed: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, complete: who said so, where, how bad, what to do, whom to ask.

    ``former`` holds (id, fingerprint) under each id that the resource had before its files were
    renamed in this change, so that a waiver or a baseline of the base still knows it.
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


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A rule that could not be judged on some resources: said with a count, never a pass."""

    rule: str
    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What the engine found, before any decision: every finding still has status ``new``."""

    findings: tuple[Finding, ...]
    unchecked: tuple[Unchecked, ...] = ()
    notes: tuple[str, ...] = ()
    judged: int = 0
    universe: int = 0
    rules: int = 0


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
class Report:
    """A verdict with what a reporter needs to print it.

    ``excerpt`` returns the source line at a location, or None; ``rules`` are the rules in force
    by id; ``policies`` says in a word which policies they came from; ``seconds`` is wall time;
    ``errors`` are the user errors of a run that could not be judged (the verdict is then block).
    """

    verdict: Verdict
    rules: Mapping[str, Rule] = field(default_factory=dict)
    policies: str = ""
    seconds: float = 0.0
    errors: tuple[str, ...] = ()
    excerpt: Callable[[Location], str | None] = lambda location: None

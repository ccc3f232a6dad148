"""What files say: places, values, fragments, and the resources that they are joined into."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

from stewardship.frozen import dataclass, field

Kind = Literal[
    "model", "dataset", "service", "container", "dependency", "vulnerability", "artifact",
    "deployment", "attestation", "steward", "ownership-entry", "repository",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)

State = Literal["present", "absent", "placeholder", "unknown", "conflicting"]
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
    of, when it differs from the value that was checked. ``reviewers`` are whom to ask about this
    one, where that is not whom the rule names.
    """

    message: str
    location: Location | None = None
    value: Plain = None
    related: tuple[Related, ...] = ()
    details: Mapping[str, Plain] = field(default_factory=dict)
    reviewers: tuple[str, ...] = ()


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
    ``source`` names the content it was read from, and which of its fragments it is, so that two
    fragments of one source are equal; empty where that is not known.
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
    source: str = ""


@dataclass(frozen=True, slots=True)
class Resource:
    """One governed thing, joined from all that speaks of it.

    ``id`` is a purl, else ``hf:org/name``, else ``path:<folder>#<name>``; ``key`` is kind and id
    together, unique in a universe. ``links`` are the keys reached over each link field; ``paths``
    all files that speak of it, the declaring one first. ``removed`` marks what the base had and
    the head lost. ``content`` are the sources of all its fragments; empty where one is not known.
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
    content: str = ""

    @property
    def key(self) -> str:
        """Kind and id: a model and a service of one folder may share an id, never a key."""
        return f"{self.kind}|{self.id}"

    def value(self, name: str) -> Value:
        """The field's value; an absent one stands where the resource is declared."""
        return self.fields.get(name) or Value(None, self.place, state="absent")

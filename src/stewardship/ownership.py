"""The ownership map: who answers for a resource, who owns a path, how a person is reached.

Made of what the stewards file and CODEOWNERS say. A resource's steward is, in this order, the
``steward`` that one of its manifests states, the first fitting ``assign`` rule of
``.steward/stewards.yaml``, the first owner that CODEOWNERS gives to the path where it is
declared, or nobody; the answer knows where it stands written. ``fallback`` is who is asked where
nobody answers, and so no steward. Pure: the files were read before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from posixpath import dirname

from stewardship.frozen import dataclass, replace
from stewardship.model import Fragment, Location, Resource, Value
from stewardship.universe import Universe, fold
from stewardship.vocabulary import codeowners
from stewardship.vocabulary.globs import matches

# Where GitHub looks for the file; the first that exists is the one that counts.
CODEOWNERS = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS")
# What is part of the map itself, or comes from outside, is nobody's to answer for.
UNSTEWARDED = frozenset(
    {"steward", "ownership-entry", "dependency", "vulnerability", "attestation"}
)


@dataclass(frozen=True, slots=True)
class Assignment:
    """One rule of ``assign``: a glob of paths, or one resource by its id or name."""

    steward: Value
    path: str = ""
    resource: str = ""

    def fits(self, resource: Resource) -> bool:
        """Whether the rule speaks of this resource."""
        if self.resource:
            wanted = fold(self.resource)
            return wanted in (fold(resource.id), fold(resource.id.removeprefix("hf:"))) or (
                wanted == fold(resource.name)
            )
        return matches(self.path, _path(resource))


class Ownership:
    """The map of one tree; empty where the tree has none of its files."""

    def __init__(
        self,
        stewards: Sequence[Resource] = (),
        assignments: Sequence[Assignment] = (),
        lines: Iterable[tuple[codeowners.Line, Value]] = (),
        fallback: str = "",
    ) -> None:
        """``lines`` are CODEOWNERS entries in their order, each with its owners as a value."""
        kept = tuple(lines)
        self.stewards = tuple(stewards)
        self.assignments = tuple(assignments)
        self.fallback = fallback
        self._owners = codeowners.Owners(line for line, _ in kept)
        self._values = {line.number: value for line, value in kept}
        self._exact = {_plain(entry.name): entry for entry in reversed(self.stewards)}
        self._teams = _teams(self.stewards)

    def owners(self, path: str) -> tuple[str, ...]:
        """The code owners of a path, in the order of their line; empty where it has none."""
        line = self._owners.of(path)
        return line.owners if line else ()

    def entry(self, handle: str) -> Resource | None:
        """The person or team of this handle.

        ``@acme/x`` and ``acme/x`` are one, in any case, as on GitHub. A catalog's ``group:x``,
        ``group:default/x`` and plain ``x`` mean the team ``@acme/x`` where only one team is
        called so; ``@x`` never does: on GitHub that is a user, whoever signed up first.
        """
        plain = _plain(handle)
        if plain in self._exact:
            return self._exact[plain]
        if handle.strip().lower().startswith(("@", "user:")):
            return None
        found = self._teams.get(plain, ())
        return found[0] if len(found) == 1 else None

    def on_call(self, handle: str) -> str | None:
        """Who is on call for a steward, as their entry states it."""
        entry = self.entry(handle)
        value = entry.value("on-call") if entry else None
        return str(value.data) if value and value.state == "present" else None

    def steward_of(self, resource: Resource) -> Value:
        """The one who answers for the resource, with the place where that is written.

        A steward that is stated and still to be filled in, or that two manifests state in two
        ways, comes back as such: to say it badly is not to leave it to somebody else.
        """
        stated = resource.value("steward")
        return stated if stated.state != "absent" else self._mapped(resource, stated)

    def _mapped(self, resource: Resource, absent: Value) -> Value:
        if resource.kind in UNSTEWARDED:
            return absent
        for assignment in self.assignments:
            if assignment.fits(resource):
                return assignment.steward
        line = self._owners.of(_path(resource))
        owners = self._values[line.number].data if line else ()
        return owners[0] if isinstance(owners, tuple) and owners else absent

    def assign(self, universe: Universe) -> Universe:
        """The universe in which each resource has the steward that the map gives it.

        Nothing is looked up before a rule asks for it: the fields of most resources are never
        read in a run.
        """
        if not self.assignments and not self._values:
            return universe
        return universe.changed(
            lambda resource: (
                resource
                if resource.kind in UNSTEWARDED
                else replace(resource, fields=_Stewarded(self, resource))
            )
        )


class _Stewarded(Mapping[str, Value]):
    """The fields of a resource with the steward that the map gives it, told at the first look."""

    __slots__ = ("_ownership", "_resource", "_steward")

    def __init__(self, ownership: Ownership, resource: Resource) -> None:
        self._ownership = ownership
        self._resource = resource
        self._steward: Value | None = None

    def _answer(self) -> Value:
        if self._steward is None:
            self._steward = self._ownership.steward_of(self._resource)
        return self._steward

    def __getitem__(self, name: str) -> Value:
        fields = self._resource.fields
        if name != "steward" or (name not in fields and self._answer().state == "absent"):
            return fields[name]
        return self._answer()

    def __iter__(self) -> Iterator[str]:
        fields = self._resource.fields
        yield from fields
        if "steward" not in fields and self._answer().state != "absent":
            yield "steward"

    def __len__(self) -> int:
        return sum(1 for _ in self)


def build(fragments: Iterable[Fragment]) -> Ownership:
    """The map out of what its files say: fragments of kinds ``steward`` and ``ownership-entry``.

    Whatever any other file says of these kinds is no part of it.
    """
    stewards: list[Resource] = []
    assignments: list[Assignment] = []
    files: dict[str, list[tuple[codeowners.Line, Value]]] = {}
    fallback = ""
    for one in fragments:
        if not one.place.path.startswith(".steward/") and one.place.path not in CODEOWNERS:
            continue
        if one.kind == "steward":
            stewards.append(_resource(one))
        elif one.kind != "ownership-entry":
            continue
        elif "fallback" in one.fields:
            fallback = str(one.fields["steward"].data)
        elif "steward" in one.fields:
            if not one.problems:
                assignments.append(_assignment(one))
        elif "pattern" in one.fields and one.place.path in CODEOWNERS:
            files.setdefault(one.place.path, []).append(_line(one))
    counting = next((files[path] for path in CODEOWNERS if path in files), [])
    counting.sort(key=lambda entry: entry[0].number)
    assignments.sort(key=lambda rule: _order(rule.steward.location))
    return Ownership(stewards, assignments, counting, fallback)


def _resource(entry: Fragment) -> Resource:
    path = entry.place.path
    identity = f"path:{dirname(path) or '.'}#{entry.name}"
    return Resource(
        entry.kind, identity, entry.name, entry.place, entry.fields, (path,), {}, entry.problems
    )


def _assignment(entry: Fragment) -> Assignment:
    pattern, resource = entry.fields.get("pattern"), entry.fields.get("resource")
    return Assignment(
        entry.fields["steward"],
        str(pattern.data) if pattern else "",
        str(resource.data) if resource else "",
    )


def _line(entry: Fragment) -> tuple[codeowners.Line, Value]:
    pattern, owners = entry.fields["pattern"], entry.fields["owners"]
    names = (
        tuple(str(owner.data) for owner in owners.data) if isinstance(owners.data, tuple) else ()
    )
    error = entry.fields.get("line-error")
    line = codeowners.Line(
        entry.place.line or 0, str(pattern.data), names, str(error.data) if error else ""
    )
    return line, owners


def _path(resource: Resource) -> str:
    """Where the resource lies: a place in the folder that its entry states, else its manifest."""
    stated = resource.fields.get("path") if resource.place.path.startswith(".steward/") else None
    if stated and isinstance(stated.data, str):
        return f"{stated.data.strip().removeprefix('./').strip('/')}/."
    return resource.place.path


def _teams(stewards: Sequence[Resource]) -> dict[str, list[Resource]]:
    """The entries of teams (``@org/team``) by the team's own name."""
    teams: dict[str, list[Resource]] = {}
    for entry in stewards:
        organization, slash, name = _plain(entry.name).rpartition("/")
        if slash and organization:
            teams.setdefault(name, []).append(entry)
    return teams


def _plain(handle: str) -> str:
    """A handle for comparing, without the signs that forges and catalogs put before a name."""
    plain = handle.strip().casefold()
    for sign in ("group:", "user:"):
        plain = plain.removeprefix(sign)
    return plain.removeprefix("default/").removeprefix("@")


def _order(place: Location) -> tuple[int, int]:
    return (place.line or 0, place.column or 0)

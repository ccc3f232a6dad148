"""Who answers for a resource, who owns a path, and which entry a handle means.

A resource's steward is, in this order, the ``steward`` that one of its manifests states, the
first fitting ``assign`` rule of ``.steward/stewards.yaml``, whom its documents name as owner and
the map knows, the first owner that CODEOWNERS gives to the path where it is declared, whom its
documents name at all, or nobody; the answer knows where it stands written.
``fallback`` is who is asked where nobody answers, and so no steward. Pure: the files were read
before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from stewardship.frozen import dataclass, replace
from stewardship.joining.universe import fold
from stewardship.model import Resource, Value
from stewardship.pattern import pattern
from stewardship.vocabulary.globs import matches
from stewardship.vocabulary.owner_dialects import Owners, Part, Usage

# What is part of the map itself, or comes from outside, is nobody's to answer for.
UNSTEWARDED = frozenset(
    {"steward", "ownership-entry", "dependency", "vulnerability", "attestation"}
)

OWNING = ("stewards", "owners", "custodians", "described-owners")
"""Fields in which documents name who is responsible (a card's section Owners, the governance of
CycloneDX, that of a model that describes its data), the most telling first: people and
organizations as they call themselves."""

_HANDLE = pattern(r"(?<![\w.+-])@[A-Za-z0-9][\w-]*(?:/[A-Za-z0-9][\w.-]*)?")
_MAIL = pattern(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


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
        return matches(self.path, place_of(resource))


class Ownership:
    """The map of one tree; empty where the tree has none of its files."""

    def __init__(
        self,
        stewards: Sequence[Resource] = (),
        assignments: Sequence[Assignment] = (),
        owners: Owners | None = None,
        values: Mapping[int, Value] | None = None,
        file: str = "",
        fallback: str = "",
    ) -> None:
        """``owners`` answers by the CODEOWNERS at ``file``; ``values`` are its entries' owners, by
        line."""
        self.stewards = tuple(stewards)
        self.assignments = tuple(assignments)
        self.file = file
        self.fallback = fallback
        self._owners = owners
        self._values = values or {}
        self._exact = {_plain(entry.name): entry for entry in reversed(self.stewards)}
        self._teams = _teams(self.stewards)
        self._mails = _mails(self.stewards)

    def owners(self, path: str) -> tuple[str, ...]:
        """The code owners of a path, section by section; empty where it has none."""
        return tuple(dict.fromkeys(name for one in self.claims(path) for name in one.owners))

    def claims(self, path: str) -> tuple[Part, ...]:
        """The lines of CODEOWNERS that decide about a path, one a section."""
        return self._owners.of(path) if self._owners else ()

    def usage(self, paths: Iterable[str]) -> dict[int, Usage]:
        """What each line of CODEOWNERS does for these paths."""
        return self._owners.usage(paths) if self._owners else {}

    def entry(self, handle: str) -> Resource | None:
        """The person or team of this handle.

        ``@acme/x`` and ``acme/x`` are one, in any case, as on GitHub. A catalog's ``group:x``,
        ``group:default/x`` and plain ``x`` mean the team ``@acme/x`` where only one team is
        called so; ``@x`` never does: on GitHub that is a user, whoever signed up first. An address
        means the entry that has it as its contact.
        """
        plain = _plain(handle)
        if plain in self._exact:
            return self._exact[plain]
        if mail := _MAIL.search(handle):
            return self._mails.get(mail[0].casefold())
        if handle.strip().lower().startswith(("@", "user:")):
            return None
        found = self._teams.get(plain, ())
        return found[0] if len(found) == 1 else None

    def on_call(self, handle: str) -> str | None:
        """Who is on call for a steward, as their entry states it."""
        entry = self.entry(handle)
        value = entry.value("on-call") if entry else None
        return str(value.data) if value and value.state == "present" else None

    def members(self, handle: str) -> tuple[str, ...]:
        """The members of a team, as its entry states them; empty where it states none."""
        entry = self.entry(handle)
        value = entry.value("members").data if entry else None
        listed = value if isinstance(value, tuple) else ()
        return tuple(str(one.data).strip() for one in listed if one.state == "present")

    def steward_of(self, resource: Resource) -> Value:
        """The one who answers for the resource, with the place where that is written.

        A steward that is stated and still to be filled in, or that two manifests state in two
        ways, comes back as such: to say it badly is not to leave it to somebody else.
        """
        stated = resource.value("steward")
        return stated if stated.state != "absent" else self._mapped(resource, stated)

    def _mapped(self, resource: Resource, absent: Value) -> Value:
        if found := self.assigned(resource):
            return found
        if resource.kind in UNSTEWARDED:
            return absent
        if named := self.named(resource):
            return named[0]
        owners = self.code_owners(resource)
        if owners and isinstance(owners.data, tuple):
            return owners.data[0]
        return next(_owning(resource), absent)

    def named(self, resource: Resource) -> tuple[Value, ...]:
        """Those whom the documents of a resource name as owners and the map knows, by the handle,
        the address or the name that stands there; or who have a handle to be asked by."""
        found: dict[str, Value] = {}
        for one in self._named(resource):
            found.setdefault(str(one.data), one)
        return tuple(found.values())

    def named_apart(self, resource: Resource) -> tuple[tuple[Value, ...], ...]:
        """The same, as its own documents say it together, and each other file by itself."""
        found: dict[str, list[Value]] = {}
        for one in self._named(resource):
            path = one.location.path
            found.setdefault("" if path in resource.paths else path, []).append(one)
        return tuple(map(tuple, found.values()))

    def _named(self, resource: Resource) -> Iterator[Value]:
        for one in _owning(resource) if resource.kind not in UNSTEWARDED else ():
            if handle := self._known(str(one.data)):
                yield replace(one, data=handle)

    def _known(self, said: str) -> str:
        handle = _HANDLE.search(said)
        entry = self.entry(handle[0] if handle else said)
        return entry.name if entry else handle[0] if handle else ""

    def assigned(self, resource: Resource) -> Value | None:
        """The steward that a rule of ``assign`` gives the resource, if one fits."""
        if resource.kind in UNSTEWARDED:
            return None
        return next((one.steward for one in self.assignments if one.fits(resource)), None)

    def code_owners(self, resource: Resource) -> Value | None:
        """The owners that CODEOWNERS gives the path where the resource is declared, as the list
        that stands there; of several sections, the last line's, which is the narrowest."""
        if resource.kind in UNSTEWARDED:
            return None
        claims = [one for one in self.claims(place_of(resource)) if one.owners]
        last = max(claims, key=lambda one: one.line, default=None)
        return self._values.get(last.line) if last else None

    def of_path(self, path: str) -> Value | None:
        """Whom the map gives a path, whatever lies there: the first rule of ``assign`` with a glob
        that matches it, else the first owner that CODEOWNERS gives it."""
        for one in self.assignments:
            if one.path and matches(one.path, path):
                return one.steward
        claims = [one for one in self.claims(path) if one.owners]
        last = max(claims, key=lambda one: one.line, default=None)
        owners = self._values.get(last.line) if last else None
        return owners.data[0] if owners and isinstance(owners.data, tuple) else None

    @property
    def is_empty(self) -> bool:
        """Whether the map gives nobody anything."""
        return not self.assignments and not self._values


def _owning(resource: Resource) -> Iterator[Value]:
    """All whom the documents of a resource name as responsible, in the order of ``OWNING``."""
    for name in OWNING:
        value = resource.value(name)
        for one in value.data if isinstance(value.data, tuple) else ():
            if one.state == "present" and isinstance(one.data, str):
                yield one


def place_of(resource: Resource) -> str:
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


def _mails(stewards: Sequence[Resource]) -> dict[str, Resource]:
    """The entries by the address at which they are reached, where it is one entry's alone."""
    found: dict[str, list[Resource]] = {}
    for entry in stewards:
        contact = entry.value("contact")
        mail = _MAIL.search(str(contact.data)) if contact.state == "present" else None
        if mail:
            found.setdefault(mail[0].casefold(), []).append(entry)
    return {mail: those[0] for mail, those in found.items() if len(those) == 1}


def _plain(handle: str) -> str:
    """A handle for comparing, without the signs that forges and catalogs put before a name."""
    plain = handle.strip().casefold()
    for sign in ("group:", "user:"):
        plain = plain.removeprefix(sign)
    return plain.removeprefix("default/").removeprefix("@")

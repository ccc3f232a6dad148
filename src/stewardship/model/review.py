"""Who has to look at a change: what changed, whom to ask because of it, and what is still open."""

from __future__ import annotations

from stewardship.frozen import dataclass
from stewardship.model.facts import Location, Plain, Resource, Value


@dataclass(frozen=True, slots=True)
class Difference:
    """One governed value that a change makes another.

    ``field`` is the path that a rule would use, records named by what tells them apart
    (``sources[acme/claims].revision``). ``old`` or ``new`` is None where there is none.
    ``place`` is where the new value stands; the old one's, where there is no new one.
    """

    field: str
    old: Plain
    new: Plain
    place: Location


@dataclass(frozen=True, slots=True)
class Touched:
    """One resource that a change touches: what of it changed, and what it reaches downstream.

    ``fate`` is ``added``, ``removed`` or ``changed``. ``reaches`` are the resources that link to
    it, to the end, nearest first. ``steward`` answers for it by the map that governs,
    ``successor`` by the change's own map, where that is another.
    """

    resource: Resource
    fate: str
    differences: tuple[Difference, ...]
    reaches: tuple[Resource, ...]
    steward: Value
    successor: Value | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """One approval that is wanted, or several: for a resource, or for a finding.

    ``handle`` is the steward or reviewer who was named; ``entitled`` are all who may give it (never
    the author); ``asked`` those of them whom to ask, ``teams`` of these as ``@org/team``.
    ``because`` says why in a clause; ``rule`` is empty for a resource that changed. ``roles`` are
    pairs of one of these and what they are to the handle: on call, deputy, member or fallback.
    """

    handle: str
    because: str
    resource: str
    entitled: tuple[str, ...]
    asked: tuple[str, ...]
    approvals: int = 1
    rule: str = ""
    place: Location | None = None
    roles: tuple[tuple[str, str], ...] = ()

    def role(self, handle: str) -> str:
        """What somebody is to the handle; empty for the handle itself."""
        return dict(self.roles).get(handle, "")


@dataclass(frozen=True, slots=True)
class ReviewPlan:
    """All that is wanted of people for one change, and what went less than well in finding them.

    ``before`` are the needs of findings in which the change has no part: nobody is asked about
    them, and an approval settles them all the same.
    """

    needs: tuple[Need, ...] = ()
    touched: tuple[Touched, ...] = ()
    warnings: tuple[str, ...] = ()
    before: tuple[Need, ...] = ()

    @property
    def asked(self) -> tuple[str, ...]:
        """Everybody to ask, each once, in the order of the needs."""
        return tuple(dict.fromkeys(handle for need in self.needs for handle in need.asked))


@dataclass(frozen=True, slots=True)
class Review:
    """One review that somebody submitted.

    ``user`` is a handle (``@dana``), ``state`` one of APPROVED, CHANGES_REQUESTED, DISMISSED and
    COMMENTED, ``commit`` the id of what was looked at, ``submitted_at`` a time of ISO 8601 in UTC;
    each as the forge says it.
    """

    user: str
    state: str
    commit: str
    submitted_at: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How far one need is met.

    ``by`` are the approvals that count, ``lapsed`` those of a commit after which the resource
    changed again, ``against`` the requests for changes of those who are entitled.
    """

    need: Need
    by: tuple[Review, ...] = ()
    lapsed: tuple[Review, ...] = ()
    against: tuple[Review, ...] = ()

    @property
    def is_met(self) -> bool:
        """Whether as many people as are wanted have approved."""
        return len(self.by) >= self.need.approvals

"""The open vulnerabilities of one tree, with owner, age and deadline; the most urgent first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from statistics import median
from types import MappingProxyType

from stewardship.frozen import dataclass
from stewardship.model import Plain, Resource
from stewardship.vocabulary import analyses, purl, severities
from stewardship.vocabulary.deadlines import Deadline, deadline

NOBODY = "nobody"
SCALE = (*severities.SCALE, severities.UNKNOWN)
RULE = "patching/in-time"
SOON = timedelta(days=7)

FirstSeen = Callable[[Resource], tuple[datetime | None, bool]]


@dataclass(frozen=True, slots=True)
class Item:
    """One open vulnerability. ``within`` are the packages or files that it is in, ``cut`` says
    that it may be older than ``due.since``, ``waived`` until which day it may stand."""

    id: str
    name: str
    title: str
    within: tuple[str, ...]
    owner: str
    path: str
    due: Deadline
    fixed_in: tuple[str, ...]
    analysis: str
    cut: bool
    waived: str

    @property
    def state(self) -> str:
        """``overdue``, ``waived`` (overdue and excused), ``soon`` (due within a week), ``open``."""
        if self.due.overdue:
            return "waived" if self.waived else "overdue"
        left = self.due.left
        return "soon" if left is not None and left <= SOON else "open"


@dataclass(frozen=True, slots=True)
class Owner:
    """What one owner has to do: how many are open of each severity, how many are overdue, and the
    age of the oldest in days."""

    name: str
    open: int
    overdue: int
    severities: Mapping[str, int]
    oldest: int


@dataclass(frozen=True, slots=True)
class Backlog:
    """What is open, in order of urgency, and how many an analysis has settled."""

    items: tuple[Item, ...]
    settled: int
    unreadable: tuple[str, ...]

    @property
    def overdue(self) -> tuple[Item, ...]:
        """What should be gone, and is not excused."""
        return tuple(one for one in self.items if one.state == "overdue")

    @property
    def age(self) -> int:
        """The median age in days; 0 for an empty backlog."""
        return round(median(one.due.age.days for one in self.items)) if self.items else 0


def backlog(
    vulnerabilities: Iterable[Resource],
    within: Mapping[str, str],
    first_seen: FirstSeen,
    now: datetime,
    excused: Mapping[str, str] = MappingProxyType({}),
) -> Backlog:
    """The backlog at a moment; ``within`` are the durations by severity, ``excused`` the days until
    which a waiver lets something stand, by id."""
    items: list[Item] = []
    settled, unreadable = 0, []
    for one in vulnerabilities:
        if one.problems:
            unreadable.append(one.place.path)
        elif "skipped" in one.fields:
            continue
        elif _settled(one):
            settled += 1
        else:
            told, cut = first_seen(one)
            due = deadline(one, within, told, now)
            items.append(_item(one, due, cut, excused.get(one.id, "")))
    items.sort(key=_urgency)
    return Backlog(tuple(items), settled, tuple(dict.fromkeys(unreadable)))


def owners(items: Iterable[Item]) -> tuple[Owner, ...]:
    """The owners, who has most overdue first, then most open; nobody's come first of all."""
    held: dict[str, list[Item]] = {}
    for one in items:
        held.setdefault(one.owner, []).append(one)
    found = [
        Owner(
            name,
            len(those),
            sum(one.state == "overdue" for one in those),
            {word: sum(one.due.severity == word for one in those) for word in SCALE},
            max(one.due.age.days for one in those),
        )
        for name, those in held.items()
    ]
    order = lambda one: (one.name != NOBODY, -one.overdue, -one.open, one.name)  # noqa: E731
    return tuple(sorted(found, key=order))


def things(resource: Resource) -> tuple[str, ...]:
    """What a vulnerability is in, as people call it: ``twig 1.0``, ``app/run.py:7``."""
    value, line = resource.value("affects"), resource.value("line")
    found: dict[str, None] = {}
    for item in value.data if isinstance(value.data, tuple) else ():
        record = item.data if isinstance(item.data, Mapping) else {}
        ref = str(record["ref"].data) if "ref" in record else ""
        parsed = purl.parse(ref)
        versions = record["versions"].data if "versions" in record else ()
        first = str(versions[0].data) if isinstance(versions, tuple) and versions else ""
        if parsed:
            space = f"{parsed.namespace}/" if parsed.type in ("npm", "golang") else ""
            name = f"{space if parsed.namespace else ''}{parsed.name}"
            found[f"{name} {parsed.version or first}".strip()] = None
        elif first:
            found[f"{ref} {first}"] = None
        elif ref:
            found[f"{ref}:{line.data}" if line.state == "present" else ref] = None
    return tuple(found)


def _item(one: Resource, due: Deadline, cut: bool, waived: str) -> Item:
    steward = one.value("steward")
    owner = str(steward.data) if steward.state == "present" else NOBODY
    title, analysis, fixed = one.value("description"), one.value("analysis"), one.value("fixed-in")
    image = one.value("image")
    within = things(one)
    if image.state == "present":
        within = (*within, f"image {image.data}")
    return Item(
        one.id,
        one.name,
        str(title.data) if title.state == "present" else "",
        within,
        owner,
        one.place.path,
        due,
        tuple(str(v.data) for v in fixed.data) if isinstance(fixed.data, tuple) else (),
        str(analysis.data) if analysis.data is not None else "",
        cut,
        waived,
    )


def _settled(one: Resource) -> bool:
    value = one.value("analysis")
    return value.state == "present" and analyses.settles(value.data)


def _urgency(one: Item) -> tuple[object, ...]:
    """What is overdue and not excused first, then by the days that are left, the worst first."""
    left = one.due.left
    days = left.days if left is not None else 10**6
    return one.state != "overdue", days, severities.rank(one.due.severity), one.name, one.id


def as_data(one: Item) -> dict[str, Plain]:
    """An item as JSON has it."""
    due, since = one.due, one.due.since
    left = due.left
    last = since + due.limit if since is not None and due.limit is not None else None
    return {
        "id": one.id,
        "name": one.name,
        "title": one.title,
        "severity": due.severity,
        "in": list(one.within),
        "owner": None if one.owner == NOBODY else one.owner,
        "path": one.path,
        "state": one.state,
        "first-seen": since.date().isoformat() if since else None,
        "maybe-older": one.cut,
        "days-open": due.age.days,
        "days-allowed": due.limit.days if due.limit is not None else None,
        "days-left": left.days if left is not None else None,
        "due": last.date().isoformat() if last else None,
        "fixed-in": list(one.fixed_in),
        "analysis": one.analysis or None,
        "waived-until": one.waived or None,
    }

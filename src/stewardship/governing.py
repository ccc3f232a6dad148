"""The decisions that govern one run: the trusted tree's, and those of the change are tried."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from stewardship import plugins
from stewardship.decisions import baseline
from stewardship.errors import UserError
from stewardship.frozen import dataclass, replace
from stewardship.memory import Memory
from stewardship.model import Location, Problem
from stewardship.organization import config, files, floor_files
from stewardship.organization.files import Files, Organization
from stewardship.policy.load import OWN
from stewardship.repository.git import Repository
from stewardship.repository.trees import Tree

if TYPE_CHECKING:
    from stewardship.organization.floor import Floor
    from stewardship.policy.tighten import Loosened

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the caller adds: policy files, packs and rules to narrow to, the waivers file that
    governs, a folder with an organization's floor, and the time."""

    policies: tuple[Path, ...]
    only: tuple[str, ...]
    granted: bytes | None
    org_policy: Path | None
    now: datetime

    @property
    def today(self) -> date:
        """The day of the run."""
        return self.now.date()


def decided(
    repo: Repository, tree: Tree, trusted: Tree, memory: Memory, asked: Asked
) -> Organization:
    """The decisions in force; and those of the change must hold together, too: once merged they
    govern, and what cannot be read would then stop everybody."""
    own = files.steward_files(tree)
    more = (asked.policies, asked.only, asked.granted, _label(trusted))
    if trusted is tree:
        plugins.use(own, repo)
        floors = floor_files.outside(own, tree, repo, asked.org_policy)
        return files.load(own, own, memory, *more, floors, asked.today)

    def of_base(step: Callable[[], T]) -> T:
        try:
            return step()
        except UserError as error:
            raise _in_base(error, trusted) from None

    govern = of_base(lambda: files.steward_files(trusted))
    of_base(lambda: plugins.use(govern, repo))
    floors = of_base(lambda: floor_files.outside(govern, trusted, repo, asked.org_policy))
    theirs = [one for one in floors if one.authority.outside]
    theirs += floor_files.outside(own, tree, repo, None)
    brought = plugins.listed(own) - plugins.listed(govern)
    problems, loosened = _tried(own, memory, brought, theirs, asked.today)
    found = of_base(lambda: files.load(govern, own, memory, *more, floors, asked.today, True))
    _no_looser(loosened, found, own)
    grown = len(baseline.load(own.get(baseline.PATH)).entries.keys() - found.baseline.entries)
    if grown:
        said = f"this change adds {grown} to the baseline, which excuse nothing until it is merged"
        problems.append(Problem(said, Location(baseline.PATH)))
    return replace(found, problems=(*found.problems, *problems)) if problems else found


def _tried(
    own: Files, memory: Memory, brought: Iterable[str], floors: Sequence[Floor], today: date
) -> tuple[list[Problem], Sequence[Loosened]]:
    """Load what the change decides; its plugins do not run, so what needs one is only said. And
    what in it asks for less than a floor."""
    problems = [
        Problem(f"this change brings the plugin `{name}`, which does not run until it is merged",
                Location(config.PATH))
        for name in sorted(brought)
    ]  # fmt: skip
    loosened: Sequence[Loosened] = ()
    try:
        loosened = files.load(own, own, memory, floors=floors, today=today).loosened
    except UserError as error:
        if not problems or not error.location or not error.location.path.startswith(OWN):
            raise
        said = f"cannot be tried without a plugin of this change: {error.message}"
        problems.append(Problem(said, error.location))
    return problems, loosened


def _no_looser(tried: Sequence[Loosened], found: Organization, own: Files) -> None:
    """Refuse what the change makes looser than a floor of the caller's; what the base has so
    already is held, and said, for whoever changes something else did not do it."""
    before = {one.message for one in found.loosened}
    for one in tried:
        if one.message not in before:
            from stewardship.organization.loosened import refusal  # late: nearly nobody does

            raise refusal(one, own.get(config.PATH, b""))


def _in_base(error: UserError, trusted: Tree) -> UserError:
    """What is wrong in the base cannot be mended by a change that the base judges: say the way."""
    if error.location and error.location.path.startswith(files.FOLDER):
        error.message += f" (in the base, {trusted.label[:10]})"
        way = "where this change mends that, judge it once with `steward ci --trust-head`"
        error.hint = f"{error.hint}; {way}" if error.hint else way
    return error


def _label(trusted: Tree) -> str:
    label = trusted.label
    return f"of the {label}" if label in ("index", "work tree") else f"of {label[:10]}"

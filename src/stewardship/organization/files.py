"""What the organization decided, read from the tree that is trusted: its ``.steward/`` files.

On a laptop that is the tree in hand; in CI it is the base revision, so that a change cannot
weaken its own gate. Whatever here cannot be understood is a ``UserError``: a gate that guesses
its own policy is none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from posixpath import basename
from typing import TYPE_CHECKING

from stewardship.decisions import approvals, baseline, waivers
from stewardship.decisions.modes import Modes
from stewardship.errors import UserError
from stewardship.frozen import dataclass, field
from stewardship.incoming import APPROVALS, KEYS
from stewardship.model import Approval, Location, Problem, Rule, Waiver
from stewardship.organization import charter, config, floor_files, held, policies
from stewardship.policy import load as policy
from stewardship.policy.compile import Compiled
from stewardship.policy.load import Loaded, Memory
from stewardship.readers import audits, resources, stewards, training
from stewardship.repository.trees import Tree
from stewardship.vocabulary.owner_places import ALL_PLACES
from stewardship.vocabulary.suggest import closest

if TYPE_CHECKING:
    from stewardship.organization.floor import Floor
    from stewardship.policy.tighten import Loosened

FOLDER = ".steward/"
LIMIT = 32 * 1024 * 1024
FILES = (
    *(config.PATH, waivers.PATH, baseline.PATH, stewards.PATH, resources.PATH, APPROVALS),
    *(charter.PATH, audits.PATH, training.PATHS[0]),
)
FOLDERS = tuple(one.rstrip("/") for one in (FOLDER, policy.OWN, policy.PARAMS, KEYS))


@dataclass(frozen=True, slots=True)
class Organization:
    """The policies in force, and what they are softened by.

    ``config``, ``modes`` and the severities of rules are what the repository says, held against
    its ``floors``. ``coming`` are the modes of days to come, on which some of them change;
    ``loosened`` is what asks for less than a floor, also among the ``problems``.
    """

    config: config.Config
    policies: tuple[Loaded, ...]
    modes: Modes
    waivers: tuple[Waiver, ...] = ()
    baseline: baseline.Baseline = field(default_factory=baseline.Baseline)
    problems: tuple[Problem, ...] = ()
    label: str = ""
    approvals: tuple[Approval, ...] = ()
    charter: charter.Charter = field(default_factory=charter.Charter)
    floors: tuple[Floor, ...] = ()
    coming: tuple[tuple[date, Modes], ...] = ()
    loosened: tuple[Loosened, ...] = ()

    @property
    def rules(self) -> Mapping[str, Rule]:
        """All rules in force by id."""
        return {rule.id: rule for one in self.policies for rule in one.policy.rules}

    @property
    def compiled(self) -> tuple[Compiled, ...]:
        """All rules that are not switched off, ready to run."""
        rules = [rule for one in self.policies for rule in one.rules]
        return tuple(one for one in rules if self.modes.of(one.rule.id) != "off")

    @property
    def folders(self) -> tuple[str, ...]:
        """The folders of the tree in which its floors lie, each ending in ``/``."""
        return tuple(f"{one.name}/" for one in self.config.extends if not one.package)

    @property
    def excluded(self) -> Callable[[str], str | None] | None:
        """What tells the stated reason for leaving a file out, or None for a file that counts; not
        there where all of them do."""
        settings = self.config
        return settings.excluded if settings.exclude or settings.not_a_resource else None


Files = Mapping[str, bytes]


def steward_files(tree: Tree) -> dict[str, bytes]:
    """The organization's files in a tree; one that cannot be read is a ``UserError``.

    So is one that looks like a decision and that nothing reads: somebody believes in it.
    """
    paths = [path for path in tree.entries() if path.startswith(FOLDER)]
    files: dict[str, bytes] = {}
    for folder in FOLDERS:
        if folder in tree.entries():
            said = (
                f"`{folder}` is no folder but a file, a link or a submodule: nothing in it governs"
            )
            raise UserError(said, Location(folder), "put a plain folder in its place")
    for path in paths:
        _must_be_known(path)
    files |= _read(tree, paths)
    elsewhere = tuple(one for one in floor_files.folders(files) if not one.startswith(FOLDER))
    if elsewhere:
        files |= _read(tree, [path for path in tree.entries() if path.startswith(elsewhere)])
    return files


def _read(tree: Tree, paths: Sequence[str]) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for path, content in tree.read(paths, LIMIT):
        if isinstance(content, bytes):
            files[path] = content
        elif path.endswith((".yaml", ".yml", ".json")):
            reason = getattr(content, "reason", f"has more than {LIMIT:,} bytes")
            hint = "put a plain file in its place" if hasattr(content, "reason") else None
            raise UserError(f"the file {reason}", Location(path), hint)
    return files


def decides(path: str, floors: tuple[str, ...] = ()) -> bool:
    """Whether the file says what is allowed, and not what there is: of these the base's govern.

    ``floors`` are the folders in which the organization's floors lie.
    """
    decisions = (
        *(config.PATH, waivers.PATH, baseline.PATH, stewards.PATH, *ALL_PLACES),
        *(APPROVALS, charter.PATH, *training.PATHS),
    )
    folders = (policy.OWN, policy.PARAMS, KEYS, floor_files.VENDORED, *floors)
    return path in decisions or path.startswith(folders)


def _must_be_known(path: str) -> None:
    """Refuse a file of the folder whose name says that it governs, and which is never read."""
    name, _, suffix = path.rpartition(".")
    if suffix not in ("yaml", "yml", "json") or path in FILES:
        return
    if path.startswith(policy.OWN) and suffix != "json":
        return
    if path.startswith(floor_files.VENDORED):
        return  # a floor knows its own files
    if path.startswith(policy.PARAMS) and suffix == "yaml":
        return
    known = [*FILES, f"{policy.PARAMS}{basename(name)}.yaml", f"{policy.OWN}{basename(name)}.yaml"]
    near = closest(path, known, 0.8)
    hint = f"did you mean `{near}`?" if near else "elsewhere it disturbs nobody"
    raise UserError("nothing reads this file, though it stands where decisions do", Location(path),
                    hint)  # fmt: skip


def load(
    trusted: Files,
    head: Files,
    memory: Memory,
    more: Sequence[Path] = (),
    only: Sequence[str] = (),
    governing: bytes | None = None,
    label: str = "",
    floors: Sequence[Floor] = (),
    today: date = date.max,
    lenient: bool = False,
) -> Organization:
    """The organization's decisions on a day.

    ``trusted`` are the files that govern, ``head`` those of the tree that is judged (they may
    propose waivers); ``governing`` is the waivers file whose entries are already granted;
    ``more`` are policy files named by hand; ``only`` narrows to packs and rules. ``floors`` are
    those from outside (``floor_files.outside``). What asks for less than a floor that the files
    extend is a ``UserError``, unless ``lenient``: then it is only said, as with any other floor.
    """
    own = config.load(trusted)
    below = (*floor_files.of_tree(own, trusted), *floors)
    settings = held.settings(own, below, policy.stock())
    loaded = policies.load(settings, trusted, below, memory, more)
    rules = [rule for one in loaded for rule in one.policy.rules]
    ids = [rule.id for rule in rules]
    params = {f"{one.policy.name}.{name}" for one in loaded for name in one.policy.params}
    for one in below:
        one.check_names(ids, params)
    config.check_names(own, ids)
    loosened = _loosened(own, below, loaded, today, lenient)
    held.must_have_reasons(own, rules)
    severities = held.severities(own, below, rules)
    proposed = waivers.load(head.get(waivers.PATH))
    granted = waivers.load(governing)
    approved = approvals.of_files(governing, head.get(waivers.PATH), ids)
    named = policies.narrowed(loaded, only, ids)
    return Organization(
        settings,
        tuple(policies.with_severities(one, severities, settings.not_waivable) for one in named),
        held.modes(own, below, rules, today),
        waivers.merge(granted.entries, proposed.entries),
        baseline.load(trusted.get(baseline.PATH)),
        (
            *granted.problems,
            *proposed.problems,
            *approved.problems,
            *policies.idle(settings, trusted, floor_files.VENDORED),
            *(one.problem for one in loosened),
        ),
        _under(label, below),
        approved.entries,
        charter.load(trusted.get(charter.PATH)),
        below,
        tuple((day, held.modes(own, below, rules, day)) for day in held.days(own, below, today)),
        loosened,
    )


def _under(label: str, floors: Sequence[Floor]) -> str:
    names = " and of ".join(one.name for one in floors)
    return f"{label}, above the floor of {names}" if names else label


def _loosened(
    own: config.Config,
    floors: Sequence[Floor],
    loaded: Sequence[Loaded],
    today: date,
    lenient: bool,
) -> tuple[Loosened, ...]:
    """All that asks for less than a floor: params, and what the configuration says."""
    if not floors:
        return ()
    from stewardship.organization import loosened  # late: most repositories have no floor

    return loosened.told_or_refused(own, floors, loaded, today, lenient)

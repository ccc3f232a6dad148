"""What the organization decided, read from the tree that is trusted: its ``.steward/`` files.

On a laptop that is the tree in hand; in CI it is the base revision, so that a change cannot
weaken its own gate. Whatever here cannot be understood is a ``UserError``: a gate that guesses
its own policy is none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from posixpath import basename

from stewardship import strict
from stewardship.decisions import approvals, baseline, waivers
from stewardship.errors import UserError
from stewardship.frozen import dataclass, field, replace
from stewardship.incoming import APPROVALS, KEYS
from stewardship.model import Approval, Location, Problem, Rule, Waiver
from stewardship.organization import charter, config
from stewardship.organization.modes import Modes, observe_newer
from stewardship.policy import load as policy
from stewardship.policy.compile import Compiled
from stewardship.policy.load import Loaded, Memory
from stewardship.readers import resources, stewards
from stewardship.repository.trees import Tree
from stewardship.vocabulary.owner_places import ALL_PLACES
from stewardship.vocabulary.suggest import closest

FOLDER = ".steward/"
LIMIT = 32 * 1024 * 1024
FILES = (
    *(config.PATH, waivers.PATH, baseline.PATH, stewards.PATH, resources.PATH, APPROVALS),
    charter.PATH,
)
FOLDERS = tuple(one.rstrip("/") for one in (FOLDER, policy.OWN, policy.PARAMS, KEYS))


@dataclass(frozen=True, slots=True)
class Organization:
    """The policies in force, and what they are softened by."""

    config: config.Config
    policies: tuple[Loaded, ...]
    modes: Modes
    waivers: tuple[Waiver, ...] = ()
    baseline: baseline.Baseline = field(default_factory=baseline.Baseline)
    problems: tuple[Problem, ...] = ()
    label: str = ""
    approvals: tuple[Approval, ...] = ()
    charter: charter.Charter = field(default_factory=charter.Charter)

    @property
    def rules(self) -> Mapping[str, Rule]:
        """All rules in force by id."""
        return {rule.id: rule for one in self.policies for rule in one.policy.rules}

    @property
    def compiled(self) -> tuple[Compiled, ...]:
        """All rules that are not switched off, ready to run."""
        rules = [rule for one in self.policies for rule in one.rules]
        return tuple(one for one in rules if self.modes.of(one.rule.id) != "off")

    def excluded(self, path: str) -> str | None:
        """The stated reason for leaving a file out, None for a file that counts."""
        return self.config.excluded(path)


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
    for path, content in tree.read(paths, LIMIT):
        if isinstance(content, bytes):
            files[path] = content
        elif path.endswith((".yaml", ".yml", ".json")):
            reason = getattr(content, "reason", f"has more than {LIMIT:,} bytes")
            hint = "put a plain file in its place" if hasattr(content, "reason") else None
            raise UserError(f"the file {reason}", Location(path), hint)
    return files


def decides(path: str) -> bool:
    """Whether the file says what is allowed, and not what there is: of these the base's govern."""
    decisions = (config.PATH, waivers.PATH, baseline.PATH, stewards.PATH, *ALL_PLACES)
    folders = (policy.OWN, policy.PARAMS, KEYS)
    return path in (*decisions, APPROVALS, charter.PATH) or path.startswith(folders)


def _must_be_known(path: str) -> None:
    """Refuse a file of the folder whose name says that it governs, and which is never read."""
    name, _, suffix = path.rpartition(".")
    if suffix not in ("yaml", "yml", "json") or path in FILES:
        return
    if path.startswith(policy.OWN) and suffix != "json":
        return
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
) -> Organization:
    """The organization's decisions.

    ``trusted`` are the files that govern, ``head`` those of the tree that is judged (they may
    propose waivers); ``governing`` is the waivers file whose entries are already granted;
    ``more`` are policy files named by hand; ``only`` narrows to packs and rules.
    """
    settings = config.load(trusted)
    policies = [*_packs(settings, trusted, memory), *_own(trusted, memory)]
    policies += [_file(path, memory) for path in more]
    _params_meet(trusted)
    _one_name(policies)
    ids = [rule.id for one in policies for rule in one.policy.rules]
    config.check_names(settings, ids)
    rules = [rule for one in policies for rule in one.policy.rules]
    proposed = waivers.load(head.get(waivers.PATH))
    granted = waivers.load(governing)
    approved = approvals.of_files(governing, head.get(waivers.PATH), ids)
    return Organization(
        settings,
        tuple(_narrowed(policies, only, ids)),
        observe_newer(settings.modes, settings.edition, rules),
        waivers.merge(granted.entries, proposed.entries),
        baseline.load(trusted.get(baseline.PATH)),
        (*granted.problems, *proposed.problems, *approved.problems, *_idle(settings, trusted)),
        label,
        approved.entries,
        charter.load(trusted.get(charter.PATH)),
    )


def _packs(settings: config.Config, files: Files, memory: Memory) -> list[Loaded]:
    stock = policy.stock()
    loaded = []
    for number, name in enumerate(settings.packs):
        if name not in stock:
            place = settings.at("packs", number).location
            message = f"there is no pack `{strict.short(name)}`"
            raise strict.unknown(message, name, stock, place, settings.source)
        path = f"{policy.PARAMS}{name}.yaml"
        params = (path, files[path]) if path in files else None
        loaded.append(
            policy.load(stock[name].read_bytes(), f"policies/{name}.yaml", params, memory)
        )
    return loaded


def _own(files: Files, memory: Memory) -> list[Loaded]:
    loaded = []
    for path in sorted(files):
        if path.startswith(policy.OWN) and path.endswith((".yaml", ".yml")):
            name = path.removeprefix(policy.OWN).rpartition(".")[0]
            params = f"{policy.PARAMS}{name}.yaml"
            given = (params, files[params]) if params in files else None
            loaded.append(policy.load(files[path], path, given, memory))
    return loaded


def _params_meet(files: Files) -> None:
    """Refuse params that no policy can take: their file is named like none."""
    own = [path.removeprefix(policy.OWN).rpartition(".")[0] for path in files
           if path.startswith(policy.OWN)]  # fmt: skip
    known = (*policy.stock(), *own)
    for path in sorted(files):
        name = path.removeprefix(policy.PARAMS).removesuffix(".yaml")
        if path.startswith(policy.PARAMS) and path.endswith(".yaml") and name not in known:
            message = f"there is no policy `{strict.short(name)}` that these params are for"
            raise strict.unknown(message, name, known, Location(path), b"")


def _idle(settings: config.Config, files: Files) -> Iterator[Problem]:
    """What is said of params whose pack is not on: somebody believes in them."""
    for name in policy.stock():
        path = f"{policy.PARAMS}{name}.yaml"
        if path in files and name not in settings.packs:
            said = f"the pack `{name}` is not among `packs`, so these params ask nothing"
            yield Problem(said, Location(path))


def _file(path: Path, memory: Memory) -> Loaded:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UserError(
            f"the policy file cannot be read: {error.strerror}", Location(str(path))
        ) from None
    return policy.load(content, str(path), None, memory)


def _one_name(policies: Sequence[Loaded]) -> None:
    seen: dict[str, Location] = {}
    for one in policies:
        name, place = one.policy.name, one.policy.place
        if name in seen:
            raise UserError(
                f"two policies are named `{name}`; the other is {seen[name].path}", place
            )
        seen[name] = place


def _narrowed(policies: Sequence[Loaded], only: Sequence[str], ids: Sequence[str]) -> list[Loaded]:
    """The rules asked for. A broken manifest is told whatever is asked for: no rule can pass it."""
    if not only:
        return list(policies)
    known = {*ids, *(rule_id.partition("/")[0] for rule_id in ids)}
    for name in only:
        if name not in known:
            near = closest(name, known)
            hint = f"did you mean `{near}`?" if near else "`steward list rules` shows them"
            raise UserError(f"there is no pack or rule `{name}`", None, hint)
    wanted: Callable[[Compiled], bool] = lambda one: (  # noqa: E731
        one.rule.id in only
        or one.rule.id.partition("/")[0] in only
        or any(alternative.check == "readable" for alternative in one.rule.alternatives)
    )
    kept = []
    for one in policies:
        rules = tuple(rule for rule in one.rules if wanted(rule))
        if rules:
            named = replace(one.policy, rules=tuple(rule.rule for rule in rules))
            kept.append(Loaded(named, rules, one.extra))
    return kept

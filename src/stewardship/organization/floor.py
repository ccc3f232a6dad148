"""An organization's floor: what each of its repositories asks for at least.

A folder laid out like ``.steward/``, vendored in the repository, installed as a package, or given
by the CI job:

    config.yaml       what is asked for, and what a repository may nevertheless decide itself
    params/PACK.yaml  the organization's numbers
    policies/*.yaml   its own policies

    organization: Acme
    packs: [licenses, ownership]
    mode: {licenses: [new, enforce from 2027-03-01]}
    default-mode: observe
    severity: {licenses/stated: block}
    longest: {waiver: {block: 30d}}
    not-waivable: [licenses/not-denied]
    may-override:
      params: [licenses.reviewers]
      rules: [transparency/evaluated]
      modes: [formats]
      packs: [formats]
      exclude: ["third_party/**"]
      longest: [approval]
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from posixpath import basename

from stewardship import strict
from stewardship.decisions import limits
from stewardship.decisions.modes import Modes, pack_of
from stewardship.errors import UserError
from stewardship.frozen import dataclass, field
from stewardship.model import Location
from stewardship.organization import config_modes, config_parts
from stewardship.organization.config import must_be_known
from stewardship.organization.config_modes import SeveritySetting
from stewardship.policy.tighten import Authority, Layer
from stewardship.strict import Node
from stewardship.vocabulary.suggest import closest

CONFIG, PARAMS, POLICIES = "config.yaml", "params/", "policies/"
KEYS = (
    "organization", "packs", "mode", "default-mode", "severity", "edition", "longest",
    "not-waivable", "may-override",
)  # fmt: skip
MAY = ("params", "rules", "modes", "packs", "exclude", "longest")
Files = Mapping[str, bytes]
Places = Mapping[str, Location]


@dataclass(frozen=True, slots=True)
class MayOverride:
    """What a repository may loosen, each by its name (``exclude`` by pattern)."""

    params: Places = field(default_factory=dict)
    rules: Places = field(default_factory=dict)
    modes: Places = field(default_factory=dict)
    packs: Places = field(default_factory=dict)
    exclude: Places = field(default_factory=dict)
    longest: Places = field(default_factory=dict)

    def rule(self, rule_id: str, mode: bool = False) -> bool:
        """Whether the severity of a rule, or only its mode, is the repository's own."""
        names = {rule_id, pack_of(rule_id), "*"}
        return not names.isdisjoint(self.rules) or (mode and not names.isdisjoint(self.modes))


@dataclass(frozen=True, slots=True)
class Floor:
    """One floor; ``files`` holds its files by their paths below ``folder``."""

    folder: str
    files: Files
    authority: Authority
    packs: Places = field(default_factory=dict)
    modes: Modes = field(default_factory=Modes)
    default: Modes = field(default_factory=Modes)
    severities: Mapping[str, SeveritySetting] = field(default_factory=dict)
    edition: str = ""
    limits: limits.Limits = field(default_factory=limits.Limits)
    not_waivable: Places = field(default_factory=dict)
    may: MayOverride = field(default_factory=MayOverride)

    @property
    def name(self) -> str:
        """What the organization is called."""
        return self.authority.name

    @property
    def source(self) -> bytes:
        """Its configuration, for excerpts."""
        return self.files.get(CONFIG, b"")

    @property
    def policies(self) -> Mapping[str, str]:
        """Its own policies: the paths of their files by name."""
        named = {path.removeprefix(POLICIES).rpartition(".")[0]: path for path in self.files
                 if path.startswith(POLICIES)}  # fmt: skip
        return dict(sorted(named.items()))

    def spoken_of(self, stock: Collection[str]) -> dict[str, Location | None]:
        """The packs of the tool that it asks anything of: leaving one out would be a way round."""
        said: dict[str, Location | None] = {**self.packs}
        for name, setting in self.modes.settings.items():
            said.setdefault(pack_of(name), setting.place)
        for name, steps in self.modes.planned.items():
            said.setdefault(pack_of(name), steps[0].setting.place)
        for name, one in self.severities.items():
            said.setdefault(pack_of(name), one.place)
        for name, place in self.not_waivable.items():
            said.setdefault(pack_of(name), place)
        for path in self.files:
            if path.startswith(PARAMS):
                name = basename(path).removesuffix(".yaml")
                said.setdefault(name, Location(f"{self.folder}/{path}"))
        return {name: place for name, place in said.items() if name in stock or name in self.packs}

    def layer(self, pack: str, own: bool = False) -> Layer | None:
        """The params that it sets for a pack; ``own`` for a policy of its own."""
        path = f"{PARAMS}{pack}.yaml"
        if path not in self.files and not own:
            return None
        content = self.files.get(path, b"")
        return Layer(self.authority, f"{self.folder}/{path}", content, own)

    def check_names(self, rule_ids: Collection[str], params: Collection[str]) -> None:
        """Raise ``UserError`` for a rule, pack or param that there is not, with its place."""
        modes = (self.modes, self.default)
        settled = {n: s.place for one in modes for n, s in one.settings.items()}
        planned = {n: s[0].setting.place for one in modes for n, s in one.planned.items()}
        lines = {**planned, **settled, **self.not_waivable, **self.may.rules, **self.may.modes}
        must_be_known(lines, rule_ids, self.source)
        severities = {name: one.place for name, one in self.severities.items()}
        must_be_known(severities, rule_ids, self.source, packs=False)
        for name, place in self.may.params.items():
            if name not in params:
                message = f"there is no param `{strict.short(name)}`"
                raise strict.unknown(message, name, params, place, self.source)


def load(folder: str, files: Files, outside: bool = False, place: Location | None = None) -> Floor:
    """The floor in these files of a folder; ``place`` is where somebody asked for it.

    Raises ``UserError``, with place and line, for whatever is not understood.
    """
    if CONFIG not in files:
        hint = "a floor is a folder with `config.yaml`, `params/`, `policies/`, and no submodule"
        raise UserError(f"there is no `{folder}/{CONFIG}`", place, hint)
    for path in files:
        _must_be_known(folder, path)
    root = strict.read(files[CONFIG], f"{folder}/{CONFIG}")
    keys = root.keys("the configuration of a floor", KEYS)
    name = keys["organization"].text("`organization`") if "organization" in keys else folder
    may = _may(keys.get("may-override"))
    authority = Authority(strict.short(name), outside, frozenset(may.params))
    return Floor(
        folder,
        files,
        authority,
        packs=config_parts.places(keys.get("packs"), "`packs`"),
        modes=config_modes.modes(keys.get("mode")),
        default=config_modes.modes(keys.get("default-mode")),
        severities=config_modes.severities(keys.get("severity")),
        edition=config_parts.edition(keys.get("edition")),
        limits=limits.load(keys.get("longest")),
        not_waivable=config_parts.places(keys.get("not-waivable"), "`not-waivable`"),
        may=may,
    )


def _may(node: Node | None) -> MayOverride:
    lists = node.keys("`may-override`", MAY) if node else {}
    said = {
        key: config_parts.places(lists[key], f"`{key}`")
        for key in MAY
        if key in lists and key != "exclude"
    }
    for name, place in said.get("longest", {}).items():
        if name not in limits.EXCEPTIONS and node:
            message = f"there is no limit `{strict.short(name)}`"
            raise strict.unknown(message, name, limits.EXCEPTIONS, place, node.source)
    globs = config_parts.globs(lists["exclude"], "`exclude`") if "exclude" in lists else {}
    return MayOverride(exclude=globs, **said)


def _must_be_known(folder: str, path: str) -> None:
    """Refuse a file whose name says that it governs, and which is never read."""
    name, _, suffix = path.rpartition(".")
    if suffix not in ("yaml", "yml", "json") or path == CONFIG:
        return
    if path.startswith(POLICIES) and suffix != "json":
        return
    if path.startswith(PARAMS) and suffix == "yaml":
        return
    known = (CONFIG, f"{PARAMS}{basename(name)}.yaml", f"{POLICIES}{basename(name)}.yaml")
    near = closest(path, known, 0.8)
    hint = f"did you mean `{near}`?" if near else "elsewhere it disturbs nobody"
    where = Location(f"{folder}/{path}")
    raise UserError("nothing reads this file, though it lies in a floor", where, hint)

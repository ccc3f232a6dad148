"""``.steward/config.yaml``: what is switched on, how hard it stops, and what is left out.

Everything here is the organization's own decision, so everything that weakens the gate (``off``,
``exclude``, ``not-a-resource``) states its reason, and a name that means nothing is an error:
a mode for a rule that does not exist would otherwise be a gate that somebody believes in.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from stewardship import strict
from stewardship.decisions import limits
from stewardship.decisions.modes import Modes, pack_of
from stewardship.frozen import dataclass, field
from stewardship.model import Location
from stewardship.organization import config_modes, config_parts
from stewardship.organization.config_modes import SeveritySetting
from stewardship.organization.config_parts import Exclusion, Extends, Hint
from stewardship.strict import Node
from stewardship.vocabulary.globs import matches

__all__ = ["Config", "Exclusion", "Hint", "Modes", "check_names", "load"]

PATH = ".steward/config.yaml"
PACKS = (
    "licenses", "ownership", "manifests", "lineage", "provenance", "transparency", "registry",
    "formats", "air-gap", "risk-appetite", "human-oversight",
    "images", "rollout", "privacy", "audit-readiness", "patching",
)  # fmt: skip
KEYS = (
    "extends", "mode", "severity", "packs", "exclude", "not-a-resource", "plugins", "edition",
    "hints", "longest", "not-waivable",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Config:
    """The whole configuration; a repository without one has all the defaults.

    ``exclude`` takes files out of the universe; ``not_a_resource`` keeps a file that a reader
    would claim wrongly. ``plugins`` are dotted names of modules, imported only because this file
    is trusted. ``edition`` is the version of Stewardship that the organization has looked at.
    ``severities`` and ``not_waivable`` speak of rules by id (the latter of packs, too).
    """

    modes: Modes = field(default_factory=Modes)
    packs: tuple[str, ...] = PACKS
    exclude: tuple[Exclusion, ...] = ()
    not_a_resource: tuple[Exclusion, ...] = ()
    plugins: tuple[str, ...] = ()
    edition: str = ""
    hints: tuple[Hint, ...] = ()
    extends: tuple[Extends, ...] = ()
    severities: Mapping[str, SeveritySetting] = field(default_factory=dict)
    limits: limits.Limits = field(default_factory=limits.Limits)
    not_waivable: Mapping[str, Location] = field(default_factory=dict)
    source: bytes = field(default=b"", repr=False, compare=False)

    @property
    def together(self) -> tuple[frozenset[str], ...]:
        """The hints as ``join`` takes them."""
        return tuple(hint.paths for hint in self.hints)

    def excluded(self, path: str) -> str | None:
        """The stated reason for leaving a file out, None for a file that counts."""
        for one in (*self.exclude, *self.not_a_resource):
            if matches(one.glob, path):
                return one.reason
        return None

    def at(self, *steps: str | int) -> Node:
        """The place in the file that says something, for an error found out later."""
        node = strict.read(self.source, PATH)
        for step in steps:
            node = node.at(step)
        return node


def load(files: Mapping[str, bytes]) -> Config:
    """The configuration in these trusted files, of which only ``.steward/config.yaml`` is read.

    Raises ``UserError`` with line and excerpt for anything that is not understood.
    """
    content = files.get(PATH)
    if content is None:
        return Config()
    root = strict.read(content, PATH)
    keys = root.keys("the configuration", KEYS)
    return Config(
        modes=config_modes.modes(keys.get("mode")),
        packs=config_parts.names(keys["packs"], "`packs`") if "packs" in keys else PACKS,
        exclude=config_parts.exclusions(keys.get("exclude"), "`exclude`"),
        not_a_resource=config_parts.exclusions(keys.get("not-a-resource"), "`not-a-resource`"),
        plugins=config_parts.plugins(keys.get("plugins")),
        edition=config_parts.edition(keys.get("edition")),
        hints=config_parts.hints(keys.get("hints")),
        extends=config_parts.extends(keys.get("extends")),
        severities=config_modes.severities(keys.get("severity")),
        limits=limits.load(keys.get("longest")),
        not_waivable=config_parts.places(keys.get("not-waivable"), "`not-waivable`"),
        source=root.source,
    )


def check_names(config: Config, rule_ids: Collection[str]) -> None:
    """Raise ``UserError`` when something is set for a rule or a pack that does not exist.

    ``rule_ids`` are all rules of all packs in force, before any narrowing by ``--only``.
    """
    lines = {name: setting.place for name, setting in config.modes.settings.items()}
    planned = {name: steps[0].setting.place for name, steps in config.modes.planned.items()}
    must_be_known({**planned, **lines, **config.not_waivable}, rule_ids, config.source)
    severities = {name: one.place for name, one in config.severities.items()}
    must_be_known(severities, rule_ids, config.source, packs=False)


def must_be_known(
    names: Mapping[str, Location | None],
    rule_ids: Collection[str],
    source: bytes,
    packs: bool = True,
) -> None:
    """Raise ``UserError`` for the first that is no rule, nor a pack or ``*`` where they may be."""
    known = {*rule_ids, *(pack_of(rule_id) for rule_id in rule_ids if packs)}
    for name, place in names.items():
        if name in known or (packs and name == "*"):
            continue
        what = "rule" if "/" in name or not packs else "pack"
        message = f"there is no {what} `{strict.short(name)}`"
        raise strict.unknown(message, name, known, place, source)

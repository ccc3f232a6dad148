"""``.steward/config.yaml``: what is switched on, how hard it stops, and what is left out.

Everything here is the organization's own decision, so everything that weakens the gate (``off``,
``exclude``, ``not-a-resource``) states its reason, and a name that means nothing is an error:
a mode for a rule that does not exist would otherwise be a gate that somebody believes in.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from stewardship import strict
from stewardship.frozen import dataclass, field
from stewardship.model import MODES, Location
from stewardship.organization.modes import Modes, Setting, pack_of, version
from stewardship.strict import Node
from stewardship.vocabulary.globs import compile_glob, matches

__all__ = ["Config", "Exclusion", "Hint", "Modes", "check_names", "load"]

PATH = ".steward/config.yaml"
PACKS = (
    "licenses", "ownership", "manifests", "lineage", "provenance", "transparency", "registry",
    "formats", "air-gap", "risk-appetite", "human-oversight",
)  # fmt: skip
KEYS = ("mode", "packs", "exclude", "not-a-resource", "plugins", "edition", "hints")


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Files that are left out, or that are not what they look like, and who says why."""

    glob: str
    reason: str
    place: Location


@dataclass(frozen=True, slots=True)
class Hint:
    """Files that speak of one and the same resource although nothing in them says so."""

    paths: frozenset[str]
    place: Location


@dataclass(frozen=True, slots=True)
class Config:
    """The whole configuration; a repository without one has all the defaults.

    ``exclude`` takes files out of the universe; ``not_a_resource`` keeps a file that a reader
    would claim wrongly. ``plugins`` are dotted names of modules, imported only because this file
    is trusted. ``edition`` is the version of Stewardship that the organization has looked at.
    """

    modes: Modes = field(default_factory=Modes)
    packs: tuple[str, ...] = PACKS
    exclude: tuple[Exclusion, ...] = ()
    not_a_resource: tuple[Exclusion, ...] = ()
    plugins: tuple[str, ...] = ()
    edition: str = ""
    hints: tuple[Hint, ...] = ()
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
        modes=_modes(keys.get("mode")),
        packs=_names(keys["packs"], "`packs`") if "packs" in keys else PACKS,
        exclude=_exclusions(keys.get("exclude"), "`exclude`"),
        not_a_resource=_exclusions(keys.get("not-a-resource"), "`not-a-resource`"),
        plugins=_plugins(keys.get("plugins")),
        edition=_edition(keys.get("edition")),
        hints=_hints(keys.get("hints")),
        source=root.source,
    )


def _modes(node: Node | None) -> Modes:
    """``mode: observe`` for everything, or a mapping of rule, pack or ``*`` to mode."""
    if node is None:
        return Modes()
    if isinstance(node.data, str):
        return Modes({"*": _setting(node, node.location)})
    lines = node.entries("`mode`").items()
    return Modes({name: _setting(line, line.key_place(name)) for name, line in lines})


def _setting(node: Node, place: Location) -> Setting:
    """A mode by its name, or ``{mode: …, reason: …}``; ``off`` only with a reason."""
    reason = ""
    said = node
    if isinstance(node.data, dict):
        keys = node.keys("a mode", ("mode", "reason"))
        said = strict.need(keys, "mode", node, "this entry")
        reason = keys["reason"].text("`reason`") if "reason" in keys else ""
    name = said.text("a mode")
    for mode in MODES:
        if name == mode:
            break
    else:
        message = f"`{strict.short(name)}` is not a mode"
        raise strict.unknown(message, name, MODES, said.location, said.source)
    if mode == "off" and not reason:
        raise said.error("`off` needs a reason", 'write `{mode: off, reason: "…"}`')
    return Setting(mode, reason, place)


def _exclusions(node: Node | None, what: str) -> tuple[Exclusion, ...]:
    return tuple(_exclusion(item, what) for item in (node.items(what) if node else ()))


def _exclusion(node: Node, what: str) -> Exclusion:
    if not isinstance(node.data, dict):
        hint = 'write `- {path: …, reason: "…"}`'
        raise node.error(f"an entry of {what} must state path and reason", hint)
    keys = node.keys(f"an entry of {what}", ("path", "reason"))
    path = strict.need(keys, "path", node, f"an entry of {what}")
    reason = strict.need(keys, "reason", node, f"an entry of {what}")
    glob = _inside(path, "`path`")
    try:
        compile_glob(glob)
    except ValueError as error:
        raise path.error(str(error)) from None
    return Exclusion(glob, reason.text("`reason`"), node.location)


def _inside(node: Node, what: str) -> str:
    """A path or pattern below the root, without the ``./`` that people write before it."""
    text = node.text(what).removeprefix("./")
    if text.startswith(("/", "!")) or ".." in text.split("/") or not text:
        hint = "write it relative to the root, with `/` and without `..` or `!`"
        raise node.error(f"`{strict.short(text)}` is not a path below the root", hint)
    return text


def _names(node: Node, what: str) -> tuple[str, ...]:
    """A list of names, each once."""
    names: list[str] = []
    for item in node.items(what):
        name = item.text(f"an entry of {what}")
        if name in names:
            raise item.error(f"{what} names `{strict.short(name)}` twice")
        names.append(name)
    return tuple(names)


def _plugins(node: Node | None) -> tuple[str, ...]:
    names = _names(node, "`plugins`") if node else ()
    for number, name in enumerate(names):
        if node and not all(part.isidentifier() for part in name.split(".")):
            message = f"`{strict.short(name)}` is not the name of a Python module"
            raise node.at(number).error(message, "write it as in an import: `package.module`")
    return names


def _edition(node: Node | None) -> str:
    text = node.text("`edition`") if node else ""
    if node and not version(text):
        message = f"`{strict.short(text)}` is not an edition"
        raise node.error(message, "write a version of Stewardship, such as `1.4`")
    return text


def _hints(node: Node | None) -> tuple[Hint, ...]:
    return tuple(_hint(item) for item in (node.items("`hints`") if node else ()))


def _hint(node: Node) -> Hint:
    keys = node.keys("a hint", ("together",))
    together = strict.need(keys, "together", node, "a hint")
    paths = frozenset(_inside(item, "a path") for item in together.items("`together`"))
    if len(paths) < 2:
        raise together.error("`together` needs two paths at least")
    return Hint(paths, node.location)


def check_names(config: Config, rule_ids: Collection[str]) -> None:
    """Raise ``UserError`` when a mode is set for a rule or a pack that does not exist.

    ``rule_ids`` are all rules of all packs in force, before any narrowing by ``--only``.
    """
    known = {*rule_ids, *(pack_of(rule_id) for rule_id in rule_ids)}
    for name, setting in config.modes.settings.items():
        if name == "*" or name in known:
            continue
        what = "rule" if "/" in name else "pack"
        message = f"there is no {what} `{strict.short(name)}`"
        raise strict.unknown(message, name, known, setting.place, config.source)

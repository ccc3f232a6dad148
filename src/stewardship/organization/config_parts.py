"""The lists of a configuration: what is left out, what belongs together, what it stands on."""

from __future__ import annotations

from stewardship import strict
from stewardship.decisions.modes import version
from stewardship.frozen import dataclass
from stewardship.model import Location
from stewardship.strict import Node
from stewardship.vocabulary.globs import compile_glob


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
class Extends:
    """An organization's floor: a folder of the trusted tree, or a package that is installed."""

    name: str
    package: bool
    place: Location


def exclusions(node: Node | None, what: str) -> tuple[Exclusion, ...]:
    """Paths that are left out, each with its reason."""
    return tuple(_exclusion(item, what) for item in (node.items(what) if node else ()))


def _exclusion(node: Node, what: str) -> Exclusion:
    if not isinstance(node.data, dict):
        hint = 'write `- {path: …, reason: "…"}`'
        raise node.error(f"an entry of {what} must state path and reason", hint)
    keys = node.keys(f"an entry of {what}", ("path", "reason"))
    path = strict.need(keys, "path", node, f"an entry of {what}")
    reason = strict.need(keys, "reason", node, f"an entry of {what}")
    return Exclusion(_glob(path, "`path`"), reason.text("`reason`"), node.location)


def globs(node: Node, what: str) -> dict[str, Location]:
    """Patterns of paths below the root, each with its place."""
    return {_glob(item, f"an entry of {what}"): item.location for item in node.items(what)}


def _glob(node: Node, what: str) -> str:
    glob = inside(node, what)
    try:
        compile_glob(glob)
    except ValueError as error:
        raise node.error(str(error)) from None
    return glob


def inside(node: Node, what: str) -> str:
    """A path or pattern below the root, without the ``./`` that people write before it."""
    text = node.text(what).removeprefix("./")
    if text.startswith(("/", "!")) or ".." in text.split("/") or not text:
        hint = "write it relative to the root, with `/` and without `..` or `!`"
        raise node.error(f"`{strict.short(text)}` is not a path below the root", hint)
    return text


def names(node: Node, what: str) -> tuple[str, ...]:
    """A list of names, each once."""
    found: list[str] = []
    for item in node.items(what):
        name = item.text(f"an entry of {what}")
        if name in found:
            raise item.error(f"{what} names `{strict.short(name)}` twice")
        found.append(name)
    return tuple(found)


def places(node: Node | None, what: str) -> dict[str, Location]:
    """The entries of a list of names, each with its place."""
    listed = names(node, what) if node else ()
    return {name: node.at(number).location for number, name in enumerate(listed) if node}


def extends(node: Node | None) -> tuple[Extends, ...]:
    """One floor or several: a folder as text, a package as ``{package: name}``."""
    if node is None:
        return ()
    items = node.items("`extends`") if isinstance(node.data, list) else [node]
    return tuple(_floor(item) for item in items)


def _floor(node: Node) -> Extends:
    if not isinstance(node.data, dict):
        return Extends(inside(node, "`extends`").rstrip("/"), False, node.location)
    keys = node.keys("an entry of `extends`", ("package",))
    named = strict.need(keys, "package", node, "an entry of `extends`")
    name = named.text("`package`")
    if not all(part.isidentifier() for part in name.split(".")):
        message = f"`{strict.short(name)}` is not the name of a Python package"
        raise named.error(message, "write it as in an import: `acme_policy`")
    return Extends(name, True, node.location)


def plugins(node: Node | None) -> tuple[str, ...]:
    """Modules by their dotted names."""
    listed = names(node, "`plugins`") if node else ()
    for number, name in enumerate(listed):
        if node and not all(part.isidentifier() for part in name.split(".")):
            message = f"`{strict.short(name)}` is not the name of a Python module"
            raise node.at(number).error(message, "write it as in an import: `package.module`")
    return listed


def edition(node: Node | None) -> str:
    """A version; empty where none is said."""
    text = node.text("`edition`") if node else ""
    if node and not version(text):
        message = f"`{strict.short(text)}` is not an edition"
        raise node.error(message, "write a version of Stewardship, such as `1.4`")
    return text


def hints(node: Node | None) -> tuple[Hint, ...]:
    """Files that speak of one and the same."""
    return tuple(_hint(item) for item in (node.items("`hints`") if node else ()))


def _hint(node: Node) -> Hint:
    keys = node.keys("a hint", ("together",))
    together = strict.need(keys, "together", node, "a hint")
    paths = frozenset(inside(item, "a path") for item in together.items("`together`"))
    if len(paths) < 2:
        raise together.error("`together` needs two paths at least")
    return Hint(paths, node.location)

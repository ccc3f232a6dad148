"""The standard lock file ``pylock.toml`` and ``pylock.NAME.toml``: packages, exactly.

Read from the pylock.toml specification (PEP 751), ``lock-version`` 1.x. Each ``[[packages]]``
is a ``dependency`` with ``version``, ``marker``, ``source`` (``index``, ``vcs`` with its commit,
``archive``, ``directory``), ``hashes`` of its files and

- ``scope``: ``dev`` where the marker asks for dependency groups that are not installed by
  default, or where the file's own name says so (``pylock.dev.toml``); else ``runtime``;
- ``optional``: true where the marker asks for an extra.

The format does not say which packages are direct. A folder within the project is no dependency.
"""

from __future__ import annotations

from collections.abc import Iterator

from stewardship.document import LOCKFILE, DocumentError
from stewardship.model import Fragment, Kind, Location, Value
from stewardship.pattern import pattern
from stewardship.readers import _lock
from stewardship.readers._dependency import dependency, hashes, scope, source
from stewardship.readers._lock import Table, rows, word
from stewardship.readers.facts import said, unreadable
from stewardship.vocabulary.requirement import is_dev

VERSION = 1
NAMES = ("pylock.toml", "pylock.*.toml")
KIND: Kind = "dependency"
LIMIT = LOCKFILE.size
ORIGIN = "pylock"

_GROUP = pattern(r"""["']([^"']+)["'] in dependency_groups""")
_EXTRA = pattern(r"""["'][^"']+["'] in extras""")


def read(path: str, content: bytes) -> tuple[Fragment, ...] | None:
    """One dependency for each locked package that is not a folder of the project."""
    if not mine(path, b""):
        return None
    file = path.rpartition("/")[2]
    try:
        document = _lock.load(content, path)
    except DocumentError as error:
        return (unreadable(KIND, path, error, ORIGIN, file),)
    defaults = document.get("default-groups")
    default = frozenset(map(str, defaults)) if isinstance(defaults, list) else frozenset[str]()
    dev = is_dev(file.removeprefix("pylock").removesuffix("toml").strip("."))
    found = tuple(
        _fragment(document.location("packages", index), package, default, dev)
        for index, package in _lock.packages(document, "packages")
        if not _lock.inside(word(package.get("directory"), "path"))
    )
    unknown = _lock.unknown_format(document, "lock-version", known=("1",))
    return found + _lock.whole(path, ORIGIN, _lock.broken(document, "packages", unknown))


def mine(path: str, head: bytes) -> bool:
    """Whether the name is one that the specification allows: one word between the dots."""
    return path.rpartition("/")[2].count(".") <= 2


def _fragment(place: Location, package: Table, default: frozenset[str], dev: bool) -> Fragment:
    name, version = word(package, "name"), word(package, "version")
    marker = word(package, "marker")
    fields = {
        "version": said(version, _lock.within(place, "version"), ORIGIN) if version else None,
        "source": _source(package, place),
        "hashes": hashes(_hashes(package), place, ORIGIN),
        "marker": said(marker, place, ORIGIN) if marker else None,
        "scope": scope(dev or _only_groups(marker, default), place, ORIGIN),
        "optional": Value(True, place, ORIGIN) if _EXTRA.search(marker) else None,
    }
    return dependency(name, place, ORIGIN, fields, version=version)


def _only_groups(marker: str, default: frozenset[str]) -> bool:
    """Whether a marker lets the package in only for groups that have to be asked for."""
    groups = set(_GROUP.findall(marker))
    return bool(groups) and not groups & default and not _EXTRA.search(marker)


def _source(package: Table, place: Location) -> Value | None:
    vcs = package.get("vcs")
    if address := word(vcs, "url") or word(vcs, "path"):
        revision = word(vcs, "commit-id") or word(vcs, "requested-revision")
        return source("vcs", address, place, ORIGIN, revision)
    if folder := word(package.get("directory"), "path"):
        return source("path", folder, place, ORIGIN)
    archive = package.get("archive")
    if address := word(archive, "url"):
        return source("url", address, place, ORIGIN)
    if file := word(archive, "path"):
        return source("path", file, place, ORIGIN)
    index = word(package, "index")
    return source("registry", index, place, ORIGIN) if index else None


def _hashes(package: Table) -> Iterator[tuple[str, str, str]]:
    files = (package.get("archive"), package.get("sdist"), *rows(package.get("wheels")))
    for file in files:
        stated = file.get("hashes") if isinstance(file, dict) else None
        for algorithm, content in stated.items() if isinstance(stated, dict) else ():
            if isinstance(content, str):
                name = word(file, "name") or _lock.file_name(
                    word(file, "url") or word(file, "path")
                )
                yield name, str(algorithm), content

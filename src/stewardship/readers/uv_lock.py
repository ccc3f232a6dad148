"""uv's lock file ``uv.lock``: the packages of a project, exactly.

Read from the files that uv writes (``version = 1``; its format is uv's own and has no published
specification). Each ``[[package]]`` is a ``dependency`` with ``version``, ``source``, ``hashes``
of its source archive and wheels, and, as far as the lock file tells,

- ``direct``: whether the project or a member of its workspace asks for it by itself,
- ``scope``: ``dev`` where only dependency groups reach it, else ``runtime``,
- ``optional``: true where only extras of the project reach it.

The project and the members of its workspace (``editable`` and ``virtual`` sources within the
repository) are no dependencies. Where two versions of a package are locked for different
platforms, each is a dependency of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stewardship.document import LOCKFILE, DocumentError
from stewardship.frozen import dataclass
from stewardship.model import Fragment, Kind, Location, Value
from stewardship.readers import _lock
from stewardship.readers._dependency import (
    dependency,
    hashes,
    scope,
    source,
    source_of,
    split_hash,
)
from stewardship.readers._lock import Table, rows, word
from stewardship.readers.facts import said, unreadable
from stewardship.vocabulary.distribution import locked_repository

VERSION = 1
NAMES = ("uv.lock",)
KIND: Kind = "dependency"
LIMIT = LOCKFILE.size
ORIGIN = "uv-lock"

_LOCAL = ("editable", "virtual", "directory", "path")


@dataclass(frozen=True, slots=True)
class _Reach:
    """Names that the project asks for by itself, and those reached over each kind of asking."""

    direct: frozenset[str]
    runtime: frozenset[str]
    extras: frozenset[str]
    groups: frozenset[str]


def read(path: str, content: bytes) -> tuple[Fragment, ...] | None:
    """One dependency for each locked package that is not the project's own."""
    try:
        document = _lock.load(content, path)
    except DocumentError as error:
        return (unreadable(KIND, path, error, ORIGIN, "uv.lock"),)
    members = document.get("manifest", "members")
    names = members if isinstance(members, list) else ()
    listed = list(_lock.packages(document, "package"))
    own = [package for _, package in listed if word(package, "name") in names or _is_own(package)]
    reach = _reach([package for _, package in listed], own)
    own_ids = {id(package) for package in own}
    found = tuple(
        _fragment(document.location("package", index), package, reach)
        for index, package in listed
        if id(package) not in own_ids
    )
    unknown = _lock.unknown_format(document, "version", known=("1",))
    return found + _lock.whole(path, ORIGIN, _lock.broken(document, "package", unknown))


def _is_own(package: Table) -> bool:
    stated = package.get("source")
    return any(_lock.inside(word(stated, key)) for key in ("editable", "virtual", "directory"))


def _fragment(place: Location, package: Table, reach: _Reach) -> Fragment:
    name, version = word(package, "name"), word(package, "version")
    fields = {
        "version": said(version, _lock.within(place, "version"), ORIGIN) if version else None,
        "source": _source(package.get("source"), place),
        "hashes": hashes(_hashes(package), place, ORIGIN),
    }
    if reach.direct:
        only_extras = name in reach.extras and name not in reach.runtime
        dev = name in reach.groups and name not in reach.runtime | reach.extras
        fields["direct"] = Value(name in reach.direct, place, ORIGIN)
        fields["scope"] = scope(dev, place, ORIGIN)
        fields["optional"] = Value(True, place, ORIGIN) if only_extras else None
    return dependency(name, place, ORIGIN, fields, version=version)


def _source(stated: object, place: Location) -> Value | None:
    if registry := word(stated, "registry"):
        return source("registry", registry, place, ORIGIN)
    if git := word(stated, "git"):
        return source_of(locked_repository(git), place, ORIGIN)
    if url := word(stated, "url"):
        return source("url", url, place, ORIGIN)
    local = next(filter(None, (word(stated, key) for key in _LOCAL)), "")
    return source("path", local, place, ORIGIN) if local else None


def _hashes(package: Table) -> Iterator[tuple[str, str, str]]:
    files = [package.get("sdist"), *rows(package.get("wheels"))]
    for file in files:
        if isinstance(file, dict) and (both := split_hash(file.get("hash"))):
            yield (_lock.file_name(word(file, "url") or word(file, "path")), *both)


def _reach(packages: Iterable[Table], own: Iterable[Table]) -> _Reach:
    """Who is asked for over what, followed by name to the end through the locked packages."""
    by_name: dict[str, list[Table]] = {}
    for package in packages:
        by_name.setdefault(word(package, "name"), []).append(package)
    plain: list[Table] = []
    extras: list[Table] = []
    groups: list[Table] = []
    for package in own:
        plain.extend(rows(package.get("dependencies")))
        extras.extend(_all_rows(package.get("optional-dependencies")))
        groups.extend(_all_rows(package.get("dev-dependencies")))
    direct = frozenset(word(row, "name") for row in (*plain, *extras, *groups))
    return _Reach(direct, *(_followed(by_name, rows) for rows in (plain, extras, groups)))


def _followed(by_name: dict[str, list[Table]], rows_: list[Table]) -> frozenset[str]:
    waiting, seen = list(rows_), set[tuple[str, str]]()
    while waiting:
        row = waiting.pop()
        name, extra = word(row, "name"), row.get("extra")
        wanted = extra if isinstance(extra, list) else ()
        for part in ("", *(each for each in wanted if isinstance(each, str))):
            if (name, part) in seen:
                continue
            seen.add((name, part))
            for package in by_name.get(name, ()):
                optional = package.get("optional-dependencies")
                of_part = optional.get(part) if part and isinstance(optional, dict) else None
                waiting.extend(rows(of_part if part else package.get("dependencies")))
    return frozenset(name for name, _ in seen)


def _all_rows(groups: object) -> Iterator[Table]:
    for group in groups.values() if isinstance(groups, dict) else ():
        yield from rows(group)

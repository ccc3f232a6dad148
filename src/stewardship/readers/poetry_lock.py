"""Poetry's lock file ``poetry.lock``: the packages of a project, exactly.

Read from the files that Poetry writes (lock-version 1.x and 2.x; its format is Poetry's own).
Each ``[[package]]`` is a ``dependency`` with ``version``, ``source``, ``hashes`` (of ``files``,
or of ``[metadata.files]`` in older files) and

- ``scope``: from ``groups`` (lock-version 2.1) or ``category`` (before 1.5): ``runtime`` where
  the group ``main`` is among them, else ``dev``; not stated by the versions in between;
- ``optional``: true for what only an extra brings in.

Which packages are ``direct`` is not written in this file. A package whose source is a folder
within the project is no dependency.
"""

from __future__ import annotations

from collections.abc import Iterator

from stewardship.document import LOCKFILE, Document, DocumentError
from stewardship.model import Fragment, Kind, Location, Value
from stewardship.readers import _lock
from stewardship.readers._dependency import dependency, hashes, scope, source, split_hash
from stewardship.readers._lock import Table, rows, word
from stewardship.readers.facts import said, unreadable

VERSION = 1
NAMES = ("poetry.lock",)
KIND: Kind = "dependency"
LIMIT = LOCKFILE.size
ORIGIN = "poetry-lock"

_WAYS = {"git": "vcs", "legacy": "registry", "url": "url", "file": "path", "directory": "path"}


def read(path: str, content: bytes) -> tuple[Fragment, ...] | None:
    """One dependency for each locked package that is not a folder of the project."""
    try:
        document = _lock.load(content, path)
    except DocumentError as error:
        return (unreadable(KIND, path, error, ORIGIN, "poetry.lock"),)
    found = tuple(
        _fragment(document, document.location("package", index), package)
        for index, package in _lock.packages(document, "package")
        if not _is_own(package.get("source"))
    )
    unknown = _lock.unknown_format(document, "metadata", "lock-version", known=("1", "2"))
    return found + _lock.whole(path, ORIGIN, _lock.broken(document, "package", unknown))


def _is_own(stated: object) -> bool:
    return word(stated, "type") == "directory" and _lock.inside(word(stated, "url"))


def _fragment(document: Document, place: Location, package: Table) -> Fragment:
    name, version = word(package, "name"), word(package, "version")
    marker = word(package, "markers")
    fields = {
        "version": said(version, _lock.within(place, "version"), ORIGIN) if version else None,
        "source": _source(package.get("source"), place),
        "hashes": hashes(_hashes(document, package, name), place, ORIGIN),
        "marker": said(marker, place, ORIGIN) if marker else None,
        "scope": _scope(package, place),
        "optional": Value(True, place, ORIGIN) if package.get("optional") is True else None,
    }
    return dependency(name, place, ORIGIN, fields, version=version)


def _scope(package: Table, place: Location) -> Value | None:
    groups = package.get("groups") or [package.get("category")]
    named = [g for g in groups if isinstance(g, str)] if isinstance(groups, list) else []
    return scope("main" not in named, place, ORIGIN) if named else None


def _source(stated: object, place: Location) -> Value | None:
    """Poetry writes a source only for what is not from the public index."""
    url, way = word(stated, "url"), _WAYS.get(word(stated, "type"), "url")
    if not url:
        return None
    revision = word(stated, "resolved_reference") if way == "vcs" else ""
    return source(way, url, place, ORIGIN, revision)


def _hashes(document: Document, package: Table, name: str) -> Iterator[tuple[str, str, str]]:
    for file in rows(package.get("files") or document.get("metadata", "files", name)):
        if both := split_hash(file.get("hash")):
            yield (word(file, "file"), *both)

"""The license lock ``.steward/licenses.lock``: under what license each dependency is.

Lockfiles say *which* packages are used and never under what license; this file, written by
``steward licenses lock``, says the rest, so that a hook needs no installation and no network.
Each package is a ``dependency`` by its package URL, with

- ``license``: the expression that its declarations come to; conflicting where they disagree with
  one another, or with what the lock itself writes. Where they say nothing, or a text of their
  own, it is ``LicenseRef-text-`` and the hash of the text, and not known without one;
- ``declared``: the raw fields, as a record of texts;
- ``license-text``: the SHA-256 of its license texts;
- ``scope``, ``direct`` and ``via`` (the packages that brought it in) as far as the lock says.

It adds to the packages that the tree uses, and to what those brought in where no lockfile lists
that. For a package that nothing uses any more it makes no dependency; ``steward licenses lock
--check`` tells of it. A lock of another shape than ``steward licenses lock`` writes is unreadable.
"""

from __future__ import annotations

from stewardship.document import LOCKFILE, DocumentError
from stewardship.frozen import replace
from stewardship.model import Fragment, Kind, Location, Value
from stewardship.packages import lock_file
from stewardship.readers._dependency import dependency
from stewardship.readers._package_license import by_its_text, settled
from stewardship.readers.facts import unreadable
from stewardship.vocabulary.declared import SEPARATOR

VERSION = 3
NAMES = ("licenses.lock",)
UNDER = (".steward/",)
KIND: Kind = "dependency"
LIMIT = LOCKFILE.size
ORIGIN = "licenses-lock"


def read(path: str, content: bytes) -> tuple[Fragment, ...] | None:
    """One dependency for each package of the lock; what is wrong with it is told once."""
    if path.count("/") > 1:
        return None
    try:
        lock = lock_file.read(content, path)
    except DocumentError as error:
        return (unreadable(KIND, path, error, ORIGIN, "licenses.lock"),)
    purls: dict[str, list[str]] = {}
    for entry in lock.entries:
        purls.setdefault(entry.package.name, []).append(entry.package.purl)
    found = tuple(_fragment(entry, purls) for entry in lock.entries)
    if not lock.problems:
        return found
    place = lock.problems[0].location or Location(path, 1, 1)
    broken = Fragment(KIND, "licenses.lock", place, ORIGIN, {}, problems=lock.problems)
    return (*found, broken)


def _fragment(entry: lock_file.Entry, purls: dict[str, list[str]]) -> Fragment:
    package, place = entry.package, entry.place

    def value(data: str | bool) -> Value:
        return Value(data, place, ORIGIN)

    fields = {
        "version": value(package.version),
        "license": _license(entry),
        "declared": Value({k: value(text) for k, text in package.declared.items()}, place, ORIGIN),
        "license-text": value(package.text) if package.text else None,
        "scope": value(package.scope) if package.scope else None,
        "direct": value(package.direct) if package.direct is not None else None,
        "via": Value(tuple(map(value, package.via)), place, ORIGIN) if package.via else None,
    }
    found = dependency(package.name, place, ORIGIN, fields, ids=(package.purl,))
    links = [("via", one, KIND) for name in package.via for one in purls.get(name, ())]
    return replace(found, refs=tuple(links))


def _license(entry: lock_file.Entry) -> Value:
    """What the declarations come to; the license that is written has to be that one."""
    declared = entry.package.declared
    stated = {
        name: [Value(text, entry.place, ORIGIN)]
        for name, text in declared.items()
        if name != "classifiers"
    }
    parts = declared.get("classifiers", "").split(SEPARATOR)
    stated["classifiers"] = [Value(part, entry.place, ORIGIN) for part in parts if part]
    found = by_its_text(settled(stated), entry.package.text, entry.place, ORIGIN)
    if found is None:  # the lock knows the package, so this is not for CI to find out
        found = Value(entry.package.settled.why, entry.place, ORIGIN, "unknown")
    if entry.license and (entry.package.license or "") != entry.license:
        written = Value(entry.license, entry.place, ORIGIN, "conflicting")
        sides = (written, *(found.candidates or (found,) if found else ()))
        return Value(written.data, written.location, ORIGIN, "conflicting", sides)
    return found

"""What the readers of Python dependencies share: one package as a ``dependency`` fragment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from stewardship.model import Fragment, Location, Value
from stewardship.readers.facts import said
from stewardship.vocabulary.distribution import Distribution, without_user
from stewardship.vocabulary.purl import pypi
from stewardship.vocabulary.requirement import Requirement, canonical, is_dev


def dependency(
    name: str,
    place: Location,
    origin: str,
    fields: Mapping[str, Value | None],
    *,
    version: str = "",
    ids: tuple[str, ...] | None = None,
) -> Fragment:
    """A package under its canonical name; fields that are None are left out.

    Its id is the purl of the index, with the exact ``version`` where there is one, wherever the
    package is really had from (that is the field ``source``): so what a lock file pins and what
    an environment holds are one resource.
    """
    kept = {field: value for field, value in fields.items() if value is not None}
    name = canonical(name)
    return Fragment(
        "dependency", name, place, origin, kept, (pypi(name, version),) if ids is None else ids
    )


def required(
    requirement: Requirement,
    place: Location,
    origin: str,
    dev: bool,
    version_place: Location | None = None,
    more: Mapping[str, Value | None] | None = None,
    version: str = "",
) -> Fragment:
    """What a project or a requirements file asks for by itself: direct, and pinned or not.

    ``more`` are further fields; ``version`` is what an address says in place of a specifier.
    """
    found, exact = requirement, requirement.version or version
    fields = {
        "specifier": said(found.specifier, place, origin) if found.specifier else None,
        "version": said(exact, version_place or place, origin) if exact else None,
        "marker": said(found.marker, place, origin) if found.marker else None,
        "extras": extras(found.extras, place, origin),
        "direct": Value(True, place, origin),
        "scope": scope(dev, place, origin),
        **(more or {}),
    }
    return dependency(found.name, place, origin, fields, version=exact)


def extras(names: Iterable[str], place: Location, origin: str) -> Value | None:
    """The extras that are asked for along with the package; None for none."""
    found = tuple(Value(canonical(name), place, origin) for name in names)
    return Value(found, place, origin) if found else None


def scope(dev: bool, place: Location, origin: str) -> Value:
    """For whom it is there: those who run the product, or only those who work on it."""
    return Value("dev" if dev else "runtime", place, origin)


def source(kind: str, url: str, place: Location, origin: str, revision: str = "") -> Value:
    """Where the package is had from: ``kind`` is registry, vcs, url or path."""
    entries = {"kind": Value(kind, place, origin), "url": said(without_user(url), place, origin)}
    if revision:
        entries["revision"] = said(revision, place, origin)
    return Value(entries, place, origin)


def source_of(found: Distribution, place: Location, origin: str) -> Value:
    """The same, of an address that was looked at."""
    return source(found.way, found.url, place, origin, found.revision)


def hashes(found: Iterable[tuple[str, str, str]], place: Location, origin: str) -> Value | None:
    """A list of records {alg, content, path?} out of (file name, algorithm, hex) triples.

    One place for all of them: a lock file holds thousands.
    """
    records = []
    algorithms: dict[str, Value] = {}
    for path, algorithm, content in found:
        alg = algorithms.setdefault(algorithm, Value(algorithm.lower(), place, origin))
        record = {"alg": alg, "content": Value(content, place, origin)}
        if path:
            record["path"] = Value(path, place, origin)
        records.append(Value(record, place, origin))
    return Value(tuple(records), place, origin) if records else None


def split_hash(written: object) -> tuple[str, str] | None:
    """``sha256:<hex>`` in its two parts; None for anything else."""
    if not isinstance(written, str):
        return None
    algorithm, colon, content = written.partition(":")
    return (algorithm, content) if colon and algorithm and content else None


def is_dev_file(path: str) -> bool:
    """Whether a file's name says that what it lists is for development."""
    return is_dev(path.rpartition("/")[2].rpartition(".")[0])

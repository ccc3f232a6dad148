"""The sources that a license lock is made from, and what else lists packages, by their files."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from stewardship.document import Document, DocumentError
from stewardship.errors import UserError
from stewardship.frozen import dataclass
from stewardship.model import Fragment
from stewardship.packages import Package, listing, lock_file, sbom
from stewardship.vocabulary.purl import pypi

LOCK = "license lock"


@dataclass(frozen=True, slots=True)
class Source:
    """What a source lists: its kind in a word, its packages, and what of it could not be read."""

    kind: str
    packages: tuple[Package, ...]
    unread: tuple[str, ...] = ()


def environment(named: Path) -> Source:
    """The packages of an environment, with the hashes of the texts that pip-licenses finds."""
    from stewardship.packages.installed import read_installed
    from stewardship.packages.texts import read_texts

    installed = list(read_installed(named))
    whole = [one for one in installed if not one.problem]
    texts = read_texts(whole)
    packages = (one.package(found.licenses) for one, found in zip(whole, texts, strict=True))
    broken = tuple(f"{one.path}: {one.problem}" for one in installed if one.problem)
    return Source("environment", _distinct(packages), broken)


def bill(file: Path) -> Source:
    """The packages of an SBOM."""
    found = sbom.read(file)
    unread = (f"{found.nameless} components without a package URL",) if found.nameless else ()
    return Source(found.source, found.packages, unread)


def pip_licenses(file: Path) -> Source:
    """The packages that pip-licenses printed as JSON."""
    return Source(listing.SOURCE, _distinct(listing.parse(sbom.load(file))))


def _distinct(packages: Iterable[Package]) -> tuple[Package, ...]:
    """Each package once: of two metadata folders of one version, the one found first."""
    found: dict[str, Package] = {}
    for package in packages:
        found.setdefault(package.purl, package)
    return tuple(found.values())


def file(path: Path, content: bytes, read: Callable[[str, bytes], list[Fragment]]) -> Source:
    """What a file lists that is a license lock, an SBOM, a listing of pip-licenses or a lockfile.

    ``read`` gives what the tree's readers make of a file of this name. UserError for all else.
    """
    if not path.name.endswith((".json", ".lock")) or path.name in ("uv.lock", "poetry.lock"):
        return _lockfile(path, read(path.as_posix(), content))
    document = _json(path, content)
    if document is not None and isinstance(document.data, list):
        return Source(listing.SOURCE, _distinct(listing.parse(document)))
    if document is not None and sbom.is_sbom(document.data):
        found = sbom.parse(document)
        if found:
            return Source(found.source, found.packages)
    if document is not None and path.suffix == ".lock":
        lock = lock_file.read(content, str(path))
        if lock.problems:
            raise UserError(lock.problems[0].message, lock.problems[0].location)
        return Source(LOCK, tuple(entry.package for entry in lock.entries))
    return _lockfile(path, read(path.as_posix(), content))


def _json(path: Path, content: bytes) -> Document | None:
    from stewardship.document import LOCKFILE, json_

    try:
        return json_.load(content, str(path), LOCKFILE)
    except DocumentError:
        return None


def _lockfile(path: Path, fragments: list[Fragment]) -> Source:
    """The pinned packages of a lockfile or a requirements file: which, not under what license."""
    found = [one for one in fragments if one.kind == "dependency"]
    problems = [problem for one in found for problem in one.problems]
    if problems:
        raise UserError(problems[0].message, problems[0].location)
    if not found:
        raise UserError(
            f"`{path}` lists no packages in a format that is known here",
            hint="name a license lock, a lockfile, an SBOM, or what pip-licenses prints as JSON",
        )
    return Source("lockfile", _distinct(map(_listed, found)))


def _listed(fragment: Fragment) -> Package:
    stated = fragment.fields.get("version")
    version = str(stated.data or "") if stated else ""
    return Package(fragment.name, version, pypi(fragment.name, version), known=False)

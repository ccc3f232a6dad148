"""What is installed in a named Python environment, read from its metadata and never executed.

Read are ``*.dist-info/METADATA`` and the older ``*.egg-info`` (core metadata specification): no
interpreter of the environment is started, nothing of it is imported. pip-licenses is used as a
library for what it knows of that metadata: which fields tell who made a package and under what
terms, what stands in for a missing one, what a classifier names. Its own way of *finding*
packages is not: it starts the environment's interpreter and follows every link.

Each package is a ``dependency`` with ``version``, ``license`` (``License-Expression``, else a
``License`` text of one line that means something, else the classifiers; conflicting where the
last two disagree), ``declared`` (the raw fields) and ``license-files`` (SHA-256 of the texts
that it names or carries).
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from stewardship.model import Fragment, Location, Problem, Value
from stewardship.readers._dependency import dependency
from stewardship.readers._installed import Folder, Headers, find, parse_headers
from stewardship.readers._package_license import settled
from stewardship.readers.facts import said
from stewardship.vocabulary.classifiers import meaning

ORIGIN = "environment"

_METADATA = 1024 * 1024  # bytes; the headers come first, the description may be cut off
_TEXT = 1024 * 1024  # bytes of one license text
_MOST_TEXTS = 20
_SHOWN = 200  # characters of a raw field that are kept
_TEXT_NAMES = ("license", "licence", "copying", "notice")


def read_environment(folder: Path) -> tuple[Fragment, ...]:
    """One dependency for each package installed in a virtual environment or site-packages folder.

    A package whose metadata cannot be read is a fragment with a problem. Raises ``UserError``
    where the folder holds no packages at all.
    """
    return tuple(
        _package(each, name) for each in find(folder) for name in each.packages()
    )  # fmt: skip


def _package(folder: Folder, entry: str) -> Fragment:
    path = f"{folder.shown}/{entry}"
    name, _, version = entry.rpartition(".")[0].partition("-")
    if not folder.contains(entry):
        return _broken(path, name, "the folder is a link out of the environment")
    for file in (f"{entry}/METADATA", f"{entry}/PKG-INFO", entry):
        content = folder.read(file, _METADATA)
        if content is not None:
            break
    else:
        return _broken(path, name, "the package has no METADATA that can be read")
    headers = parse_headers(content.decode("utf-8", "replace"))
    path = f"{folder.shown}/{file}"
    name, version = headers.get("name") or "", headers.get("version") or ""
    if not name or not version:
        return _broken(path, name or entry, "the metadata has no `Name` or no `Version`")
    place = Location(path, 1, 1)
    fields = {
        "version": said(version, _place(path, headers, "version"), ORIGIN),
        "license": _license(path, headers),
        "declared": _declared(place, headers),
        "license-files": _texts(folder, entry, headers, place),
    }
    return dependency(name, place, ORIGIN, fields, version=version)


def _broken(path: str, name: str, message: str) -> Fragment:
    place = Location(path)
    problem = Problem(message, place)
    return Fragment("dependency", name, place, ORIGIN, {}, problems=(problem,))


def _place(path: str, headers: Headers, name: str) -> Location:
    line = next((line for _, line in headers.lines(name)), 1)
    return Location(path, line, 1)


def _license(path: str, headers: Headers) -> Value | None:
    import piplicenses

    expression = headers.get("license-expression")
    if expression:
        return said(expression, _place(path, headers, "license-expression"), ORIGIN)
    written = headers.get("license")
    field = said(written, _place(path, headers, "license"), ORIGIN) if written else None
    classified = [
        Value(meaning(name), Location(path, line, 1), ORIGIN)
        for text, line in headers.lines("classifier")
        for name in piplicenses.find_license_from_classifier([text])
    ]
    return settled(field, classified) or (field if field and "\n" not in str(field.data) else None)


def _declared(place: Location, headers: Headers) -> Value:
    """The raw fields, by the names and the fallbacks of pip-licenses, shortened."""
    import piplicenses

    raw: dict[str, Value] = {}
    for name, ways in piplicenses.METADATA_KEYS.items():
        for way in ways:
            try:
                stated = way(headers)
            except ValueError:  # a Project-URL without its label
                stated = None
            if stated:
                raw[name.replace("_", "-")] = Value(str(stated)[:_SHOWN], place, ORIGIN)
                break
    names = piplicenses.find_license_from_classifier(headers.get_all("classifier") or [])
    if names:
        listed = tuple(Value(name[:_SHOWN], place, ORIGIN) for name in names)
        raw["license-classifiers"] = Value(listed, place, ORIGIN)
    return Value(raw, place, ORIGIN)


def _texts(folder: Folder, entry: str, headers: Headers, place: Location) -> Value | None:
    """The SHA-256 of each license text: what an approval of the license can be pinned to."""
    records = []
    for name in list(_text_names(folder, entry, headers))[:_MOST_TEXTS]:
        for file in (f"{entry}/licenses/{name}", f"{entry}/{name}"):
            content = folder.read(file, _TEXT + 1)
            if content is not None and len(content) <= _TEXT:
                record = {
                    "path": Value(name, place, ORIGIN),
                    "alg": Value("sha256", place, ORIGIN),
                    "content": Value(sha256(content).hexdigest(), place, ORIGIN),
                }
                records.append(Value(record, place, ORIGIN))
                break
    return Value(tuple(records), place, ORIGIN) if records else None


def _text_names(folder: Folder, entry: str, headers: Headers) -> Iterator[str]:
    """The files that the metadata names as ``License-File``, else those that are called so."""
    stated = headers.get_all("license-file")
    if stated:
        yield from dict.fromkeys(stated)
        return
    for name in folder.names(entry):
        if name.lower().startswith(_TEXT_NAMES):
            yield name

"""What is installed in a named Python environment, as the dependencies that it holds.

Each package is a ``dependency`` with ``version``, ``license`` (settled as ``vocabulary.declared``
says, conflicting where the package contradicts itself), ``declared`` (the raw fields that say
something of the license, shortened), ``license-files`` (the SHA-256 of the texts that it names or
carries) and ``license-text`` (one SHA-256 for all license texts, which an approval can be pinned
to; ``licenses.lock`` has the same).
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from stewardship.model import Fragment, Location, Problem, Value
from stewardship.packages.installed import Installed, read_installed, text_hash
from stewardship.readers._dependency import dependency
from stewardship.readers._package_license import by_its_text, settled
from stewardship.readers.facts import said

ORIGIN = "environment"

_SHOWN = 200  # characters of a raw field that are kept


def read_environment(folder: Path) -> tuple[Fragment, ...]:
    """One dependency for each package installed in a virtual environment or site-packages folder.

    A package whose metadata cannot be read is a fragment with a problem. Raises ``UserError``
    where the folder holds no packages at all.
    """
    return tuple(map(_fragment, read_installed(folder)))


def _fragment(package: Installed) -> Fragment:
    if package.problem:
        place = Location(package.path)
        problem = Problem(package.problem, place)
        return Fragment("dependency", package.name, place, ORIGIN, {}, problems=(problem,))
    place = Location(package.path, 1, 1)
    licenses = package.licenses()
    declared, text = package.declared(licenses), text_hash(licenses)
    fields = {
        "version": said(package.version, _place(package, "version"), ORIGIN),
        "license": by_its_text(settled(_stated(package, declared)), text or "", place, ORIGIN),
        "declared": Value(_raw(declared, place), place, ORIGIN),
        "license-files": _texts(package, place),
        "license-text": Value(text, place, ORIGIN) if text else None,
    }
    return dependency(package.name, place, ORIGIN, fields, version=package.version)


def _place(package: Installed, name: str) -> Location:
    line = next((line for _, line in package.headers.lines(name)), 1)
    return Location(package.path, line, 1)


def _stated(package: Installed, declared: dict[str, str]) -> dict[str, list[Value]]:
    """The fields that are declared, each with the line that it stands in."""
    stated = {
        name: [said(text, _place(package, name), ORIGIN)]
        for name, text in declared.items()
        if name != "classifiers"
    }
    stated["classifiers"] = [
        Value(name, Location(package.path, line, 1), ORIGIN) for name, line in package.classifiers()
    ]
    return stated


def _raw(declared: dict[str, str], place: Location) -> dict[str, Value]:
    return {name: Value(text[:_SHOWN], place, ORIGIN) for name, text in declared.items()}


def _texts(package: Installed, place: Location) -> Value | None:
    records = []
    for name, content in package.texts():
        record = {
            "path": Value(_stated_name(package, name), place, ORIGIN),
            "alg": Value("sha256", place, ORIGIN),
            "content": Value(sha256(content).hexdigest(), place, ORIGIN),
        }
        records.append(Value(record, place, ORIGIN))
    return Value(tuple(records), place, ORIGIN) if records else None


def _stated_name(package: Installed, path: str) -> str:
    """The file as ``License-File`` names it: without the folder that such files are kept in."""
    return path.removeprefix(f"{package.entry}/").removeprefix("licenses/")

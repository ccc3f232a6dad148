"""License, notice and author texts of installed packages, as pip-licenses finds them.

Which file of a package is its license, which a notice and which a list of authors, and who made
it, is for pip-licenses to say. What it may look at is for us: it is shown, through the finders of
``importlib.metadata``, the packages of the named environment and nothing of our own, and of each
the few files that lie in its metadata folder and were found to be plain, near and small. It runs
no interpreter here.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import Distribution, DistributionFinder, PackagePath
from pathlib import Path
from typing import Any

from stewardship.frozen import dataclass, field
from stewardship.packages.installed import Installed, text_hash

Text = tuple[str, str]  # a file's name and what it holds


@dataclass(slots=True)
class Texts:
    """What one package hands on: texts by the kind of their file, and who made it."""

    licenses: list[Text] = field(default_factory=list)
    notices: list[Text] = field(default_factory=list)
    authors: list[Text] = field(default_factory=list)
    author: str = ""
    homepage: str = ""

    @property
    def digest(self) -> str:
        """One SHA-256 for all license texts, "" for none."""
        return text_hash(self.licenses)


_KINDS = (("license", "licenses"), ("notice", "notices"), ("other", "authors"))


def read_texts(packages: Sequence[Installed]) -> list[Texts]:
    """The texts of each package, in the order of the packages."""
    import piplicenses

    arguments = piplicenses.create_parser().parse_args(["--with-system", "--from=mixed"])
    found = [Texts() for _ in packages]
    shown = [_Shown(one) for one in packages]
    waiting = list(range(len(packages)))
    while waiting:  # pip-licenses gives the first file of each kind; so the rest is shown again
        with _only([shown[number] for number in waiting]):
            rows = list(piplicenses.get_packages(arguments))
        again = [
            number
            for number, row in zip(waiting, rows, strict=True)
            if _take(found[number], shown[number], row, piplicenses.LICENSE_UNKNOWN)
        ]
        waiting = again
    return found


def _take(texts: Texts, shown: _Shown, row: dict[str, Any], unknown: str) -> bool:
    """Add what one look brought; whether there may be more to see."""
    texts.author = _known(row, "author", unknown) or _known(row, "maintainer", unknown)
    texts.homepage = _known(row, "home-page", unknown)
    taken = False
    for kind, name in _KINDS:
        path = str(row[f"{kind}file"])
        if path != unknown:
            listed: list[Text] = getattr(texts, name)
            listed.append((shown.hide(path), str(row[f"{kind}text"])))
            taken = True
    return taken


def _known(row: dict[str, Any], key: str, unknown: str) -> str:
    value = str(row.get(key) or "")
    return "" if value == unknown else " ".join(value.split())


class _Metadata:
    """The headers of a package as pip-licenses asks for them; a broken one is left out."""

    def __init__(self, package: Installed) -> None:
        self._headers = package.headers

    def __getitem__(self, name: str) -> str | None:
        return self._headers.get(name)

    def get(self, name: str, default: str | None = None) -> str | None:
        return self._headers.get(name, default)

    def get_all(self, name: str, default: list[str] | None = None) -> list[str] | None:
        stated = self._headers.get_all(name, default)
        if name.lower() == "project-url" and stated:
            return [one for one in stated if "," in one]  # pip-licenses fails on any other
        return stated


class _Shown(Distribution):
    """A package as it is shown to pip-licenses: its headers, and the texts that may be read."""

    def __init__(self, package: Installed) -> None:
        self._package = package
        self._metadata = _Metadata(package)
        self._paths = {name: package.folder.path(name) for name, _ in package.texts()}

    @property
    def metadata(self) -> Any:
        return self._metadata

    @property
    def version(self) -> str:
        return self._package.version

    @property
    def files(self) -> list[PackagePath]:
        return [PackagePath(name) for name, path in self._paths.items() if path]

    def locate_file(self, path: Any) -> Any:
        return Path(self._paths.get(str(path)) or "")

    def read_text(self, filename: str) -> None:
        return None

    def hide(self, path: str) -> str:
        """Show a file no more; its name within the metadata folder."""
        name = next(name for name, real in self._paths.items() if real == path)
        self._paths[name] = None
        return name.removeprefix(f"{self._package.entry}/").removeprefix("licenses/")


class _Finder(DistributionFinder):
    """Finds the packages that it was made of, and no module."""

    def __init__(self, shown: Iterable[_Shown]) -> None:
        self._shown = list(shown)

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> None:
        return None

    def find_distributions(self, context: Any = None) -> Iterator[Distribution]:
        return iter(self._shown)


@contextmanager
def _only(shown: Iterable[_Shown]) -> Iterator[None]:
    """While this lasts, these are all the packages that ``importlib.metadata`` knows of.

    Everything that pip-licenses needs is imported before, since nothing can be imported within.
    """
    finders = sys.meta_path
    sys.meta_path = [_Finder(shown)]
    try:
        yield
    finally:
        sys.meta_path = finders

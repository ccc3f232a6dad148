"""What is known of the licenses of packages: from environments, SBOMs, pip-licenses, the lock.

Every source is read into ``Package`` records, and ``.steward/licenses.lock`` is such records
written down. Nothing of a package is ever executed or imported.
"""

from __future__ import annotations

from collections.abc import Mapping

from stewardship.frozen import dataclass, field
from stewardship.vocabulary import declared as declarations


@dataclass(frozen=True, slots=True)
class Package:
    """One version of a package, and what it says of its license.

    ``declared`` are the texts by the names of ``vocabulary.declared``; ``text`` is the SHA-256 of
    its license texts, or ""; ``artifacts`` are the SHA-256 of its wheels and archives, sorted;
    ``scope`` is ``runtime``, ``dev`` or "" where nobody says; ``direct`` None likewise; ``via``
    are the names of the packages that brought it in; ``requires`` what it asks for itself.
    ``known`` is False where a package is only listed, and nobody says anything of its license.
    """

    name: str
    version: str
    purl: str
    declared: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    artifacts: tuple[str, ...] = ()
    scope: str = ""
    direct: bool | None = None
    via: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    known: bool = True

    @property
    def settled(self) -> declarations.Settled:
        """The license, or why there is none."""
        return declarations.settle(self.declared)

    @property
    def license(self) -> str | None:
        """The canonical expression, where one is certain."""
        return self.settled.expression or None


def python_package(name: str, version: str, declared: Mapping[str, str]) -> Package:
    """A package of the Python Package Index, under its canonical name."""
    name = canonical(name)
    if version.replace(".", "").isalnum() and version.isascii():
        purl = f"pkg:pypi/{name}@{version}"
    else:  # the general way, which costs an import
        from stewardship.vocabulary.purl import pypi

        purl = pypi(name, version)
    return Package(name, version, purl, declared)


def canonical(name: str) -> str:
    """A package's name as the index compares it (PEP 503): ``Ruamel.YAML`` is ``ruamel-yaml``."""
    plain = name.lower().replace("_", "-").replace(".", "-")
    while "--" in plain:
        plain = plain.replace("--", "-")
    return plain

"""Packages out of an SBOM in JSON: CycloneDX (ECMA-424) 1.2 and later, or SPDX 2.2 and 2.3.

Of CycloneDX, ``components`` of any depth with a package URL: ``licenses`` (ids, names,
expressions, texts; several ids never say whether they mean AND or OR), ``hashes``, ``scope``
(``optional`` and ``excluded`` say nothing here), ``dependencies``. Of SPDX, ``packages`` with a
package URL among their ``externalRefs``: ``licenseDeclared``, ``licenseConcluded``, ``checksums``
and the texts of their own references; ``relationships`` of the kinds DEPENDS_ON, DEPENDENCY_OF
and DEV_DEPENDENCY_OF. What has no package URL cannot be told from others, and is counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from stewardship.document import LOCKFILE, Document, DocumentError
from stewardship.errors import UserError
from stewardship.frozen import dataclass
from stewardship.packages import Package
from stewardship.packages.sbom_parts import cyclonedx, spdx


@dataclass(frozen=True, slots=True)
class Bill:
    """What an SBOM lists: its format and version, the packages, and how many were no packages."""

    source: str
    packages: tuple[Package, ...]
    nameless: int = 0


def read(file: Path) -> Bill:
    """The packages of an SBOM; UserError, with the place, for what is none."""
    document = load(file)
    bill = parse(document)
    if bill is None:
        raise UserError(
            f"`{file}` is neither CycloneDX nor SPDX",
            hint="name a CycloneDX JSON (`bomFormat`) or an SPDX 2.3 JSON (`spdxVersion`)",
        )
    return bill


def load(file: Path) -> Document:
    """A JSON file that was named on the command line; UserError for what is none."""
    from stewardship.document import json_

    try:
        with open(file, "rb") as opened:
            content = opened.read(LOCKFILE.size + 1)
        return json_.load(content, str(file), LOCKFILE)
    except OSError as error:
        raise UserError(f"`{file}` cannot be read: {error.strerror}") from None
    except DocumentError as error:
        raise UserError(error.message, error.location) from None


def parse(document: Document) -> Bill | None:
    """The packages of a document; None where it is no SBOM that is known here."""
    data = document.data
    if not isinstance(data, dict):
        return None
    if data.get("bomFormat") == "CycloneDX":
        return _bill(f"CycloneDX {data.get('specVersion', '')}".strip(), cyclonedx(data))
    stated = data.get("spdxVersion")
    if isinstance(stated, str) and stated in ("SPDX-2.2", "SPDX-2.3"):
        return _bill(stated, spdx(data))
    return None


def _bill(source: str, found: tuple[Mapping[str, Package], int]) -> Bill:
    packages, nameless = found
    return Bill(source, tuple(packages[purl] for purl in sorted(packages)), nameless)


def is_sbom(data: Any) -> bool:
    """Whether plain data looks like an SBOM of a format that is known here."""
    return isinstance(data, dict) and ("bomFormat" in data or "spdxVersion" in data)

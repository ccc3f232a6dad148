"""Packages out of what pip-licenses prints as JSON.

Read are the fields ``Name``, ``Version``, ``License`` (or, with ``--from=all``,
``License-Metadata``, ``License-Classifier`` and ``License-Expression``), and with
``--with-license-file`` the ``LicenseText``. It prints the first license file of a package only.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stewardship.document import Document
from stewardship.errors import UserError
from stewardship.frozen import replace
from stewardship.packages import Package, python_package
from stewardship.packages.installed import text_hash
from stewardship.vocabulary.declared import SEPARATOR
from stewardship.vocabulary.license_texts import recognized

SOURCE = "pip-licenses"
UNKNOWN = "UNKNOWN"
_FIELDS = {
    "License-Expression": "license-expression",
    "License-Metadata": "license",
    "License-Classifier": "classifiers",
}


def parse(document: Document) -> tuple[Package, ...]:
    """The packages of the listing; UserError for what is none."""
    rows = document.data
    if not isinstance(rows, list) or not all(_is_package(row) for row in rows):
        raise UserError(
            "this is not what pip-licenses prints as JSON",
            document.location(),
            "run `pip-licenses --format=json --from=all --with-license-file`",
        )
    return tuple(map(_package, rows))


def _is_package(row: Any) -> bool:
    return isinstance(row, dict) and all(isinstance(row.get(k), str) for k in ("Name", "Version"))


def _package(row: Mapping[str, Any]) -> Package:
    declared = {field: text for key, field in _FIELDS.items() if (text := _word(row, key))}
    mixed = _word(row, "License")
    if mixed and not declared:
        # Several classifiers are printed as one text, in no order that means anything.
        declared["classifiers" if SEPARATOR in mixed else "license"] = mixed
    text = _word(row, "LicenseText")
    if text and (id := recognized(text)):
        declared["license-text"] = id
    package = python_package(row["Name"], row["Version"], declared)
    return replace(package, text=text_hash([("", text)]) if text else "")


def _word(row: Mapping[str, Any], key: str) -> str:
    node = row.get(key)
    return node if isinstance(node, str) and node.strip() not in ("", UNKNOWN) else ""

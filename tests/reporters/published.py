"""Schemas as their publishers have them, which are fetched and never committed.

SARIF's comes with the npm package ``@microsoft/jest-sarif``; that of Jenkins' xunit plugin for
JUnit stands in the source distribution of pytest. ``tools/install_test_tools.py`` brings both.
"""

from __future__ import annotations

import json
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

from jsonschema import Draft4Validator

from stewardship.model import Report
from stewardship.reporters import load
from tests.programs import lacking

MODULES = Path(__file__).resolve().parents[1] / "workflows" / "node_modules"
SARIF = MODULES / "@microsoft" / "jest-sarif" / "lib" / "schemas" / "sarif-2.1.0-rtm.5.json"
JUNIT = MODULES / ".published" / "junit-10.xsd"
INSTALL = "make test installs it: python tools/install_test_tools.py"


@cache
def _sarif() -> Draft4Validator:
    if not SARIF.is_file():
        lacking("the schema of SARIF", INSTALL)
    return Draft4Validator(json.loads(SARIF.read_text(encoding="utf-8")))


@cache
def _junit() -> Any:
    if not JUNIT.is_file():
        lacking("the schema of JUnit", INSTALL)
    try:
        from xmlschema import XMLSchema
    except ImportError:
        lacking("xmlschema", "python -m pip install --editable '.[dev]'")
    return XMLSchema(str(JUNIT))


def mistakes(format_: str, text: str) -> list[str]:
    """What a document has that its published schema forbids: empty when it is valid."""
    if format_ == "sarif":
        errors = _sarif().iter_errors(json.loads(text))
        return [f"{error.json_path}: {error.message}" for error in errors]
    return [f"{error.path}: {error.reason}" for error in _junit().iter_errors(StringIO(text))]


def mistakes_of(format_: str, report: Report) -> list[str]:
    """The same of a report that is rendered in this format."""
    return mistakes(format_, load(format_).render(report))

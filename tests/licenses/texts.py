"""Whole license texts, from the packages that the tests run with and from this project."""

from __future__ import annotations

from functools import cache
from importlib.metadata import files
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# A package whose license file is the text of this license.
SOURCES = {"MIT": "pip-licenses", "BSD-3-Clause": "click", "MPL-2.0": "pathspec"}


@cache
def text_of(id: str) -> str:
    """The text of a license; what is no id is itself the text."""
    if id == "Apache-2.0":
        return (ROOT / "LICENSE").read_text()
    if id == "MIT without a word":
        return text_of("MIT").replace(" free of charge,", "")
    if id not in SOURCES:
        return id
    listed = files(SOURCES[id]) or []
    return next(one.read_text() for one in listed if one.name.upper().startswith("LICENSE"))

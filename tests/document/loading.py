"""Short ways to load a text in a test, and to say what is wrong with it."""

from __future__ import annotations

import pytest
from hypothesis import settings

from stewardship.document import Bounds, Document, DocumentError, json_, toml_, yaml_

PATH = "models/fraud/README.md"
SMALL = Bounds(size=2000, depth=5, nodes=20)

# Properties are about what, not how fast: a busy machine is no failure.
patient = settings(deadline=None)

Complaint = tuple[str, int | None, int | None]


def yaml(text: str | bytes, bounds: Bounds | None = None) -> Document:
    """The one YAML document of a text."""
    (document,) = yaml_documents(text, bounds)
    return document


def yaml_documents(text: str | bytes, bounds: Bounds | None = None) -> tuple[Document, ...]:
    return yaml_.load(encoded(text), PATH, *([bounds] if bounds else []))


def json(text: str | bytes, bounds: Bounds | None = None) -> Document:
    return json_.load(encoded(text), PATH, *([bounds] if bounds else []))


def toml(text: str | bytes, bounds: Bounds | None = None) -> Document:
    return toml_.load(encoded(text), PATH, *([bounds] if bounds else []))


def encoded(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode()


def complaint(caught: pytest.ExceptionInfo[DocumentError]) -> Complaint:
    """Message, line and column of an error, once its path is seen to be right."""
    place = caught.value.location
    assert place.path == PATH
    return caught.value.message, place.line, place.column

"""Every check's messages, as tables of sentences: ``cases/<check>.yaml``.

A case ``says`` what holds, gives ``value``, ``options`` and ``context``, and expects a list:
a text is the message of a problem at the value itself; a mapping also names where else it stands
(``line``, ``path``), what it is fingerprinted by (``by``), what is ``related``, or is
``{unjudged: reason}``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from stewardship.checks import names
from stewardship.model import Plain, Problem, Unjudged
from tests.checks.context import MANIFEST, load_yaml, run

CASES = Path(__file__).with_name("cases")
TABLES = {file.stem: load_yaml(file.read_text()) for file in sorted(CASES.glob("*.yaml"))}
ALL = [
    pytest.param(name, case, id=f"{name}: {case['says']}")
    for name, table in TABLES.items()
    for case in table
]


def as_expected(said: Problem | Unjudged, expected: str | dict[str, Plain]) -> object:
    """The problem in the words of the table, with only what the expectation speaks of."""
    if isinstance(said, Unjudged):
        return {"unjudged": said.reason}
    place = said.location
    if isinstance(expected, str):
        return said.message if place is None else {"message": said.message, "line": place.line}
    seen: dict[str, object] = {
        "message": said.message,
        "line": place.line if place else None,
        "path": place.path if place else None,
        "by": said.value,
        "related": [
            f"{one.location.path}:{one.location.line} {one.message}" for one in said.related
        ],
        "details": dict(said.details),
    }
    silent = place is None or place.path == MANIFEST
    kept = {key for key in seen if key in expected or (key == "path" and not silent)}
    return {key: seen[key] for key in seen if key in kept | ({"line"} if place else set())}


@pytest.mark.parametrize(("name", "case"), ALL)
def test_a_check_says_this(name: str, case: dict[str, Any]) -> None:
    found = run(name, case)
    expected = case["expect"]
    padded = [*expected, *[""] * (len(found) - len(expected))]
    assert [as_expected(one, other) for one, other in zip(found, padded, strict=False)] == expected


def test_every_check_has_its_table() -> None:
    assert set(TABLES) == set(names())


@pytest.mark.parametrize("name", TABLES)
def test_a_table_shows_something_that_passes_and_something_that_does_not(name: str) -> None:
    assert {bool(case["expect"]) for case in TABLES[name]} == {True, False}
    sentences = [case["says"] for case in TABLES[name]]
    assert len(sentences) == len(set(sentences))

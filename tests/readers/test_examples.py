"""What every reader makes of real shapes and real faults: the examples, picked up by folder."""

from __future__ import annotations

from fnmatch import fnmatch
from typing import Any

import pytest

from stewardship.joining.names import lies
from stewardship.model import Fragment, Plain
from stewardship.readers import built_in
from tests.readers.cases import EXAMPLES, VERDICTS, Case, cases, stem

CLAIMED = cases("mine", "broken")


def test_examples_lie_where_they_are_found() -> None:
    found = {str(place.relative_to(EXAMPLES).parent) for place in EXAMPLES.rglob("expected.yaml")}
    taken = {f"{stem(c.reader)}/{c.verdict}/{c.title}" for c in cases(*VERDICTS)}
    assert taken == found
    assert len(taken) >= 40


@pytest.mark.parametrize("case", cases(*VERDICTS), ids=str)
def test_a_reader_is_asked_for_the_file_at_all(case: Case) -> None:
    name = case.path.rpartition("/")[2].lower()
    assert any(fnmatch(name, pattern) for pattern in case.reader.NAMES)


@pytest.mark.parametrize("case", cases("not-mine"), ids=str)
def test_what_is_not_the_readers_is_left_to_others(case: Case) -> None:
    assert case.reader.read(case.path, case.content) is None
    assert case.expected["because"]


@pytest.mark.parametrize("case", CLAIMED, ids=str)
def test_what_is_the_readers_says_what_it_says(case: Case) -> None:
    found = case.reader.read(case.path, case.content)
    assert found is not None
    assert len(found) == len(case.expected), found
    for fragment, expected in zip(found, case.expected, strict=True):
        _compare(fragment, expected)


@pytest.mark.parametrize("case", cases("broken"), ids=str)
def test_a_broken_manifest_is_claimed_with_a_placed_problem(case: Case) -> None:
    found = case.reader.read(case.path, case.content) or ()
    problems = [problem for fragment in found for problem in fragment.problems]
    assert problems
    for problem in problems:
        assert problem.location is not None
        assert problem.location.path == case.path
        assert not problem.message.endswith(".")


@pytest.mark.parametrize("case", CLAIMED, ids=str)
def test_no_two_readers_claim_one_file(case: Case) -> None:
    name = case.path.rpartition("/")[2].lower()
    asked = [r for r in built_in() if any(fnmatch(name, pattern) for pattern in r.NAMES)]
    takers = [
        stem(r)
        for r in asked
        if lies(case.path, getattr(r, "UNDER", ()) or ("",))
        and r.read(case.path, case.content) is not None
    ]
    assert takers == [stem(case.reader)]


def _compare(fragment: Fragment, expected: dict[str, Any]) -> None:
    known = {"kind", "name", "ids", "refs", "fields", "states", "places", "absent", "problems"}
    assert set(expected) <= known | {"line"}, "a misspelt key would compare nothing"
    assert fragment.kind == expected.get("kind", fragment.kind)
    assert fragment.name == expected.get("name", fragment.name)
    assert list(fragment.ids) == expected.get("ids", list(fragment.ids))
    if "refs" in expected:
        assert [list(ref) for ref in fragment.refs] == expected["refs"]
    if "line" in expected:
        assert fragment.place.line == int(expected["line"])
    _compare_fields(fragment, expected)
    messages = [problem.message for problem in fragment.problems]
    parts = expected.get("problems", [])
    assert len(messages) == len(parts), messages
    for message, part in zip(messages, parts, strict=True):
        assert part in message


def _compare_fields(fragment: Fragment, expected: dict[str, Any]) -> None:
    for name, data in (expected.get("fields") or {}).items():
        assert name in fragment.fields, f"{name} is not among {sorted(fragment.fields)}"
        assert as_text(fragment.fields[name].plain()) == data, name
    if expected.get("fields") == {}:
        assert not fragment.fields
    for name, state in expected.get("states", {}).items():
        assert fragment.fields[name].state == state, name
    for name, place in expected.get("places", {}).items():
        location = fragment.fields[name].location
        assert [str(location.line), str(location.column)] == place, name
    for name in expected.get("absent", []):
        assert name not in fragment.fields


def as_text(data: Plain) -> object:
    """Plain data with every scalar as text, as the examples hold it: null is the word."""
    if isinstance(data, list):
        return [as_text(item) for item in data]
    if isinstance(data, dict):
        return {key: as_text(item) for key, item in data.items()}
    if data is None or isinstance(data, bool):
        return {None: "null", True: "true", False: "false"}[data]
    return str(data)

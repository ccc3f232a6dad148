"""The manual page of every check is true: its passing snippets pass, its failing ones do not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from stewardship.checks import load, names
from stewardship.model import Problem
from tests.checks.context import load_yaml, run

SNIPPET = re.compile(r"^```(pass|fail)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def snippets(name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for verdict, text in SNIPPET.findall(load(name).__doc__ or ""):
        yield verdict, load_yaml(text)


ALL = [
    pytest.param(name, verdict, case, id=f"{name}-{number}-{verdict}")
    for name in names()
    for number, (verdict, case) in enumerate(snippets(name), 1)
]


@pytest.mark.parametrize(("name", "verdict", "case"), ALL)
def test_a_snippet_of_the_manual_does_what_it_says(
    name: str, verdict: str, case: dict[str, Any]
) -> None:
    found = run(name, case)
    if verdict == "pass":
        assert found == []
    else:
        assert found
        assert all(isinstance(one, Problem) for one in found)


@pytest.mark.parametrize(("name", "verdict", "case"), ALL)
def test_a_snippet_uses_only_options_that_the_check_has(
    name: str, verdict: str, case: dict[str, Any]
) -> None:
    Draft202012Validator(load(name).OPTIONS).validate(case.get("options", {}))
    assert set(case) <= {"value", "options", "context"}


@pytest.mark.parametrize("name", names())
def test_a_manual_page_opens_with_a_sentence_and_shows_both_sides(name: str) -> None:
    page = load(name).__doc__ or ""
    assert page.splitlines()[0].endswith(".")
    assert {verdict for verdict, _ in snippets(name)} == {"pass", "fail"}

"""docs/essay.md: no ask without an answer, and no rule that nobody asked for."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from stewardship.cli.group import COMMANDS
from tests.source import ROOT

sys.path.insert(0, str(ROOT / "tools"))
import essay_page

RULES = essay_page.registered()


def asks() -> Iterator[Mapping[str, Any]]:
    for section in essay_page.sections():
        yield from section["asks"]


@pytest.mark.parametrize("one", list(asks()), ids=lambda one: one["ask"])
def test_an_ask_is_answered_or_says_why_it_cannot_be(one: Mapping[str, Any]) -> None:
    if "not-checkable" in one:
        assert set(one) == {"ask", "not-checkable"}
        return
    assert one.get("rules") or one.get("commands")
    assert one["reads"]
    assert one["proves"]
    assert one["blind"]
    for pattern in one.get("rules", ()):
        assert essay_page.answering([pattern], RULES), f"{pattern} is no rule"
    for command in one.get("commands", ()):
        assert command.split()[1] in COMMANDS


def test_no_rule_is_without_an_ask() -> None:
    patterns = [pattern for one in asks() for pattern in one.get("rules", ())]
    assert set(RULES) - set(essay_page.answering(patterns, RULES)) == set()


def test_the_page_is_what_the_table_says() -> None:
    assert essay_page.table().strip() in (ROOT / "docs/essay.md").read_text()

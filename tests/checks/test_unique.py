"""Looking for what two resources share stays cheap in a tree of thousands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from stewardship.checks import load, walk
from stewardship.model import Value
from tests.checks.context import make_value, make_world


def test_the_others_are_read_once_for_all_that_are_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    reads = 0
    real = walk.scalars

    def counted(value: Value) -> Any:
        nonlocal reads
        reads += 1
        return real(value)

    monkeypatch.setattr(walk, "scalars", counted)
    others = [{"name": f"m{number}", "fields": {"version": f"v{number}"}} for number in range(50)]
    value = make_value("v7")
    world = make_world({"field": "version", "resources": others}, value)
    for _ in range(50):
        assert len(list(load("unique").check(value, {}, world))) == 1
    assert reads == 51  # each of the fifty, and the judged one itself


def test_a_second_run_does_not_see_the_first() -> None:
    value = make_value("same")
    options: Mapping[str, Any] = {"field": "version"}
    told = [
        len(list(load("unique").check(value, options, make_world(around, value))))
        for around in (
            {"resources": [{"name": "a", "fields": {"version": "same"}}]},
            {"resources": [{"name": "a", "fields": {"version": "other"}}]},
        )
    ]
    assert told == [1, 0]

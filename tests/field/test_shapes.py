"""Shapes that strangers' repositories have, in words of our own: what is claimed, and what blocks.

Each case of ``shapes.yaml`` came up in the field test (docs/field-test.md) and was wrong there:
``files`` by path, ``resources`` as ``kind name``, ``findings`` as ``severity rule path``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from stewardship.cli.looking import picture
from stewardship.picture import Request
from stewardship.run import check
from tests.repos import make_repo

CASES: list[dict[str, Any]] = yaml.load(
    (Path(__file__).parent / "shapes.yaml").read_text(), yaml.CSafeLoader
)


@pytest.mark.parametrize("case", CASES, ids=[case["title"] for case in CASES])
def test_a_shape_of_the_field(case: dict[str, Any], tmp_path: Path) -> None:
    repo = make_repo(tmp_path / "repo", case["files"])
    named = [f"{one.kind} {one.name}" for one in picture(repo.path).universe.all()]
    assert sorted(named) == sorted(case.get("resources", named))
    found = check(Request(repo.path)).verdict.findings
    said = [f"{one.severity} {one.rule} {one.location.path}" for one in found]
    assert sorted(said) == sorted(case["findings"])
    wanted = case.get("message")
    assert wanted is None or [wanted in one.message for one in found] == [True]

"""The tables of ``cases/``: what a rule says of a tree, in sentences."""

from __future__ import annotations

import pytest

from tests.engine.judging import Case, cases, evaluated, told

TABLES = ("values.yaml", "items.yaml", "alternatives.yaml", "conditions.yaml", "references.yaml")
CASES = {
    f"{table.removesuffix('.yaml')}: {name}": case
    for table in TABLES
    for name, case in cases(table).items()
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_rule_finds_what_the_table_says(case: Case) -> None:
    evaluation = evaluated(case)
    assert [told(one) for one in evaluation.findings] == case["finds"]
    assert {one.reason: one.count for one in evaluation.unchecked} == case.get("unjudged", {})
    if "notes" in case:
        assert list(evaluation.notes) == case["notes"]

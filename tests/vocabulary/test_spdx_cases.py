"""The table of expressions, allow lists and verdicts, each against a brute-force truth table."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from stewardship.vocabulary.spdx import (
    ExpressionError,
    allowance,
    licenses,
    parse,
    render,
    satisfied,
)
from stewardship.vocabulary.spdx_caret import pointed
from tests.vocabulary import truth

TABLE: dict[str, list[list[Any]]] = yaml.load(
    Path(__file__).with_name("cases").joinpath("expressions.yaml").read_text(encoding="utf-8"),
    yaml.CSafeLoader,
)
CASES = [row for rows in TABLE.values() for row in rows]
NAMES = [f"{group}: {row[0]} of {row[1]}" for group, rows in TABLE.items() for row in rows]


def judge(expression: str, allow: list[str]) -> tuple[str, str | int | None]:
    """The verdict, and what is chosen or in which column the fault is."""
    try:
        allowed = allowance(allow)
    except ExpressionError:
        return "error", None
    try:
        node = parse(expression)
    except ExpressionError as error:
        return "error", error.column
    found = satisfied(node, allowed)
    assert len(found.reasons) == len(licenses(node)), "every license has its reason"
    return ("pass", render(found.chosen)) if found.chosen else ("block", None)


def test_the_table_is_as_large_as_was_asked_for_and_says_nothing_twice() -> None:
    assert len({(row[0], tuple(row[1])) for row in CASES}) == len(CASES) >= 200


@pytest.mark.parametrize("row", CASES, ids=NAMES)
def test_the_verdict_is_that_of_the_table_and_of_a_truth_table(row: list[Any]) -> None:
    expression, allow, wanted, *more = row
    verdict, detail = judge(expression, allow)
    assert verdict == wanted
    assert detail == (more[0] if more else None)
    assert truth.verdict(expression, allow) == wanted


@pytest.mark.parametrize("row", CASES, ids=NAMES)
def test_a_wider_list_still_passes_and_an_empty_one_never(row: list[Any]) -> None:
    expression, allow, wanted, *_ = row
    if wanted == "pass":
        assert judge(expression, [*allow, "MIT", "AGPL-3.0-or-later"])[0] == "pass"
    assert judge(expression, [])[0] != "pass"


PAGE = (Path(__file__).parents[2] / "docs/licenses.md").read_text(encoding="utf-8")
EXAMPLE = re.compile(r"\| `([^`]+)` \| ((?:`[^`]+` ?)+)\| (pass|block|error) \| .+ \|")


@pytest.mark.parametrize("row", EXAMPLE.findall(PAGE), ids=" of ".join)
def test_an_example_of_the_page_is_judged_as_the_page_says(row: tuple[str, str, str]) -> None:
    expression, listed, wanted = row
    allow = re.findall(r"`([^`]+)`", listed)
    assert judge(expression, allow)[0] == truth.verdict(expression, allow) == wanted


def test_the_page_has_examples_of_each_verdict_and_shows_the_caret_as_it_is() -> None:
    assert {row[2] for row in EXAMPLE.findall(PAGE)} == {"pass", "block", "error"}
    with pytest.raises(ExpressionError) as caught:
        parse("MIT OR Apche-2.0")
    fault = caught.value
    shown = pointed("MIT OR Apche-2.0", fault.column, f"{fault.message}; {fault.hint}")
    assert f"```text\n{shown}\n```" in PAGE

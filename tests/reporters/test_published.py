"""Reports that satisfy the schemas of others: SARIF 2.1.0, and JUnit as Jenkins reads it."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from stewardship.model import Location, Related
from stewardship.reporters import load
from stewardship.run import Request, check
from stewardship.vocabulary.durations import date_of
from tests.reporters import schemas
from tests.reporters.hostile import TEXTS, hostile
from tests.reporters.published import mistakes, mistakes_of
from tests.reporters.samples import BASE_PINNED, SAMPLES, report
from tests.source import ROOT

sys.path.insert(0, str(ROOT / "examples"))

import demo

FORMATS = ("sarif", "junit")


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("case", SAMPLES)
def test_every_sample_satisfies_the_published_schema(case: str, format_: str) -> None:
    assert mistakes_of(format_, SAMPLES[case]) == []


@pytest.mark.parametrize("format_", FORMATS)
def test_no_text_breaks_the_published_schema(format_: str) -> None:
    assert [name for name, text in TEXTS.items() if mistakes_of(format_, hostile(text))] == []


def test_the_reports_of_the_example_satisfy_every_schema(tmp_path: Path) -> None:
    now = date_of(demo.TODAY)
    assert now is not None
    found = check(replace(Request(demo.build(tmp_path / "acme-ai")), now=now))
    assert len(found.verdict.findings) > 20
    for format_ in FORMATS:
        assert mistakes_of(format_, found) == []
    for format_ in schemas.MACHINE_FORMATS:
        assert schemas.mistakes_of(format_, found) == []


BROKEN = {
    "a level that SARIF has not": ("sarif", '"level": "error"', '"level": "fatal"'),
    "a line before the first": ("sarif", '"startLine": 5', '"startLine": 0'),
    "another version": ("sarif", '"version": "2.1.0"', '"version": "2.2.0"'),
    "an element that JUnit has not": ("junit", "system-out>", "stdout>"),
    "an attribute that JUnit has not": ("junit", "classname=", "class="),
    "a test case without a name": ("junit", "<testcase name=", "<testcase status="),
}


@pytest.mark.parametrize("case", BROKEN)
def test_the_published_schema_refuses(case: str) -> None:
    format_, old, new = BROKEN[case]
    related = (Related(Location("CODEOWNERS", 1), "stated here"),)
    text = load(format_).render(report(replace(BASE_PINNED, related=related)))
    assert mistakes(format_, text) == []
    assert old in text
    assert mistakes(format_, text.replace(old, new)) != []

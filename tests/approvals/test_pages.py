"""What the pages show of approvals is what the program takes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from stewardship.decisions import approvals, waivers
from stewardship.decisions.approval_fit import fits
from stewardship.memory import Memory
from stewardship.organization.files import load
from tests.approvals.build import licensed

DOCS = Path(__file__).parents[2] / "docs"
BLOCK = re.compile(r"```yaml\n((?:waivers|approvals):\n.*?)```", re.S)
PAGES = {
    name: BLOCK.findall((DOCS / name).read_text()) for name in ("licenses.md", "configuration.md")
}


@pytest.mark.parametrize("page", PAGES)
def test_the_example_of_a_page_is_understood_and_fits_the_model_that_it_names(page: str) -> None:
    (block,) = (one for one in PAGES[page] if "approvals:" in one)
    rules = load({}, {}, Memory()).rules
    found = approvals.of_files(block.encode(), None, rules)
    assert found.problems == waivers.load(block.encode()).problems == ()
    (one,) = found.entries
    assert fits(one, licensed())


def test_the_page_on_licenses_names_every_key() -> None:
    section = (DOCS / "licenses.md").read_text().partition("## Approvals")[2]
    assert [
        key for key in approvals.KEYS if f"`{key}`" not in section and f" {key}:" not in section
    ] == []

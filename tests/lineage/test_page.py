"""The page on lineage shows what the commands say of the example today."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from tests.source import ROOT

PAGE = (ROOT / "docs/lineage.md").read_text()


def block(name: str) -> str:
    found = re.search(rf"<!-- generated: {name} -->\n(.*?)\n<!-- end: {name} -->", PAGE, re.DOTALL)
    assert found
    return found[1]


@pytest.mark.parametrize("name", ["tree", "graph"])
def test_a_block_is_what_the_command_says(name: str) -> None:
    code = f"import lineage_page; print(lineage_page.{name}())"
    env = {**os.environ, "PYTHONPATH": str(ROOT / "tools")}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, env=env
    )
    assert done.stdout == block(name) + "\n"


def test_the_chart_of_the_page_is_that_of_the_example() -> None:
    chart = block("graph")
    for said in (
        "model fraud-v3",
        "dataset payments",
        "service fraud-api",
        "not in this repository",
    ):
        assert said in chart

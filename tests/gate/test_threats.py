"""Each threat that the page on security speaks of is held by tests that exist."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
ROWS: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("threats.yaml").read_text())


@cache
def there(file: str) -> frozenset[str]:
    """The tests of a module, or the sentences of a table."""
    text = (ROOT / file).read_text()
    if file.endswith(".yaml"):
        return frozenset(row["it"] for row in yaml.safe_load(text))
    nodes = ast.walk(ast.parse(text))
    return frozenset(node.name for node in nodes if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize("row", ROWS, ids=[row["tried"] for row in ROWS])
def test_it_is_held(row: dict[str, Any]) -> None:
    assert row["held"]
    for one in row["held"]:
        file, _, name = one.partition("::") if "::" in one else one.partition(": ")
        assert name in there(file), one

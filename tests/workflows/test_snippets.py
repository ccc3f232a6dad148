"""What the pages say to paste can be pasted: the same pins as the gate's, and nothing wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.programs import find, run
from tests.source import ROOT
from tests.workflows.test_lint import GATE, USES, actionlint

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
FENCED = re.compile(r"^```yaml\n# (\S+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
SNIPPETS = [
    pytest.param(name, text, id=f"{page.name}: {name}")
    for page in PAGES
    for name, text in FENCED.findall(page.read_text())
    if name.startswith(".github/workflows/") or name == ".pre-commit-config.yaml"
]


def test_the_readme_shows_the_hook_and_the_workflow() -> None:
    shown = {name for name, _ in FENCED.findall((ROOT / "README.md").read_text())}
    assert shown >= {".pre-commit-config.yaml", ".github/workflows/steward.yml"}


@pytest.mark.parametrize(("name", "text"), SNIPPETS)
def test_a_snippet_can_be_pasted(name: str, text: str, tmp_path: Path) -> None:
    if name.startswith(".github/"):
        assert actionlint(text) == []
        used, pinned = USES.findall(text), USES.findall(GATE.read_text())
        assert used, "the workflow calls nothing"
        assert set(used) <= {*pinned, *((action, at, "") for action, at, _ in pinned)}
        return
    (tmp_path / name).write_text(text)
    valid = run(tmp_path, find("pre-commit"), "validate-config", name)
    assert valid.code == 0, valid.text

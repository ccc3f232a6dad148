"""The worked examples of ``docs/plugins.md`` work: they are installed as they stand there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.gate.steward import Said, program
from tests.repos import Repo

PAGE = Path(__file__).resolve().parents[2] / "docs" / "plugins.md"
BLOCK = re.compile(r"<!-- tested: (\S+) -->\n```\w+\n(.*?)```\n", re.DOTALL)
BLOCKS = dict(BLOCK.findall(PAGE.read_text()))
CONFIG = "plugins: [acme_steward.kitfile, acme_steward.approved_region]\n"
KITFILE = """\
manifestVersion: 1.0.0
package:
  name: churn
  version: 1.10
  description: Whom we may lose
  authors: [Dana, Lee]
model:
  path: weights/churn.safetensors   # the weights
  license: Apache-2.0
  parts: [{path: weights/tokenizer.json}]
datasets:
  - {name: calls, path: data/calls.csv, license: "{{LICENSE}}"}
  - {name: nowhere}
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """The modules of the page, installed outside the repository."""
    folder = tmp_path / "site"
    for name, text in BLOCKS.items():
        if name.endswith(".py"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text)
    return folder


def run(repo: Repo, site: Path, *arguments: str) -> Said:
    return program(repo, *arguments, env={"PYTHONPATH": str(site)})


def test_the_page_holds_what_the_tests_run() -> None:
    assert len(BLOCKS) == 3
    assert CONFIG in PAGE.read_text()


def test_the_reader_of_the_page_reads(repo: Repo, site: Path) -> None:
    repo.commit("first", {".steward/config.yaml": CONFIG, "churn/Kitfile": KITFILE})
    shown = run(repo, site, "show", "churn").out
    for part in ("1.10", "Dana", "weights/churn.safetensors", "weights/tokenizer.json",
                 "data/calls.csv", "Apache-2.0", "churn/Kitfile:4"):  # fmt: skip
        assert part in shown, shown
    assert "kitfile" in run(repo, site, "list", "readers").out


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        pytest.param("manifestVersion: [", 1, "churn/Kitfile", id="no YAML"),
        pytest.param("- a\n", 1, "has to hold a mapping", id="a list"),
        pytest.param("", 1, "has to hold a mapping", id="empty"),
        pytest.param("just: notes\n", 0, "nothing is governed here", id="of something else"),
    ],
)
def test_the_reader_of_the_page_fails_closed(
    repo: Repo, site: Path, content: str, code: int, says: str
) -> None:
    repo.commit("first", {".steward/config.yaml": CONFIG, "churn/Kitfile": content})
    said = run(repo, site, "check", "--only", "manifests/readable")
    assert (said.code, says in said.everything) == (code, True), said.everything


def test_the_check_of_the_page_judges(repo: Repo, site: Path) -> None:
    policy = ".steward/policies/regions.yaml"
    card = "---\nsdk: gradio\nemoji: x\nstewardship: {region: %s}\n---\n"
    repo.commit("first", {".steward/config.yaml": CONFIG, policy: BLOCKS[policy],
                          "svc/README.md": card % "mars-north-1"})  # fmt: skip
    assert "4 examples hold" in run(repo, site, "policy", "test", policy).out
    said = run(repo, site, "check", "--only", "regions")
    assert (said.code, "is no region of ours" in said.everything) == (1, True), said.everything
    repo.commit("second", {"svc/README.md": card % "eu-west-1"})
    assert run(repo, site, "check", "--only", "regions").code == 0

"""``steward licenses explain`` and ``matrix``: the words, the JSON, and the exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from stewardship.cli.licenses.explain_ import command as explain
from stewardship.cli.licenses.matrix_ import command as matrix
from tests.repos import make_repo

COUNSEL = (
    "context: internal\nallowed: [AGPL-3.0-only]\ncontexts: [{path: 'a/**', context: networked}]\n"
)


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No repository around: the pack's own matrix is in force."""
    monkeypatch.chdir(tmp_path)


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(explain, arguments)
    return done.exit_code, done.output


def plain(*arguments: str) -> dict[str, Any]:
    return dict(json.loads(run(*arguments, "--format", "json")[1]))


def test_a_list_says_which_branch_it_satisfies() -> None:
    code, said = run(
        "(MIT OR AGPL-3.0-only) AND Apache-2.0", "--allow", "MIT", "--allow", "Apache-2.0"
    )
    assert code == 0
    assert said.splitlines()[-1] == "pass, by MIT AND Apache-2.0"
    assert "`AGPL-3.0-only` is not allowed; the branch is not needed" in said


def test_two_contexts_give_two_verdicts_with_reasons() -> None:
    code, said = run("AGPL-3.0-only", "--as", "internal", "--as", "networked")
    assert code == 1
    assert [line.split()[:2] for line in said.splitlines()[-2:]] == [
        ["internal", "review"],
        ["networked", "block"],
    ]


def test_a_fault_is_pointed_at() -> None:
    code, said = run("MIT AND")
    assert code == 2
    assert said.splitlines() == ["MIT AND", "    ^ `AND` has nothing after it"]


VERDICTS = [
    ("MIT", "pass", 0),
    ("MIT OR GPL-3.0-only", "pass", 0),
    ("llama3.1", "review", 0),
    ("GPL-3.0-only", "block", 1),
    ("bsd", "error", 2),
    ("no license", "error", 2),
]


@pytest.mark.parametrize(("what", "verdict", "code"), VERDICTS)
def test_the_exit_code_is_the_verdict_in_the_context_of_the_repository(
    what: str, verdict: str, code: int
) -> None:
    assert run(what)[0] == code
    said = plain(what)
    assert said["verdict"] == verdict
    assert set(said) == {"verdict", "expression", "chosen", "reasons", "by_context"}


def test_what_the_list_does_not_satisfy_is_blocked() -> None:
    assert plain("MIT AND ISC", "--allow", "MIT") | {"reasons": []} == {
        "verdict": "block",
        "expression": "MIT AND ISC",
        "chosen": None,
        "reasons": [],
        "by_context": {},
    }


def test_a_category_may_be_allowed() -> None:
    assert plain("MIT AND ISC", "--allow", "category:permissive")["verdict"] == "pass"


def test_a_list_with_a_typo_is_refused() -> None:
    done = CliRunner().invoke(explain, ["MIT", "--allow", "category:permisive"])
    assert done.exit_code == 1
    assert "did you mean `permissive`" in str(done.exception)


def test_a_resource_is_explained_by_its_license(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = "---\nlicense: agpl-3.0\npipeline_tag: text-generation\n---\n# toy\n"
    repo = make_repo(tmp_path / "repo", {"models/toy/README.md": card})
    monkeypatch.chdir(repo.path)
    assert plain("toy")["expression"] == "AGPL-3.0-only"


def test_counsel_s_file_is_what_is_printed_and_judged_by(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo = make_repo(tmp_path / "repo", {".steward/params/licenses.yaml": COUNSEL})
    monkeypatch.chdir(repo.path)
    printed = CliRunner().invoke(matrix).output
    assert "context: internal (.steward/params/licenses.yaml)" in printed
    assert "  a/**: networked" in printed
    assert "allowed whatever the table says: AGPL-3.0-only" in printed
    assert run("AGPL-3.0-only", "--as", "networked")[0] == 0


def test_the_printed_matrix_has_a_row_for_each_category_and_a_cell_for_each_context() -> None:
    lines = CliRunner().invoke(matrix).output.splitlines()
    assert lines[0].split() == ["CATEGORY", "INTERNAL", "NETWORKED", "DISTRIBUTED", "DEV-ONLY"]
    rows = [line.split() for line in lines[1:11]]
    assert all(len(row) == 5 and set(row[1:]) <= {"pass", "review", "block"} for row in rows)
    assert "network-copyleft" in {row[0] for row in rows}

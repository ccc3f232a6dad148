"""A commit is looked up in the repository at hand; what that cannot tell is said and counted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.gate.steward import steward
from tests.repos import Repo

STRANGE = "9fceb02d0ae598e95dc970b74767f19372d61af8"


def card(commit: str, more: str = "") -> dict[str, str]:
    text = f"---\nlicense: mit\npipeline_tag: x\nstewardship:\n  commit: {commit}\n{more}---\n# m\n"
    return {"models/m/README.md": text}


def lineage(repo: Repo) -> tuple[list[str], list[dict[str, Any]]]:
    """The findings of the pack, and what it could not check."""
    report = json.loads(steward(repo, "check", "--only", "lineage", "--format", "json").out)
    rules = [f"{one['rule']} {one['severity']}: {one['message']}" for one in report["findings"]]
    return rules, [one for one in report["unchecked"] if one["rule"] == "lineage/commit-known"]


def test_a_commit_that_is_here_passes(repo: Repo) -> None:
    trained = repo.commit(files={"train.py": "pass\n"})
    repo.commit(files=card(trained))
    assert lineage(repo) == ([], [])


def test_a_commit_that_is_not_here_is_told(repo: Repo) -> None:
    repo.commit(files=card(STRANGE))
    said = f"lineage/commit-known warn: `{STRANGE}` is no commit of this repository"
    assert lineage(repo) == ([said], [])


def test_what_is_no_commit_is_told_once(repo: Repo) -> None:
    repo.commit(files=card("main"))
    said = "lineage/commit-pinned block: `main` is the name of a branch, which moves"
    assert lineage(repo) == ([said], [])


def test_a_commit_of_another_repository_is_unchecked(repo: Repo) -> None:
    repo.commit(files=card(STRANGE, "  repository: https://git.acme.example/training\n"))
    why = "the commit is of another repository, and cannot be looked up here"
    assert lineage(repo) == ([], [{"rule": "lineage/commit-known", "reason": why, "count": 1}])


def test_a_commit_that_a_shallow_clone_lacks_is_unchecked(repo: Repo, tmp_path: Path) -> None:
    trained = repo.commit(files={"train.py": "pass\n"})
    repo.commit(files=card(trained))
    shallow = tmp_path / "shallow"
    repo.git("clone", "--quiet", "--depth=1", f"file://{repo.path}", str(shallow))
    found, unchecked = lineage(Repo(shallow))
    assert found == []
    assert [(one["count"], "not whole" in one["reason"]) for one in unchecked] == [(1, True)]

"""What a hook sees is what will be committed, by whichever way git is told to commit.

For some of them git makes a temporary index and names it in GIT_INDEX_FILE.
"""

from __future__ import annotations

import json
import shlex
import sys
from pathlib import Path

import pytest

from stewardship.repository import git, revisions
from tests.repos import Repo, make_repo

LOOK = """
import json, sys
from pathlib import Path
from stewardship.repository import git
from stewardship.repository import revisions
from stewardship.repository import trees
found = git.find(Path.cwd())
tree = trees.index(found)
seen = {path: content.decode() for path, content in tree.read(tree.entries(), 99)}
changes = {change.path: change.status for change in revisions.changes_staged(found)}
Path(sys.argv[1]).write_text(json.dumps([seen, changes]))
"""


def watched(repo: Repo, out: Path, hooks: Path | None = None) -> None:
    """Install a pre-commit hook that writes down what it sees."""
    command = shlex.join([sys.executable, "-c", LOOK, str(out)])
    if hooks:
        repo.git("config", "core.hooksPath", str(hooks))
        hooks.mkdir()
        (hooks / "pre-commit").write_text(f"#!/bin/sh\n{command}\n")
        (hooks / "pre-commit").chmod(0o755)
    else:
        repo.hook("pre-commit", command)


def seen(out: Path) -> tuple[dict[str, str], dict[str, str]]:
    files, changes = json.loads(out.read_text())
    return files, changes


BEFORE = {"one.md": "1", "two.md": "1", "gone.md": "1"}


@pytest.mark.parametrize(
    ("command", "files", "changes"),
    [
        pytest.param(
            ["commit", "-m", "x"],
            {"one.md": "staged", "two.md": "1", "gone.md": "1"},
            {"one.md": "M"},
            id="commit takes what is staged",
        ),
        pytest.param(
            ["commit", "-a", "-m", "x"],
            {"one.md": "on disk", "two.md": "on disk"},
            {"one.md": "M", "two.md": "M", "gone.md": "D"},
            id="commit -a takes every tracked file from disk",
        ),
        pytest.param(
            ["commit", "-m", "x", "two.md"],
            {"one.md": "1", "two.md": "on disk", "gone.md": "1"},
            {"two.md": "M"},
            id="commit PATH takes that path and nothing that was staged before",
        ),
        pytest.param(
            ["commit", "--include", "-m", "x", "two.md"],
            {"one.md": "staged", "two.md": "on disk", "gone.md": "1"},
            {"one.md": "M", "two.md": "M"},
            id="commit --include PATH takes it too",
        ),
        pytest.param(
            ["commit", "--amend", "-m", "x"],
            {"one.md": "staged", "two.md": "1", "gone.md": "1"},
            {"one.md": "M"},
            id="an amended commit adds what is staged",
        ),
    ],
)
@pytest.mark.parametrize("place", ["repository", "linked worktree", "submodule"])
def test_the_hook_sees_what_will_be_committed(
    tmp_path: Path,
    place: str,
    command: list[str],
    files: dict[str, str],
    changes: dict[str, str],
) -> None:
    repo = make_repo(tmp_path / "repo", BEFORE)
    if place == "linked worktree":
        repo.git("worktree", "add", "--quiet", str(tmp_path / "linked"), "-b", "side")
        repo = Repo(tmp_path / "linked")
    if place == "submodule":
        outer = make_repo(tmp_path / "outer")
        outer.git("submodule", "--quiet", "add", str(repo.path), "inner")
        repo = Repo(outer.path / "inner")
    watched(repo, tmp_path / "seen.json", tmp_path / "hooks")
    repo.stage({"one.md": "staged"})
    repo.write({"one.md": "on disk", "two.md": "on disk", "untracked.md": "no"})
    (repo.path / "gone.md").unlink()
    repo.git(*command)
    assert seen(tmp_path / "seen.json") == (files, changes)
    committed = {name: repo.git("show", f"HEAD:{name}") for name in files}
    assert committed == files


def test_a_commit_from_a_folder_below_the_top_level(repo: Repo, tmp_path: Path) -> None:
    repo.commit("first", {"a/one.md": "1"})
    watched(repo, tmp_path / "seen.json")
    repo.write({"a/one.md": "2"})
    Repo(repo.path / "a").git("commit", "-q", "-m", "x", "one.md")
    assert seen(tmp_path / "seen.json") == ({"a/one.md": "2"}, {"a/one.md": "M"})


def test_the_first_commit_ever(repo: Repo, tmp_path: Path) -> None:
    watched(repo, tmp_path / "seen.json")
    repo.commit("first", {"one.md": "1"})
    assert seen(tmp_path / "seen.json") == ({"one.md": "1"}, {"one.md": "A"})


@pytest.mark.parametrize(
    "named",
    [
        pytest.param("../other/.git/index", id="of another repository"),
        pytest.param(".git/no-such-index", id="that is not there"),
        pytest.param(".git", id="that is a folder"),
        pytest.param("index", id="in the work tree"),
        pytest.param(".git/link", id="by a link that leads away"),
        pytest.param("", id="of no name"),
    ],
)
def test_an_index_that_is_not_this_repositorys_is_not_looked_at(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    other = make_repo(tmp_path / "other", {"b.md": "1"})
    repo.commit("first", {"a.md": "1", "index": (other.path / ".git/index").read_bytes()})
    (repo.path / ".git" / "link").symlink_to(other.path / ".git" / "index")
    monkeypatch.setenv("GIT_INDEX_FILE", named)
    found = git.find(repo.path)
    assert found.index is None
    assert revisions.changes_staged(found) == ()

"""Which repository is meant, and what a person is told when there is none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from stewardship.errors import GateError, UserError
from stewardship.repository import git
from tests.repos import Repo, make_repo


def test_the_root_is_gits_top_level_wherever_one_stands_in_it(repo: Repo) -> None:
    repo.write({"models/fraud/README.md": ""})
    found = git.find(repo.path / "models" / "fraud")
    assert (found.root, found.top, found.prefix) == (repo.path, repo.path, "")


def test_a_named_root_may_be_a_folder_of_the_repository(repo: Repo, tmp_path: Path) -> None:
    repo.write({"teams/risk/README.md": ""})
    found = git.find(tmp_path, repo.path / "teams" / "risk")
    assert found.top == repo.path
    assert (found.root, found.prefix) == (repo.path / "teams" / "risk", "teams/risk/")


def test_a_root_named_by_way_of_a_link_is_where_the_link_leads(repo: Repo, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(repo.path)
    assert git.find(tmp_path, tmp_path / "link").root == repo.path


def test_a_folder_whose_name_has_a_line_end_is_found(tmp_path: Path) -> None:
    repo = make_repo(tmp_path / "line\nend", {"a": "1"})
    found = git.find(repo.path)
    assert (found.root, found.git_dir) == (repo.path, repo.path / ".git")


def test_a_linked_worktree_is_a_repository_of_its_own(repo: Repo, tmp_path: Path) -> None:
    repo.commit("first", {"a": "1"})
    repo.git("worktree", "add", "--quiet", str(tmp_path / "linked"), "-b", "side")
    found = git.find(tmp_path / "linked")
    assert found.root == tmp_path / "linked"
    assert found.git_dir == repo.path / ".git" / "worktrees" / "linked"


def test_a_submodule_is_a_repository_of_its_own(repo: Repo, tmp_path: Path) -> None:
    make_repo(tmp_path / "inner", {"card.md": "inner"})
    repo.git("submodule", "--quiet", "add", str(tmp_path / "inner"), "vendor/inner")
    found = git.find(repo.path / "vendor" / "inner")
    assert found.root == repo.path / "vendor" / "inner"
    assert found.git_dir == repo.path / ".git" / "modules" / "vendor" / "inner"


def test_sha256_repositories_are_told_apart(tmp_path: Path) -> None:
    repo = make_repo(tmp_path / "wide", {"a": "1"}, "--object-format=sha256")
    assert len(git.find(repo.path).empty_tree) == 64


def refusal(start: Path, root: Path | None = None) -> UserError:
    with pytest.raises(UserError) as caught:
        git.find(start, root)
    assert caught.value.hint
    return caught.value


def test_outside_of_any_repository(tmp_path: Path) -> None:
    error = refusal(tmp_path)
    assert "not inside a git repository" in error.message
    assert "git init" in str(error.hint)


def test_a_root_that_is_not_there(repo: Repo) -> None:
    assert "is not a folder" in refusal(repo.path, repo.path / "nowhere").message


def test_a_root_that_is_a_file(repo: Repo) -> None:
    repo.write({"a": "1"})
    assert "is not a folder" in refusal(repo.path, repo.path / "a").message


def test_a_bare_repository(tmp_path: Path) -> None:
    make_repo(tmp_path / "bare", None, "--bare")
    error = refusal(tmp_path / "bare")
    assert "bare repository" in error.message
    assert "clone" in str(error.hint)


def test_the_git_folder_itself(repo: Repo) -> None:
    assert "inside a git folder" in refusal(repo.path / ".git").message


def test_a_work_tree_configured_elsewhere(repo: Repo, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    repo.git("config", "core.worktree", str(tmp_path / "elsewhere"))
    assert "outside of its repository's work tree" in refusal(repo.path).message


def test_a_repository_of_another_user(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Git has a switch of its own for this test; a wrapper sets it, since we let none through."""
    wrapper = tmp_path / "bin" / "git"
    wrapper.parent.mkdir()
    real = git.program()
    wrapper.write_text(f'#!/bin/sh\nGIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec {real} "$@"\n')
    wrapper.chmod(0o755)
    monkeypatch.setattr(git, "program", lambda: str(wrapper))
    error = refusal(repo.path)
    assert "does not trust" in error.message
    assert f"git config --global --add safe.directory '{repo.path}'" in str(error.hint)


def test_a_broken_configuration_is_a_failure_of_the_gate_in_gits_words(repo: Repo) -> None:
    repo.write({".git/config": "[core\n"})
    with pytest.raises(GateError, match=r"bad config line 1 in file \.git/config"):
        git.find(repo.path)


def test_git_is_not_taken_from_a_relative_entry_of_path(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.write({"git": "#!/bin/sh\ntouch marker\n", "bin/git": "#!/bin/sh\ntouch marker\n"})
    for name in ("git", "bin/git"):
        (repo.path / name).chmod(0o755)
    monkeypatch.chdir(repo.path)
    monkeypatch.setenv("PATH", f":.:bin:{os.environ['PATH']}")
    program = git.program.__wrapped__()
    assert os.path.isabs(program)
    assert not program.startswith(str(repo.path))


def test_without_git_the_hint_says_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere:.")
    with pytest.raises(UserError, match="git is not installed"):
        git.program.__wrapped__()


@pytest.mark.parametrize(
    ("stderr", "said"),
    [
        pytest.param(b"", "it said nothing", id="nothing"),
        pytest.param(b"warning: x\nfatal: no such tree\n\n", "no such tree", id="the last line"),
        pytest.param(b"error: \x1b[31mred\x07", "?[31mred?", id="no escapes reach a terminal"),
        pytest.param(b"x" * 200, "x" * 79 + "…", id="long text is cut"),
    ],
)
def test_complaints_of_git_are_cleaned(stderr: bytes, said: str) -> None:
    assert git.complaint(stderr) == said

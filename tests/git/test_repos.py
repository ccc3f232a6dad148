"""The helper that all tests build on: what it makes is what git sees."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.repos import Repo, make_repo


@pytest.mark.parametrize(
    "name",
    ["plain.txt", "a folder/with space", "-rf", "new\nline", os.fsdecode(b"latin-\xe9"), "*"],
)
def test_a_file_of_any_name_is_committed(repo: Repo, name: str) -> None:
    repo.commit("add", {name: b"\r\n"})
    assert repo.git("ls-tree", "-rz", "--name-only", "HEAD").split("\0") == [name, ""]
    assert (repo.path / name).read_bytes() == b"\r\n"


def test_commit_ids_are_the_same_in_every_run(repo: Repo, tmp_path: Path) -> None:
    again = make_repo(tmp_path / "again", {"a": "1"})
    assert repo.commit("first", {"a": "1"}) == again.head


def test_staging_leaves_other_files_alone(repo: Repo) -> None:
    repo.write({"other": "1"})
    repo.stage({"mine": "1"})
    assert repo.git("ls-files") == "mine"


def test_a_failure_of_git_fails_the_test(repo: Repo) -> None:
    with pytest.raises(AssertionError, match="not a git command"):
        repo.git("no-such-command")
    assert repo.git("no-such-command", ok=False) == ""


def test_the_home_is_not_the_users_own(repo: Repo) -> None:
    assert os.listdir(Path.home()) == []
    assert repo.git("config", "user.name") == "Dana Example"

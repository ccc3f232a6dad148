"""What stands in the way of `init` is said: links, files, rights; nothing goes round them."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.gate.steward import PROGRAM, steward
from tests.init.common import CONFIG, PRE_COMMIT, WORKFLOW, written
from tests.programs import run
from tests.repos import Repo


@pytest.mark.parametrize("folder", [".steward", ".github", ".github/workflows"])
def test_nothing_is_written_through_a_link(repo: Repo, tmp_path: Path, folder: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (repo.path / folder).parent.mkdir(exist_ok=True)
    (repo.path / folder).symlink_to(outside)
    before = written(repo)
    said = steward(repo, "init")
    assert said.code == 2
    assert f"`{folder}` is" in said.err
    assert "link" in said.err
    assert list(outside.iterdir()) == []
    assert written(repo) == before, "nothing is written by halves"


@pytest.mark.parametrize("path", [PRE_COMMIT, WORKFLOW])
@pytest.mark.parametrize("there", [True, False], ids=["to a file", "to nothing"])
def test_a_link_in_place_of_a_file_is_kept(
    repo: Repo, tmp_path: Path, path: str, there: bool
) -> None:
    target = tmp_path / "target"
    if there:
        target.write_text("# theirs\n")
    (repo.path / path).parent.mkdir(parents=True, exist_ok=True)
    (repo.path / path).symlink_to(target)
    said = steward(repo, "init")
    assert said.code == 0, said.err
    assert "as it is, a symbolic link" in said.out
    assert (target.read_text() if there else target.exists()) == ("# theirs\n" if there else False)


@pytest.mark.parametrize("folder", [".steward", ".github", ".github/workflows"])
def test_a_file_in_place_of_a_folder_is_said(repo: Repo, folder: str) -> None:
    repo.write({folder: "a file\n"})
    said = steward(repo, "init")
    assert said.code == 2
    assert f"`{folder}` is no" in said.err
    assert "folder" in said.err


def test_a_named_pipe_in_place_of_the_configuration_is_not_waited_for(repo: Repo) -> None:
    os.mkfifo(repo.path / PRE_COMMIT)
    said = steward(repo, "init")
    assert said.code == 0, said.err
    assert f"kept   {PRE_COMMIT}" in said.out


def test_a_folder_that_may_not_be_written_to_is_said(repo: Repo) -> None:
    # Root writes everywhere, unless it gives up the capability to.
    drop = ("--bounding-set=-dac_override", "--inh-caps=-dac_override")
    command: list[str | Path] = [PROGRAM, "init"]
    if os.geteuid() == 0:
        if not shutil.which("setpriv"):
            pytest.skip("root writes everywhere, and there is no setpriv to hold it back")
        command = ["setpriv", *drop, *command]
    repo.path.chmod(0o555)
    try:
        done = run(repo.path, *command)
    finally:
        repo.path.chmod(0o755)
    assert done.code == 2, done.text
    assert f"steward: {CONFIG} cannot be written: Permission denied" in done.text
    assert "run this again" in done.text
    assert written(repo) == set()


def test_a_configuration_that_is_wrong_is_said_before_anything_is_written(repo: Repo) -> None:
    repo.commit("first", {CONFIG: "mode: enforced\n"})
    said = steward(repo, "init")
    assert said.code == 2
    assert "`enforced` is not a mode" in said.err
    assert written(repo) == {CONFIG}

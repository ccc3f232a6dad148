"""Lists of hashes kept off-site: written, compared, and every difference told."""

from __future__ import annotations

import os
import resource
import subprocess
from pathlib import Path

import pytest

from tests.gate.steward import PROGRAM, program, steward
from tests.repos import Repo
from tests.verify.made import WEIGHTS, faults, fraud, sha256

MODEL = "models/fraud/model.bin"


@pytest.fixture
def kept(repo: Repo, tmp_path: Path) -> Path:
    """A list of everything in the repository, kept beside it."""
    fraud(repo)
    file = tmp_path / "kept.sha256"
    said = steward(repo, "verify", "--write", str(file))
    assert said.code == 0, said.everything
    return file


def test_what_was_written_is_met_again(repo: Repo, kept: Path) -> None:
    assert faults(repo, "--against", str(kept)) == []
    assert f"{sha256(WEIGHTS)}  {MODEL}\n" in kept.read_text()


def test_a_list_is_the_same_each_time(repo: Repo, kept: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    steward(repo, "verify", "--jobs", "7", "--write", str(again))
    assert again.read_bytes() == kept.read_bytes()


def test_changed_missing_and_new_files_are_told_apart(repo: Repo, kept: Path) -> None:
    repo.write({"models/fraud/.gitignore": "/model.bin\n# more\n", "new.txt": "x"})
    (repo.path / f"{MODEL}.dvc").unlink()
    assert faults(repo, "--against", str(kept)) == [
        "mismatch models/fraud/.gitignore",
        f"missing {MODEL}.dvc",
        "new new.txt",
    ]


def test_weights_and_manifest_rewritten_together_are_caught(repo: Repo, kept: Path) -> None:
    from tests.verify.made import dvc

    other = WEIGHTS.replace(b"fraud", b"freud")
    repo.write({MODEL: other, f"{MODEL}.dvc": dvc("model.bin", other)})
    assert faults(repo) == [], "they agree with one another"
    assert faults(repo, "--against", str(kept)) == [f"mismatch {MODEL}", f"mismatch {MODEL}.dvc"]


def test_named_paths_are_covered_whatever_git_ignores(repo: Repo, tmp_path: Path) -> None:
    fraud(repo)
    file = str(tmp_path / "kept")
    steward(repo, "verify", "models", "--write", file)
    repo.write({"models/fraud/.gitignore": "/model.bin\n*.tmp\n", "elsewhere.txt": "x"})
    repo.write({"models/fraud/new.tmp": "x"})
    assert faults(repo, "--against", file) == [
        "mismatch models/fraud/.gitignore",
        "new models/fraud/new.tmp",
    ]


def test_paths_narrow_a_comparison(repo: Repo, kept: Path) -> None:
    repo.write({"new.txt": "x", MODEL: b"x"})
    assert faults(repo, "--against", str(kept), "new.txt") == ["new new.txt"]


def test_a_list_of_sha256sum_serves_and_covers_what_is_named(repo: Repo, tmp_path: Path) -> None:
    fraud(repo)
    file = tmp_path / "theirs"
    file.write_text(f"{sha256(WEIGHTS)}  ./{MODEL}\n")
    assert faults(repo, "--against", str(file)) == []
    assert faults(repo, "--against", str(file), "models") == [
        "new models/fraud/.gitignore",
        "new models/fraud/model.bin.dvc",
    ]


def test_a_link_in_the_place_of_a_listed_file(repo: Repo, kept: Path, tmp_path: Path) -> None:
    (tmp_path / "same").write_bytes(WEIGHTS)
    (repo.path / MODEL).unlink()
    os.symlink(tmp_path / "same", repo.path / MODEL)
    assert faults(repo, "--against", str(kept)) == [f"link {MODEL}"] * 2


def test_nothing_is_vouched_for_that_is_at_fault(repo: Repo, kept: Path) -> None:
    before = kept.read_bytes()
    repo.write({MODEL: b"tampered"})
    said = steward(repo, "verify", "--write", str(kept))
    assert said.code == 1
    assert "the list is not written" in said.err
    assert kept.read_bytes() == before


def test_a_list_inside_the_tree_does_not_list_itself(repo: Repo) -> None:
    fraud(repo)
    for _ in range(2):
        assert steward(repo, "verify", "--write", str(repo.path / "kept.txt")).code == 0
    assert "kept.txt" not in (repo.path / "kept.txt").read_text()
    assert faults(repo, "--against", str(repo.path / "kept.txt")) == []


MISTAKES = {
    "a list that is not there": None,
    "an empty list": b"",
    "a line that is none": b"abc  def\n",
    "a list cut short": b'# steward hashes {"version": 1, "paths": []}\n' + b"0" * 60,
    "a first line of another version": b'# steward hashes {"version": 9}\n' + b"0" * 64 + b"  a\n",
    "a file outside of the root": b"0" * 64 + b"  ../a\n",
}


@pytest.mark.parametrize("sentence", MISTAKES)
def test_a_list_that_is_not_understood_is_an_error(
    repo: Repo, tmp_path: Path, sentence: str
) -> None:
    fraud(repo)
    file = tmp_path / "list"
    content = MISTAKES[sentence]
    if content is not None:
        file.write_bytes(content)
    said = steward(repo, "verify", "--against", str(file))
    assert (said.code, said.out) == (2, "")
    assert "list" in said.err


def test_a_full_disk_leaves_the_old_list_and_no_part_of_a_new_one(repo: Repo, kept: Path) -> None:
    before = kept.read_bytes()
    repo.write({f"more/{number}.txt": "x" for number in range(50)})
    # Python takes a short write for a whole one: a compiled module would be cut off, and stay so.
    spared = {"STEWARDSHIP_CACHE": "/dev/null/none", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [PROGRAM, "verify", "--write", kept],
        cwd=repo.path,
        env={**os.environ, **spared},
        capture_output=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000)),
    )
    assert done.returncode == 3
    assert b"cannot be written" in done.stderr
    assert kept.read_bytes() == before
    assert [file.name for file in kept.parent.iterdir() if "part" in file.name] == []


def test_a_device_that_is_full(repo: Repo) -> None:
    fraud(repo)
    said = program(repo, "verify", "--write", "/dev/full")
    assert said.code == 3
    assert "cannot be written" in said.err

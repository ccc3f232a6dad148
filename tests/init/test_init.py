"""``steward init``: what it writes works, says what it is for, and takes nobody's place."""

from __future__ import annotations

from pathlib import Path

import pytest

import stewardship
from tests.gate.steward import steward
from tests.init.common import (
    CARD,
    CONFIG,
    OWNED,
    PRE_COMMIT,
    REVIEW,
    SIGNAL,
    STEWARDS,
    WORKFLOW,
    added,
    read,
    written,
)
from tests.repos import Repo, make_repo


def test_an_empty_repository_gets_all_that_it_needs(repo: Repo) -> None:
    said = steward(repo, "init")
    assert (said.code, said.err) == (0, "")
    assert written(repo) == {CONFIG, PRE_COMMIT, WORKFLOW}
    assert "found nothing that is governed yet" in said.out
    assert "today nothing here breaks a rule" in said.out


def test_each_file_is_explained_in_a_line(repo: Repo) -> None:
    lines = steward(make_repo(repo.path, OWNED), "init").out.splitlines()
    for path in (CONFIG, STEWARDS, PRE_COMMIT, WORKFLOW, REVIEW):
        (line,) = (line for line in lines if line.startswith(f"wrote  {path} "))
        assert len(line.partition(path)[2].split()) > 3
        assert len(line) <= 100
    assert len(lines) < 20


def test_for_forks_the_asking_runs_after_a_signal_that_may_do_nothing(repo: Repo) -> None:
    said = steward(make_repo(repo.path, OWNED), "init", "--forks")
    assert (said.code, "--forks" in said.out) == (0, False)
    signal, asking = read(repo, SIGNAL), read(repo, REVIEW)
    assert asking[True]["workflow_run"]["workflows"] == [signal["name"]]
    assert signal["permissions"] == {}
    assert "(steward-signal.yml)" in (repo.path / REVIEW).read_text()
    assert "(steward-review.yml)" in (repo.path / SIGNAL).read_text()
    assert "hears no approval" not in steward(repo, "init", "--forks").out


# A sentence, what is there, and what is said.
VAIN: list[tuple[str, dict[str, str], str]] = [
    ("nobody is named", {"models/fraud/README.md": CARD}, "names anybody to ask"),
    ("it is a repository of GitLab's", {**OWNED, ".gitlab-ci.yml": ""}, "the workflows of GitHub"),
    ("the other workflow is there", {**OWNED, REVIEW: "on: pull_request_target\n"},
     f"{REVIEW} hears no approval on a fork: remove it, and run this again"),
]  # fmt: skip


@pytest.mark.parametrize(("files", "why"), [r[1:] for r in VAIN], ids=[r[0] for r in VAIN])
def test_where_forks_are_not_heard_that_is_said(
    repo: Repo, files: dict[str, str], why: str
) -> None:
    repo.git("remote", "add", "origin", "https://forge.example/acme/models.git")
    repo.commit("first", files)
    said = steward(repo, "init", "--forks")
    assert (said.code, why in said.out) == (0, True)


def test_what_it_writes_is_a_valid_configuration(repo: Repo) -> None:
    steward(repo, "init")
    checked = steward(repo, "check", "--format", "json")
    assert checked.code == 0, checked.err
    assert checked.report["verdict"] == "pass"
    assert read(repo, CONFIG)["mode"] == {"*": "new"}
    assert read(repo, CONFIG)["edition"] == stewardship.__version__


def test_observe_stops_nothing_and_counts_what_would(repo: Repo) -> None:
    repo.commit("bad", {"models/fraud/README.md": CARD.replace("license: apache-2.0\n", "")})
    said = steward(repo, "init", "--observe")
    assert read(repo, CONFIG)["mode"] == {"*": "observe"}
    assert "1 finding would block" in said.out
    assert "steward baseline" not in said.out
    assert steward(repo, "check").code == 0


def test_without_observe_it_counts_what_blocks_and_names_the_baseline(repo: Repo) -> None:
    repo.commit("bad", {"models/fraud/README.md": CARD.replace("license: apache-2.0\n", "")})
    said = steward(repo, "init")
    assert "found 1 model" in said.out
    assert "today 1 finding blocks" in said.out
    assert "steward baseline" in said.out
    assert steward(repo, "check").code == 1
    steward(repo, "baseline")
    assert steward(repo, "check").code == 0


def test_run_twice_it_changes_nothing(repo: Repo) -> None:
    repo.commit("first", OWNED)
    steward(repo, "init")
    repo.commit("take it in")
    again = steward(repo, "init", "--observe")
    assert again.code == 0
    assert "wrote" not in again.out
    assert "add this" not in again.out
    assert repo.git("status", "--porcelain") == ""


@pytest.mark.parametrize("path", [CONFIG, STEWARDS, PRE_COMMIT, WORKFLOW, REVIEW])
def test_no_file_is_written_over(repo: Repo, path: str) -> None:
    theirs = "# ours\n"
    repo.commit("first", {**OWNED, path: theirs})
    said = steward(repo, "init")
    assert said.code == 0, said.err
    assert (repo.path / path).read_text() == theirs
    assert f"kept   {path} " in said.out


def test_from_a_subfolder_it_writes_to_the_top_and_says_where(repo: Repo) -> None:
    repo.commit("first", {"src/deep/app.py": "x = 1\n"})
    said = steward(repo, "init", folder="src/deep")
    assert written(repo) == {"src/deep/app.py", CONFIG, PRE_COMMIT, WORKFLOW}
    assert f"wrote  ../../{CONFIG}" in said.out
    assert "git add ../../.steward/config.yaml" in said.out


def test_outside_of_a_repository_it_says_how_to_make_one(tmp_path: Path) -> None:
    said = steward(tmp_path, "init")
    assert said.code == 2
    assert "git init" in said.err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_alone_has_its_own_steward_folder_and_is_named_to_hook_and_gate(
    repo: Repo,
) -> None:
    repo.commit("first", {"team a/models/fraud/README.md": CARD})
    said = steward(repo, "init", "--root", "team a")
    assert said.code == 0, said.err
    files = {f"team a/{CONFIG}", PRE_COMMIT, WORKFLOW, "team a/models/fraud/README.md"}
    assert written(repo) == files
    (hook,) = read(repo, PRE_COMMIT)["repos"][0]["hooks"]
    assert hook == {"id": "steward", "args": ["--root=team a"]}
    assert read(repo, WORKFLOW)["jobs"]["gate"]["steps"][-1]["with"] == {"root": "team a"}
    assert "'team a/.steward/config.yaml'" in said.out


def test_a_second_folder_is_told_what_to_add_to_both(repo: Repo) -> None:
    repo.commit("first", {"a/models/x/README.md": CARD, "b/models/x/README.md": CARD})
    steward(repo, "init", "--root", "a")
    said = steward(repo, "init", "--root", "b")
    assert written(repo) >= {f"a/{CONFIG}", f"b/{CONFIG}"}
    repo.write({PRE_COMMIT: (repo.path / PRE_COMMIT).read_text() + added(said.out)})
    hooks = [entry["hooks"][0]["args"] for entry in read(repo, PRE_COMMIT)["repos"]]
    assert hooks == [["--root=a"], ["--root=b"]]
    step = said.out.partition(f"`steps:` in {WORKFLOW}:\n")[2].partition("\n\n")[0] + "\n"
    repo.write({WORKFLOW: (repo.path / WORKFLOW).read_text() + step})
    steps = read(repo, WORKFLOW)["jobs"]["gate"]["steps"]
    assert [one["with"]["root"] for one in steps[-2:]] == ["a", "b"]

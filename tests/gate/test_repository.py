"""Whatever state a repository is in, and whatever git's own variables say, the gate judges the
right files or says what it cannot do: never the wrong ones, and never none without a word."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.gate.hostile import CARD, NO_LICENSE, TOY
from tests.gate.steward import program, steward
from tests.repos import Repo, make_repo


@pytest.fixture
def bad(repo: Repo) -> Repo:
    """A good first commit, and a second that takes the license out of the card."""
    repo.commit("good", {TOY: CARD})
    repo.commit("bad", {TOY: NO_LICENSE})
    return repo


def clone(repo: Repo, *arguments: str) -> Repo:
    copy = Repo(repo.path.parent / "clone")
    repo.git("clone", "--quiet", *arguments, f"file://{repo.path}", str(copy.path))
    return copy


def pull_request(repo: Repo, base: str, head: str) -> dict[str, str]:
    """The environment of a GitHub Actions run on a pull request."""
    event = repo.path.parent / "event.json"
    event.write_text(json.dumps({"pull_request": {"base": {"sha": base}, "head": {"sha": head}}}))
    return {
        "GITHUB_ACTIONS": "true",
        "GITHUB_EVENT_NAME": "pull_request",
        "GITHUB_EVENT_PATH": str(event),
    }


def test_before_the_first_commit_what_is_staged_is_judged(repo: Repo) -> None:
    repo.stage({TOY: NO_LICENSE})
    assert steward(repo, "check", "--staged").found() == ["licenses/stated toy"]
    assert steward(repo, "check").code == 1


def test_before_the_first_commit_there_is_no_base(repo: Repo) -> None:
    repo.stage({TOY: NO_LICENSE})
    said = steward(repo, "ci", "--base", "main")
    assert said.code == 2
    assert "the base `main` is not in this checkout" in said.err


def test_a_detached_head_is_judged_as_a_branch_is(bad: Repo) -> None:
    bad.git("checkout", "--quiet", "--detach")
    assert steward(bad, "check").code == 1
    assert steward(bad, "ci", "--base", "HEAD~1").found() == ["licenses/stated toy"]
    bad.stage({"models/two/README.md": NO_LICENSE})
    assert steward(bad, "check", "--staged").found() == ["licenses/stated two"]


def test_a_shallow_clone_is_told_to_fetch_more(bad: Repo) -> None:
    copy = clone(bad, "--depth=1")
    base = bad.git("rev-parse", "HEAD~1")
    for arguments, env in (
        (["ci", f"--base={base}"], {}),
        (["ci", "--base=HEAD~1"], {}),
        (["ci"], pull_request(copy, base, bad.head)),
    ):
        said = steward(copy, *arguments, env=env)
        assert said.code == 2
        assert "is not in this checkout" in said.everything
        assert "`fetch-depth: 0` in actions/checkout" in said.everything
    assert steward(copy, "check").code == 1


def test_a_base_that_was_fetched_alone_does_not_tell_what_changed(bad: Repo) -> None:
    copy = clone(bad, "--depth=1")
    base = bad.git("rev-parse", "HEAD~1")
    copy.git("fetch", "--quiet", "--depth=1", "origin", base)
    said = steward(copy, "ci", f"--base={base}")
    assert said.code == 2
    assert "share no commit here" in said.err
    assert "`fetch-depth: 0`" in said.err


def test_histories_without_a_common_commit_cannot_be_compared(bad: Repo) -> None:
    bad.git("checkout", "--quiet", "--orphan", "other")
    bad.commit("unrelated")
    said = steward(bad, "ci", "--base=main")
    assert said.code == 2
    assert "share no commit here" in said.err
    assert "fetch-depth" not in said.err


@pytest.mark.parametrize(
    ("folder", "message", "way_out"),
    [
        pytest.param("bare", "is a bare repository", "clone it", id="a bare repository"),
        pytest.param("plain", "is not inside a git repository", "git init", id="no repository"),
        pytest.param("repo/.git", "is inside a git folder", "go to the work tree", id="a .git"),
    ],
)
@pytest.mark.parametrize(
    "arguments", [["check"], ["check", "--staged"], ["ci", "--base=HEAD"], ["baseline"], ["init"]]
)
def test_where_there_are_no_files_to_judge(
    bad: Repo, folder: str, message: str, way_out: str, arguments: list[str]
) -> None:
    base = bad.path.parent
    make_repo(base / "bare", None, "--bare")
    (base / "plain").mkdir()
    env = {"GIT_CEILING_DIRECTORIES": str(base.parent)}
    said = steward(base / folder, *arguments, env=env)
    assert said.code == 2
    assert message in said.err
    assert way_out in said.err


def test_a_merge_that_is_not_resolved_blocks(bad: Repo) -> None:
    bad.git("checkout", "--quiet", "-b", "other", "HEAD~1")
    bad.commit("theirs", {TOY: CARD.replace("mit", "apache-2.0")})
    bad.git("merge", "main", ok=False)
    said = steward(bad, "check", "--staged")
    assert said.found() == ["manifests/readable toy"]
    assert "has an unresolved merge conflict" in said.everything
    assert steward(bad, "check").code == 1


@pytest.mark.parametrize(
    "variables",
    [
        {"GIT_DIR": "{other}/.git"},
        {"GIT_DIR": "{other}/.git", "GIT_WORK_TREE": "{other}"},
        {"GIT_DIR": "/nonexistent"},
        {"GIT_INDEX_FILE": "{other}/.git/index"},
        {"GIT_INDEX_FILE": "/nonexistent"},
        {"GIT_OBJECT_DIRECTORY": "{other}/.git/objects"},
        {"GIT_NAMESPACE": "x"},
        {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "core.bare", "GIT_CONFIG_VALUE_0": "true"},
        {"GIT_LITERAL_PATHSPECS": "0", "GIT_GLOB_PATHSPECS": "1"},
    ],
    ids=lambda variables: " ".join(variables),
)
def test_what_git_left_in_the_environment_leads_nowhere_else(
    bad: Repo, variables: dict[str, str]
) -> None:
    other = make_repo(bad.path.parent / "other", {TOY: CARD})
    env = {name: value.format(other=other.path) for name, value in variables.items()}
    bad.stage({"models/two/README.md": NO_LICENSE})
    assert steward(bad, "check", env=env).found() == ["licenses/stated toy", "licenses/stated two"]
    assert steward(bad, "check", "--staged", env=env).found() == ["licenses/stated two"]
    assert steward(bad, "ci", "--base=HEAD~1", env=env).found() == ["licenses/stated toy"]


def test_a_repository_within_the_repository_is_another_one(bad: Repo) -> None:
    make_repo(bad.path / "vendor/inner", {TOY: NO_LICENSE})
    assert steward(bad, "check").found() == ["licenses/stated toy"]
    inner = Repo(bad.path / "vendor/inner")
    assert steward(inner, "check").report["summary"]["universe"] == 1


def test_a_submodule_is_not_entered(bad: Repo) -> None:
    other = make_repo(bad.path.parent / "other", {TOY: NO_LICENSE})
    bad.git("submodule", "--quiet", "add", f"file://{other.path}", "vendor/models")
    assert steward(bad, "check", "--staged").found() == []
    assert steward(bad, "check").found() == ["licenses/stated toy"]


def test_a_blob_that_git_has_lost_is_a_finding(repo: Repo) -> None:
    repo.commit("good", {TOY: CARD})
    repo.commit("lost", {TOY: f"{CARD}\nNothing that the cache has ever seen.\n"})
    blob = repo.git("rev-parse", f"HEAD:{TOY}")
    (repo.path / ".git/objects" / blob[:2] / blob[2:]).unlink()
    (repo.path / TOY).unlink()
    said = steward(repo, "ci", "--base=HEAD~1")
    assert said.found() == ["manifests/readable toy"]
    assert "is not in git's object store" in said.everything


def test_without_git_the_message_says_what_to_install(bad: Repo, tmp_path: Path) -> None:
    said = program(bad, "check", env={"PATH": str(tmp_path / "nothing")})
    assert said.code == 2
    assert "git is not installed" in said.err
    assert "install git 2.30 or later" in said.err


def test_a_git_of_the_checked_tree_is_never_run(bad: Repo) -> None:
    bad.write({"git": "#!/bin/sh\ntouch pwned\n"})
    (bad.path / "git").chmod(0o755)
    said = program(bad, "check", env={"PATH": f".:{os.environ['PATH']}"})
    assert said.code == 1
    assert not (bad.path / "pwned").exists()

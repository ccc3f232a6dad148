"""Dependencies in a hook of pre-commit and of prek: judged by the license lock, as in CI.

Nothing is installed and no network is there; the framework's own environment holds the gate and
is nobody's dependency.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from tests.gate.steward import Said, steward
from tests.hooks.test_frameworks import Project
from tests.licenses.build import LOCK, lock_text, package, uv_lock
from tests.programs import Done, run
from tests.repos import Repo, make_repo

pytestmark = pytest.mark.slow

PACKAGES = (
    package("alpha", "MIT"),
    package("beta", "MPL-2.0"),
    package("gamma", "AGPL-3.0-only"),
    replace(package("delta", "GPL-3.0-only"), scope="dev"),
)


def lockfile(*names: str) -> str:
    """A ``uv.lock`` of a project that ships these packages, and needs ``delta`` to be worked on."""
    text = uv_lock(app=names, **dict.fromkeys(names, ()), delta=())
    head, line, rest = text.partition("dependencies = ")
    first, end, more = rest.partition("\n")
    dev = '\n[package.dev-dependencies]\ndev = [{ name = "delta" }]\n'
    return f"{head}{line}{first}{end}{dev}{more}"


@pytest.fixture
def project(framework: tuple[Path, Path], source: Repo, tmp_path: Path) -> Project:
    """A project with a lockfile and a license lock, and the hook installed with its environment."""
    config = {
        "repos": [{"repo": str(source.path), "rev": source.head, "hooks": [{"id": "steward"}]}]
    }
    files = {
        ".pre-commit-config.yaml": yaml.safe_dump(config),
        "uv.lock": lockfile("alpha"),
        LOCK: lock_text(*PACKAGES),
    }
    repo = make_repo(tmp_path / "project", files)
    project = Project(repo, *framework)
    installed = project.run("install", "--install-hooks")
    assert installed.code == 0, installed.text
    repo.branch("work")
    return project


def commit(project: Project) -> Done:
    """Commit what is staged, where the system allows it without a network."""
    command: list[str | Path] = ["git", "commit", "--message", "a change"]
    apart = ["unshare", "--net", "--map-root-user"]
    if shutil.which("unshare") and run(project.repo.path, *apart, "true").code == 0:
        command = [*apart, *command]
    return run(project.repo.path, *command, env=project.env)


def in_ci(repo: Repo) -> Said:
    """What CI says of the branch."""
    return steward(repo, "ci", "--base", "main", "--format", "json")


def test_a_package_that_the_matrix_blocks_is_stopped_here_as_in_ci(project: Project) -> None:
    project.repo.stage({"uv.lock": lockfile("alpha", "gamma")})
    stopped = commit(project)
    assert stopped.code == 1, stopped.text
    assert "BLOCK licenses/dependency-not-denied: `AGPL-3.0-only` is" in " ".join(
        stopped.text.split()
    ).replace("BLOCK  ", "BLOCK ")
    project.repo.git("commit", "--quiet", "--no-verify", "--message", "round the gate")
    said = in_ci(project.repo)
    assert (said.code, said.found("block")) == (1, ["licenses/dependency-not-denied gamma"])


def test_what_counsel_must_see_goes_through_here_and_waits_in_ci(project: Project) -> None:
    project.repo.stage({"uv.lock": lockfile("alpha", "beta")})
    accepted = commit(project)
    assert accepted.code == 0, accepted.text
    said = in_ci(project.repo)
    assert (said.code, said.report["verdict"]) == (1, "review")
    assert said.found("review") == ["licenses/dependency-allowed beta"]


def test_what_is_permissive_or_only_for_development_passes_both(project: Project) -> None:
    project.repo.stage({"uv.lock": lockfile("alpha") + "\n"})
    accepted = commit(project)
    assert accepted.code == 0, accepted.text
    said = in_ci(project.repo)
    assert (said.code, said.report["verdict"], said.findings) == (0, "pass", [])


def test_a_package_that_the_lock_does_not_know_is_left_to_ci_which_fails(project: Project) -> None:
    project.repo.stage({"uv.lock": lockfile("alpha", "omega")})
    ran = project.run("run", "--verbose")
    assert ran.code == 0, ran.text
    assert "not known on this machine: judged in CI" in " ".join(ran.text.split())
    assert commit(project).code == 0
    said = in_ci(project.repo)
    assert (said.code, said.report["verdict"]) == (1, "review")
    assert said.found("review") == ["licenses/dependency-allowed omega"]


def test_a_change_cannot_take_the_lock_away_from_ci(project: Project) -> None:
    project.repo.git("rm", "--quiet", LOCK)
    project.repo.stage({"uv.lock": lockfile("alpha", "gamma")})
    assert commit(project).code == 0, "the hook leaves what it cannot know to CI"
    said = in_ci(project.repo)
    assert (said.code, said.report["verdict"]) == (1, "review")
    assert "licenses/dependency-allowed gamma" in said.found("review")

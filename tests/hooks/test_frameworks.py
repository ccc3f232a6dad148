"""The gate as people meet it: real commits, stopped by pre-commit and by prek.

Each framework makes its environment once, from a copy of this repository, and runs every test
here in it; `try-repo` makes one of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from tests.hooks.test_manifest import HOOKS
from tests.programs import Done, find, run
from tests.repos import Repo, make_repo

pytestmark = pytest.mark.slow

GOOD = "---\nlicense: apache-2.0\nlibrary_name: transformers\n---\n# Fraud\nFinds fraud.\n"
BAD = GOOD.replace("license: apache-2.0\n", "")
CARD = "models/fraud/README.md"
IDS = [str(hook["id"]) for hook in HOOKS]


@dataclass(frozen=True, slots=True)
class Project:
    """A repository whose hook configuration names ours, with the hook installed."""

    repo: Repo
    program: Path
    home: Path

    def run(self, *arguments: str) -> Done:
        """The framework's own command."""
        return run(self.repo.path, self.program, *arguments, env=self.env)

    def commit(self, message: str = "a change") -> Done:
        """Commit what is staged, as a person does."""
        return run(self.repo.path, "git", "commit", "--message", message, env=self.env)

    @property
    def env(self) -> dict[str, str]:
        return {"PRE_COMMIT_HOME": str(self.home), "PREK_HOME": str(self.home)}


@pytest.fixture
def project(framework: tuple[Path, Path], source: Repo, tmp_path: Path) -> Project:
    """A project with one model, everything committed, and the hook `steward`."""
    project = _project(framework, source, tmp_path, ["steward", "steward-full"])
    installed = project.run("install")
    assert installed.code == 0, installed.text
    return project


def _project(
    framework: tuple[Path, Path], source: Repo, folder: Path, ids: Sequence[str]
) -> Project:
    hooks = [{"id": one} for one in ids]
    config = {"repos": [{"repo": str(source.path), "rev": source.head, "hooks": hooks}]}
    files = {".pre-commit-config.yaml": yaml.safe_dump(config), CARD: GOOD, "src/app.py": "x = 1\n"}
    return Project(make_repo(folder / "project", files), *framework)


def test_a_card_without_a_license_is_refused_and_goes_through_with_one(project: Project) -> None:
    before = project.repo.head
    project.repo.stage({"models/claims/README.md": BAD})
    refused = project.commit()
    assert refused.code == 1
    assert "BLOCK  licenses/stated: no license is stated" in refused.text
    assert "models/claims/README.md" in refused.text
    assert "add `license: <SPDX id>`" in refused.text
    assert project.repo.head == before

    project.repo.stage({"models/claims/README.md": GOOD.replace("Fraud", "Claims")})
    accepted = project.commit()
    assert accepted.code == 0, accepted.text
    assert project.repo.head != before


def test_deleting_the_card_of_a_registered_model_is_refused(project: Project) -> None:
    before = project.repo.head
    project.repo.git("rm", "--quiet", CARD)
    refused = project.commit()
    assert refused.code == 1
    assert "BLOCK  manifests/kept" in refused.text
    assert project.repo.head == before


def test_a_commit_that_touches_nothing_governed_goes_through_at_once(project: Project) -> None:
    project.repo.stage({"src/app.py": "x = 2\n"})
    judged = project.run("run", "--verbose")
    assert judged.code == 0
    assert "nothing that this commit changes is governed" in judged.text
    assert project.commit().code == 0


def test_what_is_judged_is_what_is_staged(project: Project) -> None:
    """The work tree holds the mended card, the commit would hold the broken one."""
    project.repo.stage({CARD: BAD})
    project.repo.write({CARD: GOOD})
    assert "licenses/stated" in project.commit().text
    assert (project.repo.path / CARD).read_text() == GOOD


def test_all_files_judges_what_is_committed_already(project: Project) -> None:
    project.repo.stage({CARD: BAD})
    project.repo.git("commit", "--quiet", "--no-verify", "--message", "round the gate")
    everything = project.run("run", "steward", "--all-files")
    assert everything.code == 1
    assert "nothing is staged, so everything is judged" in everything.text
    assert "licenses/stated" in everything.text


def test_a_range_of_commits_is_judged_whatever_is_staged(project: Project) -> None:
    """What `--from-ref` and `--to-ref` name, as on a push: its base says by which policies."""
    project.repo.stage({CARD: BAD})
    project.repo.git("commit", "--quiet", "--no-verify", "--message", "round the gate")
    project.repo.stage({CARD: GOOD})
    pushed = project.run("run", "steward", "--from-ref", "HEAD~1", "--to-ref", "HEAD")
    assert pushed.code == 1, pushed.text
    assert "licenses/stated" in pushed.text


def test_the_full_run_waits_to_be_called(project: Project) -> None:
    project.repo.stage({CARD: BAD})
    project.repo.git("commit", "--quiet", "--no-verify", "--message", "round the gate")
    project.repo.stage({"src/app.py": "x = 3\n"})
    assert "steward (everything)" not in project.run("run").text
    full = project.run("run", "--hook-stage", "manual", "steward-full")
    assert full.code == 1
    assert "licenses/stated" in full.text


def test_every_hook_is_found_by_try_repo_and_runs(source: Repo, tmp_path: Path) -> None:
    program = find("pre-commit")
    project = _project((program, tmp_path / "home"), source, tmp_path, ["steward"])
    tried = project.run("try-repo", str(source.path), "--all-files", "--verbose")
    assert tried.code == 0, tried.text
    listed, _, ran = tried.text.rpartition("=" * 20)
    assert sorted(one for one in IDS if f"id: {one}\n" in listed) == sorted(IDS)
    for one in IDS:
        assert (f"- hook id: {one}\n" in ran) == (one != "steward-full"), ran
    assert "examples hold" in ran

"""In a repository of GitLab's, `init` writes the job and the pipeline that includes it."""

from __future__ import annotations

import pytest
import yaml

from stewardship.cli.init_ci import GITLAB, JOB
from tests.gate.steward import steward
from tests.init.common import CARD, CONFIG, OWNED, PRE_COMMIT, REVIEW, WORKFLOW, read, written
from tests.repos import Repo

ORIGINS = {
    "": {WORKFLOW},
    "git@github.com:acme/models.git": {WORKFLOW},
    "https://git.acme.example/models.git": {WORKFLOW},
    "git@gitlab.com:acme/models.git": {JOB, GITLAB},
    "https://gitlab.acme.example/ml/models.git": {JOB, GITLAB},
}


@pytest.mark.parametrize("origin", ORIGINS)
def test_the_host_tells_which_files_of_ci_are_wanted(repo: Repo, origin: str) -> None:
    if origin:
        repo.git("remote", "add", "origin", origin)
    said = steward(repo, "init")
    assert said.code == 0, said.err
    assert written(repo) == {CONFIG, PRE_COMMIT} | ORIGINS[origin]


def test_each_has_its_files_where_both_are_in_use(repo: Repo) -> None:
    repo.commit("first", {**OWNED, GITLAB: "stages: [test]\n", ".github/dependabot.yml": "{}\n"})
    steward(repo, "init")
    assert {WORKFLOW, REVIEW, JOB} <= written(repo)


def test_the_pipeline_includes_the_job(repo: Repo) -> None:
    repo.git("remote", "add", "origin", "git@gitlab.com:acme/models.git")
    said = steward(repo, "init")
    assert read(repo, GITLAB) == {"include": [{"local": JOB}]}
    assert set(read(repo, JOB)) == {"steward"}
    assert f"wrote  {GITLAB} " in said.out


PIPELINES = {
    "without any include": "test:\n  script: make test\n",
    "with a list of them": "test:\n  script: make test\ninclude:\n  - local: other.yml\n",
}


@pytest.mark.parametrize("existing", PIPELINES.values(), ids=PIPELINES.keys())
def test_a_pipeline_that_is_there_is_told_what_to_add(repo: Repo, existing: str) -> None:
    repo.commit("first", {GITLAB: existing})
    said = steward(repo, "init")
    assert (repo.path / GITLAB).read_text() == existing
    where = f"`include:` in {GITLAB}" if "include" in existing else GITLAB
    rest = said.out.partition(f"to have the gate, add this to {where}:\n")[2]
    added = rest.partition("\n\n")[0]
    pasted = yaml.safe_load(f"{existing}{added}\n")
    assert pasted["include"][-1] == {"local": JOB}
    repo.write({GITLAB: f"{existing}{added}\n"})
    assert "add this" not in steward(repo, "init").out


def test_a_second_folder_is_told_the_job_to_add(repo: Repo) -> None:
    repo.git("remote", "add", "origin", "git@gitlab.com:acme/models.git")
    repo.commit("first", {"a/models/x/README.md": CARD, "b c/models/x/README.md": CARD})
    steward(repo, "init", "--root", "a")
    said = steward(repo, "init", "--root", "b c")
    added = said.out.partition(f"add this to {JOB}:\n")[2].partition("\n\n")[0]
    repo.write({JOB: (repo.path / JOB).read_text() + added + "\n"})
    jobs = read(repo, JOB)
    assert jobs["steward"]["variables"]["STEWARD_ROOT"] == "a"
    assert jobs["steward b c"] == {"extends": "steward", "variables": {"STEWARD_ROOT": "b c"}}

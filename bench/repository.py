"""The repositories that are measured: models in folders of their own, rules, and one change."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

HERE = Path(__file__).parent
LICENSES = ("apache-2.0", "mit", "bsd-3-clause", "cc-by-4.0")
TASKS = ("tabular-classification", "text-classification", "text-generation")
STAGES = ("experimental", "staging", "production")

# An ``MLmodel`` file as MLflow 2 writes it, with the metadata that a person adds: 26 lines.
MANIFEST = """\
artifact_path: model
flavors:
  python_function:
    env:
      conda: conda.yaml
      virtualenv: python_env.yaml
    loader_module: mlflow.sklearn
    model_path: model.pkl
    python_version: 3.11.7
  sklearn:
    pickled_model: model.pkl
    serialization_format: cloudpickle
metadata:
  license: {license}
  version: "1.{number}"
  task: {task}
  description: Scores the transactions of branch {number} before they are booked.
  commit: {commit}
  stewardship:
    stage: {stage}
    steward: "@acme/team-{team}"
    context: internal
mlflow_version: 2.17.0
model_uuid: {uuid}
run_id: {run}
utc_time_created: '2026-10-05 12:{minute:02}:00.000000'
"""

# What breaks each rule: (text, what to put in its place) in the manifest of model 0.
BREAKING: Mapping[str, tuple[str, str]] = {
    "license-stated": ("  license: apache-2.0\n", ""),
    "license-listed": ("apache-2.0", "gpl-3.0"),
    "version-numbered": ('"1.0"', "seven"),
    "commit-whole": ("  commit: ", "  commit: main # "),
    "description-stated": ("  description: ", "  about: "),
    "task-listed": ("tabular-classification", "everything"),
    "stage-listed": ("experimental", "done"),
    "steward-stated": ("    steward: ", "    owner: "),
    "context-listed": ("internal", "anywhere"),
    "date-stated": ("utc_time_created", "created"),
}


def manifest(number: int, commit: str) -> str:
    """The manifest of one model, which a commit built; no two are equal."""
    digits = sha256(b"%d" % number).hexdigest()
    return MANIFEST.format(
        number=number,
        license=LICENSES[number % 4],
        task=TASKS[number % 3],
        stage=STAGES[number % 3],
        team=number % 20,
        minute=number % 60,
        commit=commit,
        uuid=digits[:32],
        run=digits[32:],
    )


def path(number: int) -> str:
    """Where a model's manifest lies: a hundred models to an area."""
    return f"models/area-{number // 100:03}/model-{number:05}/MLmodel"


def make(folder: Path, count: int, environment: Mapping[str, str]) -> Path:
    """A repository with so many models and the ten rules, all committed."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    git(folder, environment, "init", "--quiet", "--initial-branch=main")
    git(folder, environment, "config", "gc.auto", "0")  # nothing in the background of a run
    code = {"src/app.py": "print('scored')\n"}
    built = commit(folder, environment, "code", code)
    models = {path(number): manifest(number, built) for number in range(count)}
    rules = {".steward/policies/bench.yaml": (HERE / "rules.yaml").read_text()}
    commit(folder, environment, "models", models | rules)
    git(folder, environment, "gc", "--quiet")
    return folder


def commit(
    folder: Path, environment: Mapping[str, str], message: str, files: Mapping[str, str]
) -> str:
    """Write files and commit them; the id of the commit."""
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    git(folder, environment, "add", "--all")
    git(folder, environment, "commit", "--quiet", "--message", message)
    asked = ("git", "rev-parse", "HEAD")
    done = subprocess.run(asked, cwd=folder, env=environment, check=True, capture_output=True)
    return done.stdout.decode().strip()


def change(
    folder: Path, environment: Mapping[str, str], *names: str, line: str = "# changed"
) -> None:
    """Stage one more line in each of these files, and nothing else."""
    git(folder, environment, "reset", "--quiet", "--hard")
    for name in names:
        file = folder / name
        file.write_text(f"{file.read_text()}{line}\n")
    git(folder, environment, "add", "--", *names)


def branch(folder: Path, environment: Mapping[str, str], *names: str, line: str) -> None:
    """A branch of ``main`` with one commit that adds this line to each of these files."""
    git(folder, environment, "checkout", "--quiet", "--force", "-B", "change", "main")
    change(folder, environment, *names, line=line)
    git(folder, environment, "commit", "--quiet", "--message", "change")


def git(folder: Path, environment: Mapping[str, str], *arguments: str) -> None:
    """Run git, without any settings of the user's."""
    subprocess.run(["git", *arguments], cwd=folder, env=environment, check=True)

"""What ``steward init`` may write, and how its tests look at it."""

from __future__ import annotations

from typing import Any

import yaml

from tests.repos import Repo

CONFIG = ".steward/config.yaml"
STEWARDS = ".steward/stewards.yaml"
PRE_COMMIT = ".pre-commit-config.yaml"
WORKFLOW = ".github/workflows/steward.yml"
REVIEW = ".github/workflows/steward-review.yml"
SIGNAL = ".github/workflows/steward-signal.yml"
CARD = "---\nlicense: apache-2.0\nlibrary_name: transformers\n---\n# Fraud\nFinds fraud.\n"
OWNED = {"models/fraud/README.md": CARD, "CODEOWNERS": "* @acme/ml\n/docs/ docs@acme.example\n"}


def written(repo: Repo) -> set[str]:
    """All files of the work tree."""
    files = (file for file in repo.path.rglob("*") if ".git" not in file.parts)
    return {file.relative_to(repo.path).as_posix() for file in files if not file.is_dir()}


def read(repo: Repo, path: str) -> Any:
    """A YAML file of the work tree, as PyYAML understands it."""
    return yaml.safe_load((repo.path / path).read_text())


def added(out: str) -> str:
    """The entry that the output says to add, as it would be pasted."""
    return out.partition(f"`repos:` in {PRE_COMMIT}:\n")[2].partition("\n\n")[0] + "\n"

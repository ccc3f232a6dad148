"""Acme's repository as counsel meets it: a chat model under Llama's license, and who serves it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.gate.steward import Said, steward
from tests.repos import Repo, make_repo

TODAY = "2026-11-23"
CARD = "models/chat/README.md"
WAIVERS = ".steward/waivers.yaml"
CONTEXTS = ".steward/params/terms.yaml"
POLICY = """\
policy: terms
title: Licenses that counsel decides on
owner: "@acme/legal"
params:
  contexts:
    type: list
    default: [{path: "models/chat/**", context: networked}]
    help: how things are used
  matrix:
    type: table
    default:
      permissive: {internal: pass, networked: pass, distributed: pass, dev-only: pass}
      responsible-ai: {internal: pass, networked: review, distributed: block, dev-only: pass}
      network-copyleft: {internal: pass, networked: block, distributed: block, dev-only: pass}
    help: what passes where
rules:
  - id: approved
    title: Counsel has approved the license
    applies-to: [model, dataset, dependency]
    at: license
    check: license-use
    options: {matrix: {param: matrix}, contexts: {param: contexts}, report: review}
    if-present: true
    severity: review
    reviewers: ["@acme/legal", "@acme/risk"]
    examples: {pass: [{license: mit}], fail: [{license: llama3.1, context: networked}]}
  - id: not-blocked
    title: No license that is ruled out where this is used
    applies-to: [model, dataset, dependency]
    at: license
    check: license-use
    options: {matrix: {param: matrix}, contexts: {param: contexts}, report: block}
    if-present: true
    severity: block
    reviewers: ["@acme/legal"]
    examples: {pass: [{license: mit}], fail: [{license: llama3.1}]}
  - id: described
    title: It says what it is
    applies-to: [model]
    at: description
    check: required
    severity: note
    examples: {pass: [{description: talks}], fail: [{}]}
  - id: locked
    title: The licenses of its packages are known
    applies-to: [model]
    at: license
    check: required
    needs: [.steward/licenses.lock]
    severity: note
    examples:
      pass: [{license: mit, $files: [.steward/licenses.lock]}]
      fail: [{$files: [.steward/licenses.lock]}]
"""
FILES = {
    ".steward/config.yaml": "packs: []\n",
    ".steward/policies/terms.yaml": POLICY,
    CARD: "---\nlicense: llama3.1\ndescription: it talks\nstewardship: {stage: production}\n---\n",
    "services/help/catalog-info.yaml": (
        "apiVersion: backstage.io/v1alpha1\nkind: Component\n"
        "metadata: {name: help-desk, annotations: {stewardship/serves: chat}}\n"
        "spec: {type: service, lifecycle: production, owner: risk}\n"
    ),
}


def acme(path: Path) -> Repo:
    """The repository at its first commit, with the base on ``main`` and a branch to work on."""
    repo = make_repo(path / "acme", FILES)
    repo.branch("work")
    return repo


def hook(repo: Repo) -> Said:
    """What the hook says of what is staged."""
    repo.add()
    return judged(repo, "check", "--staged")


def ci(repo: Repo) -> Said:
    """What CI says of the branch, once everything is committed."""
    repo.commit()
    return judged(repo, "ci", "--base", "main")


def merged(repo: Repo) -> None:
    """Merge the branch into the base and go on from there."""
    repo.commit()
    repo.git("branch", "--force", "main", "work")


def judged(repo: Repo, *command: str) -> Said:
    """The JSON report of one command, on the day of the story."""
    return steward(repo, *command, "--format", "json", env={"STEWARDSHIP_NOW": TODAY})


def asked(said: Said) -> dict[str, Any]:
    """The one finding about a license."""
    (found,) = [one for one in said.findings if "expression" in one["details"]]
    return dict(json.loads(json.dumps(found)))


def paste(repo: Repo, item: str) -> None:
    """Put one item of ``approvals:`` into the file, as a person would."""
    repo.write({WAIVERS: "approvals:\n" + "".join(f"  {line}\n" for line in item.splitlines())})


def edit(repo: Repo, path: str, old: str, new: str) -> None:
    """Replace one piece of text in one file."""
    file = repo.path / path
    text = file.read_text()
    assert text.count(old) == 1
    file.write_text(text.replace(old, new))

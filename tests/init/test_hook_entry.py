"""Where pre-commit is in use already, what `init` says to add can be pasted."""

from __future__ import annotations

import pytest

import stewardship
from stewardship.cli import init_ci
from tests.gate.steward import steward
from tests.init.common import PRE_COMMIT, added, read
from tests.programs import find, run
from tests.repos import Repo

ENTRIES = {
    "entries two in": "repos:\n  - repo: local\n    hooks: []\n",
    "entries at the margin": "repos:\n- repo: local\n  hooks: []\n",
    "pre-commit's own sample": "repos:\n-   repo: local\n    hooks: []\n",
    "keys in another order": "repos:\n  - hooks: []\n    repo: local\n",
    "settings first": "default_stages: [pre-commit]\nfail_fast: true\nrepos:\n  - repo: local\n"
    "    hooks: []\n",
    "no entry yet": "# later\n",
    "windows line ends": "repos:\r\n  - repo: local\r\n    hooks: []\r\n",
}


@pytest.mark.parametrize("existing", ENTRIES.values(), ids=ENTRIES.keys())
def test_what_it_says_to_add_can_be_pasted(repo: Repo, existing: str) -> None:
    repo.commit("first", {PRE_COMMIT: existing})
    said = steward(repo, "init")
    repo.write({PRE_COMMIT: existing + added(said.out)})
    entry = read(repo, PRE_COMMIT)["repos"][-1]
    assert entry["hooks"] == [{"id": "steward"}]
    assert entry["rev"] == f"v{stewardship.__version__}"
    valid = run(repo.path, find("pre-commit"), "validate-config", PRE_COMMIT)
    assert valid.code == 0, valid.text


def test_a_configuration_that_has_the_hook_needs_nothing(repo: Repo) -> None:
    entry = f"repos:\n  - repo: {init_ci.HOME}\n    rev: v0\n    hooks:\n    - id: steward\n"
    repo.commit("first", {PRE_COMMIT: entry})
    assert "add this" not in steward(repo, "init").out


@pytest.mark.parametrize("name", ["pre-commit", "prek"])
def test_the_frameworks_take_the_configuration(repo: Repo, name: str) -> None:
    steward(repo, "init")
    valid = run(repo.path, find(name), "validate-config", PRE_COMMIT)
    assert valid.code == 0, valid.text

"""The example as counsel meets it: what is stopped, what is asked, and how an answer takes hold."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from tests.gate.steward import Said, steward
from tests.repos import Repo

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "examples"))

import demo  # noqa: E402

WAIVERS = ".steward/waivers.yaml"
CARD = "models/fraud-v4/README.md"
PARAMS = ".steward/params/licenses.yaml"


@pytest.fixture
def acme(tmp_path: Path) -> Repo:
    """The example on a branch from its base, with the change committed."""
    repo = Repo(demo.build(tmp_path / "acme-ai"))
    repo.branch("work")
    return repo


def judged(repo: Repo, *command: str) -> Said:
    """The JSON report of a command, on the day of the example."""
    return steward(repo, *command, "--format", "json", env={"STEWARDSHIP_NOW": demo.TODAY})


def asked(said: Said, name: str, rule: str) -> dict[str, Any]:
    """The finding of this rule about this resource."""
    (found,) = [
        one for one in said.findings if (one["rule"], one["resource"]["name"]) == (rule, name)
    ]
    return dict(found)


def base(said: Said) -> dict[str, Any]:
    """What is said of the model that is licensed as its base is."""
    return asked(said, "fraud-v4", "licenses/allowed")


def edit(repo: Repo, path: str, old: str, new: str) -> None:
    text = (repo.path / path).read_text()
    assert text.count(old) == 1
    repo.write({path: text.replace(old, new)})


def paste(repo: Repo, item: str) -> None:
    """Add an approval to the file, as the brief says."""
    text = (repo.path / WAIVERS).read_text()
    lines = "".join(f"  {line}\n" for line in item.splitlines())
    repo.write({WAIVERS: f"{text}approvals:\n{lines}"})


def merge(repo: Repo) -> None:
    repo.commit()
    repo.git("branch", "--force", "main", "work")


def test_a_free_label_on_non_commercial_data_is_stopped_with_the_chain(acme: Repo) -> None:
    found = asked(judged(acme, "check"), "fraud-v3", "licenses/commercial-kept")
    assert (found["severity"], found["status"]) == ("block", "new")
    assert [(one["path"], one["line"], one["message"]) for one in found["related"]] == [
        ("models/fraud-v3/README.md", 5, "fraud-v3 is trained on `claims-2026`"),
        ("data/claims-2026/README.md", 2, "`claims-2026` is CC-BY-NC-4.0"),
    ]


def test_a_base_with_terms_goes_to_counsel_with_its_clauses(acme: Repo) -> None:
    found = base(judged(acme, "check"))
    assert (found["severity"], found["reviewers"]) == ("review", ["@acme/legal"])
    brief = found["details"]["brief"]
    assert {"user-cap", "naming", "incorporated-use-policy"} <= {
        one["name"] for one in brief["clauses"]
    }
    assert brief["context"] == "distributed"
    assert "models/fraud-v4/**" in brief["decided-by"]


def test_an_approval_is_proposed_and_then_holds_until_license_or_use_change(acme: Repo) -> None:
    paste(acme, base(judged(acme, "check"))["details"]["brief"]["approval"])
    acme.add()
    hook = judged(acme, "check", "--staged")
    assert base(hook)["status"] == "proposed"
    acme.commit()
    ci = judged(acme, "ci", "--base", "main")
    assert (base(ci)["status"], base(ci)["severity"]) == ("proposed", "review")
    merge(acme)
    assert base(judged(acme, "check"))["status"] == "waived"

    edit(acme, CARD, "license: llama3.1", "license: llama4")
    reopened = base(judged(acme, "check"))
    assert reopened["status"] == "new"
    assert reopened["details"]["reopened"] == [
        "was approved for `llama3.1` until the license changed to `llama4`"
    ]
    edit(acme, CARD, "license: llama4", "license: llama3.1")
    assert base(judged(acme, "check"))["status"] == "waived"

    edit(acme, PARAMS, 'fraud-v4/**", context: distributed', 'fraud-v4/**", context: networked')
    merge(acme)
    assert base(judged(acme, "check"))["details"]["reopened"] == [
        "was approved for `distributed`, used as `networked`"
    ]

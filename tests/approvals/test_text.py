"""An approval of a package's license holds for the text that counsel read, and no other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from stewardship.packages import Package
from tests.approvals.acme import TODAY, WAIVERS, asked, ci, hook, judged, merged, paste
from tests.gate.steward import Said, steward
from tests.licenses.build import LOCK, install, lock_text, package, uv_lock, venv
from tests.repos import Repo, make_repo

TEXT, OTHER = "ab" * 32, "cd" * 32


def torch(version: str = "1.0", text: str = TEXT) -> Package:
    """A package under a license that counsel has to see, and the text that it comes with."""
    return replace(package("torch", "MPL-2.0", version), text=text)


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A repository that uses the package, by its lockfile, and knows its license by the lock."""
    files = {"uv.lock": uv_lock(app=("torch",), torch=()), LOCK: lock_text(torch())}
    repo = make_repo(tmp_path / "acme", files)
    repo.branch("work")
    return repo


def test_the_brief_pins_the_text_that_the_lock_has(repo: Repo) -> None:
    found = asked(judged(repo, "check"))
    assert found["details"]["text-sha256"] == TEXT
    item = found["details"]["brief"]["approval"]
    assert f'  text-sha256: "{TEXT}"\n' in item
    assert '  packages: ["torch>=1.0,<2"]\n' in item


def test_it_is_proposed_then_in_force_while_the_text_is_the_same(repo: Repo) -> None:
    paste(repo, asked(judged(repo, "check"))["details"]["brief"]["approval"])
    assert (hook(repo).code, asked(hook(repo))["status"]) == (0, "proposed")
    assert asked(ci(repo))["status"] == "proposed"
    merged(repo)
    assert asked(judged(repo, "check"))["status"] == "waived"
    upgraded = uv_lock(app=("torch",), torch=()).replace(
        'name = "torch"\nversion = "1.0"', 'name = "torch"\nversion = "1.4"'
    )
    repo.write({"uv.lock": upgraded, LOCK: lock_text(torch("1.4"))})
    assert asked(ci(repo))["status"] == "waived"


@pytest.mark.parametrize(
    ("text", "why"), [(OTHER, "has changed since"), ("", "is not known here")],
    ids=["another text under the same name", "a lock that no longer knows the text"],
)  # fmt: skip
def test_another_text_opens_it_again(repo: Repo, text: str, why: str) -> None:
    paste(repo, asked(judged(repo, "check"))["details"]["brief"]["approval"])
    merged(repo)
    repo.write({LOCK: lock_text(torch(text=text))})
    said = ci(repo)
    assert asked(said)["status"] == "new"
    reason = f"was approved for a text of the license that {why}"
    (related,) = asked(said)["related"]
    assert (related["path"], related["message"]) == (WAIVERS, reason)
    assert reason.removeprefix("was ") in said.notes


def test_what_is_installed_may_not_have_another_text_than_the_lock(
    repo: Repo, tmp_path: Path
) -> None:
    paste(repo, asked(judged(repo, "check"))["details"]["brief"]["approval"])
    merged(repo)
    env = venv(tmp_path / "env")
    install(env, "torch", headers="License: MPL-2.0", files={"LICENSE": "Terms of our own."})
    said = judged(repo, "check", "--environment", str(env))
    assert asked(said)["status"] == "new"
    assert "text-sha256" not in asked(said)["details"]


def test_from_an_environment_to_an_approval_in_force(repo: Repo, tmp_path: Path) -> None:
    env = venv(tmp_path / "env")
    install(env, "torch", headers="License: MPL-2.0", files={"LICENSE": "Terms of our own."})
    steward(repo, "licenses", "lock", "--environment", str(env))
    paste(repo, asked(judged(repo, "check"))["details"]["brief"]["approval"])
    merged(repo)
    assert asked(judged(repo, "check"))["status"] == "waived"
    folder = env / "lib/python3.11/site-packages/torch-1.0.dist-info/licenses"
    (folder / "LICENSE").write_text("Other terms of our own.")
    steward(repo, "licenses", "lock", "--environment", str(env))
    assert asked(judged(repo, "check"))["status"] == "new"


def test_without_a_text_nothing_is_pinned_to_one(repo: Repo) -> None:
    repo.write({LOCK: lock_text(torch(text=""))})
    found = asked(judged(repo, "check"))
    assert "text-sha256" not in found["details"]["brief"]["approval"]


def of_its_own(text: str, declared: str) -> Package:
    """A package whose license is no expression, but a text."""
    return replace(package("torch", declared), text=text)


DECLARED = {
    "a whole text": "Terms of Acme: look at it on Sundays.\n\nNo more.",
    "a pointer to it": "see LICENSE",
    "nothing": "",
}


@pytest.mark.parametrize("declared", DECLARED.values(), ids=DECLARED)
def test_a_text_of_its_own_is_approved_by_its_hash(repo: Repo, declared: str) -> None:
    repo.write({LOCK: lock_text(of_its_own(TEXT, declared))})
    merged(repo)
    found = asked(judged(repo, "check"))
    assert (found["rule"], found["severity"]) == ("licenses/dependency-allowed", "review")
    assert found["details"]["expression"] == f"LicenseRef-text-{TEXT[:32]}"
    paste(repo, found["details"]["brief"]["approval"])
    merged(repo)
    assert asked(judged(repo, "check"))["status"] == "waived"
    repo.write({LOCK: lock_text(of_its_own(OTHER, declared))})
    said = ci(repo)
    assert (said.code, asked(said)["status"]) == (1, "new")
    (reason,) = asked(said)["details"]["reopened"]
    was, now = (f"`LicenseRef-text-{text[:32]}`" for text in (TEXT, OTHER))
    assert reason == (
        f"was approved for {was} until the license changed to {now}; "
        "approved for a text of the license that has changed since"
    )


@pytest.mark.parametrize(
    "declared", [*DECLARED.values(), "Limited Use License"], ids=[*DECLARED, "a name nobody knows"]
)
def test_a_waiver_of_it_ends_with_its_text(repo: Repo, declared: str) -> None:
    def status(said: Said) -> str:
        (found,) = said.findings
        return str(found["status"])

    repo.write({LOCK: lock_text(of_its_own(TEXT, declared))})
    merged(repo)
    (found,) = judged(repo, "check").findings
    steward(repo, "waive", found["rule"], "torch", "--reason", "read by counsel",
            env={"STEWARDSHIP_NOW": TODAY})  # fmt: skip
    merged(repo)
    assert status(judged(repo, "check")) == "waived"
    repo.write({LOCK: lock_text(of_its_own(OTHER, declared))})
    assert status(ci(repo)) == "new"


def test_what_is_installed_and_the_lock_agree_on_a_text_of_its_own(
    repo: Repo, tmp_path: Path
) -> None:
    env = venv(tmp_path / "env")
    install(env, "torch", headers="License: see LICENSE", files={"LICENSE": "Terms of our own."})
    steward(repo, "licenses", "lock", "--environment", str(env))
    (found,) = judged(repo, "check").findings
    (again,) = judged(repo, "check", "--environment", str(env)).findings
    assert found["fingerprint"] == again["fingerprint"]

"""Who is asked about a change to the example organization's data, and what the map comes to there.

The commands and their answers are those of docs/ownership.md.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.examples.test_acme import ROOT
from tests.gate.steward import Said, steward
from tests.repos import Repo, make_repo

CLAIMS = "data/claims-2026/README.md"
STEWARDS = ".steward/stewards.yaml"
NOW = {"STEWARDSHIP_NOW": "2026-11-23T09:00:00+00:00"}
OWNED = ".github/CODEOWNERS"


@pytest.fixture(scope="module")
def organization(tmp_path_factory: pytest.TempPathFactory) -> Repo:
    """The example as it is, on ``main``."""
    repo = make_repo(tmp_path_factory.mktemp("asked") / "acme-ai")
    shutil.copytree(ROOT / "examples/acme-ai", repo.path, dirs_exist_ok=True)
    repo.git("add", "--all")
    repo.commit("Acme AI as it is", {})
    return repo


@pytest.fixture
def acme(organization: Repo) -> Iterator[Repo]:
    """The same, on a branch of its own."""
    organization.git("checkout", "-q", "-B", "change", "main")
    yield organization
    organization.git("reset", "-q", "--hard")


def edited(repo: Repo, path: str, *changes: tuple[str, str]) -> Repo:
    text = (repo.path / path).read_text()
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    repo.commit("edit", {path: text})
    return repo


def plan(repo: Repo, author: str, *more: str) -> Said:
    return steward(repo, "review", "plan", "--base", "HEAD~1", "--author", author, *more, env=NOW)


def of_the_data(repo: Repo, author: str) -> tuple[Any, Any]:
    """The one need that the dataset's own change brings, and all of the plan."""
    found = json.loads(plan(repo, author, "--format", "json").out)
    (need,) = (one for one in found["needs"] if not one["rule"])
    return need, found


LICENSE = ("license: cc-by-nc-4.0", "license: cc-by-sa-4.0")


def test_a_new_license_of_the_claims_asks_who_is_on_call_for_them(acme: Repo) -> None:
    edited(acme, CLAIMS, LICENSE)
    need, found = of_the_data(acme, "@noor")
    assert (need["asked"], need["handle"]) == (["@kim"], "@acme/data")
    assert need["because"] == "dataset claims-2026 is changed"
    (touched,) = found["resources"]
    assert touched["values"] == [{
        "field": "license", "old": "cc-by-nc-4.0", "new": "cc-by-sa-4.0", "path": CLAIMS, "line": 2,
    }]  # fmt: skip
    assert [one["name"] for one in touched["reaches"]] == ["fraud-v3", "fraud-api"]
    text = plan(acme, "@noor").out
    assert "license: cc-by-nc-4.0 -> cc-by-sa-4.0 (data/claims-2026/README.md:2)" in text
    assert "reaches: model fraud-v3 → service fraud-api (production)" in text
    line = (acme.path / STEWARDS).read_text().split("\n")[need["line"] - 1]
    assert (need["path"], "data/" in line) == (STEWARDS, True)


def test_the_docs_show_what_is_printed(acme: Repo) -> None:
    edited(acme, CLAIMS, LICENSE)
    docs = (ROOT / "docs/ownership.md").read_text()
    assert f"--author @noor\n{plan(acme, '@noor').out.rstrip()}\n```" in docs


def test_by_that_steward_it_goes_to_the_deputy(acme: Repo) -> None:
    need, _ = of_the_data(edited(acme, CLAIMS, LICENSE), "@kim")
    assert need["asked"] == ["@lee"]


def test_where_nobody_is_left_it_goes_to_the_fallback_and_that_is_said(acme: Repo) -> None:
    edited(acme, STEWARDS, ('"@lee": {', '"@lee": {away: [2026-11-20..2026-11-30], '))
    need, found = of_the_data(edited(acme, CLAIMS, LICENSE), "@kim")
    assert need["asked"] == ["@acme/platform"]
    (warning,) = found["warnings"]
    assert warning.endswith("nobody of `@acme/data` is there, so @acme/platform is asked")


def test_a_typo_mended_in_prose_asks_nobody(acme: Repo) -> None:
    edited(acme, CLAIMS, ("Closed claims of", "Settled claims of"))
    assert "nobody is asked" in plan(acme, "@noor").out
    assert json.loads(plan(acme, "@noor", "--format", "json").out)["needs"] == []


def test_its_approval_settles_what_legal_is_asked(acme: Repo, tmp_path: Path) -> None:
    edited(acme, CLAIMS, LICENSE)
    review = {"user": "@ines", "state": "APPROVED", "commit": acme.head,
              "submitted-at": "2026-11-23T08:00:00Z"}  # fmt: skip
    file = tmp_path / "reviews.json"
    file.write_text(json.dumps([review]))
    call = ("ci", "--base", "HEAD~1", "--only", "licenses/terms-kept")
    before = steward(acme, *call, env=NOW)
    after = steward(acme, *call, "--approvals", str(file), "--author", "@kim", env=NOW)
    assert before.report["summary"]["review"] == 2
    assert after.report["summary"]["review"] == 0
    assert "approved by @ines at 2026-11-23T08:00:00+00:00" in after.everything


def test_one_edit_by_hand_of_what_the_map_made_is_named_by_its_line(acme: Repo) -> None:
    assert steward(acme, "owners", "codeowners", "--write", env=NOW).code == 0
    assert steward(acme, "owners", "codeowners", "--check", env=NOW).code == 0
    made = steward(acme, "owners", "codeowners", env=NOW).out.splitlines()
    assert "/.steward/appetite.yaml @acme/platform" in [" ".join(one.split()) for one in made]
    lines = (acme.path / OWNED).read_text().split("\n")
    at = next(at for at, line in enumerate(lines) if line.startswith("data/"))
    lines[at] = lines[at].replace("@acme/data", "@kim")
    (acme.path / OWNED).write_text("\n".join(lines))
    said = steward(acme, "owners", "codeowners", "--check", env=NOW)
    assert said.code == 1
    assert f"{OWNED}:{at + 1}: the file is not what the ownership map comes to" in said.out


def test_data_that_comes_without_an_owner_is_named(acme: Repo) -> None:
    lines = (acme.path / OWNED).read_text().replace("*  ", "#  ", 1)
    stewards = (acme.path / STEWARDS).read_text().replace('path: "data/"', 'path: "data/p*/"')
    acme.commit("no line for all", {OWNED: lines})
    acme.commit(
        "the map forgets", {STEWARDS: stewards, OWNED: lines.replace("/data/ ", "/data/p*/ ")}
    )
    found = steward(acme, "ci", "--base", "HEAD~1", "--only", "ownership/coverage-kept", env=NOW)
    told = sorted((one["path"], one["message"].partition(";")[0]) for one in found.findings)
    assert [path for path, _ in told] == [OWNED, OWNED, STEWARDS, STEWARDS]
    assert told[2][1].startswith("it lost its steward `@acme/data`")

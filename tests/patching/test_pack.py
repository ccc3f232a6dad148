"""What is overdue is found by the history of the reports, with the steward of what it is in."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from stewardship.model import Finding
from stewardship.picture import Request
from stewardship.run import check
from tests.patching.scans import MAP, PARAMS, REPORT, committed, history, trivy
from tests.repos import Repo, make_repo


def judged(repo: Repo, day: str = "2026-11-23", staged: bool = False) -> list[Finding]:
    now = datetime.fromisoformat(f"{day}T12:00:00+00:00").astimezone(UTC)
    verdict = check(Request(repo.path, only=("patching",), now=now, staged=staged)).verdict
    return list(verdict.findings)


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Repo:
    return history(tmp_path_factory.mktemp("scanned") / "repo")


def test_what_is_overdue_counts_from_the_first_report_under_any_name(scanned: Repo) -> None:
    (finding,) = judged(scanned)
    assert (finding.rule, finding.name) == ("patching/in-time", "CVE-2026-1")
    assert finding.message == (
        "it is critical and open since 2026-09-01, 83 days, more than `7d`; fixed in `1.1`"
    )
    assert (finding.steward, finding.location.path) == ("group:acme/owls", REPORT)
    assert finding.details["days-open"] == 83


def test_what_nobody_rates_falls_due_with_the_strictest(scanned: Repo) -> None:
    assert [one.name for one in judged(scanned, "2026-11-27")] == ["CVE-2026-1"]
    assert [one.name for one in judged(scanned, "2026-11-28")] == ["CVE-2026-1", "CVE-2026-3"]


def test_a_scan_that_finds_it_again_starts_no_new_time(tmp_path: Path) -> None:
    repo = make_repo(tmp_path / "repo")
    committed(repo, "09-01", {PARAMS: "{}\n", "trivy.json": trivy(("CVE-2026-1", "HIGH"))})
    committed(repo, "09-02", {"trivy.json": trivy()})
    committed(repo, "11-01", {"trivy.json": trivy(("CVE-2026-1", "HIGH"))})
    found = {one.rule: one for one in judged(repo)}
    assert found["patching/in-time"].details["first-seen"] == "2026-09-01"
    assert found["patching/owned"].message == "nobody answers for what CVE-2026-1 is in"


def test_a_shallow_clone_says_that_it_cannot_tell(tmp_path: Path) -> None:
    repo = make_repo(tmp_path / "repo")
    committed(repo, "09-01", {PARAMS: "{}\n", "trivy.json": trivy(("CVE-2026-1", "HIGH"))})
    committed(repo, "11-22", {"trivy.json": trivy(("CVE-2026-1", "HIGH"), fixed="2")})
    clone = Repo(tmp_path / "clone")
    repo.git("clone", "--quiet", "--depth=1", f"file://{repo.path}", str(clone.path))
    now = datetime(2026, 11, 23, tzinfo=UTC)
    verdict = check(Request(clone.path, only=("patching",), now=now)).verdict
    assert "patching/in-time" not in [one.rule for one in verdict.findings]
    reasons = [one.reason for one in verdict.unchecked if one.rule == "patching/in-time"]
    assert reasons == ["the history of its report is cut off, so it may be older"]


def test_what_no_commit_has_yet_is_new(tmp_path: Path) -> None:
    repo = make_repo(tmp_path / "repo")
    committed(repo, "09-01", {PARAMS: "{}\n", ".steward/stewards.yaml": MAP})
    repo.stage({"services/owl/trivy.json": trivy(("CVE-2026-1", "CRITICAL"))})
    assert judged(repo, staged=True) == []


def test_without_params_of_its_own_a_repository_has_one_note(tmp_path: Path) -> None:
    repo = make_repo(tmp_path / "repo")
    committed(repo, "01-01", {"trivy.json": trivy(("CVE-2026-1", "CRITICAL"))})
    report = check(Request(repo.path, only=("patching",), now=datetime(2026, 11, 23, tzinfo=UTC)))
    assert report.verdict.findings == ()
    assert {one.reason for one in report.verdict.unchecked} == {f"there is no `{PARAMS}` yet"}


OWNERS = {
    "the service in whose folder the report lies": (
        {"services/owl/trivy.json": trivy(("CVE-2026-1", "LOW"))}, "@acme/owls",
    ),
    "the service whose folder holds a folder of reports": (
        {REPORT: trivy(("CVE-2026-1", "LOW"))}, "@acme/owls",
    ),
    "the service that is named like the image": (
        {"out/x.json": trivy(("CVE-2026-1", "LOW"), image="registry.example/owl:3")}, "@acme/owls",
    ),
    "whom the map gives the path": (
        {"services/owl/lark/trivy.json": trivy(("CVE-2026-1", "LOW"))}, "@acme/owls",
    ),
    "whom CODEOWNERS gives the path": (
        {"nests/trivy.json": trivy(("CVE-2026-1", "LOW")), "CODEOWNERS": "/nests/ @acme/nests\n"},
        "@acme/nests",
    ),
    "nobody": ({"larks/trivy.json": trivy(("CVE-2026-1", "LOW"))}, None),
}  # fmt: skip


@pytest.mark.parametrize("says", OWNERS)
def test_who_answers(says: str, tmp_path: Path) -> None:
    from stewardship.cli.looking import picture
    from tests.patching.scans import SERVICE

    files, steward = OWNERS[says]
    service = {"services/owl/catalog-info.yaml": SERVICE, ".steward/stewards.yaml": MAP}
    seen = picture(make_repo(tmp_path / "repo", {**service, **files}).path)
    (one,) = seen.universe.of_kind("vulnerability")
    assert one.value("steward").data in (steward, f"group:{(steward or '').lstrip('@')}")

"""A report that a change takes away is for review while something in it is open."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from stewardship.picture import Request
from stewardship.run import check
from tests.patching.scans import PARAMS, trivy
from tests.repos import Repo, make_repo

OPEN = trivy(("CVE-2026-1", "LOW"), ("CVE-2026-2", "LOW"))
SETTLED = """\
{"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "vulnerabilities": [
  {"id": "CVE-2026-1", "affects": [{"ref": "a"}],
   "analysis": {"state": "not_affected", "justification": "code_not_reachable"}}]}
"""


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Repo:
    files = {PARAMS: "{}\n", "a/trivy.json": OPEN, "b/settled.cdx.json": SETTLED,
             ".github/CODEOWNERS": "/a/ @dana\n"}  # fmt: skip
    return make_repo(tmp_path_factory.mktemp("withdrawn") / "repo", files)


CHANGES: dict[str, tuple[Mapping[str, str | None], list[str]]] = {
    "is deleted": ({"a/trivy.json": None}, ["a/trivy.json"]),
    "is emptied": ({"a/trivy.json": ""}, ["a/trivy.json"]),
    "holds something else": ({"a/trivy.json": "[]"}, ["a/trivy.json"]),
    "goes to a name that nobody reads": (
        {"a/trivy.json": None, "a/trivy.bak": OPEN}, ["a/trivy.json"]),
    "goes to another name": ({"a/trivy.json": None, "a/scan.json": OPEN}, []),
    "finds nothing any more": ({"a/trivy.json": trivy()}, []),
    "finds one thing less": ({"a/trivy.json": trivy(("CVE-2026-1", "LOW"))}, []),
    "cannot be read": ({"a/trivy.json": OPEN[:-9]}, []),
    "has only what is settled": ({"b/settled.cdx.json": None}, []),
}  # fmt: skip


@pytest.mark.parametrize(("change", "found"), CHANGES.values(), ids=CHANGES)
def test_a_report_that(scanned: Repo, change: Mapping[str, str | None], found: list[str]) -> None:
    scanned.git("checkout", "--quiet", "--force", "-B", "change", "main")
    scanned.git("clean", "-d", "--force", "--quiet")
    scanned.write({path: text for path, text in change.items() if text is not None})
    for path in (path for path, text in change.items() if text is None):
        (scanned.path / path).unlink()
    scanned.commit("change")
    verdict = check(Request(scanned.path, only=("patching",), base="main", head="HEAD")).verdict
    kept = [one for one in verdict.findings if one.rule == "patching/scan-kept"]
    assert [one.location.path for one in kept] == found
    assert all(one.severity == "review" and one.reviewers == ("@dana",) for one in kept)
    assert all("CVE-2026-1, CVE-2026-2" in one.message for one in kept)

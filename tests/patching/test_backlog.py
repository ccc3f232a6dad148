"""``steward backlog``: by owner, age and severity; what is overdue, what was mended, the trend."""

from __future__ import annotations

import json
import re
import subprocess
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from stewardship.backlog.items import Backlog, Item
from stewardship.backlog.view import View
from stewardship.pages.backlog import page
from stewardship.vocabulary.deadlines import Deadline
from tests import programs
from tests.gate.steward import Said, steward
from tests.patching.scans import MAP, PARAMS, REPORT, SERVICE, committed, history, trivy
from tests.repos import Repo, make_repo

SCHEMA = Path(__file__).resolve().parents[2] / "src/stewardship/backlog/backlog-1.schema.json"
NOW = {"STEWARDSHIP_NOW": "2026-11-23T12:00:00+00:00"}


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Repo:
    return history(tmp_path_factory.mktemp("scanned") / "repo")


def shown(repo: Repo, *arguments: str) -> Said:
    return steward(repo, "backlog", *arguments, env=NOW)


def data(repo: Repo, *arguments: str) -> Any:
    found = json.loads(shown(repo, "--format", "json", *arguments).out)
    schema = json.loads(SCHEMA.read_text())
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(found)
    return found


def test_the_table_says_who_has_to_do_what_and_what_was_done(scanned: Repo) -> None:
    rows = [re.split(r"  +", row.strip()) for row in shown(scanned).out.splitlines() if row]
    assert rows == [
        ["2 open, 1 overdue, 1 due within a week, 1 mended, half of them within 10 days"],
        ["OWNER", "OPEN", "OVERDUE", "CRITICAL", "HIGH", "MEDIUM", "LOW", "NONE", "UNKNOWN",
         "OLDEST"],
        ["group:acme/owls", "2", "1", "1", "-", "-", "-", "-", "1", "83 days"],
        ["overdue:"],
        ["CVE-2026-1", "critical", "83 of 7 days", "twig1 1.0", "group:acme/owls",
         "fixed in 1.1"],
        ["due within a week:"],
        ["CVE-2026-3", "unknown", "3 of 7 days", "twig3 1.0", "group:acme/owls", "fixed in 1.1"],
        ["mended fastest:"],
        ["CVE-2026-2", "high", "10 days", "group:acme/owls", REPORT],
    ]  # fmt: skip


def test_json_has_the_same_by_its_schema(scanned: Repo) -> None:
    found = data(scanned)
    first = found["open"][0]
    assert (first["name"], first["state"], first["days-left"]) == ("CVE-2026-1", "overdue", -76)
    assert (first["first-seen"], first["due"]) == ("2026-09-01", "2026-09-08")
    assert [(one["name"], one["days"]) for one in found["mended"]] == [("CVE-2026-2", 10)]
    assert found["trend"] is None


def test_the_trend_since_a_revision(scanned: Repo) -> None:
    found = data(scanned, "--since", "HEAD~3")["trend"]
    assert [one["name"] for one in found["new"]] == ["CVE-2026-3"]
    assert [one["name"] for one in found["gone"]] == ["CVE-2026-2"]
    assert (found["left"], found["became-overdue"]) == (1, ["vuln:CVE-2026-1#services/owl/twig1"])
    assert (found["overdue-before"], found["overdue-now"]) == (0, 1)


def test_an_alias_that_a_new_scanner_brings_is_nothing_new(tmp_path: Path) -> None:
    repo = make_repo(tmp_path / "repo")
    audit: dict[str, Any] = {"name": "twig", "version": "1.0", "vulns": [{"id": "PYSEC-2026-7"}]}
    committed(repo, "10-01", {"pip-audit.json": json.dumps({"dependencies": [audit]})})
    audit["vulns"][0]["aliases"] = ["CVE-2026-9"]
    committed(repo, "11-01", {"pip-audit.json": json.dumps({"dependencies": [audit]})})
    found = data(repo, "--since", "HEAD~1")
    assert [one["name"] for one in found["open"]] == ["CVE-2026-9"]
    assert found["open"][0]["first-seen"] == "2026-10-01"
    assert (found["trend"]["new"], found["trend"]["left"], found["mended"]) == ([], 1, [])


def test_a_report_that_was_deleted_mends_nothing(tmp_path: Path) -> None:
    repo = make_repo(tmp_path / "repo")
    committed(repo, "10-01", {"x.json": trivy(("CVE-2026-1", "LOW")), "y.json": trivy()})
    committed(repo, "10-02", {"y.json": trivy(("CVE-2026-2", "LOW"))})
    (repo.path / "x.json").unlink()
    committed(repo, "11-01", {"y.json": trivy()})
    assert [one["name"] for one in data(repo)["mended"]] == ["CVE-2026-2"]


def test_a_waiver_that_holds_excuses_what_is_overdue(tmp_path: Path) -> None:
    repo = make_repo(tmp_path / "repo")
    files = {PARAMS: "{}\n", ".steward/stewards.yaml": MAP,
             "services/owl/catalog-info.yaml": SERVICE}  # fmt: skip
    committed(repo, "08-01", {**files, REPORT: trivy(("CVE-2026-1", "CRITICAL"))})
    said = steward(repo, "check", "--only", "patching", env=NOW)
    (mark,) = [one["fingerprint"] for one in said.findings if one["rule"] == "patching/in-time"]
    identity = "vuln:CVE-2026-1#services/owl/twig1"
    waiver = (
        f"waivers:\n  - rule: patching/in-time\n    resource: {identity}\n    fingerprint: {mark}\n"
        "    reason: no fix yet\n    approved-by: '@dana'\n    expires: 2026-12-31\n"
    )
    committed(repo, "11-01", {".steward/waivers.yaml": waiver})
    (one,) = data(repo)["open"]
    assert (one["state"], one["waived-until"]) == ("waived", "2026-12-31")


def test_a_repository_without_reports_has_an_empty_backlog(repo: Repo) -> None:
    repo.commit("first", {"a.json": "{}"})
    assert shown(repo).out == "0 open, 0 overdue\n"


HOSTILE = "<script>alert(1)</script>\x1b[31m\u202e'\""


def item(number: int, name: str = "", state: int = 40, owner: str = "") -> Item:
    since = datetime(2026, 11, 23, tzinfo=UTC) - timedelta(days=state)
    due = Deadline("high", since, timedelta(days=30), "30d", timedelta(days=state))
    name = name or f"CVE-2026-{number}"
    return Item(f"vuln:{name}#x", name, f"about {name}", (f"twig{number} 1.0",),
                owner or f"@acme/team-{number % 7}", f"scans/{number}.json", due, (), "", False,
                "")  # fmt: skip


def test_nothing_on_the_page_is_markup_of_the_tree() -> None:
    hostile = item(1, HOSTILE, owner=HOSTILE)
    text = page(View(HOSTILE, date(2026, 11, 23), Backlog((hostile,), 0, (HOSTILE,)), ()))
    assert text.count("<script>") == 1
    assert "alert(1)" in text
    assert "\x1b" not in text
    assert "\u202e" not in text


def browser(file: Path, fragment: str = "") -> str:
    chromium = programs.find("chromium", "Debian's package is `chromium`")
    quiet = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync", "--disable-quic")  # fmt: skip
    profile = f"--user-data-dir={file.with_name('profile')}"
    done = subprocess.run(
        [chromium, "--headless", *quiet, profile, "--dump-dom", f"file://{file}#{fragment}"],
        capture_output=True, timeout=120, check=True,
    )  # fmt: skip
    return done.stdout.decode()


def rows(text: str) -> int:
    return len([row for row in re.findall(r"<tr data-find[^>]*>", text) if "hidden" not in row])


@pytest.mark.slow
def test_a_browser_searches_the_page_and_needs_no_script_to_show_it(tmp_path: Path) -> None:
    file = tmp_path / "backlog.html"
    found = Backlog(tuple(item(number, state=number % 60) for number in range(500)), 3, ())
    file.write_text(page(View("acme", date(2026, 11, 23), found, ())))
    assert rows(browser(file)) == 500
    assert rows(browser(file, "team-3%20cve-2026-10")) == 3  # 10, 101 and 108 of the seventh teams
    file.write_text(file.read_text().replace("script-src 'unsafe-inline'", "script-src 'none'"))
    without = browser(file, "team-3")
    assert rows(without) == 500
    assert '<form hidden="" id="find"' in without

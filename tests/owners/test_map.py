"""``steward owners map``: who holds what, in a table, JSON, Mermaid, and a page in a browser."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from stewardship.model import Location, Resource, Value
from stewardship.ownership.overview import Entry, Held, Overview
from stewardship.pages.owners import page
from tests import programs
from tests.gate.steward import Said, steward
from tests.repos import Repo

CARD = "---\nlicense: mit\nlibrary_name: sklearn\n---\n"
MAP = """\
stewards:
  "@acme/risk-ml":
    {members: ["@dana", "@lee"], on-call: "@dana", reviewed-on: 2026-10-05,
     roadmap: "https://acme.example/risk"}
  "@dana": {away: [2026-11-20..2026-11-30], deputy: "@lee"}
  "@lee": {}
assign:
  - {path: "models/fraud/", steward: "@acme/risk-ml"}
  - {path: "models/churn/", steward: "@dana"}
  - {path: "models/old/", steward: "@gone"}
"""
NOW = {"STEWARDSHIP_NOW": "2026-11-23T09:00:00+00:00"}


@pytest.fixture
def mapped(repo: Repo) -> Repo:
    cards = {f"models/{name}/README.md": CARD for name in ("fraud", "churn", "old", "new")}
    repo.write({".steward/stewards.yaml": MAP, **cards})
    return repo


def shown(repo: Repo, *arguments: str) -> Said:
    return steward(repo, "owners", "map", *arguments, env=NOW)


def test_the_table_says_who_holds_what_and_what_is_wrong(mapped: Repo) -> None:
    rows = [re.split(r"  +", row) for row in shown(mapped).out.splitlines()]
    assert rows[1:5] == [
        ["@acme/risk-ml", "fraud", "@dana", "-", "2026-10-05"],
        ["@dana", "churn", "-", "@lee", "-",
         "is away until 2026-11-30; not confirmed in time"],
        ["@gone", "old", "-", "-", "-", "not in the map"],
        ["@lee", "-", "-", "-", "-"],
    ]  # fmt: skip
    assert rows[6:] == [["held by nobody:"], ["", "model", "new", "models/new/README.md"]]


def test_json_has_the_same_with_places(mapped: Repo) -> None:
    data = json.loads(shown(mapped, "--format", "json").out)
    entries = {one["name"]: one for one in data["stewards"]}
    assert data["version"] == 1
    assert entries["@acme/risk-ml"]["members"] == ["@dana", "@lee"]
    assert entries["@acme/risk-ml"]["stale"] is False
    assert entries["@dana"]["missing"] == "is away until 2026-11-30"
    assert entries["@gone"]["known"] is False
    assert entries["@acme/risk-ml"]["holds"] == [
        {
            "kind": "model",
            "id": "path:models/fraud#fraud",
            "name": "fraud",
            "path": "models/fraud/README.md",
            "from": {"path": ".steward/stewards.yaml", "line": 8},
        }
    ]
    assert [one["name"] for one in data["unheld"]] == ["new"]


def test_mermaid_draws_stewards_to_what_they_hold(mapped: Repo) -> None:
    lines = shown(mapped, "--format", "mermaid").out.splitlines()
    assert lines[0] == "flowchart LR"
    assert '  s0["@acme/risk-ml"]' in lines
    assert '  s0 --> r0["model fraud"]' in lines


def test_a_file_is_written_whole(mapped: Repo) -> None:
    assert shown(mapped, "--format", "html", "--output", "map.html").out == ""
    text = (mapped.path / "map.html").read_text()
    assert "<strong>4</strong> stewards hold <strong>3</strong> resources" in text
    assert '<a href="https://acme.example/risk"' in text


HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>\u202e'


def resource(name: str, path: str = "m/README.md") -> Resource:
    return Resource("model", f"path:m#{name}", name, Location(path, 1, 1), {})


def held(name: str, line: int) -> Held:
    return Held(resource(name), Value("@a", Location(".steward/stewards.yaml", line), "stewards"))


def test_nothing_that_a_tree_says_becomes_markup() -> None:
    said: Mapping[str, str] = {"contact": HOSTILE, "roadmap": "javascript:alert(1)"}
    entry = Entry(HOSTILE, True, said, (HOSTILE,), (held(HOSTILE, 1),), HOSTILE)
    text = page(Overview((entry,), (resource(HOSTILE, HOSTILE),)), HOSTILE, date(2026, 11, 23))
    assert text.count("<script>") == 1
    assert "<img" not in text
    assert "href=" not in text
    assert "\u202e" not in text


def large(folder: Path) -> Path:
    """The page of a map with 40 stewards, of whom each holds 25 resources: 1,000 in all."""
    entries = tuple(
        Entry(
            f"@acme/team-{number}",
            True,
            {"on-call": f"@person-{number}", "reviewed-on": "2026-10-05"},
            holds=tuple(held(f"model-{number}-{one}", one + 1) for one in range(25)),
            stale=number == 7,
        )
        for number in range(40)
    )
    file = folder / "map.html"
    file.write_text(page(Overview(entries, (resource("orphan"),)), "acme", date(2026, 11, 23)))
    return file


def dom(file: Path, fragment: str = "") -> str:
    """The page as headless Chromium has it once its script, if any may run, is done."""
    chromium = programs.find("chromium", "Debian's package is `chromium`")
    profile = file.with_name("profile")
    quiet = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync", "--disable-quic")  # fmt: skip
    address = f"file://{file}#{fragment}"
    done = subprocess.run(
        [chromium, "--headless", *quiet, f"--user-data-dir={profile}", "--dump-dom", address],
        capture_output=True, timeout=120, check=True,
    )  # fmt: skip
    return done.stdout.decode()


def rows(text: str) -> int:
    """How many resources are shown."""
    return len([row for row in re.findall(r"<tr data-find[^>]*>", text) if "hidden" not in row])


@pytest.mark.slow
def test_a_browser_shows_searches_and_filters_a_thousand_resources(tmp_path: Path) -> None:
    file = large(tmp_path)
    everything = dom(file)
    assert rows(everything) == 1001
    assert '<output aria-live="polite">1001 resources</output>' in everything
    assert '<form id="find"' in everything.replace(' hidden=""', "")
    assert rows(dom(file, "team-7%20model-7-1")) == 11
    assert rows(dom(file, "nobody")) == 1


@pytest.mark.slow
def test_without_scripts_everything_can_be_read_and_no_dead_search_is_shown(tmp_path: Path) -> None:
    file = large(tmp_path)
    text = file.read_text()
    forbidden = text.replace("script-src 'unsafe-inline'", "script-src 'none'")
    assert forbidden != text
    file.write_text(forbidden)
    shown = dom(file, "nobody")
    assert rows(shown) == 1001
    assert '<form hidden="" id="find"' in shown

"""``steward config``: what is in force, each line with the file that said so."""

from __future__ import annotations

import re

from tests.gate.hostile import CARD, OWN, TOY
from tests.gate.steward import steward
from tests.repos import Repo

CONFIG = """\
mode:
  "*": enforce
  licenses: {mode: off, reason: next quarter}
  licenses/stated: observe
packs: [licenses, manifests]
exclude:
  - {path: "vendored/**", reason: not ours}
not-a-resource:
  - {path: "docs/**", reason: pages}
edition: "0.1"
hints:
  - together: [models/toy/README.md, models/toy/other.md]
"""


def rows(repo: Repo, *arguments: str) -> list[list[str]]:
    """The printed cells."""
    said = steward(repo, "config", *arguments)
    assert said.code == 0, said.err
    return [re.split(r"\s{2,}", line) for line in said.out.splitlines()]


def test_defaults_are_called_so(repo: Repo) -> None:
    said = rows(repo)
    assert said[0] == ["SETTING", "VALUE", "SAID BY", "WHY"]
    assert ["mode *", "new", "default"] in said
    assert ["edition", "none: every rule counts", "default"] in said
    assert ["pack", "licenses", "default"] in said
    assert all(one[2].startswith("policies/") for one in said if one[0].startswith("param "))


def test_what_is_set_has_its_line_and_its_reason(repo: Repo) -> None:
    repo.write(
        {
            TOY: CARD,
            ".steward/config.yaml": CONFIG,
            ".steward/policies/own.yaml": OWN,
            ".steward/params/licenses.yaml": "# Legal's\ndenied: [Apache-2.0]\n",
        }
    )
    said = rows(repo)
    for row in (
        ["mode *", "enforce", ".steward/config.yaml:2"],
        ["mode licenses", "off", ".steward/config.yaml:3", "next quarter"],
        ["mode licenses/stated", "observe", ".steward/config.yaml:4"],
        ["edition", "0.1", ".steward/config.yaml:10"],
        ["pack", "manifests", ".steward/config.yaml:5"],
        ["exclude", "vendored/**", ".steward/config.yaml:7", "not ours"],
        ["not-a-resource", "docs/**", ".steward/config.yaml:9", "pages"],
        ["hint", "models/toy/README.md, models/toy/other.md", ".steward/config.yaml:12"],
        ["param licenses.denied", '["Apache-2.0"]', ".steward/params/licenses.yaml:2"],
    ):
        assert row in said, [one for one in said if one[0] == row[0]]
    assert [one[0] for one in said if one[1] == "own"] == ["policy"]
    assert not [one for one in said if one[:2] == ["pack", "ownership"]]


def test_severities_limits_floors_and_what_they_allow_have_their_lines(repo: Repo) -> None:
    repo.write(
        {
            ".steward/config.yaml": "extends: .steward/org/acme\nseverity:\n"
            "  ownership/reachable: block\n"
            "  licenses/stated: {severity: warn, reason: settled by hand}\n"
            "not-waivable: [licenses/stated]\n",
            ".steward/org/acme/config.yaml": "organization: Acme\n"
            "longest: {waiver: {block: 30d}}\nmay-override:\n  rules: [licenses/stated]\n"
            "  exclude: ['third_party/**']\n",
        }
    )
    said = rows(repo)
    for row in (
        ["floor", "Acme", ".steward/org/acme/config.yaml"],
        [
            "may-override rules",
            "licenses/stated",
            ".steward/org/acme/config.yaml:4",
            "floor of Acme",
        ],
        [
            "may-override exclude",
            "third_party/**",
            ".steward/org/acme/config.yaml:5",
            "floor of Acme",
        ],
        ["severity ownership/reachable", "block", ".steward/config.yaml:3"],
        ["severity licenses/stated", "warn", ".steward/config.yaml:4", "settled by hand"],
        ["longest waiver block", "30d", ".steward/org/acme/config.yaml:2"],
        ["longest waiver review", "180d", "default"],
        ["not-waivable", "licenses/stated", ".steward/config.yaml:5"],
    ):
        assert row in said, [one for one in said if one[0] == row[0]]


def test_a_mistake_is_told_as_everywhere(repo: Repo) -> None:
    repo.write({".steward/config.yaml": "moode: new\n"})
    said = steward(repo, "config")
    assert (said.code, said.out) == (2, "")
    assert ".steward/config.yaml:1" in said.err

"""What a stranger is told on day one, in a repository that has none of our files."""

from __future__ import annotations

from pathlib import Path

from stewardship.picture import Request
from stewardship.run import check
from tests.repos import make_repo

OWN = """\
policy: acme
title: Our own rules
owner: "@acme/platform"
rules:
  - id: service-described
    title: A service says what it is
    applies-to: service
    at: description
    check: required
    severity: warn
    examples: {pass: [{description: scores claims}], fail: [{}]}
"""


def test_idle_rules_of_the_packs_are_counted_and_ones_own_are_named(tmp_path: Path) -> None:
    files = {"models/owl/README.md": "---\nlicense: mit\nlibrary_name: owl\n---\n"}
    repo = make_repo(tmp_path / "repo", {**files, ".steward/policies/acme.yaml": OWN})
    notes = check(Request(repo.path)).verdict.notes
    assert notes[0] == "1 rule matched nothing: acme/service-described"
    assert notes[1].endswith(" rules of the packs found nothing here to look at")
    assert len(notes) == 2

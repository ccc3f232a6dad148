"""What a stranger is told on day one, in a repository that has none of our files."""

from __future__ import annotations

from pathlib import Path

import pytest

from stewardship.cli.looking import one_resource, picture
from stewardship.errors import UserError
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


def test_a_readme_that_links_to_a_page_of_documents_is_no_card(tmp_path: Path) -> None:
    repo = make_repo(tmp_path / "repo", {"docs/policy_act.md": "## Paper\n\nhttps://owl.example\n"})
    (repo.path / "src/act").mkdir(parents=True)
    (repo.path / "src/act/README.md").symlink_to("../../docs/policy_act.md")
    assert check(Request(repo.path)).verdict.findings == ()


def test_a_readme_that_links_to_a_card_under_another_name_is_a_gap(tmp_path: Path) -> None:
    card = "---\nlicense: mit\nlibrary_name: owl\n---\n"
    repo = make_repo(tmp_path / "repo", {"hidden/owl.txt": card})
    (repo.path / "models/owl").mkdir(parents=True)
    (repo.path / "models/owl/README.md").symlink_to("../../hidden/owl.txt")
    (finding,) = check(Request(repo.path)).verdict.findings
    assert (finding.rule, finding.location.path) == ("manifests/readable", "models/owl/README.md")


def test_a_model_and_a_dataset_of_one_folder_can_each_be_shown(tmp_path: Path) -> None:
    files = {"MODEL_CARD.md": "# Owl\n\nA model.\n", "DATASET_CARD.md": "# Letters\n\nData.\n"}
    seen = picture(make_repo(tmp_path / "repo", files).path)
    with pytest.raises(UserError, match="is 2 resources") as stopped:
        one_resource(seen, "path:.#.")
    assert stopped.value.hint == "name one of them: 'dataset|path:.#.', 'model|path:.#.'"
    assert one_resource(seen, "model|path:.#.").kind == "model"


def test_json_of_any_name_is_no_gap_unless_its_name_or_its_content_is_a_report_s(
    tmp_path: Path,
) -> None:
    large = '{"padding": "' + "x" * 33 * 2**20 + '"}'
    repo = make_repo(tmp_path / "repo", {"data/large.json": large, "broken.json": "{"})
    (repo.path / "settings.json").symlink_to("/etc/settings.json")
    (repo.path / "trivy-report.json").symlink_to("/etc/trivy.json")
    found = check(Request(repo.path, only=("manifests",))).verdict.findings
    assert [(one.rule, one.location.path) for one in found] == [
        ("manifests/readable", "trivy-report.json")
    ]


def test_a_report_too_large_to_read_is_one_that_nobody_read(tmp_path: Path) -> None:
    head = '{"SchemaVersion": 2, "ArtifactName": "owl", "Results": [], "x": "'
    repo = make_repo(tmp_path / "repo", {"out.json": head + "x" * 33 * 2**20 + '"}'})
    (finding,) = check(Request(repo.path, only=("manifests",))).verdict.findings
    assert finding.message.startswith("the file has 34,603,")

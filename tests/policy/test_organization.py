"""What an organization decided: taken whole from its own files, or refused with a place."""

from __future__ import annotations

from pathlib import Path

import pytest

from stewardship.errors import UserError
from stewardship.memory import Memory
from stewardship.organization import config
from stewardship.organization import files as organization
from stewardship.organization.files import Organization, decides
from stewardship.repository import git, trees
from tests.policy.test_wrong import RIGHT
from tests.repos import Repo

CONFIG = ".steward/config.yaml"
OWN = ".steward/policies/acme.yaml"
PARAMS = ".steward/params/acme.yaml"
Files = dict[str, str]


def decided(files: Files, *more: Path, only: tuple[str, ...] = ()) -> Organization:
    content = {path: text.encode() for path, text in files.items()}
    return organization.load(content, content, Memory(), more, only)


def packs(found: Organization) -> list[str]:
    return [one.policy.name for one in found.policies]


def test_without_a_file_the_packs_govern() -> None:
    found = decided({})
    assert packs(found) == list(config.PACKS)
    assert len(found.compiled) == len(found.rules)
    assert (found.waivers, found.baseline.entries, found.problems) == ((), {}, ())
    assert found.excluded is None


def test_the_packs_that_are_named_govern_in_their_order_and_then_ones_own() -> None:
    found = decided({CONFIG: "packs: [ownership, licenses]\n", OWN: RIGHT})
    assert packs(found) == ["ownership", "licenses", "acme"]
    assert "acme/fresh" in found.rules
    assert not any(rule.startswith("manifests/") for rule in found.rules)


def test_policies_may_lie_in_folders_and_end_in_yml() -> None:
    second = RIGHT.replace("policy: acme", "policy: other")
    third = RIGHT.replace("policy: acme", "policy: third")
    found = decided({OWN: RIGHT, ".steward/policies/b/c.yaml": second,
                     ".steward/policies/z.yml": third})  # fmt: skip
    assert packs(found)[-3:] == ["acme", "other", "third"]


def test_a_params_file_belongs_to_the_policy_of_its_name() -> None:
    found = decided({OWN: RIGHT, PARAMS: "max-age: 3d\n",
                     ".steward/params/licenses.yaml": "reviewers: [counsel]\n"})  # fmt: skip
    acme = found.policies[-1].policy
    assert acme.params["max-age"].value == "3d"
    reviewers = {rule.reviewers for rule in found.rules.values() if rule.severity == "review"}
    assert ("counsel",) in reviewers


def test_a_rule_that_is_switched_off_does_not_run_and_is_still_known() -> None:
    mode = "mode: {ownership/steward-stated: {mode: off, reason: not yet}}\n"
    found = decided({CONFIG: mode})
    assert "ownership/steward-stated" in found.rules
    assert "ownership/steward-stated" not in {one.rule.id for one in found.compiled}
    assert len(found.compiled) == len(found.rules) - 1


def test_what_is_left_out_has_its_reason() -> None:
    found = decided({
        CONFIG: "exclude: [{path: old/, reason: kept for ever}]\n"
                "not-a-resource: [{path: docs/README.md, reason: a page}]\n"
    })  # fmt: skip
    assert found.config.excluded("old/README.md") == "kept for ever"
    assert found.config.excluded("docs/README.md") == "a page"
    assert found.config.excluded("docs/other/README.md") is None


def test_a_policy_file_that_is_named_by_hand(tmp_path: Path) -> None:
    (tmp_path / "more.yaml").write_text(RIGHT)
    assert packs(decided({}, tmp_path / "more.yaml"))[-1] == "acme"
    with pytest.raises(UserError, match="the policy file cannot be read: No such file"):
        decided({}, tmp_path / "gone.yaml")


def rules(*only: str) -> set[str]:
    return set(decided({OWN: RIGHT}, only=only).rules)


def test_only_the_packs_and_rules_that_are_asked_for_and_whatever_reads_broken_manifests() -> None:
    assert rules("acme") == {"acme/fresh", "acme/known", "acme/scored", "manifests/readable"}
    assert rules("acme/known") == {"acme/known", "manifests/readable"}
    assert rules("acme/known", "acme/fresh") == {"acme/known", "acme/fresh", "manifests/readable"}
    narrowed = decided({OWN: RIGHT}, only=("acme/known",))
    assert {one.rule.id for one in narrowed.compiled} == set(narrowed.rules)
    assert [one.policy.name for one in narrowed.policies] == ["manifests", "acme"]


WRONG: dict[str, tuple[Files, tuple[str, ...], str, str | None]] = {
    "a misspelt pack": (
        {CONFIG: "packs: [licences]\n"}, (), "there is no pack `licences`",
        "did you mean `licenses`?",
    ),
    "a misspelt rule of a mode": (
        {CONFIG: "mode: {licenses/statd: observe}\n"}, (), "licenses/statd",
        "did you mean `licenses/stated`?",
    ),
    "a misspelt pack to narrow to": (
        {}, ("ownershp",), "there is no pack or rule `ownershp`", "did you mean `ownership`?",
    ),
    "a rule to narrow to that nothing is like": (
        {}, ("x",), "there is no pack or rule `x`", "`steward list rules` shows them",
    ),
    "params for no policy": (
        {".steward/params/licences.yaml": "reviewers: [a]\n"}, (),
        "there is no policy `licences` that these params are for", "did you mean `licenses`?",
    ),
    "two policies of one name": (
        {OWN: RIGHT, ".steward/policies/b.yaml": RIGHT}, (),
        "two policies are named `acme`; the other is .steward/policies/acme.yaml", None,
    ),
    "a policy that takes a pack's name": (
        {OWN: RIGHT.replace("policy: acme", "policy: licenses")}, (),
        "two policies are named `licenses`; the other is policies/licenses.yaml", None,
    ),
    "a policy that cannot be trusted": (
        {OWN: RIGHT.replace("severity: block", "severity: blok")}, (), "`blok` is no severity",
        "did you mean `block`?",
    ),
    "params that cannot be trusted": (
        {OWN: RIGHT, PARAMS: "max-age: soon\n"}, (), "`max-age`: `soon` is not a duration", None,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("files", "only", "says", "hint"), WRONG.values(), ids=WRONG)
def test_what_cannot_govern_stops_the_gate(
    files: Files, only: tuple[str, ...], says: str, hint: str | None
) -> None:
    with pytest.raises(UserError) as caught:
        decided(files, only=only)
    assert says in caught.value.message
    if hint:
        assert caught.value.hint is not None
        assert hint in caught.value.hint
    assert only or caught.value.location is not None


# The files themselves


def read(repo: Repo, kind: str = "index") -> dict[str, bytes]:
    found = git.find(repo.path)
    return organization.steward_files(
        trees.index(found) if kind == "index" else trees.work_tree(found)
    )


def test_the_files_of_the_organization_are_those_of_the_top_folder(repo: Repo) -> None:
    repo.stage({CONFIG: "packs: []\n", "x/.steward/config.yaml": "mode: {}\n",
                ".steward/NOTES.md": "why", ".steward/policies/a.yaml": "a"})  # fmt: skip
    assert read(repo) == {
        CONFIG: b"packs: []\n", ".steward/NOTES.md": b"why", ".steward/policies/a.yaml": b"a",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        (".steward/confg.yaml", "did you mean `.steward/config.yaml`?"),
        (".steward/config.yml", "did you mean `.steward/config.yaml`?"),
        (".steward/waiver.yaml", "did you mean `.steward/waivers.yaml`?"),
        (".steward/param/licenses.yaml", "did you mean `.steward/params/licenses.yaml`?"),
        (".steward/params/licenses.yml", "did you mean `.steward/params/licenses.yaml`?"),
        (".steward/policies/x.json", "did you mean `.steward/policies/x.yaml`?"),
        (".steward/something/else/entirely.json", "elsewhere it disturbs nobody"),
    ],
)
def test_a_file_that_looks_like_a_decision_and_is_none(repo: Repo, path: str, hint: str) -> None:
    repo.stage({path: "{}"})
    with pytest.raises(UserError, match="nothing reads this file") as caught:
        read(repo)
    assert caught.value.hint == hint
    assert caught.value.location is not None
    assert caught.value.location.path == path


@pytest.mark.parametrize("kind", ["index", "work tree"])
def test_a_decision_that_is_a_link_is_none(repo: Repo, tmp_path: Path, kind: str) -> None:
    (tmp_path / "elsewhere.yaml").write_text("mode: {'*': observe}\n")
    (repo.path / ".steward").mkdir()
    (repo.path / CONFIG).symlink_to(tmp_path / "elsewhere.yaml")
    repo.add()
    with pytest.raises(UserError, match="the file is a symbolic link") as caught:
        read(repo, kind)
    assert caught.value.hint == "put a plain file in its place"


def test_a_folder_of_decisions_that_is_a_link_or_a_file_is_none(repo: Repo) -> None:
    repo.stage({".steward": "mode: {}\n"})
    with pytest.raises(UserError, match=r"`\.steward` is no folder"):
        read(repo)


def test_a_decision_that_is_too_large(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(organization, "LIMIT", 10)
    repo.stage({".steward/NOTES.md": "x" * 20, CONFIG: "packs: []\n"})
    assert read(repo) == {CONFIG: b"packs: []\n"}
    repo.stage({CONFIG: "packs: [] \n"})
    with pytest.raises(UserError, match="the file has more than 10 bytes") as caught:
        read(repo)
    assert caught.value.hint is None


@pytest.mark.parametrize(
    ("path", "does"),
    [
        (CONFIG, True), (OWN, True), (PARAMS, True), (".steward/waivers.yaml", True),
        (".steward/baseline.json", True), (".steward/stewards.yaml", True), ("CODEOWNERS", True),
        (".github/CODEOWNERS", True), (".steward/resources.yaml", False),
        (".steward/licenses.lock", False), ("README.md", False),
        ("x/.steward/config.yaml", False), ("x/CODEOWNERS", False),
    ],
)  # fmt: skip
def test_what_is_decided_and_what_there_is(path: str, does: bool) -> None:
    """Of the first the base's govern, for a change must not decide about itself."""
    assert decides(path) is does

"""What no table tells: waivers, links, a broken manifest, many findings, plain prose, and laws."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from stewardship import fixers
from stewardship.edit import load
from stewardship.organization.files import load as organization
from stewardship.policy.load import Memory
from tests.effort import share
from tests.fixers.test_cases import NOW, contents
from tests.gate.steward import steward
from tests.repos import Repo, make_repo

ENV = {"STEWARDSHIP_NOW": NOW}
CARD = "models/owl/README.md"
NAMED = "---\nlicense: MIT License\npipeline_tag: x\n---\n# Owl\n"
RULES = organization({}, {}, Memory()).rules


def test_what_is_waived_may_stand(repo: Repo) -> None:
    repo.commit("owl", {CARD: NAMED})
    assert steward(repo, "waive", "licenses/id-stated", "owl", "--reason", "so", env=ENV).code == 0
    repo.commit("agreed")
    said = steward(repo, "fix", env=ENV)
    assert "nothing to fix" in said.out
    assert (repo.path / CARD).read_text() == NAMED


def test_a_card_that_is_a_link_is_not_written_through(repo: Repo, tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text(NAMED)
    repo.commit("owl", {"models/cat/README.md": NAMED})
    (repo.path / "models/owl").mkdir()
    (repo.path / CARD).symlink_to(outside)
    steward(repo, "fix", env=ENV)
    steward(repo, "stamp", "--dirty", env=ENV)
    assert outside.read_text() == NAMED
    assert "license: mit" in (repo.path / "models/cat/README.md").read_text()


def test_a_manifest_that_cannot_be_read_is_left_and_said(repo: Repo) -> None:
    broken = "---\nlicense: MIT License\nlicense: mit\npipeline_tag: x\n---\n"
    repo.commit("owl", {CARD: broken})
    said = steward(repo, "fix", env=ENV)
    assert "manifests/readable" in said.out
    assert "stands here again" in said.everything
    stamped = steward(repo, "stamp", "owl", env=ENV)
    assert stamped.code == 0
    assert "no manifest of owl has a place for it" in stamped.everything
    assert (repo.path / CARD).read_text() == broken


def test_of_very_many_that_are_left_the_first_are_shown_and_the_rest_counted(repo: Repo) -> None:
    repo.commit("many", {f"models/m{n}/MLmodel": "flavors: {}\n" for n in range(60)})
    said = steward(repo, "fix", "licenses/stated", env=ENV)
    assert said.out.count("no license is stated") == 50
    assert "and 10 more: `steward check` shows them all" in said.out


def test_nothing_that_a_file_says_acts_on_the_terminal(repo: Repo) -> None:
    repo.commit("owl", {CARD: NAMED.replace("pipeline_tag: x", 'title: "\\e]0;x\\a\u202e"')})
    for arguments in (["fix", "--diff"], ["fix"], ["stamp"]):
        said = steward(repo, *arguments, env=ENV)
        assert not {"\x1b", "\x07", "\u202e"} & set(said.out + said.err)


def test_in_a_repository_without_a_commit_no_commit_is_stated(repo: Repo) -> None:
    repo.write({CARD: NAMED})
    said = steward(repo, "stamp", "owl", env=ENV)
    assert "there is no commit yet" in said.everything
    front = load((repo.path / CARD).read_bytes(), CARD)[0].data
    assert front["stewardship"] == {"date": "2026-11-23T09:00:00Z"}


def test_the_commit_is_never_the_one_that_is_being_made(repo: Repo) -> None:
    head = repo.commit("owl", {CARD: NAMED})
    steward(repo, "stamp", "owl", env=ENV)
    repo.commit("stamped")
    assert load((repo.path / CARD).read_bytes(), CARD)[0].get("stewardship", "commit") == head
    stamped = contents(repo)
    steward(repo, "stamp", "owl", env=ENV)
    assert contents(repo) == stamped, "a commit more is no reason to stamp again"


def test_names_that_are_no_text_and_folders_without_end_are_no_trouble(repo: Repo) -> None:
    repo.commit("owl", {CARD: NAMED})
    repo.write({"models/owl/\udcff.pt": "weights"})
    deep = str(repo.path / "models/owl")
    for _ in range(1200):
        deep += "/d"
        os.mkdir(deep)
    try:
        said = steward(repo, "stamp", "owl", env=ENV)
    finally:
        for _ in range(1200):  # nobody who removes such a tree by recursion gets to its end
            os.rmdir(deep)
            deep = os.path.dirname(deep)
    assert (said.code, said.err) == (0, "")
    assert "cannot be changed without rewriting the file" in said.everything
    assert b"hashes" not in (repo.path / CARD).read_bytes()


def test_of_two_resources_of_one_name_one_has_to_be_named_by_its_id(repo: Repo) -> None:
    other = CARD.replace("models", "old")
    repo.commit("owls", {CARD: NAMED, other: NAMED})
    said = steward(repo, "stamp", "owl", env=ENV)
    assert said.code == 2
    assert "`owl` is 2 resources" in said.err
    assert contents(repo) == {CARD: NAMED.encode(), other: NAMED.encode()}
    assert steward(repo, "stamp", "path:old/owl#owl", env=ENV).code == 0
    assert (repo.path / CARD).read_text() == NAMED
    assert "stewardship:" in (repo.path / other).read_text()


def test_a_version_is_of_one_resource(repo: Repo) -> None:
    repo.commit("owls", {CARD: NAMED, "models/cat/README.md": NAMED})
    said = steward(repo, "stamp", "models", "--version", "1", env=ENV)
    assert (said.code, said.out) == (2, "")
    assert "a version is that of one resource" in said.err


def test_a_service_is_not_stamped(repo: Repo) -> None:
    repo.commit("api", {"catalog-info.yaml": "kind: API\nmetadata: {name: owl}\nspec: {}\n"})
    said = steward(repo, "stamp", "owl", env=ENV)
    assert said.code == 2
    assert "service owl is not stamped" in said.err


def test_every_fixer_takes_a_rule_of_the_packs_and_has_a_manual() -> None:
    taken = {fixer.__name__ for rule in RULES.values() if (fixer := fixers.fixer_of(rule))}
    every = {f"stewardship.fixers.{name.replace('-', '_')}" for name in fixers.names()}
    assert taken == every
    for name in fixers.names():
        assert (fixers.load(name).__doc__ or "").strip()


def test_a_remedy_that_is_a_command_names_one_that_there_is() -> None:
    for rule in RULES.values():
        words = rule.remedy.split()
        if words[:2] == ["steward", "fix"]:
            assert words[2] == rule.id
            assert fixers.fixer_of(rule) is not None, rule.id
        if words[:2] == ["steward", "stamp"]:
            assert fixers.fixer_of(rule) is fixers.load("stamp"), rule.id


@pytest.mark.parametrize("name", ["lineage/data-pinned", "lineage/base-pinned"])
def test_a_rule_of_ones_own_is_mended_by_what_it_asks(name: str) -> None:
    from dataclasses import replace

    own = replace(RULES[name], id="acme/some-name")
    assert fixers.fixer_of(own) is fixers.fixer_of(RULES[name]) is not None


KEYS = st.lists(
    st.sampled_from(
        (
            "license: MIT License  # of the paper",
            "pipeline_tag: 'x'",
            "datasets:\n- acme/owls\n# and no other",
            "base_model: [acme/base]",
            'title: "Grüße ☃"',
            "stewardship: {stage: production}",
            "stewardship:\n      stage: production\n\n      # more to come",
            "stewardship:",
            "description: >-\n  an\n  owl\n",
            "version: '{{ version }}'",
            "note: |+\n  kept\n\n",
        )
    ),
    min_size=1,
    unique_by=lambda line: line.partition(":")[0],
)


@share(1 / 4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(KEYS, st.sampled_from(("\n", "\r\n")), st.sampled_from(("---", "...")), st.booleans())
def test_stamped_twice_is_stamped_once_and_every_line_is_kept(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], end: str, fence: str, bom: bool
) -> None:
    path = "models/owl/MODEL_CARD.md"
    text = "\n".join(["---", *lines, fence, "# Owl", "", "license: none"])
    card = ("\ufeff" * bom + text.replace("\n", end)).encode()
    repo = make_repo(tmp_path_factory.mktemp("law") / "repo", {path: card})
    repo.write({"models/owl/owl.bin": "weights"})
    steward(repo, "stamp", "owl", env=ENV)
    steward(repo, "fix", env=ENV)
    once = (repo.path / path).read_bytes()
    steward(repo, "stamp", "owl", env=ENV)
    steward(repo, "fix", env=ENV)
    assert (repo.path / path).read_bytes() == once
    old, new = card.splitlines(keepends=True), once.splitlines(keepends=True)
    lost = [line.decode().strip() for line in old if line not in new]
    may_go = ("license: MIT License  # of the paper", "version: '{{ version }}'")
    assert set(lost) <= {*may_go, "stewardship: {stage: production}"}
    front = yaml.safe_load(
        once.removeprefix("\ufeff".encode()).split(end.encode() + fence.encode())[0]
    )
    assert front["stewardship"]["commit"] == repo.head
    assert front.get("license") in (None, "mit")

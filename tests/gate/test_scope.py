"""What a change makes the gate judge: what it touches and what links to that; the universe is
always whole. A rule of the repository notes each resource that it looks at, so that is seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.gate.hostile import CARD, NO_LICENSE
from tests.gate.steward import PROGRAM, Said, steward
from tests.repos import Repo

LOOK = """\
policy: look
title: What was looked at
fields: {seen: never stated}
rules:
  - id: at
    title: Whoever is judged is noted
    applies-to: [model, dataset, service]
    at: seen
    check: required
    severity: note
    examples: {pass: [{seen: x}], fail: [{}]}
"""
DATA = "---\nlicense: mit\ntask_categories: [text-classification]\n{more}---\n# data\n"
FILES = {
    ".steward/policies/look.yaml": LOOK,
    "README.md": "# Acme\n",
    "data/sales/README.md": DATA.format(more=""),
    "data/other/README.md": DATA.format(more=""),
    "models/base/README.md": CARD.replace("# toy", "# base"),
    "models/tuned/README.md": "---\nlicense: mit\nbase_model: base\ndatasets: [sales]\n---\n",
    "models/lone/README.md": CARD,
    "services/api/catalog-info.yaml": (
        "kind: Component\nmetadata:\n  name: api\n  annotations: {stewardship/serves: tuned}\n"
        "spec: {type: service}\n"
    ),
    "src/app.py": "print(1)\n",
}
ALL = ["api", "base", "lone", "other", "sales", "tuned"]


@pytest.fixture
def acme(repo: Repo) -> Repo:
    """Two datasets, three models of which one is made from a base and a dataset, a service."""
    repo.commit("base", {**FILES})
    return repo


def looked_at(said: Said) -> list[str]:
    """The names of the resources that were judged."""
    return [one.removeprefix("look/at ") for one in said.found("note") if "look/at" in one]


def staged(repo: Repo) -> list[str]:
    return looked_at(steward(repo, "check", "--staged"))


def test_without_a_change_in_hand_everything_is_judged(acme: Repo) -> None:
    assert looked_at(steward(acme, "check")) == ALL


@pytest.mark.parametrize(
    ("path", "judged"),
    [
        pytest.param("models/lone/README.md", ["lone"], id="a card that nothing links to"),
        pytest.param(
            "models/base/README.md", ["api", "base", "tuned"], id="a base, what is tuned, its user"
        ),
        pytest.param(
            "data/sales/README.md", ["api", "sales", "tuned"], id="a dataset and its models"
        ),
        pytest.param("data/other/README.md", ["other"], id="a dataset that nothing is made of"),
        pytest.param("models/tuned/README.md", ["api", "tuned"], id="a model and not its sources"),
        pytest.param("services/api/catalog-info.yaml", ["api"], id="a service"),
        pytest.param("src/app.py", [], id="what nobody governs"),
        pytest.param("README.md", [], id="a page that is no card"),
        pytest.param(".steward/policies/look.yaml", ALL, id="a policy"),
        pytest.param(".steward/params/licenses.yaml", ALL, id="params"),
        pytest.param(".steward/config.yaml", ALL, id="the configuration"),
        pytest.param(".steward/stewards.yaml", ALL, id="the stewards"),
        pytest.param(".steward/resources.yaml", ALL, id="the resources"),
        pytest.param(".github/CODEOWNERS", ALL, id="CODEOWNERS"),
        pytest.param(".steward/waivers.yaml", [], id="waivers, which make nothing wrong"),
        pytest.param(".steward/baseline.json", [], id="the baseline, which makes nothing wrong"),
    ],
)
def test_a_change_makes_judge(acme: Repo, path: str, judged: list[str]) -> None:
    nothing = '{"version": 1, "fingerprints": {}}\n' if path.endswith(".json") else "# changed\n"
    acme.stage({path: f"{FILES.get(path, '')}{nothing}"})
    said = steward(acme, "check", "--staged")
    assert looked_at(said) == judged
    acme.commit()
    assert looked_at(steward(acme, "ci", "--base=HEAD~1")) == judged


def test_a_change_of_nothing_governed_ends_at_once(acme: Repo) -> None:
    acme.stage({"src/app.py": "print(2)\n"})
    said = steward(acme, "check", "--staged")
    assert (said.code, said.report["summary"]["universe"]) == (0, 0)
    assert said.out.startswith("note: nothing that this commit changes is governed\npass · ")


def test_where_nothing_is_staged_everything_is_judged_and_that_is_said(acme: Repo) -> None:
    said = steward(acme, "check", "--staged")
    assert looked_at(said) == ALL
    assert "note: nothing is staged, so everything is judged" in said.out


def test_a_model_is_judged_when_its_dataset_goes(acme: Repo) -> None:
    acme.git("rm", "-r", "--quiet", "data/sales")
    said = steward(acme, "check", "--staged")
    assert looked_at(said) == ["api", "tuned"]
    assert said.found() == ["manifests/kept sales"]


@pytest.mark.parametrize(
    "entry",
    [
        pytest.param("kind: model, name: lone", id="by its name"),
        pytest.param("kind: model, name: lone, path: models/lone", id="by its folder"),
        pytest.param("kind: model, id: 'path:models/lone#lone'", id="by its id"),
    ],
)
def test_what_is_deleted_is_refused_until_it_is_listed_as_retired(acme: Repo, entry: str) -> None:
    acme.git("rm", "-r", "--quiet", "models/lone")
    assert steward(acme, "check", "--staged").found() == ["manifests/kept lone"]
    retired = f"resources:\n  - {{{entry}, license: mit, stage: retired}}\n"
    acme.stage({".steward/resources.yaml": retired})
    said = steward(acme, "check", "--staged")
    assert (said.code, said.found()) == (0, [])


def test_another_resource_of_the_name_is_no_memory_of_it(acme: Repo) -> None:
    acme.git("rm", "-r", "--quiet", "models/lone")
    entry = "{kind: dataset, name: lone, license: mit, stage: retired}"
    acme.stage({".steward/resources.yaml": f"resources:\n  - {entry}\n"})
    assert steward(acme, "check", "--staged").found() == ["manifests/kept lone"]


def test_a_renamed_dataset_is_not_gone_and_what_named_it_is_judged(acme: Repo) -> None:
    acme.git("mv", "data/sales", "data/sold")
    said = steward(acme, "check", "--staged")
    assert said.found() == []
    assert looked_at(said) == ["api", "sold", "tuned"]


def test_what_is_staged_is_judged_and_not_what_is_on_disk(acme: Repo) -> None:
    acme.stage({"models/lone/README.md": CARD.replace("mit", "apache-2.0")})
    acme.write({"models/lone/README.md": NO_LICENSE, "models/base/README.md": NO_LICENSE})
    assert steward(acme, "check", "--staged").found() == []
    assert steward(acme, "check").found() == ["licenses/stated base", "licenses/stated lone"]
    acme.stage({"models/lone/README.md": NO_LICENSE})
    acme.write({"models/lone/README.md": CARD})
    assert steward(acme, "check", "--staged").found() == ["licenses/stated lone"]


def test_only_intended_to_be_added_is_not_staged(acme: Repo) -> None:
    acme.write({"models/new/README.md": NO_LICENSE})
    acme.git("add", "--intent-to-add", "models/new")
    assert staged(acme) == ALL
    assert steward(acme, "check", "--staged").found() == []


@pytest.fixture
def hooked(acme: Repo) -> Repo:
    """The same repository with the gate as its pre-commit hook."""
    acme.hook("pre-commit", f"exec {PROGRAM} check --staged")
    return acme


def refused(repo: Repo, *arguments: str) -> bool:
    before = repo.head
    repo.git("commit", "--quiet", "--message=x", *arguments, ok=False)
    return repo.head == before


def test_a_card_without_a_license_is_refused_and_goes_through_with_it(hooked: Repo) -> None:
    hooked.stage({"models/new/README.md": NO_LICENSE})
    assert refused(hooked)
    hooked.stage({"models/new/README.md": CARD})
    assert not refused(hooked)


def test_commit_all_judges_what_it_would_commit(hooked: Repo) -> None:
    hooked.write({"models/lone/README.md": NO_LICENSE})
    assert refused(hooked, "--all")
    assert refused(hooked, "--", "models/lone/README.md")
    hooked.write({"models/lone/README.md": CARD + "\nMore.\n"})
    assert not refused(hooked, "--all")


def test_a_commit_of_one_path_is_not_judged_by_another(hooked: Repo) -> None:
    hooked.stage({"models/lone/README.md": NO_LICENSE})
    hooked.write({"models/base/README.md": CARD + "\nMore.\n"})
    assert not refused(hooked, "--only", "--", "models/base/README.md")
    assert refused(hooked)


def test_a_deleted_card_is_refused_by_the_hook(hooked: Repo) -> None:
    hooked.git("rm", "-r", "--quiet", "models/lone")
    assert refused(hooked)


def test_a_push_is_judged_from_end_to_end(acme: Repo) -> None:
    start = acme.head
    acme.commit("bad", {"models/lone/README.md": NO_LICENSE})
    acme.commit("good", {"models/base/README.md": CARD + "\nMore.\n"})
    acme.stage({"data/other/README.md": NO_LICENSE})
    refs = {"PRE_COMMIT_FROM_REF": start, "PRE_COMMIT_TO_REF": "HEAD"}
    said = steward(acme, "check", "--staged", env=refs)
    assert looked_at(said) == ["api", "base", "lone", "tuned"]
    assert said.found() == ["licenses/stated lone"]
    refs["PRE_COMMIT_FROM_REF"] = "HEAD~1"
    assert steward(acme, "check", "--staged", env=refs).found() == []


def test_a_push_is_compared_from_where_it_left_the_branch(acme: Repo) -> None:
    acme.branch("work")
    acme.commit("mine", {"models/lone/README.md": CARD + "\nMore.\n"})
    acme.git("checkout", "--quiet", "main")
    acme.commit("theirs", {"models/theirs/README.md": CARD})
    refs = {"PRE_COMMIT_FROM_REF": "main", "PRE_COMMIT_TO_REF": "work"}
    said = steward(acme, "check", "--staged", env=refs)
    assert (looked_at(said), said.found()) == (["lone"], [])
    acme.git("checkout", "--quiet", "work")
    assert looked_at(steward(acme, "ci", "--base=main")) == ["lone"]


@pytest.mark.parametrize(
    ("base", "head"), [("0" * 40, "HEAD"), ("HEAD", "0" * 40), ("", "")], ids=str
)
def test_a_push_without_both_ends_is_no_push(acme: Repo, base: str, head: str) -> None:
    acme.stage({"models/lone/README.md": NO_LICENSE})
    refs = {"PRE_COMMIT_FROM_REF": base, "PRE_COMMIT_TO_REF": head}
    assert steward(acme, "check", "--staged", env=refs).found() == ["licenses/stated lone"]


@pytest.mark.parametrize(
    ("folder", "paths", "judged"),
    [
        ("", ["models/lone"], ["lone"]),
        ("", ["models/lone/"], ["lone"]),
        ("", ["models/lone/README.md", "data/other"], ["lone", "other"]),
        ("", ["./models/../models/lone"], ["lone"]),
        ("", ["."], ALL),
        ("models", ["lone"], ["lone"]),
        ("models", ["../data"], ["other", "sales"]),
        ("models", ["."], ["base", "lone", "tuned"]),
        ("", ["src"], []),
    ],
)
def test_paths_narrow_what_is_judged(
    acme: Repo, folder: str, paths: list[str], judged: list[str]
) -> None:
    said = steward(acme, "check", *paths, folder=folder)
    assert looked_at(said) == judged
    assert said.report["summary"]["universe"] == len(ALL)


def test_paths_do_not_narrow_what_is_known(acme: Repo) -> None:
    """A service may serve a model that the paths leave out, and one that nobody has."""
    assert steward(acme, "check", "services").found() == []
    file = "services/api/catalog-info.yaml"
    acme.write({file: FILES[file].replace("tuned", "tunde")})
    assert steward(acme, "check", "services").found() == ["manifests/served-model-known api"]
    assert steward(acme, "check", "models").found() == []


@pytest.mark.parametrize("staging", [[], ["--staged"]], ids=["on disk", "staged"])
def test_a_path_that_is_not_there_is_a_mistake(acme: Repo, staging: list[str]) -> None:
    acme.stage({"src/app.py": "print(2)\n"})
    said = steward(acme, "check", *staging, "models/lnoe")
    assert said.code == 2
    assert "there is no `models/lnoe` in the" in said.err
    assert said.report["errors"]


def test_a_root_is_judged_alone_and_by_its_own_decisions(acme: Repo) -> None:
    acme.write({"models/.steward/policies/look.yaml": LOOK})
    for arguments, folder in ((["--root=models"], ""), (["--root=."], "models")):
        said = steward(acme, "check", *arguments, folder=folder)
        assert looked_at(said) == ["base", "lone", "tuned"]
        assert said.report["summary"]["universe"] == 3
    acme.add()
    assert looked_at(steward(acme, "check", "--staged", "--root=models")) == [
        "base",
        "lone",
        "tuned",
    ]
    assert looked_at(steward(acme, "check", "--root=data")) == []


def test_one_pack_alone_still_tells_what_cannot_be_read(acme: Repo) -> None:
    acme.write({"models/lone/README.md": "---\nlicense: [mit\nlibrary_name: x\n---\n"})
    acme.write({"models/base/README.md": NO_LICENSE})
    said = steward(acme, "check", "--only=ownership")
    assert said.found() == ["manifests/readable lone"]
    said = steward(acme, "check", "--only=licenses/stated")
    assert said.found() == ["licenses/stated base", "manifests/readable lone"]
    assert looked_at(said) == []


def test_an_environment_brings_facts_that_a_rule_waits_for(acme: Repo, tmp_path: Path) -> None:
    package = tmp_path / "site-packages/pkg-1.0.dist-info"
    package.mkdir(parents=True)
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: pkg\nVersion: 1.0\n"
                                      "License-Expression: AGPL-3.0-only\n")  # fmt: skip
    acme.write({"requirements.txt": "pkg==1.0\n"})
    said = steward(acme, "check")
    assert about(said, "pkg") == set()
    assert {one["rule"] for one in said.report["unchecked"]} >= {"licenses/dependency-allowed"}
    said = steward(acme, "check", f"--environment={package.parent}")
    assert any(rule.startswith("licenses/dependency-") for rule in about(said, "pkg"))


def about(said: Said, name: str) -> set[str]:
    """The rules that found something on the resource of this name."""
    return {one["rule"] for one in said.findings if one["resource"]["name"] == name}


def test_the_report_says_which_rule_looked_at_what_and_why(acme: Repo) -> None:
    acme.branch("change")
    acme.commit("change", {"data/sales/README.md": DATA.format(more="pretty_name: Sales\n")})
    said = steward(acme, "ci", "--base=main")
    why = {one["name"]: one["why"] for one in said.report["reach"]["resources"]}
    assert why == {
        "sales": "a file that speaks of it changed",
        "tuned": "it links to the dataset sales",
        "api": "it links to the model tuned",
    }
    assert said.report["looked"]["look/at"] == 3
    assert said.report["looked"]["licenses/stated"] == 2  # a service needs none
    assert "3 of 6 resources judged (1 changed, 2 by links)" in said.everything


def test_where_something_that_governs_changed_the_report_says_that(acme: Repo) -> None:
    acme.branch("change")
    acme.commit("change", {".steward/config.yaml": "mode: new\n"})
    said = steward(acme, "ci", "--base=main")
    assert said.report["reach"] == {
        "because": ".steward/config.yaml governs, and changed", "resources": [],
    }  # fmt: skip
    assert "6 of 6 resources judged (.steward/config.yaml governs, and changed)" in said.everything


def test_what_was_judged_once_is_counted_again_from_what_is_remembered(acme: Repo) -> None:
    first, again = steward(acme, "check"), steward(acme, "check")
    assert first.report["looked"] == again.report["looked"]
    assert first.report["looked"]["look/at"] == 6
    assert "reach" not in first.report

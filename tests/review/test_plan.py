"""``steward review plan``: who is asked about a change, for what, because of what."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.gate.steward import Said, steward
from tests.repos import Repo

DATA = """\
---
license: cc-by-4.0
pretty_name: Claims 2026
stewardship: {kind: dataset, id: "hf:acme/claims"}
---
# Claims
What was claimed.
"""
MODEL = """\
---
license: apache-2.0
datasets: [acme/claims]
library_name: sklearn
stewardship: {stage: production}
---
# Model card
"""
SERVICE = """\
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: fraud-api, annotations: {stewardship/serves: fraud}}
spec: {type: service, lifecycle: production, owner: "group:platform"}
"""
MAP = """\
stewards:
  "@acme/data": {members: ["@kim", "@lee"], on-call: "@kim", deputy: "@lee"}
  "@acme/ml": {members: ["@dana"]}
  "@acme/platform": {members: ["@ines"]}
  "@kim": {}
  "@lee": {}
assign:
  - {path: "data/", steward: "@acme/data"}
  - {path: "models/", steward: "@acme/ml"}
fallback: "@acme/platform"
"""
BASE = {
    ".steward/stewards.yaml": MAP,
    "data/claims/README.md": DATA,
    "models/fraud/README.md": MODEL,
    "services/api/catalog-info.yaml": SERVICE,
}
NOW = {"STEWARDSHIP_NOW": "2026-11-23T09:00:00+00:00"}


@pytest.fixture
def based(repo: Repo) -> Repo:
    repo.commit("base", BASE)
    return repo


def plan(repo: Repo, *arguments: str) -> Said:
    return steward(repo, "review", "plan", "--base", "HEAD~1", *arguments, env=NOW)


def planned(repo: Repo, *arguments: str) -> Any:
    said = plan(repo, "--format", "json", *arguments)
    assert said.code == 0, said.err
    return json.loads(said.out)


def change(repo: Repo, path: str, old: str, new: str) -> Repo:
    text = (repo.path / path).read_text()
    assert text.count(old) == 1
    repo.commit("change", {path: text.replace(old, new)})
    return repo


@pytest.fixture
def relicensed(based: Repo) -> Repo:
    return change(based, "data/claims/README.md", "cc-by-4.0", "cc0-1.0")


def test_the_steward_on_call_is_asked_with_old_and_new_and_what_it_reaches(
    relicensed: Repo,
) -> None:
    found = planned(relicensed)
    assert found["asked"] == ["@kim"]
    (need,) = (one for one in found["needs"] if not one["rule"])
    assert need["handle"] == "@acme/data"
    assert need["because"] == "dataset claims is changed"
    assert (need["path"], need["line"]) == (".steward/stewards.yaml", 8)
    assert need["entitled"] == ["@kim", "@lee", "@acme/data"]
    (touched,) = found["resources"]
    assert touched["values"] == [
        {
            "field": "license",
            "old": "cc-by-4.0",
            "new": "cc0-1.0",
            "path": "data/claims/README.md",
            "line": 2,
        }
    ]
    assert [one["name"] for one in touched["reaches"]] == ["fraud", "fraud-api"]


def test_text_and_markdown_say_the_same_to_people(relicensed: Repo) -> None:
    text = plan(relicensed).out
    assert "@kim: dataset claims is changed, for @acme/data (.steward/stewards.yaml:8)" in text
    assert "license: cc-by-4.0 -> cc0-1.0 (data/claims/README.md:2)" in text
    assert "reaches: model fraud (production) → service fraud-api (production)" in text
    marked = plan(relicensed, "--format", "markdown").out
    assert marked.count("@kim, you are asked because:") == 1
    assert "| `license` | `cc-by-4.0` | `cc0-1.0` | `data/claims/README.md:2` |" in marked
    assert "Reaches: `model fraud (production) → service fraud-api (production)`" in marked


def test_the_author_is_never_asked_so_it_goes_to_the_deputy(relicensed: Repo) -> None:
    found = planned(relicensed, "--author", "@Kim")
    assert found["asked"] == ["@lee"]
    assert "@kim" not in found["needs"][0]["entitled"]


def test_who_is_away_is_passed_over_while_somebody_is_there(based: Repo) -> None:
    change(
        based, ".steward/stewards.yaml", '"@kim": {}', '"@kim": {away: [2026-11-20..2026-11-30]}'
    )
    change(based, "data/claims/README.md", "cc-by-4.0", "cc0-1.0")
    found = planned(based)
    assert found["asked"] == ["@lee"]
    assert "@kim" in found["needs"][0]["entitled"], "somebody who is away may still approve"


def test_a_team_of_which_only_the_author_is_there_is_not_there(based: Repo) -> None:
    away = MAP.replace('"@kim": {}', '"@kim": {away: [2026-11-20..2026-11-30]}')
    based.commit("away", {".steward/stewards.yaml": away})
    change(based, "data/claims/README.md", "cc-by-4.0", "cc0-1.0")
    assert planned(based, "--author", "@lee")["asked"] == ["@acme/platform"]


ALL_AWAY = MAP.replace('"@kim": {}', '"@kim": {departed: 2026-01-01}').replace(
    '"@lee": {}', '"@lee": {away: [2026-11-23]}'
)


def test_where_nobody_is_there_the_fallback_is_asked_with_a_warning(based: Repo) -> None:
    based.commit("away", {".steward/stewards.yaml": ALL_AWAY})
    change(based, "data/claims/README.md", "cc-by-4.0", "cc0-1.0")
    found = planned(based)
    assert found["asked"] == ["@acme/platform"]
    (warning,) = found["warnings"]
    assert warning.endswith("nobody of `@acme/data` is there, so @acme/platform is asked")


def test_availability_never_empties_the_choice(based: Repo) -> None:
    without = ALL_AWAY.replace('fallback: "@acme/platform"\n', "")
    based.commit("away", {".steward/stewards.yaml": without})
    change(based, "data/claims/README.md", "cc-by-4.0", "cc0-1.0")
    found = planned(based)
    assert found["asked"] == ["@kim"]
    assert "@kim left on 2026-01-01" in found["warnings"][0]


def test_where_nobody_can_be_asked_it_is_said(based: Repo) -> None:
    lonely = 'stewards: {"@kim": {}}\nassign: [{path: "data/", steward: "@kim"}]\n'
    based.commit("lonely", {".steward/stewards.yaml": lonely})
    change(based, "data/claims/README.md", "cc-by-4.0", "cc0-1.0")
    found = planned(based, "--author", "@kim")
    assert found["asked"] == []
    assert found["warnings"][0].startswith("dataset claims is changed: nobody can be asked")


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        pytest.param("data/claims/README.md", "What was claimed.", "What is claimed.", id="prose"),
        pytest.param("services/api/catalog-info.yaml", "metadata: {", "metadata: {description: x, ",
                     id="a description"),
        pytest.param("models/fraud/README.md", "license: apache-2.0", "license:   apache-2.0",
                     id="white space"),
    ],
)  # fmt: skip
def test_a_change_of_no_governed_value_asks_nobody(
    based: Repo, path: str, old: str, new: str
) -> None:
    found = planned(change(based, path, old, new))
    assert (found["asked"], found["resources"]) == ([], [])
    assert "nobody is asked" in plan(based).out


def test_both_sides_of_a_handing_over_are_asked(based: Repo) -> None:
    change(
        based, "models/fraud/README.md", "stage: production", 'stage: production, steward: "@lee"'
    )
    found = planned(based)
    assert sorted(found["asked"]) == ["@acme/ml", "@lee"] or found["asked"] == ["@dana", "@lee"]
    assert {one["handle"] for one in found["needs"] if not one["rule"]} == {"@acme/ml", "@lee"}


DATA_IS = '{path: "data/", steward: "@acme/data"}'
OWNERS = "/data/ @acme/ml\n"
# A sentence, how the map changes, and who is named because of the dataset: of old, and now.
HANDED: list[tuple[str, dict[str, str], list[str]]] = [
    ("to somebody else",
     {".steward/stewards.yaml": MAP.replace(DATA_IS, DATA_IS.replace("@acme/data", "@lee"))},
     ["@acme/data", "@lee"]),
    ("to nobody", {".steward/stewards.yaml": MAP.replace(f"  - {DATA_IS}\n", "")}, ["@acme/data"]),
    ("from the map to CODEOWNERS",
     {".steward/stewards.yaml": MAP.replace(f"  - {DATA_IS}\n", ""), "CODEOWNERS": OWNERS},
     ["@acme/data", "@acme/ml"]),
    ("to the same, spelled in another way",
     {".steward/stewards.yaml": MAP.replace(DATA_IS, DATA_IS.replace("@acme", "acme"))}, []),
    ("nothing of it", {".steward/stewards.yaml": MAP + "# The data's people know why.\n"}, []),
]  # fmt: skip


@pytest.mark.parametrize(("files", "sides"), [r[1:] for r in HANDED], ids=[r[0] for r in HANDED])
def test_a_map_that_hands_over_asks_both_sides(
    based: Repo, files: dict[str, str], sides: list[str]
) -> None:
    based.commit("change", files)
    found = planned(based)
    needs = [one for one in found["needs"] if not one["rule"]]
    assert [one["handle"] for one in needs] == sides
    assert {one["resource"] for one in needs} <= {"dataset|hf:acme/claims"}
    values = [(v["old"], v["new"]) for one in found["resources"] for v in one["values"]]
    assert values == ([(sides[0], sides[1] if sides[1:] else None)] if sides else [])


def test_what_the_branch_handed_over_meanwhile_is_not_the_changes_doing(based: Repo) -> None:
    based.git("branch", "change")
    based.commit("later", dict(HANDED[0][1]))
    based.git("checkout", "-q", "change")
    change(based, ".steward/stewards.yaml", '"@kim": {}', '"@kim": {}\n  "@mal": {}')
    said = plan(based, "--base", "main", "--format", "json")
    assert [one for one in json.loads(said.out)["needs"] if not one["rule"]] == []


def test_a_change_does_not_choose_its_own_judge(based: Repo) -> None:
    moved = MAP.replace(
        'path: "data/", steward: "@acme/data"', 'path: "data/", steward: "@mallory"'
    )
    text = DATA.replace("cc-by-4.0", "mit")
    based.commit("mine", {".steward/stewards.yaml": moved, "data/claims/README.md": text})
    found = planned(based, "--author", "@mallory")
    assert "@kim" in found["asked"]
    assert "@mallory" not in found["asked"]


def test_what_is_removed_asks_who_answered_for_it(based: Repo) -> None:
    based.git("rm", "-q", "data/claims/README.md")
    based.git("commit", "-q", "-m", "gone")
    found = planned(based)
    (touched,) = (one for one in found["resources"] if one["kind"] == "dataset")
    assert (touched["fate"], "@kim" in found["asked"]) == ("removed", True)


def test_a_value_in_a_file_that_did_not_change_is_no_difference(based: Repo) -> None:
    based.commit("more", {"models/fraud/MLmodel": "flavors: {sklearn: {}}\nmodel_uuid: a\n"})
    change(based, "models/fraud/README.md", "stage: production", "stage: staging")
    (touched,) = planned(based)["resources"]
    assert [one["field"] for one in touched["values"]] == ["stage"]


def test_the_bytes_of_a_file_that_has_a_digest_are_governed(based: Repo) -> None:
    tracked = "outs:\n- {path: claims.csv, sha256: %s}\n" % ("a" * 64)
    based.commit("file", {"data/claims/claims.csv": "1\n", "data/claims/claims.csv.dvc": tracked})
    based.commit("bytes", {"data/claims/claims.csv": "2\n"})
    found = planned(based)
    assert found["asked"] == ["@kim"]
    ((value,),) = (one["values"] for one in found["resources"])
    assert value["field"] == "bytes of data/claims/claims.csv"
    assert value["old"] != value["new"]


def test_a_finding_for_review_asks_its_reviewers(based: Repo) -> None:
    change(based, "models/fraud/README.md", "license: apache-2.0", "license: llama3.1")
    rules = {one["rule"] for one in planned(based)["needs"]}
    assert "licenses/allowed" in rules


def test_a_finding_that_was_there_before_asks_nobody_about_a_typo(based: Repo) -> None:
    change(based, "data/claims/README.md", "cc-by-4.0", "llama3.1")
    assert "licenses/allowed" in {one["rule"] for one in planned(based)["needs"]}
    change(based, "data/claims/README.md", "What was claimed.", "What is claimed.")
    assert planned(based)["needs"] == []
    change(based, "models/fraud/README.md", "stage: production", "stage: staging")
    assert "licenses/allowed" not in {one["rule"] for one in planned(based)["needs"]}
    change(based, ".steward/stewards.yaml", '"@kim": {}', '"@kim": {contact: k@acme.example}')
    assert "licenses/allowed" in {one["rule"] for one in planned(based)["needs"]}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param("models/fraud/LICENSE", "Other terms.\n", id="the text of the license"),
        pytest.param("services/api/requirements.txt", "chat==1.0\n", id="a package"),
    ],
)
def test_a_finding_that_no_governed_value_tells_is_the_changes_own_all_the_same(
    based: Repo, path: str, text: str
) -> None:
    own = """policy: mine
title: Mine
owner: "@lee"
rules:
  - {id: looked-at, title: Somebody looked, applies-to: [model, dependency], at: version,
     check: one-of, options: {values: [none]}, severity: review, reviewers: ["@lee"],
     remedy: look, if-present: true,
     examples: {pass: [{version: none}], fail: [{version: "1.0"}]}}
"""
    card = MODEL.replace(
        "license: apache-2.0", "license: other\nlicense_link: LICENSE\nversion: 1.0"
    )
    files = {".steward/policies/mine.yaml": own, "models/fraud/README.md": card}
    based.commit("more", files | {"models/fraud/LICENSE": "Terms.\n"})
    based.commit("change", {path: text})
    assert "mine/looked-at" in {one["rule"] for one in planned(based)["needs"]}


@pytest.mark.parametrize(
    ("entry", "asked", "entitled"),
    [
        pytest.param('"@acme/legal": {members: ["@rae"]}', ["@acme/legal"],
                     ["@acme/legal", "@rae"], id="the one team of that name"),
        pytest.param("legal: {members: ['@rae']}", ["@rae"], ["@rae"], id="an entry of its own"),
        pytest.param('"@nora": {}', ["@acme/platform"], ["@acme/platform"],
                     id="else the fallback, and never whoever has that name on the forge"),
    ],
)  # fmt: skip
def test_the_packs_name_roles_and_the_map_says_who_that_is(
    based: Repo, entry: str, asked: list[str], entitled: list[str]
) -> None:
    text = MAP.replace("stewards:\n", f"stewards:\n  {entry}\n")
    based.commit("map", {".steward/stewards.yaml": text})
    change(based, "models/fraud/README.md", "license: apache-2.0", "license: llama3.1")
    (need,) = (one for one in planned(based)["needs"] if one["rule"] == "licenses/allowed")
    assert (need["handle"], need["asked"], need["entitled"]) == ("legal", asked, entitled)


def test_a_renamed_resource_is_the_same_one(based: Repo) -> None:
    based.git("mv", "data/claims", "data/claims-2026")
    based.git("commit", "-q", "-m", "moved")
    assert all(one["fate"] != "removed" for one in planned(based)["resources"])


HOSTILE = "x`|</details>@everyone <img src=x>\u202e"


def test_nothing_that_a_tree_says_acts_in_the_comment(based: Repo) -> None:
    text = DATA.replace("Claims 2026", json.dumps(HOSTILE)).replace(
        "cc-by-4.0", json.dumps(HOSTILE)
    )
    based.commit("hostile", {"data/evil/README.md": text.replace("acme/claims", "acme/evil")})
    marked = plan(based, "--format", "markdown").out
    assert "\u202e" not in marked
    for line in marked.splitlines():
        outside = "".join(line.split("``")[::2]) if "``" in line else "".join(line.split("`")[::2])
        assert "@everyone" not in outside
        assert "<img" not in outside
        assert "</details>" not in outside or line == "</details>"

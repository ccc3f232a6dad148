"""Whom documents name as owners: the section of a prose card, the governance of CycloneDX, the
owner of a catalog entity. Each lands in the map with its place, and there is one answer.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from stewardship.joining.join import join
from stewardship.model import Fragment, Kind, Value
from stewardship.ownership import Ownership, build
from stewardship.readers import (
    card,
    catalog_info,
    codeowners,
    cyclonedx,
    prose_card,
    resources,
    stewards,
)
from tests.gate.steward import steward
from tests.repos import Repo

ENTRIES = """\
stewards:
  "@acme/owls": {members: ["@dana"], contact: owls@acme.example}
  "@acme/eagles": {members: ["@lee"]}
  "@dana": {contact: "mailto:dana@acme.example"}
  "@lee": {}
  "@ines": {contact: shared@acme.example}
  "@kim": {contact: shared@acme.example}
"""
READERS: dict[str, Any] = {
    "MODEL_CARD.md": prose_card, "README.md": card, "bom.json": cyclonedx, "CODEOWNERS": codeowners,
    "catalog-info.yaml": catalog_info, "stewards.yaml": stewards, "resources.yaml": resources,
}  # fmt: skip
OWNED = {"CODEOWNERS": "* @acme/all\n"}


def bom(**governance: list[dict[str, Any]]) -> str:
    """A BOM of one dataset, as CycloneDX 1.5 and later have it."""
    data = {"type": "dataset", "name": "calls", "governance": governance}
    component = {"type": "data", "name": "calls", "bom-ref": "calls", "data": [data]}
    body = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": [component]}
    return json.dumps(body, indent=1)


def person(name: str = "", email: str = "") -> dict[str, Any]:
    said = {"name": name, "email": email}
    return {"contact": {key: value for key, value in said.items() if value}}


def prose(*bullets: str) -> str:
    return "# Owl\n\n## Owners\n\n" + "".join(f"- {one}\n" for one in bullets)


def entity(owner: str) -> str:
    meta = "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: api}\n"
    return f"{meta}spec:\n  type: service\n  lifecycle: production\n  owner: {owner}\n"


def fragments(files: dict[str, str]) -> list[Fragment]:
    found: list[Fragment] = []
    for path, text in files.items():
        found += READERS[path.rpartition("/")[2]].read(path, text.encode()) or ()
    return found


def answer(files: dict[str, str], kind: Kind) -> tuple[Ownership, Value]:
    found = fragments({".steward/stewards.yaml": ENTRIES, **files})
    (one,) = (one for one in join(found).of_kind(kind))
    ownership = build(found)
    return ownership, ownership.steward_of(one)


# A sentence, the files, the kind of the one resource, who answers, and where that is written.
ROWS: list[tuple[str, dict[str, str], Kind, str, str]] = [
    ("a prose card's handle", {"m/MODEL_CARD.md": prose("@acme/owls")}, "model",
     "@acme/owls", "m/MODEL_CARD.md:5"),
    ("the first of them whom the map knows",
     {"m/MODEL_CARD.md": prose("Jane Doe", "Lee Park (@lee)")}, "model",
     "@lee", "m/MODEL_CARD.md:6"),
    ("an address that is a team's contact",
     {"m/MODEL_CARD.md": prose("Owl Team, owls@acme.example")}, "model",
     "@acme/owls", "m/MODEL_CARD.md:5"),
    ("an address with a scheme in the map", {"m/MODEL_CARD.md": prose("dana@acme.example")},
     "model", "@dana", "m/MODEL_CARD.md:5"),
    ("an address of two is nobody's; CODEOWNERS answers",
     {"m/MODEL_CARD.md": prose("shared@acme.example"), **OWNED}, "model", "@acme/all",
     "CODEOWNERS:1"),
    ("a name that only one team has", {"m/MODEL_CARD.md": prose("eagles"), **OWNED}, "model",
     "@acme/eagles", "m/MODEL_CARD.md:5"),
    ("whom the map knows goes before CODEOWNERS",
     {"m/MODEL_CARD.md": prose("@lee"), **OWNED}, "model", "@lee", "m/MODEL_CARD.md:5"),
    ("CODEOWNERS goes before a name that nobody knows",
     {"m/MODEL_CARD.md": prose("Jane Doe"), **OWNED}, "model", "@acme/all", "CODEOWNERS:1"),
    ("a name that nobody knows goes before nobody", {"m/MODEL_CARD.md": prose("Jane Doe")},
     "model", "Jane Doe", "m/MODEL_CARD.md:5"),
    ("governance: one steward", {"d/bom.json": bom(stewards=[person("Dana", "dana@acme.example")])},
     "dataset", "Dana <dana@acme.example>", "d/bom.json:27"),
    ("governance: stewards go before owners",
     {"d/bom.json": bom(owners=[{"organization": {"name": "@acme/eagles"}}],
                        stewards=[person("@lee"), person("@dana")])},
     "dataset", "@lee", "d/bom.json:37"),
    ("governance: owners go before custodians",
     {"d/bom.json": bom(custodians=[person("", "dana@acme.example")],
                        owners=[{"organization": {"name": "@acme/eagles"}}])},
     "dataset", "@acme/eagles", "d/bom.json:28"),
    ("governance: a custodian where nobody else is named",
     {"d/bom.json": bom(custodians=[person("Dana", "dana@acme.example")])},
     "dataset", "@dana", "d/bom.json:17"),
    ("a catalog's owner", {"s/catalog-info.yaml": entity("group:default/eagles")}, "service",
     "group:default/eagles", "s/catalog-info.yaml:7"),
    ("a card's front matter", {"m/README.md": "---\nlicense: mit\nlibrary_name: x\n"
                                              "owners: [Jane, '@lee']\n---\n"},
     "model", "@lee", "m/README.md:4"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("files", "kind", "who", "where"), [r[1:] for r in ROWS], ids=[r[0] for r in ROWS]
)
def test_there_is_one_answer_with_its_place(
    files: dict[str, str], kind: Kind, who: str, where: str
) -> None:
    ownership, found = answer(files, kind)
    assert (found.data, found.location.path) == (who, where.partition(":")[0])
    if found.location.pointer is None:
        assert f"{found.location.path}:{found.location.line}" == where
    assert ownership.entry(who) is not None or who in ("@acme/all", "Jane Doe")


def test_what_the_map_assigns_goes_before_whom_documents_name() -> None:
    assign = ENTRIES + 'assign:\n  - {path: "m/", steward: "@dana"}\n'
    files = {"m/MODEL_CARD.md": prose("@lee"), ".steward/stewards.yaml": assign}
    _, found = answer(files, "model")
    assert (found.data, found.location.path) == ("@dana", ".steward/stewards.yaml")


def told(repo: Repo, files: dict[str, str]) -> list[tuple[str, str]]:
    assign = ENTRIES + 'assign:\n  - {path: "m/", steward: "@acme/owls"}\n'
    repo.commit("base", {".steward/stewards.yaml": assign, **files})
    found = steward(repo, "check", "--only", "ownership/document-agrees").findings
    return [(one["path"], one["message"]) for one in found]


def test_documents_that_name_somebody_else_are_a_finding(repo: Repo) -> None:
    assert told(repo, {"m/MODEL_CARD.md": prose("Jane Doe", "@lee")}) == [(
        ".steward/stewards.yaml",
        ("the documents of m name somebody else as owner: the steward `@acme/owls` is not `@lee`"),
    )]  # fmt: skip
    assert told(repo, {"m/MODEL_CARD.md": prose("@lee", "dana@acme.example")}) == []
    assert told(repo, {"m/MODEL_CARD.md": prose("Jane Doe, jane@elsewhere.example")}) == []


def test_two_manifests_that_name_two_stewards_are_in_conflict(repo: Repo) -> None:
    entry = "resources:\n  - {kind: dataset, name: d, path: d, steward: '@dana'}\n"
    files = {
        ".steward/stewards.yaml": ENTRIES,
        ".steward/resources.yaml": entry,
        "d/README.md": "---\nlicense: mit\nstewardship: {kind: dataset, steward: '@lee'}\n---\n",
    }
    repo.commit("base", files)
    (finding,) = steward(repo, "check", "--only", "manifests/agrees").findings
    assert finding["message"] == "the steward is stated in 2 ways: `@lee`, `@dana`"
    assert [one["path"] for one in finding["related"]] == [
        "d/README.md", ".steward/resources.yaml"
    ]  # fmt: skip


def test_a_change_does_not_choose_its_judge_by_naming_an_owner(repo: Repo) -> None:
    base = {
        ".steward/stewards.yaml": ENTRIES,
        "m/MODEL_CARD.md": prose("@lee") + "\n## License\n\nMIT\n",
    }
    repo.commit("base", base)
    text = base["m/MODEL_CARD.md"].replace("@lee", "@dana").replace("MIT", "Apache-2.0")
    repo.commit("change", {"m/MODEL_CARD.md": text})
    said = steward(repo, "review", "plan", "--base", "HEAD~1", "--format", "json")
    needs = json.loads(said.out)["needs"]
    assert [one["handle"] for one in needs if not one["rule"]] == ["@lee", "@dana"]


# --- a model describes its data -------------------------------------------------------------------


def describing(*owners: str, ref: str = "calls") -> str:
    """The BOM of a model that describes a dataset in its own model card."""
    data = {"type": "dataset", "name": ref, "governance": {"owners": [person(o) for o in owners]}}
    card = {"modelParameters": {"datasets": [data]}}
    component = {"type": "machine-learning-model", "name": "owl", "bom-ref": "m", "modelCard": card}
    body = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": [component]}
    return json.dumps(body, indent=1)


CALLS = "---\nlicense: mit\nstewardship: {kind: dataset, name: calls%s}\n---\n# calls\n"
AGREES = ("check", "--only", "ownership/document-agrees")


def described(repo: Repo, *owners: str, card: str = "", more: str = "") -> list[str]:
    files = {
        ".steward/stewards.yaml": ENTRIES + more,
        "calls/README.md": CALLS % card,
        "m/bom.json": describing(*owners),
    }
    repo.commit("base", files)
    return [one["message"] for one in steward(repo, *AGREES).findings]


def shown(repo: Repo) -> Any:
    return json.loads(steward(repo, "show", "calls", "--format", "json").out)["steward"]


def test_whom_a_model_names_for_its_data_answers_where_nobody_else_does(repo: Repo) -> None:
    assert described(repo, "Jane", "@lee") == []
    assert shown(repo) == "@lee"
    assert described(repo, "@dana", more="fallback: '@kim'\n") == []
    assert shown(repo) == "@dana"
    held = mapped(repo)["@dana"]
    assert [(one["name"], one["from"]["path"]) for one in held] == [("calls", "m/bom.json")]


def mapped(repo: Repo) -> dict[str, Any]:
    """What each steward holds by the map."""
    said = json.loads(steward(repo, "owners", "map", "--format", "json").out)
    return {one["name"]: one["holds"] for one in said["stewards"]}


# A sentence, whom the model names, what the card of the data says besides, and what is found.
INLINE: list[tuple[str, tuple[str, ...], str, list[str]]] = [
    ("the card's steward", ("@lee",), ", steward: '@lee'", []),
    ("a team that the steward is in", ("@acme/owls",), ", steward: '@dana'", []),
    ("nobody whom the map knows", ("Jane Doe",), ", steward: '@lee'", []),
    ("somebody else", ("@dana",), ", steward: '@lee'", ["the steward `@lee` is not `@dana`"]),
    ("somebody else than the card's owners, who agree", ("@dana",),
     ", steward: '@lee', owners: ['@lee']", ["the steward `@lee` is not `@dana`"]),
    ("the same as the card's owners", ("@lee", "@dana"), ", steward: '@lee', owners: ['@lee']", []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("owners", "card", "found"), [r[1:] for r in INLINE], ids=[r[0] for r in INLINE]
)
def test_a_model_that_describes_its_data_agrees_with_who_answers_for_it(
    repo: Repo, owners: tuple[str, ...], card: str, found: list[str]
) -> None:
    said = described(repo, *owners, card=card)
    assert [one.partition("owner: ")[2] for one in said] == found


def test_each_model_that_describes_it_is_held_against_the_steward(repo: Repo) -> None:
    repo.commit("other", {"n/bom.json": describing("@lee").replace('"owl"', '"hawk"')})
    assert described(repo, "@lee", card=", steward: '@lee'") == []
    (said,) = described(repo, "@dana", card=", steward: '@lee'")
    assert said.endswith("the steward `@lee` is not `@dana`")


def test_data_that_the_tree_does_not_have_is_nobodys_here(repo: Repo) -> None:
    repo.commit("base", {".steward/stewards.yaml": ENTRIES, "m/bom.json": describing("@lee")})
    assert not any(mapped(repo).values())


def test_a_change_of_the_model_alone_has_its_data_judged(repo: Repo) -> None:
    described(repo, "@lee", card=", steward: '@lee'")
    repo.commit("change", {"m/bom.json": describing("@dana")})
    said = steward(repo, "ci", "--base", "HEAD~1", *AGREES[1:])
    assert [one["resource"]["name"] for one in said.findings] == ["calls"]


def test_a_change_does_not_choose_its_judge_by_describing_the_data(repo: Repo) -> None:
    described(repo, "@lee", more="fallback: '@kim'\n")
    repo.commit("license", {"calls/README.md": CALLS.replace("mit", "apache-2.0") % ""})
    asked = ("review", "plan", "--base", "HEAD~1", "--format", "json")
    needs = json.loads(steward(repo, *asked).out)["needs"]
    assert [one["handle"] for one in needs if "calls is" in one["because"]] == ["@lee"]
    repo.commit("both", {"m/bom.json": describing("@dana"), "calls/README.md": CALLS % ""})
    needs = json.loads(steward(repo, *asked).out)["needs"]
    wanted = [(one["handle"], one["asked"]) for one in needs if "calls is" in one["because"]]
    assert wanted == [("", ["@kim"]), ("@dana", ["@dana"])]

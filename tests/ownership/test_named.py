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

"""Which files speak of one thing, and what a resource takes from them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from stewardship.joining.join import join
from stewardship.model import Location
from tests.checks.context import load_yaml
from tests.world import fragments, named, universe

CASES: Mapping[str, Any] = load_yaml((Path(__file__).parent / "cases.yaml").read_text())


@pytest.mark.parametrize("backwards", [False, True], ids=["as written", "in any order"])
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_files_of_a_tree_make(case: Mapping[str, Any], backwards: bool) -> None:
    said = fragments(case["tree"])
    hints = [frozenset(paths) for paths in case.get("together", ())]
    joined = join(said[:: -1 if backwards else 1], hints)
    found = {f"{one.kind} {one.id}": list(one.paths) for one in joined.all()}
    assert found == case["resources"]
    assert len(joined) == len(case["resources"])


def test_nothing_makes_nothing() -> None:
    assert join(()).all() == []
    assert len(join(())) == 0


def test_a_resource_stands_where_a_person_declared_it() -> None:
    tree = {
        "models/a/MLmodel": {"$origin": "mlmodel", "$line": 2},
        "models/a/README.md": {"$line": 7, "$origin": "card"},
    }
    (resource,) = universe(tree).all()
    assert resource.place == Location("models/a/README.md", 7, 1)


def test_a_resource_is_named_by_the_file_that_names_it() -> None:
    tree = {"models/a/MLmodel": {"$origin": "mlmodel", "$name": "fraud"}, "models/a/README.md": {}}
    (resource,) = universe(tree).all()
    assert (resource.name, resource.id) == ("fraud", "path:models/a#fraud")
    assert resource.place.path == "models/a/README.md"


@pytest.mark.parametrize(
    ("others", "leads"),
    [
        pytest.param({}, ".steward/resources.yaml", id="alone"),
        pytest.param({"MLmodel": "mlmodel"}, ".steward/resources.yaml", id="beside a tool's file"),
        pytest.param(
            {"README.md": "card", "MLmodel": "mlmodel"}, "m/README.md", id="beside a card"
        ),
        pytest.param({"CARD.md": "prose-card"}, "m/CARD.md", id="beside a card in prose"),
    ],
)
def test_an_entry_of_the_organizations_own_file_leads_where_there_is_no_card(
    others: dict[str, str], leads: str
) -> None:
    same = {"$ids": ["hf:acme/a"], "$name": "a"}
    tree = {f"m/{name}": {**same, "$origin": origin} for name, origin in others.items()}
    (resource,) = universe(
        {".steward/resources.yaml": {**same, "$origin": "resources"}, **tree}
    ).all()
    assert resource.paths[0] == resource.place.path == leads


def test_all_that_is_wrong_with_its_files_is_wrong_with_a_resource() -> None:
    tree = {
        "models/a/MLmodel": {"$problems": ["torn"], "$origin": "mlmodel"},
        "models/a/README.md": {"$problems": ["open", "tabbed"]},
    }
    (resource,) = universe(tree).all()
    assert [problem.message for problem in resource.problems] == ["open", "tabbed", "torn"]
    assert not resource.removed
    (alone,) = universe({"models/a/README.md": tree["models/a/README.md"]}).all()
    assert [problem.message for problem in alone.problems] == ["open", "tabbed"]


def test_the_fields_of_several_files_are_one_mapping() -> None:
    tree = {
        "models/a/MLmodel": {"license": "mit", "version": "1", "$origin": "mlmodel"},
        "models/a/README.md": {"license": "mit", "task": "x"},
    }
    (resource,) = universe(tree).all()
    assert sorted(resource.fields) == ["license", "task", "version"]
    assert len(resource.fields) == 3
    assert "task" in resource.fields
    assert "stage" not in resource.fields
    assert resource.value("stage").state == "absent"


def test_links_that_a_file_states_twice_are_one() -> None:
    twice = {"sources": [{"ref": "b", "kind": "model"}, {"ref": "b", "kind": "model"}]}
    for tree in ({"a/README.md": twice}, {"a/README.md": twice, "a/MLmodel": twice}):
        joined = universe({**tree, "b/README.md": {}})
        assert named(joined, "a").links == {"sources": ("model|path:b#b",)}


def test_an_adopted_file_brings_its_fields_and_not_its_name() -> None:
    tree = {
        "data/claims/README.md": {"$kind": "dataset", "$ids": ["hf:acme/claims"]},
        "data/claims/x.csv.dvc": {
            "$kind": "artifact", "$name": "data/claims/x.csv", "$ids": ["urn:x"], "$origin": "dvc",
            "hashes": [{"alg": "md5", "content": "0" * 32, "path": "data/claims/x.csv"}],
        },
    }  # fmt: skip
    (resource,) = universe(tree).all()
    assert (resource.id, resource.name) == ("hf:acme/claims", "claims")
    assert resource.value("hashes").state == "present"


DIGEST = "sha256:" + "1" * 64
OUT = {"$kind": "artifact", "$digests": [DIGEST], "$origin": "dvc"}


def test_an_adopted_file_unites_its_model_with_what_states_its_digest_elsewhere() -> None:
    tree = {
        "models/a/README.md": {},
        "models/a/m.bin.dvc": {**OUT, "$name": "models/a/m.bin"},
        "sboms/bom.json": {"$kind": "model", "$digests": [DIGEST], "$origin": "cyclonedx"},
    }
    (resource,) = universe(tree).all()
    assert resource.id == "path:models/a#a"


@pytest.mark.parametrize("bom", [False, True])
def test_a_file_that_two_models_have_says_of_neither_which_it_is(bom: bool) -> None:
    tree: dict[str, Any] = {
        "models/a/README.md": {},
        "models/a/m.bin.dvc": {**OUT, "$name": "models/a/m.bin"},
        "models/b/README.md": {},
        "models/b/m.bin.dvc": {**OUT, "$name": "models/b/m.bin"},
    }
    said = {"$kind": "model", "$name": "z", "$digests": [DIGEST], "$origin": "cyclonedx"}
    joined = universe({**tree, "sboms/bom.json": said} if bom else tree)
    ids = ["path:models/a#a", "path:models/b#b", "path:sboms#z"]
    assert [one.id for one in joined.all()] == ids[: 2 + bom]
    assert joined.get(DIGEST) is None


def test_a_file_that_says_two_things_is_known_to_say_both() -> None:
    joined = universe({"catalog-info.yaml": [{"$name": "a"}, {"$name": "b"}]})
    assert [one.name for one in joined.speaking_from("catalog-info.yaml")] == ["a", "b"]
    assert joined.speaking_from("other.yaml") == []

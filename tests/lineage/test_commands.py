"""``steward show`` and ``steward graph``, as a user calls them."""

from __future__ import annotations

import json

import pytest

from tests.gate.steward import steward
from tests.repos import Repo

FILES = {
    "data/a/README.md": "---\nlicense: mit\nsize_categories: [n<1K]\n---\n# a\n",
    "models/m/README.md": (
        "---\nlicense: mit\npipeline_tag: text-classification\nbase_model: org/base\n"
        "stewardship:\n  stage: production\n"
        "  sources: [{ref: ../../data/a, role: train}]\n"
        "  hashes: [{alg: md5, path: m.bin, content: acbd18db4cc2f85cedef654fccc4a4d8}]\n---\n# m\n"
    ),
    "models/m/MLmodel": "flavors: {}\nmetadata:\n  license: isc\n",
    "models/m/m.bin.dvc": "outs:\n- md5: bcbd18db4cc2f85cedef654fccc4a4d8\n  path: m.bin\n",
    "apps/s/catalog-info.yaml": (
        "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: s\n"
        "  annotations: {stewardship/serves: m}\nspec: {type: service}\n"
    ),
}


@pytest.fixture
def acme(repo: Repo) -> Repo:
    repo.commit(files=FILES)
    return repo


def test_a_resource_is_shown_with_values_of_every_file_and_its_lineage_both_ways(
    acme: Repo,
) -> None:
    out = steward(acme, "show", "m").out
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert lines[0] == "model m · path:models/m#m · no steward"
    assert "license mit conflicting models/m/README.md:2 card" in lines
    assert "license isc conflicting models/m/MLmodel:3 mlmodel" in lines
    conflicting = [line for line in lines if line.startswith("hashes") and ".content" in line]
    assert conflicting == [
        "hashes[0].content acbd18db4cc2f85cedef654fccc4a4d8 conflicting models/m/README.md:8 card",
        "hashes[1].content bcbd18db4cc2f85cedef654fccc4a4d8 conflicting models/m/m.bin.dvc:2 dvc",
    ]
    assert out.endswith(
        "\nmade from\n"
        "├─ base: org/base · not in this repository · models/m/README.md:4\n"
        "└─ train: dataset a · mit · models/m/README.md:7\n"
        "\nreaches\n"
        "└─ serves: service s · apps/s/catalog-info.yaml:5\n"
    )


def test_what_has_no_links_says_so(repo: Repo) -> None:
    repo.commit(files={"models/m/README.md": "---\nlicense: mit\npipeline_tag: x\n---\n# m\n"})
    out = steward(repo, "show", "m").out
    assert "made from nothing that is known here\n" in out
    assert "reaches nothing that is known here\n" in out


STATEMENT = """{"_type": "https://in-toto.io/Statement/v1", "predicateType": "https://acme.example/x",
 "subject": [{"name": "m.bin", "digest": {"sha256": "%s"}}]}
"""


def test_an_attestation_is_made_from_nothing_that_it_attests(repo: Repo) -> None:
    digest, other = "ab" * 32, "cd" * 32
    repo.commit(
        files={
            "models/m/README.md": "---\nlicense: mit\npipeline_tag: x\n---\n# m\n",
            "models/m/m.bin.dvc": f"outs:\n- sha256: {digest}\n  path: m.bin\n",
            "signed/m.intoto.json": STATEMENT % digest,
            "signed/n.intoto.json": STATEMENT % other,
        }
    )
    shown = steward(repo, "show", "m.intoto.json").out
    assert "made from" not in shown
    assert "\n\nattests\n└─ model m · mit · signed/m.intoto.json:" in shown
    stranger = steward(repo, "show", "n.intoto.json").out
    assert f"└─ sha256:{other} · nothing here is known by this digest · " in stranger
    below = steward(repo, "show", "m").out
    assert "\nreaches" not in below
    assert "\n\nattested by\n└─ attestation m.intoto.json · " in below
    nodes = dict(
        line.split("[", 1) for line in steward(repo, "graph", "m").out.splitlines() if "[" in line
    )
    model, statement = (
        next(node.strip() for node, label in nodes.items() if label.startswith(f'"{name}'))
        for name in ("model m", "attestation m")
    )
    assert f'  {statement} -->|"attests"| {model}' in steward(repo, "graph", "m").out.splitlines()


def test_the_same_as_data(acme: Repo) -> None:
    said = json.loads(steward(acme, "show", "m", "--format", "json").out)
    assert said["version"] == 1
    assert said["resource"]["id"] == "path:models/m#m"
    assert len(said["resource"]["paths"]) == 3
    license = [one for one in said["values"] if one["field"] == "license"]
    assert [(one["value"], one["state"], one["path"], one["line"]) for one in license] == [
        ("mit", "conflicting", "models/m/README.md", 2),
        ("isc", "conflicting", "models/m/MLmodel", 3),
    ]
    base, data = said["made-from"]
    assert (base["reference"], base["resource"], base["role"]) == ("org/base", None, "base")
    assert data["resource"] == {"kind": "dataset", "id": "path:data/a#a", "name": "a"}
    (service,) = said["reaches"]
    assert (service["resource"]["name"], service["field"], service["line"]) == ("s", "serves", 5)
    assert said["cut"] is False


def test_a_manifest_that_cannot_be_read_is_shown_with_its_place(repo: Repo) -> None:
    repo.commit(files={"models/m/README.md": "---\nlicense: [\npipeline_tag: x\n---\n"})
    assert "cannot be read: " in steward(repo, "show", "m").out
    said = json.loads(steward(repo, "show", "m", "--format", "json").out)
    assert [one["path"] for one in said["problems"]] == ["models/m/README.md"]


def test_a_graph_goes_to_the_screen_or_to_a_file(acme: Repo) -> None:
    said = steward(acme, "graph")
    assert said.code == 0
    assert said.out.startswith("flowchart LR\n")
    assert '|"serves"|' in said.out
    done = steward(acme, "graph", "--output", "lineage.mmd")
    assert (done.code, done.out) == (0, "")
    assert (acme.path / "lineage.mmd").read_text() == said.out


def test_a_graph_as_data_knows_its_ends(acme: Repo) -> None:
    data = json.loads(steward(acme, "graph", "--format", "json").out)
    keys = {one["key"] for one in data["nodes"]}
    model = next(one for one in data["nodes"] if one["kind"] == "model")
    assert model["license"] == {"value": "mit", "state": "conflicting"}
    assert {edge["to"] for edge in data["edges"]} <= keys
    assert [edge["reference"] for edge in data["edges"] if edge["from"] is None] == ["org/base"]


def test_a_graph_around_a_resource(acme: Repo) -> None:
    acme.commit(files={"models/other/README.md": "---\nlicense: mit\npipeline_tag: x\n---\n"})
    assert "model other" in steward(acme, "graph").out
    assert "model other" not in steward(acme, "graph", "m").out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(("graph", "mm"), "there is no resource `mm`", id="nobody of this name"),
        pytest.param(("graph", "--output", "no/x"), "cannot be written", id="no such folder"),
        pytest.param(("show", "mm", "--format", "json"), "there is no", id="nothing to show"),
    ],
)
def test_a_call_that_is_wrong_says_what_to_do(
    acme: Repo, arguments: tuple[str, ...], said: str
) -> None:
    done = steward(acme, *arguments)
    assert done.code == 2
    assert said in done.err


def test_hostile_names_do_nothing_to_a_terminal(repo: Repo) -> None:
    card = '---\nlicense: "\\e[31mmit"\nbase_model: "##[error]x"\npipeline_tag: x\n---\n'
    repo.commit(files={"a\x1b[2J\nb/README.md": card})
    for call in (("list", "resources"), ("graph",), ("graph", "--format", "json")):
        out = steward(repo, *call).out
        assert "\x1b" not in out
        assert "##[" not in out
    (name,) = [
        one["id"] for one in json.loads(steward(repo, "graph", "--format", "json").out)["nodes"]
    ]
    out = steward(repo, "show", name).out
    assert "\x1b" not in out
    assert "##[" not in out

"""A BOM of the joined picture: what stands where, and that it is read back as it was."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stewardship.bills import LEFT_OUT, Bill, bill
from stewardship.cli.looking import picture
from stewardship.joining.join import join
from stewardship.model import Resource, Value
from stewardship.readers import cyclonedx
from tests.repos import Repo
from tests.schemas.test_compiled import library
from tests.world import Tree, universe

TIME = "2026-11-23T09:00:00Z"
ACME = Path(__file__).resolve().parents[2] / "examples" / "acme-ai"
HEX = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
COMMIT = "9fceb02d0ae598e95dc970b74767f19372d61af8"


def made(tree: Tree) -> Bill:
    return bill(universe(tree).all(), TIME)


def only(tree: Tree) -> dict[str, Any]:
    """The one component, service or vulnerability of a tree, without what all of them have."""
    document = made(tree).document
    assert list(library("cyclonedx-1.6").iter_errors(document)) == []
    sections = ("components", "services", "vulnerabilities")
    (node,) = [one for section in sections for one in document.get(section, ())]
    return {key: one for key, one in node.items() if key not in ("bom-ref", "name", "type")}


def properties(node: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(one["name"], one["value"]) for one in node.get("properties", ())]


M = "models/owl/README.md"
SIDES = [{"value": "mit", "path": M, "line": 3}, {"value": "gpl-3.0", "path": M, "line": 9}]
CASES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "a license of the SPDX list, with the spelling of the card": (
        {"license": "apache-2.0"},
        {
            "licenses": [{"license": {"id": "Apache-2.0"}}],
            "properties": [("stewardship:license", "apache-2.0")],
        },
    ),
    "a choice of licenses": (
        {"license": "MIT OR Apache-2.0"},
        {"licenses": [{"expression": "MIT OR Apache-2.0"}]},
    ),
    "a license that only has a name": (
        {"license": "owl-1", "license-link": "https://owl.example/license"},
        {
            "licenses": [{"license": {"name": "owl-1", "url": "https://owl.example/license"}}],
            "properties": [("stewardship:license-link", "https://owl.example/license")],
        },
    ),
    "version, description, tags, commit": (
        {"version": "1.10", "description": "Owls", "tags": ["a", "b"], "commit": COMMIT},
        {
            "version": "1.10",
            "description": "Owls",
            "tags": ["a", "b"],
            "pedigree": {"commits": [{"uid": COMMIT}]},
        },
    ),
    "digests, also of files": (
        {
            "hashes": [
                {"alg": "sha256", "content": HEX},
                {"alg": "md5", "content": "098f6bcd4621d373cade4e832627b4f6", "path": "a/b.bin"},
            ]
        },
        {
            "hashes": [{"alg": "SHA-256", "content": HEX}],
            "components": [
                {
                    "type": "file",
                    "name": "a/b.bin",
                    "hashes": [{"alg": "MD5", "content": "098f6bcd4621d373cade4e832627b4f6"}],
                }
            ],
        },
    ),
    "a digest that is none is no digest of the format": (
        {"hashes": [{"alg": "sha256", "content": "abc"}]},
        {
            "properties": [
                ("stewardship:hashes", '[{"alg":"sha256","content":"abc"}]'),
            ]
        },
    ),
    "where it comes from and how it did": (
        {
            "task": "image-classification",
            "sources": [
                {"ref": "owl/base", "role": "base", "revision": COMMIT, "kind": "model"},
                {"ref": "nests", "role": "train", "kind": "dataset"},
                {"ref": "feathers", "role": "test", "license": "cc0-1.0", "kind": "dataset"},
            ],
            "evaluations": [{"metric": "f1", "value": 0.91, "dataset": "feathers"}],
        },
        {
            "modelCard": {
                "modelParameters": {
                    "task": "image-classification",
                    "datasets": [
                        {"type": "dataset", "name": "nests"},
                        {
                            "type": "dataset",
                            "name": "feathers",
                            "contents": {
                                "properties": [
                                    {"name": "stewardship:role", "value": "test"},
                                    {"name": "stewardship:license", "value": "cc0-1.0"},
                                ]
                            },
                        },
                    ],
                },
                "quantitativeAnalysis": {
                    "performanceMetrics": [{"type": "f1", "value": "0.91", "slice": "feathers"}]
                },
            },
            "pedigree": {
                "ancestors": [
                    {"type": "machine-learning-model", "name": "owl/base", "version": COMMIT}
                ]
            },
        },
    ),
    "facts that the format has no field for": (
        {"stage": "production", "oversight": {"reviewer": "@lee", "every": "30d"}},
        {
            "properties": [
                ("stewardship:oversight", '{"every":"30d","reviewer":"@lee"}'),
                ("stewardship:stage", "production"),
            ]
        },
    ),
    "a placeholder is a text, and no field of the format": (
        {"version": "{{ version }}", "license": "TODO"},
        {
            "properties": [
                ("stewardship:license", "TODO"),
                ("stewardship:version", "{{ version }}"),
            ]
        },
    ),
    "of a conflict each side is told, and none is a field of the format": (
        {"license": {"conflict": SIDES}},
        {
            "properties": [
                ("stewardship:license", "gpl-3.0"),
                ("stewardship:license", "mit"),
            ]
        },
    ),
    "who governs data": (
        {"$kind": "dataset", "steward": "@owl/data", "owners": ["Owl Org"], "version": "1"},
        {
            "version": "1",
            "data": [
                {
                    "type": "dataset",
                    "governance": {
                        "owners": [{"organization": {"name": "Owl Org"}}],
                        "stewards": [{"organization": {"name": "@owl/data"}}],
                    },
                }
            ],
        },
    ),
    "a package": (
        {"$kind": "dependency", "$ids": ["pkg:pypi/redis@4.0"], "$name": "redis", "version": "4.0",
         "scope": "runtime", "direct": True},
        {
            "version": "4.0",
            "purl": "pkg:pypi/redis@4.0",
            "scope": "required",
            "properties": [("stewardship:direct", "true")],
        },
    ),
    "a service": (
        {"$kind": "service", "endpoints": ["https://owl.example"], "supplier": "Owl Org"},
        {"provider": {"name": "Owl Org"}, "endpoints": ["https://owl.example"]},
    ),
    "a vulnerability": (
        {
            "$kind": "vulnerability",
            "$name": "CVE-1",
            "severity": "high",
            "analysis": "exploitable",
            "published": "2026-03-01T00:00:00Z",
            "affects": [{"ref": "pkg:npm/twig@1"}],
        },
        {
            "id": "CVE-1",
            "ratings": [{"severity": "high"}],
            "published": "2026-03-01T00:00:00Z",
            "analysis": {"state": "exploitable"},
            "properties": [("stewardship:affects", '[{"ref":"pkg:npm/twig@1"}]')],
        },
    ),
}  # fmt: skip


@pytest.mark.parametrize("says", CASES)
def test_what_stands_where(says: str) -> None:
    fields, expected = CASES[says]
    found = only({M: fields})
    ours = [one for one in properties(found) if one[0] != "stewardship:id"]
    rest = {key: one for key, one in found.items() if key != "properties"}
    assert rest | ({"properties": ours} if ours else {}) == expected
    assert made({M: fields}).lost == ()


def test_what_is_linked_depends_on_what_it_is_linked_to() -> None:
    tree = {
        M: {"$name": "owl", "sources": [{"ref": "nests", "role": "train", "kind": "dataset"}]},
        "data/nests/README.md": {"$kind": "dataset", "$name": "nests"},
        "catalog-info.yaml": {"$kind": "service", "$name": "api", "serves": [{"ref": "owl"}]},
    }
    found = made(tree)
    owl, nests = "model|path:models/owl#owl", "dataset|path:data/nests#nests"
    assert found.document["dependencies"] == [
        {"ref": owl, "dependsOn": [nests]},
        {"ref": "service|path:.#api", "dependsOn": [owl]},
    ]
    assert found.lost == ()


def test_what_is_no_fact_is_named() -> None:
    found = made({M: {"license": {"conflict": SIDES}, "version": "TODO"}})
    assert found.doubtful == (
        ("model|path:models/owl#owl", "license (conflicting)"),
        ("model|path:models/owl#owl", "version (placeholder)"),
    )


def test_packages_can_be_left_out() -> None:
    tree = {M: {}, "uv.lock": {"$kind": "dependency", "$ids": ["pkg:pypi/a@1"], "$name": "a"}}
    document = bill(universe(tree).all(), TIME, packages=False).document
    assert [one["type"] for one in document["components"]] == ["machine-learning-model"]


def read_back(document: Mapping[str, Any]) -> dict[str, Resource]:
    """The resources that another repository has from a BOM at its root, by kind and id."""
    content = json.dumps(document).encode()
    fragments = cyclonedx.read("bom.json", content) or ()
    return {one.key: one for one in join(fragments).all() if one.kind not in LEFT_OUT}


def as_said(value: Value) -> object:
    """What is compared: state and data, the order of lists and the sides of conflicts aside."""
    if value.state == "conflicting" and not isinstance(value.data, tuple):
        return "conflicting", sorted(comparable(one.plain()) for one in value.candidates)
    state = "" if isinstance(value.data, tuple) else value.state
    return state, comparable(value.plain())


def comparable(data: object) -> str:
    if isinstance(data, list):
        return str(sorted(map(comparable, data)))
    if isinstance(data, dict):
        kept = {key: comparable(one) for key, one in data.items() if one is not None}
        return str(sorted(kept.items()))
    if isinstance(data, bool):
        return "true" if data else "false"
    return normalize("NFC", str(data)).strip()


def assert_same(resources: list[Resource], document: Mapping[str, Any]) -> None:
    found = read_back(document)
    held = [one for one in resources if one.kind not in LEFT_OUT]
    assert set(found) == {one.key for one in held}
    for one in held:
        assert found[one.key].name == one.name
        stated = {
            name: as_said(value)
            for name, value in one.fields.items()
            if value.state != "absent" and name != "schema-errors"
        }
        assert {name: as_said(v) for name, v in found[one.key].fields.items()} == stated, one.key


def test_the_example_is_read_back_without_loss(repo: Repo) -> None:
    files = {
        path.relative_to(ACME).as_posix(): path.read_bytes()
        for path in sorted(ACME.rglob("*"))
        if path.is_file()
    }
    repo.commit("all", files)
    resources = picture(repo.path).universe.all()
    found = bill(resources, TIME)
    assert found.lost == ()
    assert list(library("cyclonedx-1.6").iter_errors(found.document)) == []
    assert_same(resources, found.document)


WORDS = st.one_of(
    st.sampled_from([
        "mit", "MIT", "MIT OR Apache-2.0", "owl-1", "TODO", "{{ x }}", "unknown", "n/a", "1.10",
        "[1]", '{"a": 1}', '"quoted"', "true", "2026-11-23", "2026-11-23T09:00:00Z", COMMIT, "main",
        "@owl/ml", "hf:owl/x", "owl/x", "pkg:pypi/a@1", "a,b", " spaced ", "é\u0301", "high", "f1",
    ]),
    st.text(min_size=1, max_size=12).filter(lambda text: text.strip() and "\0" not in text),
)  # fmt: skip
SCALARS = st.one_of(WORDS, st.booleans(), st.integers(-5, 5), st.sampled_from([0.5, 0.91]))
RECORDS = {
    "sources": ("ref", "role", "revision", "license", "kind"),
    "serves": ("ref", "kind"),
    "depends-on": ("ref",),
    "evaluations": ("metric", "value", "dataset", "split", "unit"),
    "hashes": ("alg", "content", "path"),
    "affects": ("ref",),
}
ENTRIES = {
    "role": st.sampled_from(["train", "base", "test", "build", "source", "odd"]),
    "kind": st.sampled_from(["model", "dataset"]),
    "alg": st.sampled_from(["sha256", "md5", "SHA-512", "etag"]),
    "content": st.sampled_from([HEX, HEX.upper(), "abc", "098f6bcd4621d373cade4e832627b4f6"]),
    "path": st.sampled_from(["a.bin", "b/c.bin"]),
    "value": st.one_of(st.integers(-5, 5), st.sampled_from([0.5, 1e-7]), st.sampled_from(["A+"])),
}


@st.composite
def records(draw: st.DrawFn, keys: tuple[str, ...]) -> list[dict[str, Any]]:
    found = []
    for _ in range(draw(st.integers(0, 3))):
        chosen = [keys[0], *draw(st.lists(st.sampled_from(keys), unique=True))]
        found.append({key: draw(ENTRIES.get(key, WORDS)) for key in dict.fromkeys(chosen)})
    return found


TEXTS = (
    "license", "version", "description", "commit", "date", "stage", "task", "steward", "supplier",
    "severity", "published", "analysis", "classification", "contents", "vcs", "scope",
)  # fmt: skip
LISTS = ("tags", "owners", "custodians", "endpoints", "sensitive-data", "fixed-in")


@st.composite
def trees(draw: st.DrawFn) -> dict[str, Any]:
    kinds = st.sampled_from([
        "model", "dataset", "service", "container", "dependency", "vulnerability", "deployment",
    ])  # fmt: skip
    tree: dict[str, Any] = {}
    for number in range(draw(st.integers(1, 3))):
        said: dict[str, Any] = {"$kind": draw(kinds), "$name": f"n{number}"}
        for name in draw(st.lists(st.sampled_from(TEXTS), unique=True, max_size=6)):
            said[name] = draw(SCALARS if name in ("stage", "scope") else WORDS)
        for name in draw(st.lists(st.sampled_from(LISTS), unique=True, max_size=2)):
            said[name] = draw(st.lists(WORDS, max_size=3))
        for name in draw(st.lists(st.sampled_from(sorted(RECORDS)), unique=True, max_size=2)):
            said[name] = draw(records(RECORDS[name]))
        tree[f"d{number}/README.md"] = said
    return tree


@given(tree=trees())
def test_any_universe_is_read_back_without_loss(tree: dict[str, Any]) -> None:
    resources = universe(tree).all()
    found = bill(resources, TIME)
    assert found.lost == ()
    assert_same(resources, found.document)
    assert bill(list(reversed(resources)), TIME).document == found.document

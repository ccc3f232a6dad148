"""What a reference means, where links lead, and what a change of one thing means for others."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from stewardship.joining.universe import Universe, fold
from stewardship.model import Resource
from tests.world import named, universe

WORLD = universe(
    {
        "models/fraud/README.md": {"$ids": ["hf:acme/fraud"]},
        "models/fraud/notes/README.md": {"$kind": "dataset", "$name": "Notes"},
        "models/claims/README.md": {"$name": "Claims_Net"},
        "data/claims/README.md": {"$kind": "dataset", "$name": "claims"},
        "data/claims-net/README.md": {"$kind": "dataset"},
        "data/web/README.md": {"$kind": "dataset", "$name": "web"},
        "old/web/README.md": {"$kind": "dataset", "$name": "Web"},
        "svc/catalog-info.yaml": [
            {"$kind": "service", "$name": "api"},
            {"$kind": "service", "$name": "worker"},
        ],
        "svc/README.md": {"$kind": "model", "$name": "served"},
        "both/a.md": {"$name": "twin", "$ids": ["urn:x"]},
        "both/b.md": {"$kind": "dataset", "$name": "twin", "$ids": ["urn:x"]},
        "uv.lock": [
            {"$kind": "dependency", "$name": "web", "$ids": ["pkg:pypi/web@1"]},
        ],
        "x/fraud": {"$kind": "artifact", "$name": "models/fraud2"},
    }
)
MEANS: dict[str, tuple[str, str, str, str | None]] = {
    "a declared id": ("api", "hf:acme/fraud", "", "hf:acme/fraud"),
    "a declared id of the kind": ("api", "hf:acme/fraud", "model", "hf:acme/fraud"),
    "a declared id of another kind, which is nothing": ("api", "hf:acme/fraud", "dataset", None),
    "a hub's name, which is short for its id": ("api", "acme/fraud", "model", "hf:acme/fraud"),
    "a path id": ("api", "path:data/claims#claims", "", "path:data/claims#claims"),
    "an id with space around it": ("api", " acme/fraud\n", "model", "hf:acme/fraud"),
    "an id that two kinds share, with the kind": ("api", "urn:x", "dataset", "urn:x"),
    "an id that two kinds share, without": ("api", "urn:x", "", None),
    "a file beside it": ("fraud", "notes/README.md", "", "path:models/fraud/notes#Notes"),
    "a folder beside it": ("fraud", "./notes", "dataset", "path:models/fraud/notes#Notes"),
    "a folder with a slash": ("fraud", "notes/", "", "path:models/fraud/notes#Notes"),
    "a folder above it": ("Notes", "..", "model", "hf:acme/fraud"),
    "a file across": ("fraud", "../../data/claims/README.md", "", "path:data/claims#claims"),
    "a path from the root": ("fraud", "data/claims", "", "path:data/claims#claims"),
    "a path from the root, with a slash": ("fraud", "/data/claims", "", "path:data/claims#claims"),
    "a path out of the tree": ("fraud", "../../../data/claims", "", None),
    "a folder of the wrong kind": ("fraud", "data/claims", "model", None),
    "a file that speaks of two things": ("fraud", "svc/catalog-info.yaml", "", None),
    "a folder that holds one of the kind": ("fraud", "svc", "model", "path:svc#served"),
    "a folder that holds several": ("fraud", "svc", "", None),
    "its own folder, without itself": ("served", ".", "model", None),
    "a file of artifacts, which no folder means": ("fraud", "x", "", None),
    "a name": ("fraud", "claims", "dataset", "path:data/claims#claims"),
    "a name, of whatever kind": ("fraud", "worker", "", "path:svc#worker"),
    "a name in other letters": ("fraud", "CLAIMS NET", "model", "path:models/claims#Claims_Net"),
    "a name that two kinds have": ("fraud", "claims-net", "", None),
    "a name that two of the kind have": ("fraud", "web", "dataset", None),
    "a name that one of the kind has": ("fraud", "web", "dependency", "pkg:pypi/web@1"),
    "a name behind its kind": ("fraud", "dataset:claims", "", "path:data/claims#claims"),
    "its own name": ("fraud", "fraud", "model", None),
    "its own id": ("fraud", "hf:acme/fraud", "model", "hf:acme/fraud"),
    "a name that nothing has": ("fraud", "gone", "", None),
    "nothing": ("fraud", "", "", None),
    "space": ("Notes", "  ", "model", None),
    "a name for a file where both are there": ("api", "README.md", "", "path:svc#served"),
    "a URL": ("fraud", "https://acme.example/claims", "", None),
    "a very odd text": ("fraud", "\0//../:", "", None),
}


@pytest.mark.parametrize(("source", "reference", "kind", "meant"), MEANS.values(), ids=MEANS)
def test_a_reference_means(source: str, reference: str, kind: str, meant: str | None) -> None:
    (start,) = [one for one in WORLD.all() if one.name == source]
    found = WORLD.resolve(start, reference, kind)
    assert (found.id if found else None) == meant


def test_what_a_thing_is_called_elsewhere_finds_it() -> None:
    joined = universe({"a/README.md": {"$ids": ["hf:acme/a", "pkg:generic/a@1"]}})
    (resource,) = joined.all()
    assert resource.id == "pkg:generic/a@1"
    assert joined.get("hf:acme/a") == joined.get("pkg:generic/a@1", "model") == resource
    assert joined.get("hf:acme/b") is None
    assert joined.by_key("model|pkg:generic/a@1") == resource
    assert joined.by_key("model|hf:acme/a") is None


def test_an_id_is_the_things_own_before_it_is_anothers_alias() -> None:
    joined = universe({
        "a/README.md": {"$ids": ["hf:acme/a", "hf:acme/shared"]},
        "b/README.md": {"$kind": "dataset", "$ids": ["hf:acme/shared"]},
    })  # fmt: skip
    found = joined.get("hf:acme/shared")
    assert found is not None
    assert found.kind == "dataset"


def test_names_are_found_however_they_are_spelled() -> None:
    assert fold("Claims_Net 2") == fold("claims-net-2")
    assert fold("Straße") == fold("STRASSE")
    assert [one.name for one in WORLD.named("Claims Net")] == ["claims-net", "Claims_Net"]
    assert [one.name for one in WORLD.named("WEB", "dataset")] == ["web", "Web"]
    assert WORLD.named("nobody") == []


def test_resources_by_kind_and_by_folder() -> None:
    assert [one.name for one in WORLD.of_kind("service")] == ["api", "worker"]
    assert WORLD.of_kind("container") == []
    assert [one.name for one in WORLD.lying_in("svc", "service")] == ["api", "worker"]
    assert WORLD.lying_in("svc", "dataset") == []
    assert WORLD.lying_in("x", "artifact") == []


# Links


def linked(links: dict[str, list[str]], **more: Any) -> Universe:
    """Models by name, each made from others by name."""
    return universe({
        f"{name}/README.md": {"sources": [{"ref": ref, "kind": "model"} for ref in refs], **more}
        for name, refs in links.items()
    })  # fmt: skip


def names(resources: list[Resource]) -> list[str]:
    return [one.name for one in resources]


REACHED = {
    "a chain": ({"a": ["b"], "b": ["c"], "c": []}, ["b", "c"]),
    "a fork, nearest first": ({"a": ["b", "c"], "b": ["d"], "c": [], "d": []}, ["b", "c", "d"]),
    "a diamond, each once": ({"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}, ["b", "c", "d"]),
    "a circle, without where it began": ({"a": ["b"], "b": ["c"], "c": ["a"]}, ["b", "c"]),
    "a circle further on": ({"a": ["b"], "b": ["c"], "c": ["b"]}, ["b", "c"]),
    "itself, by its id": ({"a": ["path:a#a"]}, []),
    "nothing": ({"a": []}, []),
    "what is not there": ({"a": ["gone", "b"], "b": []}, ["b"]),
    "the same, said twice": ({"a": ["b", "b", "./../b"], "b": []}, ["b"]),
}


@pytest.mark.parametrize(("links", "reached"), REACHED.values(), ids=REACHED)
def test_a_link_reaches(links: dict[str, list[str]], reached: list[str]) -> None:
    joined = linked(links)
    start = named(joined, "a")
    assert names(joined.reach(start, "sources")) == reached
    assert joined.reach(start, "serves") == []


def test_a_link_is_kept_by_its_field_and_each_target_once() -> None:
    joined = universe({
        "a/README.md": {"$kind": "service",
                        "serves": [{"ref": "b", "kind": "model"}, {"ref": "../b"}, {"ref": "c"}],
                        "depends-on": [{"ref": "b"}, {"ref": "gone"}]},
        "b/README.md": {}, "c/README.md": {},
    })  # fmt: skip
    assert named(joined, "a").links == {
        "serves": ("model|path:b#b", "model|path:c#c"),
        "depends-on": ("model|path:b#b",),
    }
    assert named(joined, "b").links == {}


def test_what_a_change_re_judges_is_all_that_leads_to_it() -> None:
    joined = linked({"a": ["b"], "b": ["c"], "c": ["b"], "d": [], "e": ["a", "d"]})
    keys = {name: f"model|path:{name}#{name}" for name in "abcde"}
    assert joined.reaching([keys["c"]]) == {keys[name] for name in "abce"}
    assert joined.reaching([keys["d"]]) == {keys["d"], keys["e"]}
    assert joined.reaching([keys["e"], keys["d"]]) == {keys["d"], keys["e"]}
    assert joined.reaching(["model|path:gone#gone"]) == set()
    assert joined.reaching([]) == set()


def test_who_is_bereft_by_what_went() -> None:
    base = linked({"a": ["b"], "b": [], "c": ["b", "gone"], "d": ["x"], "x": []})
    now = linked({"a": ["b"], "c": ["b", "gone"], "d": ["x"], "x": []})
    gone = {"model|path:b#b"}
    assert now.bereft(base, gone) == {"model|path:a#a", "model|path:c#c"}
    assert now.bereft(base, {"model|path:x#x"}) == set()
    assert now.bereft(base, ()) == set()
    assert base.bereft(base, gone) == set()


def test_a_changed_universe_has_its_links_and_the_old_one_its_resources() -> None:
    joined = linked({"a": ["b"], "b": []})
    other = joined.changed(lambda one: replace(one, name=one.name.upper()))
    assert names(other.all()) == ["A", "B"]
    assert names(joined.all()) == ["a", "b"]
    assert names(other.reach(other.all()[0], "sources")) == ["B"]
    assert len(other) == 2


def test_a_universe_is_changed_where_somebody_looks_and_once() -> None:
    joined = linked({"a": ["b"], "b": [], "c": []})
    asked: list[str] = []

    def shout(one: Resource) -> Resource:
        asked.append(one.name)
        return replace(one, name=one.name.upper())

    other = joined.changed(shout)
    assert asked == []
    first = other.by_key("model|path:b#b")
    assert first is not None
    assert first.name == "B"
    assert other.by_key("model|path:b#b") is first
    assert asked == ["b"]
    assert other.by_key("model|path:gone#gone") is None
    assert other.reaching(["model|path:b#b", "model|path:gone#gone"]) == {
        "model|path:a#a", "model|path:b#b",
    }  # fmt: skip
    assert asked == ["b"]


def test_resources_among_keys_keep_their_order() -> None:
    joined = linked({"a": [], "b": [], "c": []})
    keys = {"model|path:c#c", "model|path:a#a", "model|path:gone#gone"}
    assert names(joined.among(keys)) == ["a", "c"]
    assert joined.among(()) == []


@pytest.mark.parametrize(
    ("kind", "placed"),
    [
        ("model", True), ("dataset", True), ("service", True), ("container", True),
        ("artifact", False), ("dependency", False), ("repository", False), ("steward", False),
    ],
)  # fmt: skip
def test_a_folder_means_what_a_folder_can_hold_one_of(kind: str, placed: bool) -> None:
    joined = universe({"x/y.md": {"$kind": kind, "$name": "it"}, "z/README.md": {}})
    found = joined.resolve(named(joined, "z"), "../x")
    assert (found is not None) is placed
    beside = joined.resolve(named(joined, "z"), "../x/y.md")
    assert beside is not None

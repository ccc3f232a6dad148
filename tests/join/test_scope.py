"""What a change makes us judge: what it touched, what leads there, and what it took away."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pytest

from stewardship.scope import Scope, everything, governs, narrowed, of_change
from tests.world import universe

Tree = dict[str, Any]
MODEL: dict[str, Any] = {}
DATA = {"$kind": "dataset"}
SERVICES = {
    name: {"$kind": "service", "$name": name, "$origin": "catalog-info"}
    for name in ("api", "worker", "svc")
}


def judged(
    before: Tree, after: Tree, renames: dict[str, str] | None = None, **more: Any
) -> tuple[list[str], list[str]]:
    """The names to judge, and those of what was removed; the base knows only what changed."""
    scope = change(before, after, renames, **more)
    there = [one.name for one in scope.resources if not one.removed]
    return there, [one.name for one in scope.resources if one.removed]


def change(
    before: Tree, after: Tree, renames: dict[str, str] | None = None, also: Collection[str] = ()
) -> Scope:
    paths = {path for path in {*before, *after} if before.get(path) != after.get(path)}
    base = universe({path: said for path, said in before.items() if path in paths})
    return of_change(universe(after), base, paths, renames or {}, also)


def made_from(name: str, **more: Any) -> dict[str, Any]:
    return {"sources": [{"ref": name, "kind": more.pop("kind", "dataset")}], **more}


MADE: Tree = {
    "m/README.md": made_from("d"),
    "n/README.md": made_from("m", kind="model"),
    "o/README.md": MODEL,
}
CHANGES: dict[str, tuple[Tree, Tree, list[str], list[str]]] = {
    "nothing": ({"a/README.md": MODEL}, {"a/README.md": MODEL}, [], []),
    "a file that is new": ({}, {"a/README.md": MODEL, "b/README.md": MODEL}, ["a", "b"], []),
    "a file that is another one": (
        {"a/README.md": {"license": "mit"}, "b/README.md": MODEL},
        {"a/README.md": {"license": "isc"}, "b/README.md": MODEL},
        ["a"],
        [],
    ),
    "a dataset that models are made from": (
        {"d/README.md": {**DATA, "license": "mit"}, **MADE},
        {"d/README.md": {**DATA, "license": "isc"}, **MADE},
        ["d", "m", "n"],
        [],
    ),
    "a model that is gone": ({"a/README.md": MODEL}, {}, [], ["a"]),
    "a dataset that is gone, and whom it leaves bereft": (
        {"d/README.md": DATA, "m/README.md": made_from("d"), "n/README.md": made_from("x")},
        {"m/README.md": made_from("d"), "n/README.md": made_from("x")},
        ["m"],
        ["d"],
    ),
    "a package that is gone, of which nobody has to be told": (
        {"uv.lock": {"$kind": "dependency", "$name": "x", "$ids": ["pkg:pypi/x@1"]}},
        {},
        [],
        [],
    ),
    "one of two files of a thing": (
        {"a/README.md": MODEL, "a/MLmodel": {"version": "1", "$origin": "mlmodel"}},
        {"a/README.md": MODEL},
        ["a"],
        [],
    ),
    "one of two files, where the other knows the thing by its own name": (
        {"a/README.md": {"$name": "Fraud"}, "a/MLmodel": {"$origin": "mlmodel"}},
        {"a/README.md": {"$name": "Fraud"}},
        ["Fraud"],
        [],
    ),
    "one of two files, where the other knows the thing by an id": (
        {"a/README.md": {"$ids": ["hf:acme/a"]}, "a/MLmodel": {"$origin": "mlmodel"}},
        {"a/README.md": {"$ids": ["hf:acme/a"]}},
        ["a"],
        [],
    ),
    "a file that named one of two things in its folder": (
        {"m/a.md": {"$name": "a"}, "m/b.md": {"$name": "b"}},
        {"m/a.md": {"$name": "a"}},
        [],
        ["b"],
    ),
    "one of two services of a file": (
        {"svc/catalog-info.yaml": [SERVICES["api"], SERVICES["worker"]]},
        {"svc/catalog-info.yaml": [SERVICES["api"]]},
        ["api"],
        ["worker"],
    ),
    "one of two services of a file, that is named after its folder": (
        {"svc/catalog-info.yaml": [SERVICES["svc"], SERVICES["worker"]]},
        {"svc/catalog-info.yaml": [SERVICES["worker"]]},
        ["worker"],
        ["svc"],
    ),
    "all services of a file that stays": (
        {"svc/catalog-info.yaml": [SERVICES["api"], SERVICES["worker"]]},
        {"svc/catalog-info.yaml": []},
        [],
        ["api", "worker"],
    ),
    "a thing that moved to another folder and kept its id": (
        {"a/README.md": {"$ids": ["hf:acme/a"]}},
        {"b/README.md": {"$ids": ["hf:acme/a"], "$name": "a"}},
        ["a"],
        [],
    ),
    "a thing that moved to another folder and has no id": (
        {"a/README.md": MODEL},
        {"b/README.md": MODEL},
        ["b"],
        ["a"],
    ),
    "a name that became another one in its file": (
        {"a/README.md": {"$name": "old"}},
        {"a/README.md": {"$name": "new"}},
        ["new"],
        [],
    ),
    "a kind that became another one": ({"a/README.md": MODEL}, {"a/README.md": DATA}, ["a"], ["a"]),
    "an id that was given": (
        {"a/README.md": MODEL},
        {"a/README.md": {"$ids": ["hf:acme/a"]}},
        ["a"],
        [],
    ),
    "what retired, and is remembered by its name": (
        {"a/README.md": MODEL, ".steward/resources.yaml": []},
        {
            ".steward/resources.yaml": {
                "$name": "a", "$ids": ["path:.steward#a"], "$origin": "resources",
            }
        },
        ["a"],
        [],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("before", "after", "there", "gone"), CHANGES.values(), ids=CHANGES)
def test_a_change_of(before: Tree, after: Tree, there: list[str], gone: list[str]) -> None:
    assert judged(before, after) == (there, gone)


RENAMES: dict[str, tuple[Tree, Tree, dict[str, str], list[str], list[str]]] = {
    "a folder": (
        {"a/README.md": MODEL},
        {"b/README.md": MODEL},
        {"a/README.md": "b/README.md"},
        ["b"],
        [],
    ),
    "a file in its folder": (
        {"a/README.md": MODEL},
        {"a/CARD.md": MODEL},
        {"a/README.md": "a/CARD.md"},
        ["a"],
        [],
    ),
    "a file of two services, one of which is lost on the way": (
        {"a/x.yaml": [SERVICES["api"], SERVICES["worker"]]},
        {"b/x.yaml": [SERVICES["worker"]]},
        {"a/x.yaml": "b/x.yaml"},
        ["worker"],
        ["api"],
    ),
    "one thing, and another one takes its place": (
        {"a/README.md": MODEL, "b/README.md": MODEL},
        {"b/README.md": {"license": "mit"}, "c/README.md": MODEL},
        {"a/README.md": "b/README.md", "b/README.md": "c/README.md"},
        ["b", "c"],
        [],
    ),
    "what others were made from, by its old name": (
        {"d/README.md": DATA},
        {"e/README.md": DATA, "m/README.md": made_from("d")},
        {"d/README.md": "e/README.md"},
        ["e", "m"],
        [],
    ),
}


@pytest.mark.parametrize(
    ("before", "after", "renames", "there", "gone"), RENAMES.values(), ids=RENAMES
)
def test_a_rename_of(
    before: Tree, after: Tree, renames: dict[str, str], there: list[str], gone: list[str]
) -> None:
    assert judged(before, after, renames) == (there, gone)
    assert change(before, after, renames).renames == renames


def test_what_the_base_said_is_known_under_the_key_of_now() -> None:
    scope = change(
        {"a/README.md": {"license": "mit"}, "gone/README.md": MODEL},
        {"b/README.md": {"license": "isc"}},
        {"a/README.md": "b/README.md"},
    )
    assert {key: one.value("license").data for key, one in scope.before.items()} == {
        "model|path:b#b": "mit"
    }


def test_what_is_asked_for_besides_is_judged_besides() -> None:
    tree = {"a/README.md": MODEL, "b/README.md": MODEL}
    assert judged(tree, tree, also={"model|path:b#b", "model|path:gone#gone"}) == (["b"], [])


GOVERNING = [".steward/config.yaml", ".steward/params/x.yaml", ".steward/stewards.yaml",
             "CODEOWNERS", ".github/CODEOWNERS", "docs/CODEOWNERS", ".steward"]  # fmt: skip


@pytest.mark.parametrize("path", GOVERNING)
def test_a_change_of_what_governs_judges_everything(path: str) -> None:
    base, now = universe({"gone/README.md": MODEL}), universe({"a/README.md": MODEL})
    scope = of_change(now, base, {path, "gone/README.md"}, {})
    assert [one.name for one in scope.resources] == ["a", "gone"]
    assert scope.whole
    assert governs(path)


@pytest.mark.parametrize(
    "path", ["x/.steward/config.yaml", "src/CODEOWNERS", "README.md", ".stewards", "steward/x"]
)
def test_what_only_looks_like_it_governs_nothing(path: str) -> None:
    assert not governs(path)
    now = universe({"a/README.md": MODEL})
    scope = of_change(now, universe({}), {path}, {})
    assert scope.resources == ()
    assert not scope.whole


@pytest.mark.parametrize("path", [".steward/waivers.yaml", ".steward/baseline.json"])
def test_what_only_excuses_makes_nothing_right_or_wrong(path: str) -> None:
    now = universe({"a/README.md": MODEL})
    assert of_change(now, universe({}), {path}, {}).resources == ()
    assert of_change(now, universe({}), {path, "CODEOWNERS"}, {}).whole


def test_without_a_change_in_hand_everything_is_judged() -> None:
    tree = {"a/README.md": MODEL, "b/README.md": DATA}
    scope = everything(universe(tree))
    assert [one.name for one in scope.resources] == ["a", "b"]
    assert scope.whole
    assert (scope.before, scope.renames) == ({}, {})


NARROWED = {
    "a folder": (["models/a"], ["a"]),
    "a folder with a slash": (["models/a/"], ["a"]),
    "a folder of folders": (["models"], ["a", "ab"]),
    "a file": (["models/ab/README.md"], ["ab"]),
    "a file that does not declare it": (["models/a/MLmodel"], ["a"]),
    "two": (["models/a", "data"], ["d", "a"]),
    "everything": (["."], ["d", "a", "ab"]),
    "everything, and a folder": (["data", ""], ["d", "a", "ab"]),
    "nothing named": ([], ["d", "a", "ab"]),
    "a folder without any": (["docs"], []),
    "the beginning of a name": (["models/a/READ"], []),
}


@pytest.mark.parametrize(("paths", "names"), NARROWED.values(), ids=NARROWED)
def test_paths_narrow_the_scope(paths: list[str], names: list[str]) -> None:
    tree = {
        "models/a/README.md": MODEL,
        "models/a/MLmodel": {"$origin": "mlmodel"},
        "models/ab/README.md": MODEL,
        "data/d/README.md": DATA,
    }
    scope = narrowed(everything(universe(tree)), paths)
    assert [one.name for one in scope.resources] == names

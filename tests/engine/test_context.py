"""What a check may ask about the surroundings of a value."""

from __future__ import annotations

import pytest

from stewardship.context import At, Folders, Lazily, Surroundings
from stewardship.ownership import Ownership
from stewardship.readers import card
from stewardship.readers._stated import STATABLE
from tests.engine.judging import NOW, Case, surroundings
from tests.world import named, universe

CASE: Case = {
    "tree": {
        "models/a/README.md": {},
        "data/b/README.md": {"$kind": "dataset", "$name": "b"},
        "data/b/c/README.md": {"$kind": "dataset", "$name": "c"},
        ".steward/stewards.yaml": {"$kind": "steward", "$name": "@dana", "$origin": "stewards"},
        "CODEOWNERS": {
            "$kind": "ownership-entry", "$name": "x", "pattern": "models/", "owners": ["@lee"],
            "$origin": "codeowners",
        },
    },
    "files": ["LICENSE"],
    "commits": {"abc": True, "def": False},
}  # fmt: skip


def at(name: str = "a") -> At:
    around = surroundings(CASE)
    return At(around, named(around.universe, name), "license")


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("LICENSE", True), ("models/a/README.md", True), ("models", True), ("models/a", True),
        ("models/a/", True), ("/LICENSE", True), ("", True), (".", True), ("/", True),
        ("README.md", False), ("mod", False), ("models/b", False), ("license", False),
    ],
)  # fmt: skip
def test_whether_a_path_is_there(path: str, there: bool) -> None:
    assert at().exists(path) is there


def test_the_time_the_commits_and_the_people() -> None:
    context = at()
    assert context.now == NOW
    assert [context.commit(name) for name in ("abc", "def", "ghi")] == [True, False, None]
    assert context.owners("models/a/README.md") == ("@lee",)
    assert context.owners("data/b/README.md") == ()
    dana = context.steward("dana")
    assert dana is not None
    assert dana.name == "@dana"
    assert context.steward("@gone") is None


def test_a_reference_is_read_from_where_it_is_written() -> None:
    context = at("b")
    found = context.resolve("c", "dataset")
    assert found is not None
    assert found.name == "c"
    assert context.resolve("README.md") is None
    other = named(context.around.universe, "a")
    below = context.resolve("../../data/b", "", other)
    assert below is not None
    assert below.name == "b"
    assert context.resolve("../../data/b") is None


def test_all_of_a_kind_and_what_the_base_said() -> None:
    context = at("b")
    assert [one.name for one in context.resources("dataset")] == ["b", "c"]
    assert context.before() is None
    around = Surroundings(
        context.around.universe, Ownership(), NOW, before={context.resource.key: context.resource}
    )
    assert At(around, context.resource, "x").before() == context.resource
    assert At(around, named(around.universe, "a"), "x").before() is None


def test_what_nobody_told_is_not_known() -> None:
    bare = Surroundings(universe({}), Ownership(), NOW)
    assert bare.commit("abc") is None
    assert (bare.renames, bare.before, bare.provided, bare.in_hook) == ({}, {}, None, False)


def test_the_folders_of_files() -> None:
    files = frozenset({"a/b/c/d.md", "a/b/e.md", "f.md", "g/h.md"})
    assert {one for one in ("a", "a/b", "a/b/c", "g", "f", "b", "") if one in Folders(files)} == {
        "a", "a/b", "a/b/c", "g",
    }  # fmt: skip
    assert "" not in Folders(())


def test_what_is_made_late_is_made_once_and_only_if_somebody_looks() -> None:
    made = []

    def make() -> dict[str, str]:
        made.append(1)
        return {"old": "new"}

    late = Lazily(make)
    assert made == []
    assert (late["old"], len(late), list(late), "gone" in late) == ("new", 1, ["old"], False)
    assert made == [1]


@pytest.mark.parametrize(
    "said",
    [
        {"$kind": "steward", "$name": "@me"},
        {"$kind": "ownership-entry", "pattern": "**", "steward": "@me"},
        {"$kind": "ownership-entry", "pattern": "**", "owners": ["@me"]},
        {"$kind": "ownership-entry", "pattern": "**"},
        {"$kind": "ownership-entry", "steward": "@me", "fallback": True},
    ],
)
def test_who_answers_for_what_is_said_in_the_maps_own_files_only(said: dict[str, object]) -> None:
    """A card that could add to the map would name its own steward, or everybody's."""
    around = surroundings({"tree": {"models/b/README.md": said, "models/a/README.md": {}}})
    resource = named(around.universe, "a")
    assert around.ownership.steward_of(resource).state == "absent"
    assert resource.value("steward").state == "absent"
    assert around.ownership.entry("@me") is None
    assert around.ownership.owners("models/a/README.md") == ()
    assert around.ownership.fallback == ""


@pytest.mark.parametrize("kind", ["steward", "ownership-entry"])
def test_a_card_cannot_be_part_of_the_map(kind: str) -> None:
    content = f"---\nlicense: mit\nstewardship: {{kind: {kind}, name: '@me'}}\n---\n"
    (found,) = card.read("models/a/README.md", content.encode()) or ()
    assert found.kind == "model"
    assert [one.message for one in found.problems] == [
        f"`{kind}` is not a kind of resource: {', '.join(STATABLE)}"
    ]

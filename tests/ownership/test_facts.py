"""What the map says of a resource, a steward and a line, as rules can ask for it."""

from __future__ import annotations

import pytest

from stewardship.joining.join import join
from stewardship.joining.universe import Universe
from stewardship.model import Fragment, Location, Resource, Value
from stewardship.ownership import Ownership, assign, build
from stewardship.readers import codeowners, stewards

MAP = """
stewards:
  "@acme/risk-ml": {members: ["@dana"]}
  "@acme/data": {}
assign:
  - {path: "models/fraud-*/", steward: "@acme/risk-ml"}
"""
LINES = """\
* @acme/platform
/models/ @lee
/models/fraud-1/ @acme/risk-ml
/nowhere/ @lee
docs/ @lee
docs/** @acme/platform
"""
FILES = ("README.md", "models/fraud-1/README.md", "models/x/README.md", "docs/a.md")


def card(path: str, steward: str = "") -> Fragment:
    place = Location(path, 3, 1)
    fields = {"steward": Value(steward, place, "card")} if steward else {}
    return Fragment("model", path.split("/")[-2], Location(path, 1, 1), "card", fields)


def map_of(map: str = MAP, lines: str = LINES, path: str = "CODEOWNERS") -> list[Fragment]:
    return [
        *(stewards.read(".steward/stewards.yaml", map.encode()) or ()),
        *(codeowners.read(path, lines.encode()) or ()),
    ]


def universe(*cards: Fragment, **files: str) -> Universe:
    said = map_of(**files)
    return assign(build(said), join([*said, *cards]), None, lambda: FILES)


def named(found: Universe, name: str, kind: str = "model") -> Resource:
    return next(one for one in found.all() if (one.kind, one.name) == (kind, name))


def test_a_resource_is_told_its_assignment_and_its_code_owners() -> None:
    resource = named(universe(card("models/fraud-1/README.md", "@lee")), "fraud-1")
    assert resource.value("steward").data == "@lee"
    assert resource.value("assigned").data == "@acme/risk-ml"
    assert resource.value("code-owners").plain() == ["@acme/risk-ml"]


def test_what_nobody_gives_is_absent() -> None:
    resource = named(universe(card("models/x/README.md"), lines=""), "x")
    assert resource.value("assigned").state == "absent"
    assert resource.value("code-owners").state == "absent"


def test_what_is_told_is_no_field_that_a_file_states() -> None:
    resource = named(universe(card("models/fraud-1/README.md")), "fraud-1")
    assert list(resource.fields) == ["steward"]


def test_a_steward_knows_what_it_holds_by_whatever_way() -> None:
    found = universe(card("models/fraud-1/README.md"), card("models/x/README.md", "group:risk-ml"))
    holds = named(found, "@acme/risk-ml", "steward").value("holds")
    assert sorted(str(one) for one in holds.plain()) == ["fraud-1", "x"]  # type: ignore[union-attr]
    assert named(found, "@acme/data", "steward").value("holds").state == "absent"


USED = {
    "*": (4, 1),
    "/models/": (2, 1),
    "/models/fraud-1/": (1, 1),
    "/nowhere/": (0, None),
    "docs/": (1, None),
    "docs/**": (1, 1),
}


@pytest.mark.parametrize(("pattern", "wanted"), USED.items(), ids=list(USED))
def test_a_line_knows_what_it_matches_and_for_what_it_counts(
    pattern: str, wanted: tuple[int, int | None]
) -> None:
    line = named(universe(), pattern, "ownership-entry")
    assert line.value("matches").data == wanted[0]
    decides = line.value("decides")
    if pattern == "docs/":
        assert decides.data == 0
    else:
        assert decides.data == wanted[1]


def test_a_file_that_the_forge_does_not_take_says_nothing_of_its_lines() -> None:
    said = [*map_of(path=".github/CODEOWNERS"), *map_of(map="", path="docs/CODEOWNERS")]
    found = assign(build(said), join(said), None, lambda: FILES)
    lines = [one for one in found.all() if one.place.path == "docs/CODEOWNERS"]
    assert lines
    assert all(one.value("matches").state == "absent" for one in lines)


def test_lines_are_counted_by_the_trees_own_file_whatever_governs() -> None:
    own = map_of()
    governing = build(map_of(lines="* @acme/base\n"))
    found = assign(governing, join([*own, card("models/x/README.md")]), build(own), lambda: FILES)
    assert named(found, "/nowhere/", "ownership-entry").value("matches").data == 0
    assert named(found, "x").value("code-owners").plain() == ["@acme/base"]


GITLAB = """\
* @acme/platform
[Data][2] @acme/data
data/
!data/open/
"""


def test_sections_of_gitlab_are_all_asked_and_the_narrowest_says_the_steward() -> None:
    said = [
        *(codeowners.read(".gitlab/CODEOWNERS", GITLAB.encode()) or ()), card("data/x/README.md"),
    ]  # fmt: skip
    ownership = build(said)
    assert ownership.owners("data/x/README.md") == ("@acme/platform", "@acme/data")
    assert ownership.owners("data/open/y") == ("@acme/platform",)
    assert [(one.section, one.approvals) for one in ownership.claims("data/x")] == [
        ("", 1), ("Data", 2),
    ]  # fmt: skip
    resource = named(assign(ownership, join(said)), "x")
    assert resource.value("steward").data == "@acme/data"


def test_an_empty_map_tells_nothing() -> None:
    joined = join([card("models/x/README.md")])
    assert assign(Ownership(), joined) is joined

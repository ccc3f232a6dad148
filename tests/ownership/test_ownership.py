"""Who answers for a resource, who owns a path, and which handles mean the same person or team."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stewardship.joining.join import join
from stewardship.model import Fragment, Location, Resource, Value
from stewardship.ownership import Ownership, assign, build
from stewardship.readers import codeowners, resources, stewards

MAP = """
stewards:
  "@acme/risk-ml": {on-call: "@dana"}
  "@acme/growth": {on-call: TBD}
  "@globex/growth": {}
  "@dana": {}
  "group:default/catalog": {}
assign:
  - {path: "models/fraud-*/", steward: "@acme/risk-ml"}
  - {path: "models/**", steward: "@acme/growth"}
  - {resource: "hf:acme/claims", steward: "@dana"}
  - {resource: churn_v2, steward: "@dana"}
fallback: "@acme/platform"
"""
LINES = """
*              @acme/platform
/data/         @lee @acme/data
/data/open/
/broken/ nobody
"""


def mapped(map: str = MAP, lines: str = LINES, path: str = "CODEOWNERS") -> Ownership:
    parts = [
        *(stewards.read(".steward/stewards.yaml", map.encode()) or ()),
        *(codeowners.read(path, lines.encode()) or ()),
    ]
    return build(parts)


def model(path: str, *, name: str = "m", id: str = "", steward: Value | None = None) -> Resource:
    place = Location(path, 1, 1)
    fields = {} if steward is None else {"steward": steward}
    return Resource("model", id or f"path:x#{name}", name, place, fields, (path,))


def stated(data: str | None, state: str) -> Value:
    return Value(data, Location("models/fraud-1/README.md", 3, 10), "card", state)  # type: ignore[arg-type]


STEWARDS = {
    "the first rule whose path fits": (model("models/fraud-1/README.md"), "@acme/risk-ml"),
    "a later rule, where the first does not fit": (model("models/x/README.md"), "@acme/growth"),
    "a rule that names the id": (model("cards/README.md", id="hf:acme/claims"), "@dana"),
    "a rule that names the resource, however it is spelled": (
        model("cards/README.md", name="Churn-v2"),
        "@dana",
    ),
    "the first owner of the path where it is declared": (model("data/raw/README.md"), "@lee"),
    "the owner of everything": (model("README.md"), "@acme/platform"),
    "nobody, where a line takes the owners away": (model("data/open/README.md"), None),
}


@pytest.mark.parametrize(("resource", "handle"), STEWARDS.values(), ids=STEWARDS)
def test_the_steward_is(resource: Resource, handle: str | None) -> None:
    answer = mapped().steward_of(resource)
    assert answer.data == handle
    assert answer.state == ("present" if handle else "absent")


@pytest.mark.parametrize(
    ("data", "state"),
    [("@lee", "present"), ("TBD", "placeholder"), ("n/a", "unknown"), ("@lee", "conflicting")],
)
def test_what_a_manifest_states_comes_first_well_said_or_not(data: str, state: str) -> None:
    answer = mapped().steward_of(model("models/fraud-1/README.md", steward=stated(data, state)))
    assert (answer.data, answer.state) == (data, state)


def test_a_null_states_nobody_so_the_map_is_asked() -> None:
    resource = model("models/fraud-1/README.md", steward=stated(None, "absent"))
    assert mapped().steward_of(resource).data == "@acme/risk-ml"


def test_an_answer_knows_where_it_is_written() -> None:
    rule = mapped().steward_of(model("models/fraud-1/README.md"))
    assert (rule.location.path, rule.location.line, rule.origin) == (
        ".steward/stewards.yaml",
        9,
        "stewards",
    )
    line = mapped().steward_of(model("data/raw/README.md"))
    assert (line.location.path, line.location.line, line.location.column) == ("CODEOWNERS", 3, 16)


def test_the_fallback_is_asked_but_is_no_steward() -> None:
    ownership = mapped(lines="")
    assert ownership.fallback == "@acme/platform"
    assert ownership.steward_of(model("README.md")).state == "absent"


@pytest.mark.parametrize("kind", ["dependency", "steward", "ownership-entry", "attestation"])
def test_some_kinds_are_nobodys_to_answer_for(kind: str) -> None:
    place = Location("models/fraud-1/x", 1, 1)
    resource = Resource(kind, "x", "x", place, {})  # type: ignore[arg-type]
    assert mapped().steward_of(resource).state == "absent"


HANDLES = {
    "@acme/risk-ml": "@acme/risk-ml",
    "acme/risk-ml": "@acme/risk-ml",
    " @Acme/Risk-ML ": "@acme/risk-ml",
    "group:default/risk-ml": "@acme/risk-ml",
    "group:risk-ml": "@acme/risk-ml",
    "risk-ml": "@acme/risk-ml",
    "user:default/dana": "@dana",
    "dana": "@dana",
    "catalog": "group:default/catalog",
    "group:default/catalog": "group:default/catalog",
    "group:growth": None,
    "@risk-ml": None,
    "user:risk-ml": None,
    "other/risk-ml": None,
    "@gone": None,
    "": None,
}


@pytest.mark.parametrize(("handle", "name"), HANDLES.items(), ids=[repr(one) for one in HANDLES])
def test_a_handle_means(handle: str, name: str | None) -> None:
    entry = mapped().entry(handle)
    assert (entry.name if entry else None) == name


def test_who_is_on_call_is_told_only_where_it_is_filled_in() -> None:
    ownership = mapped()
    assert ownership.on_call("@acme/risk-ml") == "@dana"
    assert ownership.on_call("@acme/growth") is None
    assert ownership.on_call("@gone") is None


def test_code_owners_are_those_of_the_last_line_that_fits() -> None:
    ownership = mapped()
    assert ownership.owners("data/raw/a.csv") == ("@lee", "@acme/data")
    assert ownership.owners("data/open/a.csv") == ()
    assert ownership.owners("broken/x") == ("@acme/platform",)


def test_github_reads_only_the_first_file_that_exists() -> None:
    parts = [
        *(codeowners.read("docs/CODEOWNERS", b"* @docs\n") or ()),
        *(codeowners.read(".github/CODEOWNERS", b"* @github\n") or ()),
        *(codeowners.read("CODEOWNERS", b"* @root\n") or ()),
    ]
    assert build(parts).owners("x") == ("@github",)


def test_a_rule_that_is_broken_assigns_nothing() -> None:
    ownership = mapped('assign:\n  - {path: "models/[ab]/", steward: "@dana"}\n', "")
    assert ownership.assignments == ()


def joined(*parts: Fragment) -> Resource:
    (resource,) = assign(mapped(), join(parts)).all()
    return resource


def card(path: str, fields: dict[str, Value] | None = None) -> Fragment:
    name = path.rpartition("/")[0].rpartition("/")[2]
    return Fragment("model", name, Location(path, 1, 1), "card", fields or {})


def test_the_universe_has_the_stewards_that_the_map_gives() -> None:
    resource = joined(card("models/fraud-1/README.md"))
    assert resource.value("steward").data == "@acme/risk-ml"
    assert dict(resource.fields).keys() == {"steward"}
    assert len(resource.fields) == 1


def test_the_universe_keeps_the_stewards_that_manifests_state() -> None:
    resource = joined(card("models/fraud-1/README.md", {"steward": stated("@lee", "present")}))
    assert resource.value("steward").data == "@lee"


def test_nobody_is_given_where_nobody_answers() -> None:
    resource = joined(card("data/open/README.md"))
    assert resource.value("steward").state == "absent"
    assert "steward" not in resource.fields
    assert list(resource.fields) == []


def test_no_field_is_read_before_a_rule_asks_for_it() -> None:
    class Guarded(dict[str, Value]):
        def __getitem__(self, name: str) -> Value:
            raise AssertionError("a field was read")

        get = __getitem__  # type: ignore[assignment]

    part = Fragment("model", "fraud-1", Location("models/fraud-1/README.md"), "card", Guarded())
    assert len(assign(mapped(), join([part]))) == 1


def test_without_a_map_the_universe_is_left_as_it_is() -> None:
    universe = join([card("models/fraud-1/README.md")])
    assert assign(Ownership(), universe) is universe


def entry(text: str) -> tuple[Fragment, ...]:
    path = ".steward/resources.yaml"
    return resources.read(path, f"resources:\n  - {text}\n".encode()) or ()


def test_an_entry_without_a_manifest_lies_in_the_folder_that_it_states() -> None:
    resource = joined(*entry("{kind: model, name: fraud-9, path: models/fraud-9}"))
    assert resource.value("steward").data == "@acme/risk-ml"
    resource = joined(*entry("{kind: model, name: open, path: data/open/}"))
    assert resource.value("steward").state == "absent"


def test_an_entry_with_a_folder_is_joined_with_the_manifest_in_it() -> None:
    parts = entry("{kind: model, path: models/fraud-9, license: mit}")
    resource = joined(*parts, card("models/fraud-9/README.md"))
    assert resource.value("license").data == "mit"
    assert resource.place.path == "models/fraud-9/README.md"
    assert resource.id == "path:models/fraud-9#fraud-9"


@given(st.text(max_size=30))
def test_any_text_may_be_asked_for_as_a_handle(handle: str) -> None:
    ownership = mapped()
    found = ownership.entry(handle)
    assert found is None or found in ownership.stewards


@given(st.lists(st.sampled_from(["", "a", "b.c", "*", "..", "é"]), min_size=1, max_size=4))
def test_any_path_may_be_asked_for(parts: list[str]) -> None:
    path = "/".join(parts)
    assert set(mapped().owners(path)) <= {"@acme/platform", "@lee", "@acme/data"}
    assert mapped().steward_of(model(path)).state in ("present", "absent")

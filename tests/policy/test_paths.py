"""The one path grammar: what a path may say, and which values it leads to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stewardship.model import Resource, Value
from stewardship.policy.fields import LINKS, RECORD_KEYS, STANDARD
from stewardship.policy.paths import Links, PathError, Step, label, parse, select, walk
from tests.world import named, universe

TREE = {
    "models/fraud/README.md": {
        "license": "mit",
        "description": "TODO",
        "tags": ["tabular", "risk"],
        "hashes": [],
        "oversight": {"human": "@dana"},
        "evaluations": [{"metric": "f1", "value": 0.9}, {"metric": "auc"}],
        "sources": [
            {"ref": "claims", "kind": "dataset", "role": "train"},
            {"ref": "base", "kind": "model", "role": "base", "revision": "main"},
            {"ref": "elsewhere", "role": "test"},
        ],
    },
    "models/base/README.md": {
        "license": "gpl-3.0",
        "sources": [{"ref": "web", "kind": "dataset", "role": "train"}],
    },
    "data/claims/README.md": {
        "$kind": "dataset",
        "license": "cc-by-4.0",
        "sources": [{"ref": "web", "kind": "dataset"}],
    },
    "data/web/README.md": {"$kind": "dataset", "license": None},
    "models/odd/README.md": {
        "evaluations": "see the paper",
        "sources": {"ref": "web"},
        "away": [{"planned": True, "from": "May"}, {"from": "June"}],
    },
}
WORLD = universe(TREE)
LINKED = Links(WORLD.resolve, WORLD.reach)
REACHES = {
    "a field": ("fraud", "license", ["mit"]),
    "nothing, as one absent value": ("fraud", "version", ["absent"]),
    "a value that is stated as null": ("web", "license", ["absent"]),
    "a placeholder, as one": ("fraud", "description", ["placeholder TODO"]),
    "a list as a whole": ("fraud", "tags", [["tabular", "risk"]]),
    "each item of a list": ("fraud", "tags[]", ["tabular", "risk"]),
    "no item of an empty list": ("fraud", "hashes[]", []),
    "the one absent value for the items of no list": ("fraud", "artifacts[]", ["absent"]),
    "what should be a list and is none, as an item": ("odd", "evaluations[]", ["see the paper"]),
    "a key of each record": ("fraud", "evaluations[].value", [0.9, "absent"]),
    "a key of a record": ("fraud", "oversight.human", ["@dana"]),
    "a key that the record lacks": ("fraud", "oversight.log", ["absent"]),
    "a key of what is no record": ("odd", "evaluations[].value", ["absent"]),
    "the records of a filter": ("fraud", "sources[role=base].revision", ["main"]),
    "nothing for a filter that fits none": ("fraud", "sources[role=validation].revision", []),
    "nothing for a filter on no list": ("fraud", "hashes[alg=md5]", []),
    "a filter on a truth value, as YAML writes it": ("odd", "away[planned=true].from", ["May"]),
    "a filter on a word that means no value": ("fraud", "sources[revision=None].ref", []),
    "the one record that stands without a list": ("odd", "sources[ref=web].ref", ["web"]),
    "its own name": ("fraud", "name", ["fraud"]),
    "its own kind": ("web", "kind", ["dataset"]),
    "its own id": ("fraud", "id", ["path:models/fraud#fraud"]),
    "its own path": ("fraud", "path", ["models/fraud/README.md"]),
    "the resource itself": ("fraud", "", ["model|path:models/fraud#fraud"]),
    "what a record refers to": ("fraud", "sources[role=train].target.license", ["cc-by-4.0"]),
    "nothing for a reference that leads nowhere": ("fraud", "sources[role=test].target", []),
    "nothing for the target of no record": ("odd", "evaluations[].target", None),
    "all that a link leads to, to its end, each once": (
        "fraud", "sources*.license", ["cc-by-4.0", "gpl-3.0", "absent"]),
    "nothing where a link begins nowhere": ("web", "sources*.license", []),
    "a link of what a link leads to": ("fraud", "sources*.sources[].ref", ["web", "web", "absent"]),
}  # fmt: skip


def shown(node: Value | Resource) -> object:
    if isinstance(node, Resource):
        return node.key
    return node.plain() if node.state == "present" else f"{node.state} {node.data or ''}".strip()


@pytest.mark.parametrize(("name", "path", "found"), REACHES.values(), ids=REACHES)
def test_a_path_reaches(name: str, path: str, found: list[object] | None) -> None:
    start = named(WORLD, name)
    if found is None:
        with pytest.raises(PathError):
            parse(path)
        return
    assert [shown(node) for node in select(start, parse(path), LINKED, start)] == found


def test_each_value_comes_with_the_resource_that_states_it() -> None:
    start = named(WORLD, "fraud")
    found = walk(start, parse("sources*.sources[].ref"), LINKED, start)
    assert [home.name for _, home in found] == ["claims", "base", "web"]
    found = walk(start, parse("sources[role=base].target.sources[].ref"), LINKED, start)
    assert [home.name for _, home in found] == ["base"]


def test_an_absent_value_stands_where_its_parent_does() -> None:
    start = named(WORLD, "fraud")
    (value,) = select(start, parse("version"), LINKED, start)
    assert isinstance(value, Value)
    assert value.location == start.place
    value = select(start, parse("evaluations[].value"), LINKED, start)[1]
    assert isinstance(value, Value)
    assert value.location == start.value("evaluations").data[1].location  # type: ignore


@pytest.mark.parametrize(
    ("path", "steps"),
    [
        ("", ()),
        ("license", (Step("license"),)),
        ("hashes[]", (Step("hashes", "all"),)),
        ("depends-on*", (Step("depends-on", "reach"),)),
        ("hashes[path=model.v2.bin].alg",
         (Step("hashes", "where", "path", "model.v2.bin"), Step("alg"))),
        ("hashes[path=a b=c].alg", (Step("hashes", "where", "path", "a b=c"), Step("alg"))),
        ("serves[].target.name", (Step("serves", "all"), Step("target"), Step("name"))),
    ],
)  # fmt: skip
def test_a_path_is_read_step_by_step(path: str, steps: tuple[Step, ...]) -> None:
    assert parse(path) == steps


WRONG = {
    "License": "`License` is not a step of a path",
    ".license": "`` is not a step of a path",
    "license.": "`` is not a step of a path",
    "a..b": "nothing has a field `a` here",
    "license ": "`license ` is not a step of a path",
    "license,version": "`license,version` is not a step of a path",
    "sources[]x": "`sources[]x` is not a step of a path",
    "sources[][]": "`sources[][]` is not a step of a path",
    "sources[role]": "`sources[role]` is not a step of a path",
    "sources[role=]": "`sources[role=]` is not a step of a path",
    "sources[role=[]]": "`sources[role=[]]` is not a step of a path",
    "sources**": "`sources**` is not a step of a path",
    "target": "nothing has a field `target` here",
    "hashes[].target": "nothing has a field `target` here",
    "hashes[].license": "nothing has a field `license` here",
    "hashes[md=5]": "`hashes` has no key `md`",
    "hashes*": "`hashes` is not a link, so `*` cannot follow it",
    "sources[].serves*": "nothing has a field `serves` here",
    "declared.sources*": "`sources` is not a link, so `*` cannot follow it",
    "tags.first": "`tags` is a list; write `tags[]` for each of its items",
    "hashes.alg": "`hashes` is a list; write `hashes[]` for each of its items",
    "name.first": "`name` is a single value; nothing is inside it",
    "hashes[].alg.name": "`alg` is a single value; nothing is inside it",
    "sources[].target.licens": "nothing has a field `licens` here",
    "sources*.licens": "nothing has a field `licens` here",
}


@pytest.mark.parametrize(("path", "message"), WRONG.items(), ids=WRONG)
def test_a_path_that_leads_nowhere_is_refused(path: str, message: str) -> None:
    with pytest.raises(PathError) as caught:
        parse(path)
    assert str(caught.value) == message
    assert caught.value.source == path


@pytest.mark.parametrize(
    "path",
    ["license", "declared.license", "declared.deep.down", "oversight.human", "away[].from",
     "sources[].target.sources[].target.id", "tags[x=1]",
     "serves*.sources*.name"],
)  # fmt: skip
def test_a_path_into_what_has_no_fixed_shape_is_taken(path: str) -> None:
    parse(path)


def test_a_policy_may_speak_of_fields_of_its_own() -> None:
    with pytest.raises(PathError, match="nothing has a field `cost-center` here"):
        parse("cost-center")
    extra = frozenset({"cost-center"})
    assert parse("cost-center", extra) == (Step("cost-center"),)
    assert parse("cost-center[].owner.name", extra)[2] == Step("name")
    assert parse("sources[].target.cost-center", extra)[2] == Step("cost-center")


def test_a_path_within_an_item_begins_where_the_item_lies() -> None:
    with pytest.raises(PathError) as caught:
        parse("license", within=parse("evaluations[]"))
    known = "config, dataset, date, metric, revision, source, split, task, unit, value, verified"
    assert caught.value.hint == f"known here: {known}"
    assert parse("value", within=parse("evaluations[]")) == (Step("value"),)
    assert parse("license", within=parse("sources*")) == (Step("license"),)
    assert parse("license", within=parse("sources[].target")) == (Step("license"),)
    with pytest.raises(PathError, match="single value"):
        parse("x", within=parse("sources[].ref"))


def test_a_suggestion_is_made_from_what_can_follow_there() -> None:
    with pytest.raises(PathError) as caught:
        parse("sources[].rol")
    assert caught.value.hint == "did you mean `role`?"
    with pytest.raises(PathError) as caught:
        parse("qqqq")
    assert caught.value.hint is None  # of forty fields none is like it, and forty are no help


@pytest.mark.parametrize(
    ("path", "words"),
    [("", ""), ("license", "license"), ("license-link", "license link"),
     ("sources[role=base].revision", "revision"), ("evaluations[]", "evaluations")],
)  # fmt: skip
def test_a_message_calls_a_value_by_the_last_name_of_its_path(path: str, words: str) -> None:
    assert label(parse(path)) == words


@pytest.mark.parametrize("name", STANDARD)
def test_every_standard_field_can_be_looked_at(name: str) -> None:
    shape, says = STANDARD[name]
    assert shape in ("scalar", "list", "records", "record")
    assert says
    assert parse(name) == (Step(name),)
    assert (shape == "records") == (name in RECORD_KEYS)


def test_every_link_has_references_that_can_be_followed() -> None:
    for name in LINKS:
        assert {"ref", "target"} <= set(RECORD_KEYS[name])
        parse(f"{name}*")
        parse(f"{name}[].target")


@given(st.text("abcsource[].=*-", max_size=20) | st.text(max_size=10))
def test_any_text_is_a_path_or_refused(text: str) -> None:
    try:
        steps = parse(text)
    except PathError:
        return
    start = named(WORLD, "fraud")
    assert all(isinstance(one, Value | Resource) for one in select(start, steps, LINKED, start))

"""What holds for any files in any order: joining loses nothing, invents nothing, hides nothing."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from stewardship.cache.brief import Brief, is_brief
from stewardship.cache.codec import pack
from stewardship.joining.join import join
from stewardship.joining.universe import Universe
from stewardship.merge import AGREEING
from stewardship.model import KINDS, Fragment, Resource
from tests.effort import share
from tests.world import fragment, fragments

EMPTY = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
DIGESTS = ["sha256:" + digit * 64 for digit in "123"] + [EMPTY]
PATHS = ["README.md", "a/README.md", "a/MLmodel", "a/b/README.md", "b/card.md", "dvc.lock",
         ".steward/resources.yaml", "a/x~2.yaml"]  # fmt: skip
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "license": st.sampled_from(["mit", "MIT", "isc", "TODO", "unknown", None]),
    "version": st.sampled_from(["1", "v1", "2", None]),
    "commit": st.sampled_from(["abcdef1", "abcdef12", "1234567"]),
    "task": st.sampled_from(["x", "y"]),
    "tags": st.lists(st.sampled_from("xyz"), max_size=2),
    "sources": st.lists(
        st.fixed_dictionaries({"ref": st.sampled_from(["a", "b", "hf:acme/a", "a/b", "../b", "z"])},
                              optional={"kind": st.sampled_from(["model", "dataset"])}),
        max_size=2,
    ),
}  # fmt: skip
SAID = st.fixed_dictionaries(
    {
        "$kind": st.sampled_from([*KINDS[:4], "dependency", "artifact"]),
        "$name": st.sampled_from(["a", "b", "A", ".", "a~2", "a/x", "b/y"]),
    },
    optional={
        **VALUES,
        "$ids": st.lists(st.sampled_from(["hf:acme/a", "pkg:pypi/a", "pkg:pypi/a@1"]), max_size=2),
        "$digests": st.lists(st.sampled_from(DIGESTS), max_size=2),
        "$origin": st.sampled_from(["card", "mlmodel", "dvc", "environment", "resources"]),
        "$problems": st.lists(st.just("torn"), max_size=1),
    },
)
TREES = st.dictionaries(
    st.sampled_from(PATHS), st.lists(SAID, min_size=1, max_size=2), max_size=4
)  # fmt: skip


def shown(universe: Universe) -> list[Any]:
    """All that anybody can see of a universe."""
    return [
        (one.key, one.name, one.place, dict(one.fields), one.paths, one.links, one.problems)
        for one in universe.all()
    ]


@share(2)
@given(TREES, st.randoms(use_true_random=False))
def test_the_order_of_files_changes_nothing(tree: dict[str, Any], random: Any) -> None:
    said = fragments(tree)
    hints = [frozenset(PATHS[:3])]
    shuffled = list(said)
    random.shuffle(shuffled)
    assert shown(join(shuffled)) == shown(join(said))
    assert shown(join(shuffled, hints)) == shown(join(said, hints))


@given(TREES)
def test_every_file_is_in_some_resource_and_every_resource_is_of_its_files(
    tree: dict[str, Any],
) -> None:
    joined = join(fragments(tree))
    assert {path for one in joined.all() for path in one.paths} == set(tree)
    for one in joined.all():
        assert one.place.path in one.paths
        assert joined.by_key(one.key) == one
        for path in one.paths:
            assert one in joined.speaking_from(path)
    keys = [one.key for one in joined.all()]
    assert len(keys) == len(set(keys)) == len(joined)


@given(TREES)
def test_every_problem_is_told_once(tree: dict[str, Any]) -> None:
    said = fragments(tree)
    told = [problem for one in join(said).all() for problem in one.problems]
    assert len(told) == sum(len(part.problems) for part in said)


@given(TREES)
def test_what_shares_an_id_or_a_digest_is_one_and_an_empty_file_is_none(
    tree: dict[str, Any],
) -> None:
    said = fragments(tree)
    joined = join(said)
    for part in said:
        for other in said:
            same = part.kind == other.kind not in ("dependency", "artifact")
            ids = set(part.ids) & set(other.ids)
            digests = set(part.digests) & set(other.digests) - {EMPTY}
            if same and (ids or digests):
                here = {one.key for one in joined.speaking_from(part.place.path)}
                there = {one.key for one in joined.speaking_from(other.place.path)}
                assert here & there


@given(st.sampled_from(PATHS), st.sampled_from(PATHS))
def test_the_digest_of_nothing_is_no_ground(one: str, other: str) -> None:
    assume(one != other)
    same = {"$digests": [EMPTY], "$kind": "artifact"}
    tree = {one: {**same, "$name": f"1/{one}"}, other: {**same, "$name": f"2/{other}"}}
    assert len(join(fragments(tree))) == 2


@given(TREES)
def test_a_reference_leads_to_what_it_says_and_never_by_chance(tree: dict[str, Any]) -> None:
    joined = join(fragments(tree))
    for one in joined.all():
        for key in (key for keys in one.links.values() for key in keys):
            target = joined.by_key(key)
            assert target is not None
            assert one.key in joined.reaching([key])
        for target in joined.reach(one, "sources"):
            assert target.key != one.key
            assert one.key in joined.reaching([target.key])


# Conflicts


def of_one(said: list[dict[str, Any]]) -> Resource:
    """The one resource of files that all know it by one id."""
    parts = [
        fragment(f"{number}/README.md", {**one, "$ids": ["hf:acme/x"]})
        for number, one in enumerate(said)
    ]
    (resource,) = join(parts).all()
    return resource


# Other spellings that mean the same.
SPELLED = {"mit": "MIT", "MIT": "mit", "isc": "ISC", "1": "v1", "v1": "V1", "2": "v2"}
STATED = st.fixed_dictionaries({}, optional=VALUES)


@given(st.lists(STATED, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_a_file_that_agrees_adds_no_conflict(said: list[dict[str, Any]], random: Any) -> None:
    before = of_one(said)
    again = {**random.choice(said)}
    again |= {name: SPELLED.get(again[name], again[name]) for name in again if name in AGREEING}
    position = random.randint(0, len(said))
    after = of_one([*said[:position], again, *said[position:]])
    assert states(after) == states(before)


def states(resource: Resource) -> dict[str, str]:
    return {name: value.state for name, value in resource.fields.items()}


@given(
    st.lists(STATED, min_size=1, max_size=4), st.integers(0, 4), st.sampled_from(sorted(AGREEING))
)
def test_a_file_that_disagrees_is_always_seen(
    said: list[dict[str, Any]], position: int, name: str
) -> None:
    said = [*said, {name: "abc"}]
    after = of_one([*said[:position], {name: "xyz"}, *said[position:]])
    value = after.value(name)
    assert value.state == "conflicting"
    assert {"abc", "xyz"} <= {one.data for one in value.candidates}


@given(st.lists(STATED, min_size=2, max_size=4))
def test_nothing_that_a_file_states_is_lost(said: list[dict[str, Any]]) -> None:
    resource = of_one(said)
    for name in {name for one in said for name in one}:
        value = resource.value(name)
        kept = value.candidates or (value,)
        places = {one.location.path for one in kept}
        if value.state == "present":
            assert places == {f"{n}/README.md" for n, one in enumerate(said) if name in one}
        if name == "tags":
            assert set(value.plain() or ()) == {  # type: ignore[arg-type]
                tag for one in said for tag in one.get("tags") or ()
            }


def test_a_fragment_without_fields_is_enough_to_join() -> None:
    """Fields are looked at late, and for most resources never."""

    class Unread(dict[str, Any]):
        def __iter__(self) -> Any:
            raise AssertionError("a field was looked at")

        items = keys = values = __iter__

    parts: list[Fragment] = fragments({"a/README.md": {}, "a/MLmodel": {"$origin": "mlmodel"}})
    unread = [
        Fragment(one.kind, one.name, one.place, one.origin, Unread(), one.ids) for one in parts
    ]
    assert len(join(unread)) == 1


# More ways to speak of a folder that is not the file's own.
ELSEWHERE = st.dictionaries(
    st.sampled_from([*PATHS, "a/.eval_results/x.yaml", ".steward/x.yaml"]),
    st.fixed_dictionaries(
        {"$kind": st.sampled_from(["model", "dataset", "artifact"])},
        optional={
            "$name": st.sampled_from(["a", ".", "a/x", "x"]),
            "$ids": st.just(["path:a#a"]) | st.just(["path:.#."]),
            "$origin": st.sampled_from(["card", "cyclonedx", "environment"]),
        },
    ),
    max_size=5,
)


@share(2)
@given(TREES | ELSEWHERE, st.sets(st.sampled_from(PATHS), max_size=2))
def test_what_was_read_before_is_joined_as_what_is_read_now(
    tree: dict[str, Any], hinted: set[str]
) -> None:
    parts = fragments(tree)
    together = [frozenset(hinted)]
    paths = [one.place.path for one in parts]
    brief = Brief()
    rest = []
    for one in parts:
        heads = json.loads(json.dumps(pack([one])[0]))
        if paths.count(one.place.path) == 1 and is_brief(heads):
            brief.add(one.place.path, "content", heads[0])
        else:
            rest.append(one)
    brief = Brief(json.loads(json.dumps(brief.columns)))
    said = {one.place.path: pack([one])[1] for one in parts}
    brief.body = said.__getitem__
    universe, other = join(parts, together), join(rest, together, brief)
    for path in PATHS:
        keys = [one.key for one in universe.speaking_from(path)]
        assert [one.key for one in other.speaking_from(path)] == keys
    for name in ("a", "A", ".", "b/y"):
        assert [one.key for one in universe.named(name)] == [one.key for one in other.named(name)]
    for kind in KINDS:
        assert [o.key for o in universe.of_kind(kind)] == [o.key for o in other.of_kind(kind)]
        for folder in ("", "a", "a/b"):
            there = [one.key for one in other.lying_in(folder, kind)]
            assert there == [one.key for one in universe.lying_in(folder, kind)]
    assert [one.id for one in universe.all()] == [one.id for one in other.all()]
    for resource in universe.all():
        found = [each.get(resource.id) for each in (universe, other)]
        assert len({each and each.key for each in found}) == 1
    assert shown(universe) == shown(other)

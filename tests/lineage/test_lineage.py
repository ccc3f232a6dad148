"""What a resource was made from and what it reaches: as edges, as trees, as a graph."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from stewardship.joining import lineage
from stewardship.joining.lineage import Branch
from stewardship.joining.universe import Universe
from tests.world import named, universe

ACME = {
    "data/a/README.md": {"$kind": "dataset", "license": "mit"},
    "data/b/README.md": {"$kind": "dataset", "sources": [{"ref": "../a", "role": "source"}]},
    "models/m/README.md": {
        "sources": [{"ref": "../../data/b", "role": "train"}, {"ref": "org/base", "role": "base"}]
    },
    "apps/s/catalog-info.yaml": {"$kind": "service", "serves": [{"ref": "m", "kind": "model"}]},
    "apps/t/catalog-info.yaml": {"$kind": "service", "depends-on": [{"ref": "s"}]},
}


def drawn(branches: tuple[Branch, ...]) -> list[Any]:
    """A tree as nested lists of words."""
    return [
        [
            f"{one.edge.label} {one.resource.name if one.resource else '?' + one.edge.reference}"
            + (" again" if one.again else ""),
            *drawn(one.branches),
        ]
        for one in branches
    ]


def tree(world: Universe, name: str, up: bool) -> list[Any]:
    branches, cut = lineage.tree(world, named(world, name), up)
    assert not cut
    return drawn(branches)


def test_what_a_model_was_made_from_goes_back_to_the_first_data() -> None:
    made = [["train b", ["source a"]], ["base ?org/base"]]
    assert tree(universe(ACME), "m", up=True) == made


def test_what_data_reaches_goes_on_to_the_last_service() -> None:
    reached = [["source b", ["train m", ["serves s", ["depends-on t"]]]]]
    assert tree(universe(ACME), "a", up=False) == reached


def test_the_two_ways_are_each_other_turned_round() -> None:
    world = universe(ACME)
    up = {(e.source, e.target) for one in world.all() for e in lineage.made_from(world, one)}
    down = {(e.source, e.target) for one in world.all() for e in lineage.reaches(world, one)}
    assert {pair for pair in up if pair[0]} == down


def test_a_circle_ends_where_it_begins_again() -> None:
    world = universe(
        {
            "a/README.md": {"sources": [{"ref": "../b", "role": "base", "kind": "model"}]},
            "b/README.md": {"sources": [{"ref": "../a", "role": "base", "kind": "model"}]},
        }
    )
    assert tree(world, "a", up=True) == [["base b", ["base a again"]]]
    assert tree(world, "a", up=False) == [["base b", ["base a again"]]]


def test_what_is_used_twice_is_shown_once_in_full() -> None:
    world = universe(
        {
            "a/README.md": {"$kind": "dataset"},
            "b/README.md": {"$kind": "dataset", "sources": [{"ref": "a", "role": "source"}]},
            "m/README.md": {
                "sources": [{"ref": "b", "role": "train"}, {"ref": "a", "role": "train"}]
            },
        }
    )
    assert tree(world, "m", up=True) == [["train b", ["source a"]], ["train a again"]]


def test_a_link_that_two_records_state_is_one_and_a_link_to_itself_is_none() -> None:
    world = universe(
        {
            "m/README.md": {
                "$ids": ["hf:acme/m"],
                "sources": [
                    {"ref": "x/y", "role": "train"},
                    {"ref": "x/y", "role": "train", "license": "mit"},
                    {"ref": "acme/m", "role": "base"},
                    {"role": "train"},
                ],
            }
        }
    )
    assert tree(world, "m", up=True) == [["train ?x/y"]]


def chain(length: int) -> Universe:
    return universe(
        {
            f"d{n}/README.md": {"$kind": "dataset", "sources": [{"ref": f"d{n + 1}"}]}
            for n in range(length)
        }
    )


def test_a_tree_is_cut_where_it_gets_too_deep_and_says_so() -> None:
    branches, cut = lineage.tree(chain(lineage.DEEPEST + 5), named(chain(1), "d0"), up=True)
    depth = 0
    while branches:
        depth, branches = depth + 1, branches[0].branches
    assert (depth, cut) == (lineage.DEEPEST, True)


def test_a_tree_is_cut_where_it_gets_too_wide_and_says_so() -> None:
    refs = [{"ref": f"x/{n}", "role": "train"} for n in range(lineage.MOST + 1)]
    world = universe({"m/README.md": {"sources": refs}})
    branches, cut = lineage.tree(world, named(world, "m"), up=True)
    assert (len(branches), cut) == (lineage.MOST, True)


# Graphs


def test_a_graph_of_all_has_what_is_governed_and_what_is_linked() -> None:
    alone = {
        "requirements.txt": {"$kind": "dependency", "$name": "numpy"},
        "x/README.md": {},
        "w.dvc": {"$kind": "artifact", "$name": "w"},
    }
    found = lineage.graph(universe({**ACME, **alone}))
    assert sorted(one.name for one in found.nodes.values()) == ["a", "b", "m", "s", "t", "x"]
    assert len(found.edges) == 5
    assert found.cut == 0


def test_a_graph_around_one_leaves_out_what_has_nothing_to_do_with_it() -> None:
    more = {
        "other/README.md": {"sources": [{"ref": "data/a", "role": "train"}]},
        "x/README.md": {},
    }
    world = universe({**ACME, **more})
    found = lineage.graph(world, [named(world, "b")])
    assert sorted(one.name for one in found.nodes.values()) == ["a", "b", "m", "s", "t"]
    assert [e.reference for e in found.edges if not e.source] == ["org/base"]


def test_a_graph_is_cut_at_a_number_and_says_how_many_are_left_out() -> None:
    found = lineage.graph(chain(lineage.MOST + 7))
    assert (len(found.nodes), found.cut) == (lineage.MOST, 7)
    assert all(e.target in found.nodes for e in found.edges)


NAMES = st.sampled_from("abcde")
LINKS = st.lists(st.fixed_dictionaries({"ref": NAMES, "role": st.just("source")}), max_size=3)


@given(st.dictionaries(NAMES, LINKS, min_size=1))
def test_any_links_end_and_lead_both_ways(said: dict[str, Any]) -> None:
    world = universe(
        {f"{name}/README.md": {"$kind": "dataset", "sources": refs} for name, refs in said.items()}
    )
    for one in world.all():
        for up in (True, False):
            branches, cut = lineage.tree(world, one, up)
            assert not cut
            for branch in branches:
                other = branch.resource
                if other is not None:
                    back = lineage.reaches(world, other) if up else lineage.made_from(world, other)
                    assert branch.edge in back
    found = lineage.graph(world)
    assert set(found.nodes) == {one.key for one in world.all()}

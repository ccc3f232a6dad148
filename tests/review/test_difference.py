"""Which governed values a change makes others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stewardship.model import Location, Plain, Resource
from stewardship.review.difference import differences
from tests.checks.context import make_resource


def of(fields: object) -> Resource:
    return make_resource({"name": "fraud", "fields": fields})


# A sentence, before, after, and what differs as "field: old -> new".
ROWS: list[tuple[str, object, object, list[str]]] = [
    ("nothing", {"license": "mit"}, {"license": "mit"}, []),
    ("a scalar", {"license": "mit"}, {"license": "gpl-3.0"}, ["license: mit -> gpl-3.0"]),
    ("a value that is new", {}, {"stage": "production"}, ["stage: None -> production"]),
    ("a value that is gone", {"stage": "production"}, {}, ["stage: production -> None"]),
    ("a null is no value", {"stage": None}, {}, []),
    ("a list, whatever its order", {"owners": ["a", "b"]}, {"owners": ["b", "a"]}, []),
    ("an item of a list", {"owners": ["a"]}, {"owners": ["a", "b"]},
     ["owners: ['a'] -> ['a', 'b']"]),
    ("a record is known by what tells it apart",
     {"sources": [{"ref": "x", "role": "train"}, {"ref": "y", "role": "base"}]},
     {"sources": [{"ref": "y", "role": "base", "revision": "1"}, {"ref": "x", "role": "train"}]},
     ["sources[y base].revision: None -> 1"]),
    ("a record that is new", {"sources": [{"ref": "x"}]}, {"sources": [{"ref": "x"}, {"ref": "y"}]},
     ["sources[y]: None -> stated"]),
    ("a digest of a file",
     {"hashes": [{"alg": "sha256", "content": "a", "path": "m.bin"}]},
     {"hashes": [{"alg": "sha256", "content": "b", "path": "m.bin"}]},
     ["hashes[m.bin sha256].content: a -> b"]),
    ("records alike are told by their order",
     {"serves": [{"ref": "x", "kind": "model"}, {"ref": "x", "kind": "model"}]},
     {"serves": [{"ref": "x", "kind": "model"}, {"ref": "x", "kind": "dataset"}]},
     ["serves[x 2].kind: model -> dataset"]),
    ("a field that nobody is asked about", {"description": "a"}, {"description": "b"}, []),
    ("a record of the field", {"oversight": {"by": "a"}}, {"oversight": {"by": "b"}},
     ["oversight.by: a -> b"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "wanted"), [r[1:] for r in ROWS], ids=[r[0] for r in ROWS]
)
def test_what_differs(before: object, after: object, wanted: list[str]) -> None:
    found = differences(of(before), of(after), frozenset({"description"}))
    assert [f"{one.field}: {one.old} -> {one.new}" for one in found] == wanted


def test_a_resource_that_is_new_differs_in_all_it_says_and_one_that_is_gone_likewise() -> None:
    both = of({"license": "mit", "stage": "production"})
    assert [(one.old, one.new) for one in differences(None, both)] == [
        (None, "mit"), (None, "production"),
    ]  # fmt: skip
    assert [(one.old, one.new) for one in differences(both, None)] == [
        ("mit", None), ("production", None),
    ]  # fmt: skip


def test_a_difference_stands_where_the_new_value_does_else_where_the_old_one_did() -> None:
    (changed, gone) = differences(of({"a": "1", "b": "2"}), of({"x": None, "a": "2"}))
    assert changed.place == Location("models/fraud/README.md", 3, 1)
    assert gone.place == Location("models/fraud/README.md", 3, 1)


plain: st.SearchStrategy[Plain] = st.recursive(
    st.sampled_from(["a", "b", 1, True]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("xy"), inner),
    max_leaves=6,
)
fields = st.dictionaries(st.sampled_from(["license", "sources", "hashes", "owners"]), plain)


@given(fields)
def test_what_is_the_same_differs_in_nothing(said: dict[str, Plain]) -> None:
    assert differences(of(said), of(said)) == ()


@given(fields, fields)
def test_a_change_and_its_undoing_differ_in_the_same_values(
    one: dict[str, Plain], other: dict[str, Plain]
) -> None:
    there = {(d.field, str(d.old), str(d.new)) for d in differences(of(one), of(other))}
    back = {(d.field, str(d.new), str(d.old)) for d in differences(of(other), of(one))}
    assert there == back

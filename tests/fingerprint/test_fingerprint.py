"""A fingerprint is of the content: it survives what people do not mean, and nothing else."""

from __future__ import annotations

import string
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stewardship.fingerprint import (
    fingerprint,
    former_ids,
    is_fingerprint,
    normalized,
    share_former,
)
from stewardship.model import Location, Plain, Resource
from tests.decide.build import finding

FIXED: dict[str, Any] = {
    "rule": "lineage/commit-stated",
    "kind": "model",
    "resource": "path:models/toy#toy",
    "field": "commit",
    "value": "main",
    "state": "present",
    "ordinal": 0,
}


def _of(**changed: Any) -> str:
    return fingerprint(**(FIXED | changed))


def test_it_is_the_beginning_of_a_sha256_over_all_its_parts() -> None:
    import hashlib

    text = '\x1f'.join(
        ("lineage/commit-stated", "model", "path:models/toy#toy", "commit", '"main"', "0")
    )  # fmt: skip
    assert _of() == hashlib.sha256(text.encode()).hexdigest()[:32]
    assert _of() == "2494dc19de4b748587936f920e3830b0"


@pytest.mark.parametrize(
    "changed",
    [
        {"rule": "lineage/commit-known"},
        {"kind": "service"},
        {"resource": "path:models/other#toy"},
        {"field": "base-commit"},
        {"value": "master"},
        {"value": None},
        {"state": "absent"},
        {"state": "conflicting"},
        {"ordinal": 1},
    ],
    ids=lambda changed: "another " + next(iter(changed)),
)
def test_another_finding_has_another_fingerprint(changed: dict[str, Any]) -> None:
    assert _of(**changed) != _of()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("main", "  main\n"),
        ("caf\u00e9", "cafe\u0301"),
        ({"b": 1, "a": 2}, {"a": 2, "b": 1}),
        ([{"b": " x ", "a": 2}], [{"a": 2, "b": "x"}]),
        ({"caf\u00e9 ": 1}, {"cafe\u0301": 1}),
    ],
    ids=[
        "white space around",
        "composed and decomposed",
        "order of keys",
        "deep inside",
        "in keys",
    ],
)
def test_what_nobody_means_does_not_change_it(one: Plain, other: Plain) -> None:
    assert normalized(one) == normalized(other)
    assert _of(value=one) == _of(value=other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (["a", "b"], ["b", "a"]),
        ("1", 1),
        (1, True),
        (None, "null"),
        (None, ""),
        ([], {}),
        (["a", ["b"]], [["a"], "b"]),
        (["a,b"], ["a", "b"]),
        ({"a": "b"}, [["a", "b"]]),
        ("a b", "ab"),
        ("\udcff", "?"),
    ],
)
def test_what_somebody_may_mean_does(one: Plain, other: Plain) -> None:
    assert normalized(one) != normalized(other)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": [1, "x "], "a": None}, '{"a":null,"b":[1,"x"]}'),
        (1.5, "1.5"),
        (True, "true"),
        ("a\x1fb", '"a\\u001fb"'),
    ],
)
def test_values_are_json(value: Plain, text: str) -> None:
    assert normalized(value) == text


@pytest.mark.parametrize("state", ["absent", "placeholder", "unknown"])
def test_what_is_not_really_there_counts_as_its_state_whatever_its_words(state: str) -> None:
    assert _of(state=state, value="TODO") == _of(state=state, value="tbd")
    assert _of(state=state, value="TODO") != _of(value=state)


def test_a_conflict_is_known_by_what_was_said() -> None:
    one = _of(state="conflicting", value=["mit", "apache-2.0"])
    assert one != _of(state="conflicting", value=["mit", "gpl-3.0"])
    assert one != _of(state="present", value=["mit", "apache-2.0"])


def test_a_folder_that_holds_the_separator_cannot_pose_as_a_field() -> None:
    assert _of(resource="path:a\x1fb", field="c") != _of(resource="path:a", field="b\x1fc")
    assert _of(resource="a\x1fb") != _of(resource="a\\x1fb")
    assert _of(resource="a\x1f\\b") == "e1d23ef1965c164c802a25aa72e20287"


def test_a_path_that_is_not_utf_8_has_a_fingerprint_too() -> None:
    assert is_fingerprint(_of(resource="path:mod\udcffels#toy"))


plain: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(plain, st.text(), st.text(), st.integers(0, 9))
def test_any_value_has_one_and_always_the_same(
    value: Any, resource: str, field: str, ordinal: int
) -> None:
    changed = {"value": value, "resource": resource, "field": field, "ordinal": ordinal}
    assert is_fingerprint(_of(**changed))
    assert _of(**changed) == _of(**changed)


@given(st.dictionaries(st.text(string.ascii_letters, min_size=1), plain, max_size=4))
def test_the_order_of_keys_never_matters(value: dict[str, Any]) -> None:
    assert normalized(dict(reversed(value.items()))) == normalized(value)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("0123456789abcdef" * 2, True),
        ("0" * 31, False),
        ("0" * 33, False),
        ("0123456789ABCDEF" * 2, False),
        ("g" * 32, False),
        ("*", False),
        ("", False),
    ],
)
def test_the_form_of_a_fingerprint(text: str, is_one: bool) -> None:
    assert is_fingerprint(text) is is_one


def _resource(id: str, name: str, *paths: str) -> Resource:
    return Resource("model", id, name, Location(paths[0], 1, 1), {}, paths)


RENAMED = {
    "a folder was renamed, and with it what is named after it": (
        _resource("path:models/new#new", "new", "models/new/README.md"),
        {"models/old/README.md": "models/new/README.md"},
        ("path:models/old#old", "path:models/old#new"),
    ),
    "a stated name stays": (
        _resource("path:models/new#toy", "toy", "models/new/README.md"),
        {"models/old/README.md": "models/new/README.md"},
        ("path:models/old#toy",),
    ),
    "moved out of the root": (
        _resource("path:toy#toy", "toy", "toy/README.md"),
        {"README.md": "toy/README.md"},
        ("path:.#.", "path:.#toy"),
    ),
    "moved into the root": (
        _resource("path:.#.", ".", "README.md"),
        {"toy/README.md": "README.md"},
        ("path:toy#toy", "path:toy#."),
    ),
    "the second of its name in one file stays the second": (
        _resource("path:b#toy~2", "toy", "b/catalog-info.yaml"),
        {"a/catalog-info.yaml": "b/catalog-info.yaml"},
        ("path:a#toy~2",),
    ),
    "files from two folders were brought together": (
        _resource("path:c#toy", "toy", "c/README.md", "c/MLmodel"),
        {"b/MLmodel": "c/MLmodel", "a/README.md": "c/README.md"},
        ("path:a#toy", "path:b#toy"),
    ),
    "a file renamed within its folder changes nothing": (
        _resource("path:a#a", "a", "a/README.md"),
        {"a/MODEL_CARD.md": "a/README.md"},
        ("path:a#a",)[1:],
    ),
    "another resource's rename changes nothing": (
        _resource("path:a#toy", "toy", "a/README.md"),
        {"b/MLmodel": "a/MLmodel"},
        (),
    ),
    "beside another resource's rename": (
        _resource("path:b#toy", "toy", "b/README.md"),
        {"a/MLmodel": "c/MLmodel", "d/README.md": "b/README.md"},
        ("path:d#toy",),
    ),
    "an id that no path is part of never changes": (
        _resource("hf:acme/toy", "toy", "new/README.md"),
        {"old/README.md": "new/README.md"},
        (),
    ),
    "a file elsewhere that speaks of it changes nothing": (
        _resource("path:a#toy", "toy", "a/README.md", "docs/toy.md"),
        {"doc/toy.md": "docs/toy.md"},
        (),
    ),
    "nothing was renamed": (_resource("path:a#a", "a", "a/README.md"), {}, ()),
}


@pytest.mark.parametrize("case", RENAMED.values(), ids=RENAMED.keys())
def test_the_ids_that_a_renamed_resource_had(
    case: tuple[Resource, Mapping[str, str], tuple[str, ...]],
) -> None:
    resource, renames, before = case
    assert former_ids(resource, renames) == before


def test_a_former_fingerprint_is_left_to_one_finding() -> None:
    one = finding(fingerprint="1" * 32, former=(("path:a#a", "9" * 32), ("path:a#b", "8" * 32)))
    two = finding(fingerprint="2" * 32, former=(("path:a#a", "9" * 32), ("path:a#c", "7" * 32)))
    for found in ([one, two], [two, one]):
        first, second = share_former(found)
        assert first == one
        assert second.former == (("path:a#c", "7" * 32),)


def test_a_finding_of_now_comes_before_one_that_moved_away() -> None:
    stays = finding(fingerprint="9" * 32)
    moved = finding(fingerprint="1" * 32, former=(("path:a#a", "9" * 32),))
    assert [one.former for one in share_former([stays, moved])] == [(), ()]

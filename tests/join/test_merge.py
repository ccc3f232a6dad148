"""The laws by which what several files say of one field becomes one value."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import replace
from itertools import count, permutations
from pathlib import Path
from typing import Any

import pytest

from stewardship.merge import AGREEING, merge, order, standing
from stewardship.model import Location, Value
from tests.checks.context import load_yaml, make_value

TABLE = load_yaml((Path(__file__).parent / "merge.yaml").read_text())
CASES = {
    f"{field} {sentence}": (field, case)
    for field, cases in TABLE.items()
    for sentence, case in cases.items()
}


def stated(plain: Any, path: str) -> Value:
    """A value of a file; a list of a value and a reader's name is by that reader."""
    by_reader = isinstance(plain, list) and len(plain) == 2 and plain[1] in ("card", "mlmodel")
    data, origin = plain if by_reader else (plain, "card")
    return replace(make_value(data, path, count(1)), origin=origin)


@pytest.mark.parametrize(("field", "case"), CASES.values(), ids=CASES)
def test_a_field_that_is_said(field: str, case: Mapping[str, Any]) -> None:
    values = [stated(plain, f"{'abc'[n]}.md") for n, plain in enumerate(case["files"])]
    for parts in permutations(values):
        merged = merge([{field: value} for value in parts])[field]
        assert (merged.plain(), merged.state) == (case["says"], case.get("state", "present"))
        assert merged.location.path == case["from"]
        assert len(merged.candidates) == case["places"]
        if case["places"]:
            kept = [(one.location.path, one.plain()) for one in merged.candidates]
            assert sorted(kept, key=repr) == sorted(
                ((one.location.path, one.plain()) for one in values), key=repr
            )


def test_fields_that_one_file_states_stay_as_they_are() -> None:
    alone = Value("x", Location("a.md", 1, 1), "card")
    both = [{"task": alone}, {"license": alone}]
    assert merge(both) == {"task": alone, "license": alone}
    assert merge([{"task": alone}]) == {"task": alone}
    assert merge([]) == {}


def test_merging_does_not_change_what_it_merges() -> None:
    one = {"task": Value("x", Location("a.md", 1, 1))}
    merged = merge([one])
    merged["license"] = one["task"]
    assert "license" not in one


def test_every_field_that_has_to_agree_can_disagree() -> None:
    for name in AGREEING:
        values = [stated(text, f"{text}.md") for text in ("abc", "xyz")]
        assert merge([{name: value} for value in values])[name].state == "conflicting"


READERS = ["card", "prose-card", "resources", "catalog-info", "azureml", "mlmodel"]


@pytest.mark.parametrize(("person", "tool"), list(itertools.pairwise(READERS)))
def test_what_people_write_to_declare_a_thing_goes_before_what_tools_leave(
    person: str, tool: str
) -> None:
    """Of two that agree, the file that leads is the one to point at."""
    one = replace(stated("x", "z.md"), origin=person)
    other = replace(stated("y", "a.md"), origin=tool)
    for parts in ((one, other), (other, one)):
        assert merge([{"task": value} for value in parts])["task"].data == "x"
    assert standing("mlmodel") == standing("dvc") == 5


# Conflicts that a file has with itself


def conflict(path: str, *said: str) -> Value:
    sides = tuple(Value(text, Location(path, line, 1), "card") for line, text in enumerate(said, 1))
    return Value(said[0], Location(path, 1, 1), "card", "conflicting", sides)


@pytest.mark.parametrize("field", ["license", "description"])
@pytest.mark.parametrize("mine", ["a.md", "z.md"])
@pytest.mark.parametrize("other", ["mit", "bsd", "TODO", None])
def test_a_file_that_contradicts_itself_is_not_outvoted(
    field: str, mine: str, other: str | None
) -> None:
    torn, plain = conflict(mine, "mit", "isc"), stated(other, "m.md")
    for parts in ((torn, plain), (plain, torn)):
        merged = merge([{field: value} for value in parts])[field]
        assert merged.state == "conflicting"
        said = {(one.data, one.state) for one in merged.candidates}
        assert {("mit", "present"), ("isc", "present")} <= said
        assert all(one.state == "present" for one in merged.candidates)
        assert (("bsd", "present") in said) == (other == "bsd")


def test_two_files_that_contradict_themselves_keep_all_their_sides() -> None:
    parts = [conflict("a.md", "mit", "isc"), conflict("b.md", "bsd", "mit")]
    merged = merge([{"license": value} for value in parts])["license"]
    assert [one.data for one in merged.candidates] == ["mit", "isc", "bsd", "mit"]
    assert (merged.data, merged.location) == ("mit", Location("a.md", 1, 1))


def test_a_conflict_without_sides_is_one_all_the_same() -> None:
    bare = Value("mit", Location("a.md", 1, 1), "card", "conflicting")
    merged = merge([{"license": bare}, {"license": stated("isc", "b.md")}])["license"]
    assert merged.state == "conflicting"
    assert [one.data for one in merged.candidates] == ["mit", "isc"]


# Digests


def hashes(path: str, *records: tuple[str, str, str]) -> dict[str, Value]:
    plain = [{"alg": alg, "content": content, "path": of} for alg, content, of in records]
    return {"hashes": make_value(plain, path, count(1))}


A, B = "a" * 32, "b" * 32
AGREE: dict[str, tuple[tuple[str, str, str], tuple[str, str, str]]] = {
    "alike": (("md5", A, "x"), ("md5", A, "x")),
    "in other letters": (("md5", A, "x"), ("MD5", A.upper(), "x")),
    "by the other name of an algorithm": (("sha256", "1" * 64, "x"), ("SHA-256", "1" * 64, "x")),
    "of another file": (("md5", A, "x"), ("md5", B, "y")),
    "by another algorithm": (("md5", A, "x"), ("sha1", B + "0" * 8, "x")),
    "with the algorithm before it": (("md5", A, "x"), ("md5", f"md5:{A}", "x")),
}
DISAGREE: dict[str, tuple[tuple[str, str, str], tuple[str, str, str]]] = {
    "in their digits": (("md5", A, "x"), ("md5", B, "x")),
    "under two names of an algorithm": (("sha256", "1" * 64, "x"), ("SHA-256", "2" * 64, "x")),
    "in what is no digest": (("md5", "abc", "x"), ("md5", "abd", "x")),
    "by an algorithm that nobody knows": (("crc", "1", "x"), ("CRC", "2", "x")),
    "of the thing itself": (("sha256", "1" * 64, ""), ("sha256", "2" * 64, "")),
    "as a folder and as a file": (("md5", A, "x"), ("md5", f"{A}.dir", "x")),
}


APART = ("of another file", "by another algorithm")


@pytest.mark.parametrize("name", AGREE)
def test_digests_of_two_files_agree(name: str) -> None:
    one, other = AGREE[name]
    merged = merge([hashes("a.md", one), hashes("b.md", other)])["hashes"]
    assert merged.state == "present"
    assert isinstance(merged.data, tuple)
    assert len(merged.data) == (2 if name in APART else 1)


@pytest.mark.parametrize(("one", "other"), DISAGREE.values(), ids=DISAGREE)
def test_digests_of_two_files_disagree(
    one: tuple[str, str, str], other: tuple[str, str, str]
) -> None:
    merged = merge([hashes("a.md", one, ("md5", A, "same")), hashes("b.md", other)])["hashes"]
    assert merged.state == "conflicting"
    assert isinstance(merged.data, tuple)
    assert len(merged.data) == 3
    said = [one.plain() for one in merged.candidates]
    assert [(s["alg"], s["content"]) for s in said if isinstance(s, dict)] == [one[:2], other[:2]]


def test_several_digests_without_a_path_are_of_nobody_knows_which_file() -> None:
    parts = [hashes("a.md", ("md5", A, ""), ("md5", B, "")), hashes("b.md", ("md5", "c" * 32, ""))]
    assert merge(parts)["hashes"].state == "present"


def test_one_that_every_file_states_twice_over_is_still_one() -> None:
    parts = [hashes("a.md", ("md5", A, ""), ("MD5", A.upper(), "")), hashes("b.md", ("md5", B, ""))]
    merged = merge(parts)["hashes"]
    assert merged.state == "conflicting"
    assert [one.location.path for one in merged.candidates] == ["a.md", "a.md", "b.md"]


def test_what_is_no_record_of_a_digest_clashes_with_nothing() -> None:
    parts = [{"hashes": make_value([text], f"{text}.md", count(1))} for text in ("a", "b")]
    assert merge(parts)["hashes"].state == "present"


# Sources


def only(merged: Mapping[str, Value]) -> Mapping[str, Value]:
    """The one record of the sources."""
    data = merged["sources"].data
    assert isinstance(data, tuple)
    (record,) = data
    assert isinstance(record.data, Mapping)
    return record.data


def sources(path: str, *records: Mapping[str, Any]) -> dict[str, Value]:
    return {"sources": make_value(list(records), path, count(1))}


@pytest.mark.parametrize("key", ["revision", "license"])
def test_two_files_that_differ_on_one_source_are_a_conflict_inside_it(key: str) -> None:
    same = {"ref": "acme/x", "role": "base"}
    parts = [sources("b.md", {**same, key: "isc"}), sources("a.md", {**same, key: "mit"})]
    for ordered in (parts, parts[::-1]):
        entry = only(merge(ordered))[key]
        assert (entry.state, entry.plain()) == ("conflicting", "mit")
        assert [one.location.path for one in entry.candidates] == ["a.md", "b.md"]


def test_the_digests_that_two_files_give_one_source_are_united_or_clash() -> None:
    def said(content: str, path: str) -> dict[str, Value]:
        digest = {"alg": "md5", "content": content, "path": "x.csv"}
        return sources(path, {"ref": "acme/x", "role": "train", "hashes": [digest]})

    for other, state in ((A.upper(), "present"), (B, "conflicting")):
        assert only(merge([said(A, "a.md"), said(other, "b.md")]))["hashes"].state == state


# The order of places


def test_places_have_one_order() -> None:
    places = [
        Location("a.md"),
        Location("a.md", pointer=("x",)),
        Location("a.md", 1, None),
        Location("a.md", 1, 1),
        Location("a.md", 1, 2),
        Location("a.md", 2, 1),
        Location("b.md", 1, 1),
    ]
    for shuffled in permutations(places, 3):
        ranked = sorted(shuffled, key=order)
        assert ranked == [place for place in places if place in shuffled]
    assert len({order(place) for place in places}) == len(places)

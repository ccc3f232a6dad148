"""The signed list of a model's files: whole, without contradiction, and within its folder."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stewardship.document import json_
from stewardship.model import Problem
from stewardship.vocabulary import model_signing
from stewardship.vocabulary.model_signing import Manifest, left_out
from stewardship.vocabulary.statements import Statement, statement
from tests.vocabulary.signed import SIGNING, digest, signed_model

FILES = {"README.md": b"# Owl", "a/w.bin": b"weights", "config.json": b"{}"}


def read(data: dict[str, Any]) -> Manifest | Problem:
    found = statement(json_.load(json.dumps(data).encode(), "model.sig"))
    assert isinstance(found, Statement)
    assert model_signing.is_manifest(found)
    return model_signing.manifest(found)


def changed(change: Any) -> dict[str, Any]:
    data = signed_model(FILES)
    change(data)
    return data


def test_a_signed_model_lists_its_files() -> None:
    found = read(signed_model(FILES))
    assert isinstance(found, Manifest)
    assert {one.name: one.digest for one in found.files} == {n: digest(FILES[n]) for n in FILES}
    assert (found.name, found.method, found.hash_type, found.links) == (
        "owl", "files", "sha256", False,
    )  # fmt: skip
    assert found.ignored == ("model.sig", ".git", ".gitignore")
    assert found.root == signed_model(FILES)["subject"][0]["digest"]["sha256"]


def test_the_root_is_that_of_the_list_sorted_by_name_in_whatever_order_it_stands() -> None:
    found = read(changed(lambda data: data["predicate"]["resources"].reverse()))
    assert isinstance(found, Manifest)


@given(st.dictionaries(st.from_regex(r"\A[a-z]{1,5}\Z"), st.binary(max_size=9), min_size=1))
def test_any_model_is_listed_as_it_was_signed(files: dict[str, bytes]) -> None:
    found = read(signed_model(files))
    assert isinstance(found, Manifest)
    assert {one.name for one in found.files} == set(files)


def test_a_model_that_is_one_file_is_named_by_a_dot() -> None:
    assert isinstance(read(signed_model({".": b"owl"})), Manifest)


def test_before_1_0_each_file_was_a_subject() -> None:
    subjects = [{"name": name, "digest": {"sha256": digest(FILES[name])}} for name in FILES]
    found = read(signed_model(FILES, subject=subjects, predicateType=model_signing.BEFORE))
    assert isinstance(found, Manifest)
    assert (found.root, len(found.files)) == ("", 3)


def test_the_algorithms_by_their_own_names() -> None:
    def rename(data: Any) -> None:
        data["predicate"]["resources"][0]["algorithm"] = "sha256-sharded-1000000"

    assert isinstance(read(changed(rename)), Manifest)


def _resource(data: Any, **entries: Any) -> None:
    data["predicate"]["resources"][1].update(entries)


WRONG = [
    ("a file added to the list", lambda d: d["predicate"]["resources"].append(
        {"name": "z", "algorithm": "sha256", "digest": digest(b"z")}), "root digest"),
    ("a file taken from the list", lambda d: d["predicate"]["resources"].pop(), "root digest"),
    ("another digest", lambda d: _resource(d, digest=digest(b"else")), "root digest"),
    ("a digest cut short", lambda d: _resource(d, digest="abc"), "algorithm and its digest"),
    ("a digest that is a number", lambda d: _resource(d, digest=7), "algorithm and its digest"),
    ("an algorithm that is not known", lambda d: _resource(d, algorithm="crc"), "algorithm and"),
    ("an algorithm that is a list", lambda d: _resource(d, algorithm=[]), "algorithm and"),
    ("a weak algorithm", lambda d: _resource(d, algorithm="md5", digest="a" * 32), "md5 proves"),
    ("a name that is a number", lambda d: _resource(d, name=7), "a name"),
    ("a way out", lambda d: _resource(d, name="../x"), "no path below"),
    ("a way out by a detour", lambda d: _resource(d, name="a/../../x"), "no path below"),
    ("a path from the root", lambda d: _resource(d, name="/etc/passwd"), "no path below"),
    ("a path of another system", lambda d: _resource(d, name="..\\x"), "no path below"),
    ("a name of nothing", lambda d: _resource(d, name=""), "no path below"),
    ("a name twice", lambda d: _resource(d, name="README.md"), "listed twice"),
    ("two subjects", lambda d: d["subject"].append(d["subject"][0]), "one subject"),
    ("a subject by another algorithm", lambda d: d.update(
        subject=[{"digest": {"sha512": "a" * 128}}]), "one subject"),
    ("no list", lambda d: d["predicate"].pop("resources"), "`resources`"),
    ("no word on how it was listed", lambda d: d["predicate"].pop("serialization"), "`serial"),
    ("an entry that is a text", lambda d: d["predicate"].update(resources=["x"]), "an entry"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "part"),
    [row[1:] for row in WRONG],
    ids=[row[0] for row in WRONG],
)
def test_a_list_that_contradicts_itself_is_none(change: Any, part: str) -> None:
    found = read(changed(change))
    assert isinstance(found, Problem)
    assert part in found.message
    assert found.location is not None


@pytest.mark.parametrize(
    ("path", "out"),
    [
        pytest.param(".git/config", True, id="git's own folder at the top"),
        pytest.param(".gitattributes", True, id="git's own file at the top"),
        pytest.param(".github/workflows/x.yml", True, id="and the forge's"),
        pytest.param(".gitkeep", False, id="but not whatever begins so"),
        pytest.param("a/.gitignore", False, id="nor one further below"),
        pytest.param("model.sig", True, id="the signature"),
        pytest.param("a/model.sig", False, id="but not another one"),
        pytest.param("cache/x", True, id="what the signer ignored"),
        pytest.param("cachet", False, id="but not what only begins so"),
        pytest.param("weights.bin", False, id="a file of the model"),
    ],
)
def test_what_is_no_part_of_a_signed_model(path: str, out: bool) -> None:
    assert left_out(path, ("cache/",), "model.sig") is out


def test_another_predicate_is_no_list() -> None:
    other = signed_model(FILES, predicateType=SIGNING + ".1")
    found = statement(json_.load(json.dumps(other).encode(), "model.sig"))
    assert isinstance(found, Statement)
    assert not model_signing.is_manifest(found)

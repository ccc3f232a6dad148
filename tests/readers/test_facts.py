"""What readers share: states, texts, links, and what two statements of one field come to."""

from __future__ import annotations

import pytest

from stewardship.document import Document, DocumentError
from stewardship.model import Location, Problem, Value
from stewardship.readers import facts

PLACE = Location("a.yaml", 1, 1)


def document(data: object) -> Document:
    return Document("a.yaml", data)


def value(data: object) -> Value:
    return facts.nested(document(data), origin="t")


@pytest.mark.parametrize(
    ("text", "state", "data"),
    [
        pytest.param(" mit ", "present", "mit", id="space round a text is none of it"),
        pytest.param("", "absent", None, id="an empty text states nothing"),
        pytest.param("  ", "absent", None, id="nor does space alone"),
        pytest.param("{{ license }}", "placeholder", "{{ license }}", id="a slot"),
        pytest.param("TODO", "placeholder", "TODO", id="a promise"),
        pytest.param("n/a", "unknown", "n/a", id="a shrug"),
        pytest.param("NOASSERTION", "unknown", "NOASSERTION", id="a shrug by the book"),
    ],
)
def test_the_state_of_a_text(text: str, state: str, data: str | None) -> None:
    said = facts.said(text, PLACE, "t")
    assert (said.state, said.data) == (state, data)


def test_nothing_stated_differs_from_null() -> None:
    mapping = document({"license": None})
    assert facts.text(mapping, "version", origin="t") is None
    null = facts.text(mapping, "license", origin="t")
    assert null is not None
    assert null.state == "absent"


def test_a_version_is_read_as_it_is_written() -> None:
    written = Document("a.yaml", {"version": 1.1}, {}, {("version",): "1.10"})
    read = facts.text(written, "version", origin="t")
    assert read is not None
    assert read.data == "1.10"


def test_amounts_stay_numbers_and_names_become_texts() -> None:
    read = value({"days": 30, "draft": False, "commit": 1234567, "rate": float("inf")})
    assert read.plain() == {"days": 30, "draft": False, "commit": "1234567", "rate": "inf"}


def test_a_list_where_a_scalar_was_meant_is_kept_for_the_checks() -> None:
    read = facts.text(document({"version": [1, 2]}), "version", origin="t")
    assert read is not None
    assert read.plain() == [1, 2]


@pytest.mark.parametrize(
    ("node", "read"),
    [
        pytest.param("a", ["a"], id="one is a list of one"),
        pytest.param(["a", None, ""], ["a"], id="what is empty is left out"),
        pytest.param(None, [], id="null is none"),
        pytest.param([{"x": 1}], [{"x": 1}], id="a mapping stays one"),
    ],
)
def test_one_or_several(node: object, read: list[object]) -> None:
    assert [v.plain() for v in facts.texts(document({"k": node}), "k", origin="t")] == read


@pytest.mark.parametrize(
    ("first", "second", "state", "data"),
    [
        pytest.param("a", "a", "present", "a", id="the same twice"),
        pytest.param("a", None, "present", "a", id="null says nothing against it"),
        pytest.param(None, "a", "present", "a", id="nor before it"),
        pytest.param("TODO", "a", "present", "a", id="a placeholder is filled in"),
        pytest.param("a", "b", "conflicting", "a", id="two scalars disagree"),
        pytest.param("a", ["a"], "conflicting", "a", id="a scalar is no list"),
        pytest.param(["a"], ["b"], "present", ["a", "b"], id="lists are united"),
    ],
)
def test_two_statements_of_one_field(
    first: object, second: object, state: str, data: object
) -> None:
    both = facts.merged({"f": value(first)}, {"f": value(second)})["f"]
    assert (both.state, both.plain()) == (state, data)
    if state == "conflicting":
        assert [candidate.plain() for candidate in both.candidates] == [first, second]


@pytest.mark.parametrize(
    ("written", "identity"),
    [
        pytest.param("acme/fraud", "hf:acme/fraud", id="a hub id"),
        pytest.param("hf:acme/fraud", "hf:acme/fraud", id="with its scheme"),
        pytest.param("pkg:pypi/fraud@1", "pkg:pypi/fraud@1", id="a purl"),
        pytest.param("a/b/c", "a/b/c", id="anything else as it is"),
    ],
)
def test_a_declared_id(written: str, identity: str) -> None:
    assert facts.declared_id(written) == identity


def test_links_are_records_and_say_what_kind_they_mean() -> None:
    node = {
        "sources": ["acme/claims", {"ref": "acme/base", "role": "base"}, {"role": "train"}],
        "serves": "models/fraud",
        "depends-on": [{"ref": "ledger", "kind": "service"}, {"ref": "<name>"}],
    }
    stated = facts.stewardship_fields(document({"stewardship": node}), "stewardship", origin="t")
    assert facts.refs_of(stated.fields) == (
        ("sources", "acme/claims", "dataset"),
        ("sources", "acme/base", "model"),
        ("serves", "models/fraud", "model"),
        ("depends-on", "ledger", "service"),
    )


def test_prose_about_the_data_is_no_reference() -> None:
    ref = facts.said("images from two hospitals", PLACE, "t")
    item = facts.record(PLACE, "t", ref=ref, role="train")
    assert facts.refs_of({"sources": facts.listing([item], None, "t")}) == ()


def test_kind_name_and_id_are_no_fields() -> None:
    node = {"kind": "dataset", "name": "claims", "id": ["acme/claims", "x"], "stage": "retired"}
    stated = facts.stewardship_fields(document(node), origin="t")
    assert list(stated.fields) == ["stage"]
    assert (stated.kind, stated.name, stated.ids) == ("dataset", "claims", ("hf:acme/claims", "x"))


@pytest.mark.parametrize("kind", ["Model", "modle", 3, ["model"]])
def test_a_kind_that_is_none_is_a_problem(kind: object) -> None:
    stated = facts.stewardship_fields(document({"kind": kind}), origin="t")
    assert stated.kind is None
    assert "is not a kind of resource" in stated.problems[0].message


@pytest.mark.parametrize(
    ("path", "name"), [("README.md", "."), ("models/a/README.md", "a"), ("a/b", "a")]
)
def test_a_manifest_without_a_name_has_its_folders(path: str, name: str) -> None:
    broken = facts.unreadable("model", path, DocumentError("it is empty", PLACE), "t")
    assert broken.name == name
    assert broken.problems == (Problem("it is empty", PLACE),)


@pytest.mark.parametrize(
    ("manifest", "written", "path"),
    [
        pytest.param("models/a/README.md", "model.bin", "models/a/model.bin", id="beside it"),
        pytest.param("models/a/README.md", "./w/m.bin", "models/a/w/m.bin", id="below it"),
        pytest.param("models/a/README.md", "models/a/m.bin", "models/a/m.bin", id="from the root"),
        pytest.param("models/a/README.md", "/data/a.csv", "data/a.csv", id="from the root by sign"),
        pytest.param("models/a/README.md", "../b/m.bin", "models/b/m.bin", id="in another folder"),
        pytest.param("README.md", "data/a.csv", "data/a.csv", id="of a manifest in the root"),
        pytest.param(".steward/resources.yaml", "data/a.csv", "data/a.csv", id="in our own file"),
        pytest.param("a/README.md", "s3://b/a.csv", "s3://b/a.csv", id="an address as it is"),
        pytest.param("a/README.md", "../../../x", "../../x", id="out of the tree, for all to see"),
    ],
)
def test_the_path_of_a_digest_is_told_from_the_root(manifest: str, written: str, path: str) -> None:
    data = {"hashes": [{"alg": "md5", "content": "a" * 32, "path": written}], "artifacts": []}
    fields = facts.stewardship_fields(Document(manifest, data), origin="t").fields
    assert fields["hashes"].plain() == [{"alg": "md5", "content": "a" * 32, "path": path}]
    assert fields["artifacts"].plain() == []


def test_a_manifest_that_gives_one_file_two_digests_contradicts_itself() -> None:
    hashes = [{"alg": "md5", "content": digit * 32, "path": "a"} for digit in "ab"]
    fields = facts.stewardship_fields(document({"hashes": hashes}), origin="t").fields
    assert fields["hashes"].state == "conflicting"
    assert [one.plain() for one in fields["hashes"].candidates] == hashes


def test_a_digest_that_is_no_record_is_kept_for_the_checks() -> None:
    fields = facts.stewardship_fields(document({"hashes": "sha256:abc"}), origin="t").fields
    assert fields["hashes"].plain() == ["sha256:abc"]


def test_a_source_that_two_keys_of_a_manifest_name_is_one() -> None:
    parts = [{"sources": value([{"ref": "a/x", "role": "train", **more}])}
             for more in ({}, {"revision": "r"})]  # fmt: skip
    for ordered in (parts, parts[::-1]):
        merged = facts.merged(*ordered)["sources"].plain()
        assert merged == [{"ref": "a/x", "role": "train", "revision": "r"}]
    assert facts.merged({"sources": value("a")}, parts[0])["sources"].state == "conflicting"

"""Files of attestations: statements bare and signed, one in a file and one a line."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stewardship.model import Problem
from stewardship.vocabulary import statements
from stewardship.vocabulary.statements import Attestation
from tests.vocabulary.signed import bundle, digest, envelope, statement

LINE = json.dumps(envelope(statement())).encode()


def text(data: Any) -> bytes:
    return json.dumps(data, indent=1).encode()


def one(content: bytes, path: str = "a.json") -> Attestation:
    (found,) = statements.read(content, path)
    assert isinstance(found, Attestation)
    return found


@pytest.mark.parametrize(
    ("data", "signed"),
    [
        pytest.param(statement(), False, id="a statement as it is"),
        pytest.param(envelope(statement()), True, id="in an envelope"),
        pytest.param(bundle(statement()), True, id="in a bundle"),
        pytest.param({"attestations": [{"bundle": bundle(statement())}]}, True, id="in a registry"),
    ],
)
def test_a_statement_is_found_wherever_it_stands(data: Any, signed: bool) -> None:
    found = one(text(data))
    assert found.statement is not None
    (subject,) = found.statement.subjects
    assert (subject.name, subject.digests) == ("owl.bin", (("sha256", digest(b"owl")),))
    assert found.statement.predicate_type == "https://slsa.dev/provenance/v1"
    assert (found.signed is not None) is signed


@pytest.mark.parametrize("version", ["v0.1", "v1"])
def test_both_versions_are_read(version: str) -> None:
    found = one(text(statement(_type=f"https://in-toto.io/Statement/{version}")))
    assert found.statement is not None
    assert found.statement.version == version


def test_what_stands_in_a_payload_is_placed_at_the_payload() -> None:
    found = one(b'{\n  "payloadType": "application/vnd.in-toto+json",\n  "payload": "'
                + envelope(statement())["payload"].encode()
                + b'",\n "signatures": [{"sig": "bm8="}]}')  # fmt: skip
    assert found.statement is not None
    place = found.statement.document.location("predicate", "runDetails")
    assert (place.path, place.line, place.column) == ("a.json", 3, 14)
    assert found.statement.subjects[0].place.line == 3


def test_in_json_lines_the_line_is_the_place() -> None:
    found = statements.read(b"\n".join([LINE, b"", b"{broken", LINE]), "a.intoto.jsonl")
    kinds = [(type(each), each.place if isinstance(each, Attestation) else each.location)
             for each in found]  # fmt: skip
    assert [(kind, place.line if place else 0) for kind, place in kinds] == [
        (Attestation, 1), (Problem, 3), (Attestation, 4),
    ]  # fmt: skip
    last = found[-1]
    assert isinstance(last, Attestation)
    assert last.statement is not None
    assert last.statement.document.location("predicate").line == 4


def test_several_lines_of_json_are_read_under_any_name() -> None:
    assert len(statements.read(LINE + b"\n" + LINE, "attestations.json")) == 2


def test_a_broken_json_text_is_one_problem() -> None:
    (found,) = statements.read(b'{\n "_type": \n}', "a.json")
    assert isinstance(found, Problem)
    assert "not JSON" in found.message


def test_another_payload_than_a_statement_is_signed_all_the_same() -> None:
    found = one(text(envelope(b"hello", payloadType="text/plain")))
    assert found.statement is None
    assert found.signed is not None


@pytest.mark.parametrize("data", [{}, [], 7, None, {"name": "x"}, {"attestations": []}])
def test_what_holds_no_attestation_is_empty(data: Any) -> None:
    assert statements.read(text(data), "provenance.json") == ()


SUBJECT = statement()["subject"][0]
WRONG = [
    ("a type that is not known", statement(_type="https://in-toto.io/Statement/v9"), "`_type`"),
    ("no type", statement(_type=...), "`_type`"),
    ("no predicate type", statement(predicateType=""), "predicateType"),
    ("no subject", statement(subject=[]), "subject"),
    ("a subject that is a mapping", statement(subject={}), "subject"),
    ("a subject without a digest", statement(subject=[{"name": "x"}]), "digest"),
    ("a subject whose digest is empty", statement(subject=[{**SUBJECT, "digest": {}}]), "digest"),
    ("a subject whose digest is short", statement(subject=[{"digest": {"sha256": "abc"}}]), "64"),
    ("a subject whose digest is a number", statement(subject=[{"digest": {"sha1": 7}}]), "40"),
    ("a payload that is no JSON", envelope(b"hello"), "in the payload"),
    ("a payload that is no statement", envelope({"a": 1}), "`_type`"),
    ("an envelope that nobody signed", envelope(statement(), signatures=[]), "no signature"),
]


@pytest.mark.parametrize(("data", "part"), [r[1:] for r in WRONG], ids=[r[0] for r in WRONG])
def test_what_is_wrong_is_said_and_placed(data: Any, part: str) -> None:
    (found,) = statements.read(text(data), "a.json")
    assert isinstance(found, Problem)
    assert part in found.message
    assert found.location is not None
    assert found.location.path == "a.json"


def test_there_is_an_end_to_the_lines_that_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statements, "LINES", 2)
    found = statements.read(b"\n".join([LINE] * 4), "a.jsonl")
    assert len(found) == 3
    assert isinstance(found[-1], Problem)


@given(st.binary(max_size=80) | st.text(max_size=80).map(str.encode), st.sampled_from("lx"))
def test_any_bytes_are_answered(content: bytes, end: str) -> None:
    statements.read(content, f"a.json{end}")


@given(st.data())
def test_any_part_of_an_attestation_is_answered(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(LINE)))
    end = data.draw(st.integers(start, len(LINE)))
    statements.read(LINE[:start] + LINE[end:], "a.jsonl")

"""Envelopes and bundles are taken apart, whoever made them, and never on trust."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stewardship.document import Document, json_
from stewardship.model import Problem
from stewardship.vocabulary import dsse
from stewardship.vocabulary.dsse import Envelope, MessageSignature
from tests.vocabulary.signed import b64, bundle, envelope, statement

FILE = {"messageDigest": {"algorithm": "SHA2_256", "digest": b64(b"\1" * 32)}, "signature": "bm8="}


def read(data: Any) -> Envelope | MessageSignature | Problem:
    return dsse.read(json_.load(json.dumps(data).encode(), "a.json"))


def test_what_is_signed_is_encoded_as_the_protocol_shows_it() -> None:
    encoded = dsse.pae("http://example.com/HelloWorld", b"hello world")
    assert encoded == b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"


def test_the_length_of_a_type_counts_its_bytes() -> None:
    assert dsse.pae("é", b"") == b"DSSEv1 2 \xc3\xa9 0 "


@given(st.text(max_size=20), st.binary(max_size=20), st.text(max_size=20), st.binary(max_size=20))
def test_two_things_are_never_encoded_alike(a: str, b: bytes, c: str, d: bytes) -> None:
    assert (dsse.pae(a, b) == dsse.pae(c, d)) == ((a, b) == (c, d))


@pytest.mark.parametrize(
    ("keyid", "read_as"),
    [
        pytest.param("k1", "k1", id="a hint"),
        pytest.param("", "", id="an empty one"),
        pytest.param(None, "", id="null"),
        pytest.param(7, "", id="a number"),
    ],
)
def test_a_key_id_is_a_hint_or_nothing(keyid: object, read_as: str) -> None:
    found = read(envelope(b"x", signatures=[{"sig": "bm8=", "keyid": keyid}, {"sig": "eWVz"}]))
    assert isinstance(found, Envelope)
    assert [(one.sig, one.keyid) for one in found.signatures] == [(b"no", read_as), (b"yes", "")]


def test_an_envelope_gives_the_bytes_that_are_signed() -> None:
    found = read(envelope(b"{}"))
    assert isinstance(found, Envelope)
    assert found.signed == b"DSSEv1 28 application/vnd.in-toto+json 2 {}"
    assert found.place.pointer == ("payload",)


@pytest.mark.parametrize(
    ("material", "certificates", "key", "hint"),
    [
        pytest.param({"publicKey": {"hint": "k"}}, [], b"", "k", id="a hint at a key"),
        pytest.param({"publicKey": {"rawBytes": "UEVN"}}, [], b"PEM", "", id="a key, before 1.0"),
        pytest.param({"certificate": {"rawBytes": "REVS"}}, [b"DER"], b"", "", id="a certificate"),
        pytest.param(
            {"x509CertificateChain": {"certificates": [{"rawBytes": "QQ"}, {"rawBytes": "Qg=="}]}},
            [b"A", b"B"],
            b"",
            "",
            id="a chain, with and without padding",
        ),
        pytest.param(None, [], b"", "", id="nothing"),
    ],
)
def test_a_bundle_brings_what_is_to_verify_it(
    material: Any, certificates: list[bytes], key: bytes, hint: str
) -> None:
    found = read(bundle(statement(), material))
    assert isinstance(found, Envelope)
    assert list(found.material.certificates) == certificates
    assert (found.material.key, found.material.hint) == (key, hint)


def test_a_bundle_may_be_over_a_file_itself() -> None:
    found = read({"mediaType": dsse.BUNDLE + "+json;version=0.1", "messageSignature": FILE})
    assert isinstance(found, MessageSignature)
    assert (found.alg, found.digest, found.signature) == ("sha256", "01" * 32, b"no")


WRONG = [
    ("no signature", envelope(b"x", signatures=[]), "holds no signature", ("signatures",)),
    ("signatures that are a text", envelope(b"x", signatures="s"), "no sig", ("signatures",)),
    ("a signature without `sig`", envelope(b"x", signatures=[{}]), "`sig`", ("signatures", 0)),
    ("a signature of nothing", envelope(b"x", signatures=[{"sig": ""}]), "`sig`",
     ("signatures", 0)),
    ("a payload that is no base64", {**envelope(b"x"), "payload": "!"}, "base64", ("payload",)),
    ("a payload that is a list", {**envelope(b"x"), "payload": [1]}, "base64", ("payload",)),
    ("no type", envelope(b"x", payloadType=...), "payloadType", ("payloadType",)),
    ("another media type", bundle(b"x", mediaType="text/plain"), "mediaType", ("mediaType",)),
    ("no media type", bundle(b"x", mediaType=...), "mediaType", ("mediaType",)),
    ("material that is a list", bundle(b"x", []), "Material`", ("verificationMaterial",)),
    ("a certificate of no bytes", bundle(b"x", {"certificate": {"rawBytes": "?"}}), "rawBytes",
     ("verificationMaterial",)),
    ("a certificate that is a text", bundle(b"x", {"certificate": "PEM"}), "rawBytes",
     ("verificationMaterial",)),
    ("a bundle of nothing", bundle(b"x", dsseEnvelope=...), "neither", ("messageSignature",)),
    ("an envelope in a bundle that is a text", bundle(b"x", dsseEnvelope="x"), "payloadType",
     ("dsseEnvelope", "payloadType")),
    ("a digest by who knows what", {"mediaType": dsse.BUNDLE, "messageSignature":
     {**FILE, "messageDigest": {"algorithm": "CRC32", "digest": "AAAA"}}}, "messageDigest",
     ("messageSignature",)),
    ("no mapping", ["x"], "mapping", ()),
]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "part", "pointer"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG]
)
def test_what_is_wrong_is_said_at_its_place(
    data: Any, part: str, pointer: tuple[str | int, ...]
) -> None:
    found = read(data)
    assert isinstance(found, Problem)
    assert part in found.message
    assert found.location is not None
    assert found.location.pointer == pointer


@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode])
@pytest.mark.parametrize("padding", ["=", ""])
@given(content=st.binary(max_size=40))
def test_base64_is_read_in_every_spelling(encode: Any, padding: str, content: bytes) -> None:
    assert dsse.decoded(encode(content).decode().replace("=", padding)) == content


@pytest.mark.parametrize("text", ["a", "a b", "Zm9v\n", "Zm9v!", "é", None, 7, {}, "==="])
def test_what_is_no_base64_is_nothing(text: object) -> None:
    assert not dsse.decoded(text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from([*bundle(b""), *envelope(b""), *FILE]), JSON))
def test_any_data_is_answered(data: dict[str, Any]) -> None:
    document = Document("a", data)
    assert isinstance(dsse.read(document), Envelope | MessageSignature | Problem)
    assert dsse.is_signed(document) in (True, False)

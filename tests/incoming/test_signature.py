"""What a signature proves, and every way in which it proves nothing."""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from stewardship.errors import UserError
from stewardship.integrity.signature import Pem, Refused, Trust, Verified, verify
from stewardship.vocabulary import statements
from stewardship.vocabulary.dsse import Envelope
from tests.incoming import signer
from tests.incoming.signer import NOW, bundle, certificate, key, pem, public, secret, usage

FILES = {"weights.bin": b"weights", "README.md": b"# Owl\n"}

TOP, MIDDLE, LEAF = key(name="top"), key("p384", "middle"), key(name="leaf")
ROOT = certificate("root", TOP, "root", TOP, authority=True)
BETWEEN = certificate("between", MIDDLE, "root", TOP, authority=True, path_length=0)
SIGNER = certificate("signer", LEAF, "between", MIDDLE)


def envelope(whole: dict[str, Any]) -> Envelope:
    (found,) = statements.read(json.dumps(whole).encode(), "model.sig")
    assert isinstance(found, statements.Attestation)
    assert isinstance(found.signed, Envelope)
    return found.signed


def trusting(*keys: Any, roots: tuple[x509.Certificate, ...] = ()) -> Trust:
    return Trust(
        tuple(Pem(f".steward/keys/k{number}.pem", public(one)) for number, one in enumerate(keys)),
        tuple(Pem(".steward/keys/acme-root.pem", pem(one)) for one in roots),
    )


@pytest.mark.parametrize("kind", ["p256", "p384", "p521", "ed25519", "rsa"])
def test_a_signature_by_a_trusted_key_of_every_kind(kind: str) -> None:
    own = key(kind)
    found = verify(envelope(bundle(FILES, own)), trusting(key(name="other"), own), NOW)
    assert found == Verified("integrity, key k1")


@pytest.mark.parametrize("keyid", ["", None, "anything", 7], ids=repr)
def test_the_hint_at_a_key_means_nothing(keyid: object) -> None:
    found = verify(envelope(bundle(FILES, key(), keyid=keyid)), trusting(key()), NOW)
    assert isinstance(found, Verified)


def tampered(part: str) -> Envelope:
    whole = bundle(FILES, key())
    inner = whole["dsseEnvelope"]
    if part == "payload":
        inner["payload"] = bundle({"weights.bin": b"evil"}, key())["dsseEnvelope"]["payload"]
    if part == "signature":
        raw = bytearray(base64.b64decode(inner["signatures"][0]["sig"]))
        raw[-1] ^= 1
        inner["signatures"][0]["sig"] = signer.b64(bytes(raw))
    if part == "no der":
        inner["signatures"][0]["sig"] = signer.b64(b"noise")
    return envelope(whole)


@pytest.mark.parametrize("part", ["payload", "signature", "no der"])
def test_what_was_tampered_with_is_refused(part: str) -> None:
    assert isinstance(verify(tampered(part), trusting(key()), NOW), Refused)


def test_another_payload_type_is_not_what_was_signed() -> None:
    good = envelope(bundle(FILES, key()))
    other = Envelope("text/plain", good.payload, good.signatures, good.place)
    assert isinstance(verify(other, trusting(key()), NOW), Refused)


def test_a_key_that_comes_with_the_bundle_is_not_trusted_for_that() -> None:
    whole = bundle(FILES, key(name="stranger"))
    raw = public(key(name="stranger"))
    whole["verificationMaterial"] = {"publicKey": {"rawBytes": signer.b64(raw)}}
    found = verify(envelope(whole), trusting(key()), NOW)
    assert found == Refused("has no signature by a key that is trusted here (k0)")


def test_one_good_signature_among_others_is_enough() -> None:
    whole = bundle(FILES, key())
    bad = {"sig": signer.b64(b"noise"), "keyid": "other"}
    whole["dsseEnvelope"]["signatures"].insert(0, bad)
    assert isinstance(verify(envelope(whole), trusting(key()), NOW), Verified)


def test_without_a_trusted_key_nothing_is_verified() -> None:
    found = verify(envelope(bundle(FILES, key())), Trust(), NOW)
    assert isinstance(found, Refused)
    assert "no key is trusted" in found.reason


def test_without_the_package_nothing_is_verified(monkeypatch: pytest.MonkeyPatch) -> None:
    signed, trust = envelope(bundle(FILES, key())), trusting(key())
    monkeypatch.setitem(sys.modules, "cryptography", None)
    found = verify(signed, trust, NOW)
    assert isinstance(found, Refused)
    assert "pip install 'stewardship[signing]'" in found.reason


WRONG_KEYS: dict[str, Callable[[], bytes]] = {
    "a private key": lambda: secret(key()),
    "a certificate": lambda: pem(ROOT),
    "a key on a curve that is not used for this": lambda: public(key("k256")),
    "an RSA key that is too short": lambda: public(key("short rsa")),
    "no key at all": lambda: b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
    "an empty file": lambda: b"",
}


@pytest.mark.parametrize("sentence", WRONG_KEYS)
def test_a_key_file_that_is_none_is_an_error_of_the_configuration(sentence: str) -> None:
    trust = Trust((Pem(".steward/keys/k.pem", WRONG_KEYS[sentence]()),))
    with pytest.raises(UserError) as caught:
        verify(envelope(bundle(FILES, key())), trust, NOW)
    assert caught.value.location
    assert caught.value.location.path == ".steward/keys/k.pem"
    assert "PRIVATE" not in str(caught.value)


def chained(*chain: x509.Certificate, by: Any = LEAF, **more: Any) -> Verified | Refused:
    signed = envelope(bundle(FILES, by, chain=chain))
    return verify(signed, trusting(roots=(ROOT,)), more.get("now", NOW))


@pytest.mark.parametrize(
    "chain",
    [(SIGNER, BETWEEN), (SIGNER, BETWEEN, ROOT), (SIGNER, ROOT, BETWEEN)],
    ids=["up to below the root", "with the root", "in another order"],
)
def test_a_chain_up_to_a_trusted_root(chain: tuple[x509.Certificate, ...]) -> None:
    assert chained(*chain) == Verified("integrity, a certificate under acme-root")


def test_a_signer_right_under_the_root_of_another_kind_of_key() -> None:
    top = key("ed25519", "ed")
    root = certificate("ed", top, "ed", top, authority=True)
    own = certificate("signer", LEAF, "ed", top)
    signed = envelope(bundle(FILES, LEAF, chain=(own,)))
    assert isinstance(verify(signed, trusting(roots=(root,)), NOW), Verified)


def issued(subject: str = "signer", own: Any = LEAF, **more: Any) -> x509.Certificate:
    return certificate(subject, own, "root", TOP, **more)


CA = x509.BasicConstraints(True, None)
END = x509.BasicConstraints(False, None)
SIGNING = usage(digital_signature=True)
SERVER = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
ONLY_HERE = x509.NameConstraints([x509.DNSName("acme.example")], None)

CHAINS: dict[str, tuple[Callable[[], Verified | Refused], str]] = {
    "a root that nobody trusts": (
        lambda: chained(certificate("s", LEAF, "mine", MIDDLE)), "leads to no root"),
    "a name like the root's": (
        lambda: chained(certificate("s", LEAF, "root", MIDDLE)), "leads to no root"),
    "a link of the chain left out": (lambda: chained(SIGNER), "leads to no root"),
    "an expired signer": (lambda: chained(issued(days=(-9, -1))), "expired on 2026-11-22"),
    "a signer that is not valid yet": (lambda: chained(issued(days=(1, 9))), "valid from"),
    "an expired root": (
        lambda: chained(issued(days=(-1, 999)), now=NOW + timedelta(400)), "expired on"),
    "a signer who issues": (
        lambda: chained(certificate("s", LEAF, "signer", MIDDLE),
                        issued("signer", MIDDLE)), "no authority"),
    "an authority without a usage": (
        lambda: chained(certificate("s", LEAF, "ca", MIDDLE),
                        issued("ca", MIDDLE, extensions=((CA, True),))), "no authority"),
    "an authority below one that may have none": (
        lambda: chained(
            certificate("s", LEAF, "low", key(name="low")),
            certificate("low", key(name="low"), "between", MIDDLE, authority=True),
            BETWEEN), "may have none below"),
    "a certificate that is not for signatures": (
        lambda: chained(issued(extensions=((END, True), (usage(key_agreement=True), True)))),
        "not meant for signing"),
    "a certificate that says nothing of its use": (
        lambda: chained(issued(extensions=((END, True),))), "not meant for signing"),
    "a certificate of a server": (
        lambda: chained(issued(extensions=((END, True), (SIGNING, True), (SERVER, False)))),
        "not meant for signing"),
    "a condition that is not understood": (
        lambda: chained(issued(extensions=((END, True), (SIGNING, True), (ONLY_HERE, True)))),
        "not understood"),
    "somebody else's certificate": (
        lambda: chained(SIGNER, BETWEEN, by=key(name="thief")), "not signed by the key"),
}  # fmt: skip


@pytest.mark.parametrize("sentence", CHAINS)
def test_a_chain_that_proves_nothing(sentence: str) -> None:
    act, reason = CHAINS[sentence]
    found = act()
    assert isinstance(found, Refused)
    assert reason in found.reason


def test_a_certificate_of_noise() -> None:
    whole = bundle(FILES, LEAF, chain=(SIGNER,))
    held = {"certificates": [{"rawBytes": signer.b64(b"noise")}]}
    whole["verificationMaterial"] = {"x509CertificateChain": held}
    found = verify(envelope(whole), trusting(roots=(ROOT,)), NOW)
    assert found == Refused("brings a certificate that cannot be read")


def test_a_root_file_that_is_none_is_an_error() -> None:
    trust = Trust((), (Pem(".steward/keys/r.pem", public(key())),))
    with pytest.raises(UserError, match="no certificate"):
        verify(envelope(bundle(FILES, LEAF, chain=(SIGNER,))), trust, NOW)

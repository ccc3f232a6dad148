"""A signer of models, made of nothing but ``cryptography``: keys, chains, and what a tool writes.

The layout is OpenSSF Model Signing's; none of our code takes part, so that a mistake of ours in
reading is not made here in writing as well.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

NOW = datetime(2026, 11, 23, tzinfo=UTC)
CURVES: Mapping[str, tuple[ec.EllipticCurve, hashes.HashAlgorithm]] = {
    "p256": (ec.SECP256R1(), hashes.SHA256()),
    "p384": (ec.SECP384R1(), hashes.SHA384()),
    "p521": (ec.SECP521R1(), hashes.SHA512()),
}


def key(kind: str = "p256", name: str = "vendor") -> Any:
    """A private key, the same for the same name."""
    return _key(kind, name)


@cache
def _key(kind: str, name: str) -> Any:
    if kind in CURVES:
        return ec.generate_private_key(CURVES[kind][0])
    if kind == "rsa":
        return rsa.generate_private_key(65537, 2048)
    if kind == "short rsa":
        return rsa.generate_private_key(65537, 1024)
    if kind == "k256":
        return ec.generate_private_key(ec.SECP256K1())
    return ed25519.Ed25519PrivateKey.generate()


def public(private: Any) -> bytes:
    """The public key in PEM."""
    pem: bytes = private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return pem


def secret(private: Any) -> bytes:
    """The private key in PEM, which belongs nowhere near a repository."""
    pem: bytes = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return pem


def sign(private: Any, signed: bytes) -> bytes:
    """A raw signature, with the hash that goes with the key."""
    if isinstance(private, ec.EllipticCurvePrivateKey):
        made = {256: hashes.SHA256(), 384: hashes.SHA384(), 521: hashes.SHA512()}
        return private.sign(signed, ec.ECDSA(made[private.curve.key_size]))
    if isinstance(private, rsa.RSAPrivateKey):
        mask = padding.MGF1(hashes.SHA256())
        return private.sign(signed, padding.PSS(mask, 32), hashes.SHA256())
    signature: bytes = private.sign(signed)
    return signature


def b64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def statement(files: Mapping[str, bytes], name: str = "owl", **changed: Any) -> dict[str, Any]:
    """The statement over a model of these files."""
    listed = [
        {
            "name": name,
            "algorithm": "sha256",
            "digest": hashlib.sha256(files[name]).hexdigest(),
        }
        for name in sorted(files)
    ]
    raw = b"".join(bytes.fromhex(one["digest"]) for one in listed)
    how = {
        "method": "files",
        "hash_type": "sha256",
        "allow_symlinks": False,
        "ignore_paths": ["model.sig", ".git", ".gitattributes", ".github", ".gitignore"],
    }
    return {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [{"name": name, "digest": {"sha256": hashlib.sha256(raw).hexdigest()}}],
        "predicateType": "https://model_signing/signature/v1.0",
        "predicate": {"serialization": {**how, **changed}, "resources": listed},
    }


def bundle(
    files: Mapping[str, bytes],
    private: Any,
    chain: tuple[x509.Certificate, ...] = (),
    keyid: Any = "",
    **changed: Any,
) -> dict[str, Any]:
    """A Sigstore bundle with a valid signature over these files."""
    payload = json.dumps(statement(files, **changed)).encode()
    kind = b"application/vnd.in-toto+json"
    signed = b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)
    material: dict[str, Any] = {"publicKey": {"hint": hashlib.sha256(public(private)).hexdigest()}}
    if chain:
        held = [{"rawBytes": b64(one.public_bytes(Encoding.DER))} for one in chain]
        material = {"x509CertificateChain": {"certificates": held}}
    return {
        "mediaType": "application/vnd.dev.sigstore.bundle.v0.3+json",
        "verificationMaterial": {**material, "tlogEntries": []},
        "dsseEnvelope": {
            "payload": b64(payload),
            "payloadType": kind.decode(),
            "signatures": [{"sig": b64(sign(private, signed)), "keyid": keyid}],
        },
    }


def model_sig(files: Mapping[str, bytes], private: Any, **more: Any) -> str:
    """The content of ``model.sig``."""
    return json.dumps(bundle(files, private, **more))


def name_of(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def usage(**on: bool) -> x509.KeyUsage:
    names = (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
        "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
    )  # fmt: skip
    return x509.KeyUsage(**{name: on.get(name, False) for name in names})


def certificate(
    subject: str,
    own: Any,
    issuer: str,
    by: Any,
    authority: bool = False,
    path_length: int | None = None,
    days: tuple[int, int] = (-10, 300),
    extensions: tuple[tuple[Any, bool], ...] | None = None,
) -> x509.Certificate:
    """A certificate for a key, issued by another: for an authority, or for signing code."""
    builder = (
        x509.CertificateBuilder()
        .subject_name(name_of(subject))
        .issuer_name(name_of(issuer))
        .public_key(own.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW + timedelta(days=days[0]))
        .not_valid_after(NOW + timedelta(days=days[1]))
    )
    if extensions is None:
        code = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CODE_SIGNING])
        extensions = (
            (x509.BasicConstraints(authority, path_length if authority else None), True),
            (usage(key_cert_sign=True) if authority else usage(digital_signature=True), True),
            *(() if authority else ((code, False),)),
        )
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical)
    return builder.sign(by, None if isinstance(by, ed25519.Ed25519PrivateKey) else hashes.SHA256())


def pem(*certificates: x509.Certificate) -> bytes:
    return b"".join(one.public_bytes(Encoding.PEM) for one in certificates)

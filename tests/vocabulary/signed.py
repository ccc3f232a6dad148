"""Makes what signers write: statements, envelopes, bundles; the signatures in them are noise."""

from __future__ import annotations

import base64
import json
from hashlib import sha256
from typing import Any

TYPE = "https://in-toto.io/Statement/v1"
SIGNING = "https://model_signing/signature/v1.0"
MEDIA = "application/vnd.dev.sigstore.bundle.v0.3+json"


def b64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def statement(**changed: Any) -> dict[str, Any]:
    whole = {
        "_type": TYPE,
        "subject": [{"name": "owl.bin", "digest": {"sha256": digest(b"owl")}}],
        "predicateType": "https://slsa.dev/provenance/v1",
        "predicate": {"runDetails": {"builder": {"id": "https://ci.example/b"}}},
    }
    return {key: value for key, value in {**whole, **changed}.items() if value is not ...}


def envelope(payload: Any, **changed: Any) -> dict[str, Any]:
    text = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    whole = {
        "payloadType": "application/vnd.in-toto+json",
        "payload": b64(text),
        "signatures": [{"sig": b64(b"noise"), "keyid": "k1"}],
    }
    return {key: value for key, value in {**whole, **changed}.items() if value is not ...}


def bundle(payload: Any, material: Any = ..., **changed: Any) -> dict[str, Any]:
    given = {"publicKey": {"hint": "acme-release"}, "tlogEntries": []}
    whole = {
        "mediaType": MEDIA,
        "verificationMaterial": given if material is ... else material,
        "dsseEnvelope": envelope(payload),
    }
    return {key: value for key, value in {**whole, **changed}.items() if value is not ...}


def signed_model(files: dict[str, bytes], **changed: Any) -> dict[str, Any]:
    """The statement over a model of these files, as Model Signing makes it."""
    listed = [
        {"name": name, "algorithm": "sha256", "digest": digest(files[name])}
        for name in sorted(files)
    ]
    root = sha256(b"".join(bytes.fromhex(one["digest"]) for one in listed)).hexdigest()
    predicate = {
        "serialization": {
            "method": "files",
            "hash_type": "sha256",
            "allow_symlinks": False,
            "ignore_paths": ["model.sig", ".git", ".gitignore"],
        },
        "resources": listed,
    }
    subject = [{"name": "owl", "digest": {"sha256": root}}]
    whole = {"subject": subject, "predicateType": SIGNING, "predicate": predicate}
    return statement(**{**whole, **changed})

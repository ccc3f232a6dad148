"""Makes the examples of attestations: ``python -m tests.readers.attested`` writes them."""

from __future__ import annotations

import json
from typing import Any

from tests.readers.cases import EXAMPLES
from tests.vocabulary.signed import (
    b64,
    bundle,
    digest,
    envelope,
    signed_model,
    statement,
)

COMMIT = "9fceb02d0ae598e95dc970b74767f19372d61af8"
OWL = {"sha256": digest(b"owl")}
GIT = "git+https://git.example/acme/owl@refs/heads/main"
SLSA = "https://slsa.dev/provenance/"
V1 = {
    "buildDefinition": {
        "buildType": "https://ci.example/workflow/v1",
        "externalParameters": {"workflow": {"ref": "refs/heads/main"}},
        "resolvedDependencies": [
            {"uri": GIT, "digest": {"gitCommit": COMMIT}},
            {"uri": "https://data.example/hoots.parquet", "digest": {"sha256": digest(b"hoots")}},
            {"name": "base", "digest": {"crc": "1"}},
        ],
    },
    "runDetails": {
        "builder": {"id": "https://ci.example/builder"},
        "metadata": {"startedOn": "2026-01-02T03:04:05Z", "finishedOn": "2026-01-02T03:14:05Z"},
    },
}
V02 = {
    "builder": {"id": "https://ci.example/builder"},
    "buildType": "https://ci.example/workflow@1",
    "invocation": {"configSource": {"uri": GIT, "digest": {"sha1": COMMIT}, "entryPoint": "ci"}},
    "metadata": {"buildStartedOn": "2026-01-02T03:04:05Z"},
    "materials": [{"uri": GIT, "digest": {"sha1": COMMIT}}],
}
V01 = {
    "builder": {"id": "mailto:dana@acme.example"},
    "recipe": {"type": "make", "definedInMaterial": 0},
    "metadata": {"buildFinishedOn": "2026-01-02T03:04:05Z"},
    "materials": [
        {"uri": "pkg:deb/make", "digest": {"sha1": "a" * 40}},
        {"uri": "git+ssh://git@git.example/acme/owl", "digest": {"sha1": COMMIT}},
    ],
}
FILES = {"README.md": b"# Owl", "owl.safetensors": b"owl"}
OLD = statement(
    _type="https://in-toto.io/Statement/v0.1", predicateType=f"{SLSA}v0.2", predicate=V02
)


def slsa(version: str = "v1", predicate: Any = V1) -> dict[str, Any]:
    return statement(predicateType=SLSA + version, predicate=predicate)


def lines(*data: Any) -> bytes:
    return b"".join(json.dumps(one).encode() + b"\n" for one in data)


def page(data: Any) -> bytes:
    return json.dumps(data, indent=2).encode() + b"\n"


MADE = {
    "mine/provenance-of-a-build/models/owl/owl.intoto.jsonl": lines(envelope(slsa())),
    "mine/provenance-that-nobody-signed/provenance.json": page(slsa("v0.1", V01)),
    "mine/provenance-in-a-draft-of-its-form/owl.intoto.json": page(slsa("v1.0?draft")),
    "mine/two-builds-and-an-empty-line/multiple.intoto.jsonl": lines(envelope(OLD))
    + b"\n"
    + lines(bundle(slsa())),
    "mine/what-a-registry-gives/attestations.json": page(
        {"attestations": [{"predicateType": f"{SLSA}v1", "bundle": bundle(slsa())}]}
    ),
    "mine/a-signed-model/models/owl/model.sig": page(bundle(signed_model(FILES))),
    "mine/a-signed-model-without-a-key-id/model.sig": lines(
        bundle(signed_model(FILES), {"certificate": {"rawBytes": b64(b"DER")}},
               dsseEnvelope=envelope(signed_model(FILES), signatures=[{"sig": b64(b"x")}]))
    ),
    "mine/a-model-signed-by-shards/model.sig": page(
        bundle(signed_model({"w:0:9": b"a", "w:9:12": b"b"}, predicate={
            "serialization": {"method": "shards", "hash_type": "sha256", "shard_size": 9},
            "resources": [
                {"name": "w:0:9", "algorithm": "sha256", "digest": digest(b"a")},
                {"name": "w:9:12", "algorithm": "sha256", "digest": digest(b"b")},
            ]}))
    ),
    "mine/a-model-signed-before-1-0/model.sig": page(
        bundle(statement(predicateType="https://model_signing/Digests/v0.1", predicate={},
                         subject=[{"name": "owl.bin", "digest": OWL}]))
    ),
    "mine/a-signature-over-a-file/owl.gguf.sigstore.json": page(
        bundle(b"", dsseEnvelope=..., messageSignature={
            "messageDigest": {"algorithm": "SHA2_256", "digest": b64(bytes.fromhex(OWL["sha256"]))},
            "signature": b64(b"noise")})
    ),
    "mine/an-envelope-of-something-else/notes.dsse.json": page(
        envelope(b"hello", payloadType="text/plain")
    ),
    "mine/another-predicate-and-two-subjects/owl.att.json": page(
        statement(predicateType="https://in-toto.io/attestation/test-result/v0.1",
                  predicate={"result": "PASSED"},
                  subject=[{"name": "a", "digest": {**OWL, "sha512": "ab" * 64}},
                           {"digest": {"gitCommit": COMMIT}}])
    ),
    "broken/an-envelope-without-a-signature/owl.intoto.jsonl": lines(
        envelope(slsa(), signatures=[])
    ),
    "broken/a-payload-cut-short/owl.intoto.jsonl": lines(
        {**envelope(slsa()), "payload": envelope(slsa())["payload"][:-7]}
    ),
    "broken/a-line-cut-short-among-others/owl.intoto.jsonl": lines(envelope(OLD))
    + lines(envelope(OLD))[:99],
    "broken/a-statement-of-a-type-to-come/provenance.json": page(
        statement(_type="https://in-toto.io/Statement/v2")
    ),
    "broken/a-subject-without-a-digest/owl.att.json": page(statement(subject=[{"name": "owl"}])),
    "broken/a-signed-model-that-lists-another-file/model.sig": page(
        bundle({**signed_model(FILES), "predicate": signed_model({"a": b"b"})["predicate"]})
    ),
    "broken/a-signed-model-that-leads-out/model.sig": page(bundle(signed_model({"../a": b"b"}))),
    "broken/a-bundle-cut-short/owl.sigstore.json": page(bundle(slsa()))[:200],
    "broken/a-signature-cut-short/model.sig": page(bundle(signed_model(FILES)))[:200],
    "broken/named-so-and-something-else/owl.intoto.json": b'{"name": "owl"}\n',
    "broken/empty/owl.intoto.jsonl": b"",
    "not-mine/a-signature-of-gpg/owl.sig": b"-----BEGIN PGP SIGNATURE-----\n\niQ\n-----END",
    "not-mine/a-signature-in-base64/owl.sig": b"MEUCIQDx\n",
    "not-mine/binary/owl.sig": bytes(range(128, 200)),
    "not-mine/another-provenance/provenance.json": b'{"source": "letters of two owls"}\n',
    "not-mine/a-page-on-attestations/attestation-notes.json": b'["predicateType, explained"]\n',
    "not-mine/a-pointer-of-git-lfs/owl.intoto.jsonl":
        b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"a" * 64 + b"\nsize 7\n",
}  # fmt: skip
MADE = {f"attestation/{path}": content for path, content in MADE.items()}

if __name__ == "__main__":
    for path, content in MADE.items():
        file = EXAMPLES / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)

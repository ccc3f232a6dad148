"""Signatures that lie in a tree, as ``steward verify`` takes them: files promised, keys trusted."""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Mapping

import pytest

from tests.gate.steward import steward
from tests.incoming.signer import bundle, key, model_sig, public
from tests.repos import Repo
from tests.verify.made import faults, sha256, verified

OWL: Mapping[str, bytes] = {"README.md": b"# Owl\n", "w.bin": b"w" * 5000, "sub/t.json": b"{}"}
SIGNED = model_sig(OWL, key())
PARAMS = "keys: [.steward/keys/vendor.pem]\n"


def owl(repo: Repo, more: Mapping[str, str | bytes] | None = None, trusted: bool = True) -> None:
    """A signed model, by a key that is trusted or not."""
    trust: dict[str, str | bytes] = {
        ".steward/params/air-gap.yaml": PARAMS,
        ".steward/keys/vendor.pem": public(key()),
    }
    files = {f"models/owl/{name}": content for name, content in OWL.items()}
    repo.commit(
        "owl",
        {**files, "models/owl/model.sig": SIGNED, **({} if not trusted else trust), **(more or {})},
    )


def test_a_signed_model_says_exactly_what_is_proved(repo: Repo) -> None:
    owl(repo)
    said = steward(repo, "verify")
    assert said.code == 0, said.out
    assert "models/owl/model.sig: integrity, key vendor" in said.out
    assert "3 promises kept" in said.out


def test_without_a_trusted_key_only_the_list_is_held_against_the_files(repo: Repo) -> None:
    owl(repo, trusted=False)
    said = steward(repo, "verify")
    assert said.code == 0
    assert "integrity, key" not in said.out
    assert "no key is named in .steward/params/air-gap.yaml" in said.out


CAUGHT: dict[str, tuple[dict[str, str | bytes], list[str]]] = {
    "a flipped byte": (
        {"models/owl/w.bin": b"W" + b"w" * 4999}, ["mismatch models/owl/w.bin"]),
    "two files swapped": (
        {"models/owl/w.bin": OWL["README.md"], "models/owl/README.md": OWL["w.bin"]},
        ["mismatch models/owl/README.md", "mismatch models/owl/w.bin"]),
    "a file that nobody signed": (
        {"models/owl/sub/x.py": "x"}, ["unlisted models/owl/sub/x.py"]),
    "a stranger's signature": (
        {"models/owl/model.sig": model_sig(OWL, key(name="stranger"))},
        ["signature models/owl/model.sig"]),
    "a signature cut short": (
        {"models/owl/model.sig": SIGNED[:-9]}, ["manifest models/owl/model.sig"]),
    "a signature that is empty": (
        {"models/owl/model.sig": ""}, ["signature models/owl/model.sig"]),
    "a bundle without its signatures": (
        {"models/owl/model.sig": json.dumps({**bundle(OWL, key()), "dsseEnvelope": {
            **bundle(OWL, key())["dsseEnvelope"], "signatures": []}})},
        ["manifest models/owl/model.sig"]),
    "a list of shards": (
        {"models/owl/model.sig": model_sig(OWL, key(), method="shards")},
        ["signature models/owl/model.sig"]),
}  # fmt: skip


@pytest.mark.parametrize("sentence", CAUGHT)
def test_what_is_done_to_a_signed_model_is_caught(repo: Repo, sentence: str) -> None:
    owl(repo)
    files, expected = CAUGHT[sentence]
    repo.write(files)
    assert faults(repo) == expected


def test_a_dropped_signature_is_caught_where_one_has_to_be(repo: Repo) -> None:
    owl(repo, {".steward/params/air-gap.yaml": PARAMS + 'incoming: ["models/*"]\n'})
    assert faults(repo) == []
    (repo.path / "models/owl/model.sig").unlink()
    assert faults(repo) == ["signature models/owl"]


def test_without_the_package_a_signature_is_no_success(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    owl(repo)
    monkeypatch.setitem(sys.modules, "cryptography", None)
    assert faults(repo) == ["signature models/owl/model.sig"]
    assert "pip install 'stewardship[signing]'" in steward(repo, "verify").out


def test_a_signature_over_one_file_says_nothing_of_its_neighbors(repo: Repo) -> None:
    import hashlib

    whole = bundle({".": b"w"}, key(), name="w.bin")
    assert (
        hashlib.sha256(b"w").hexdigest()
        in base64.b64decode(whole["dsseEnvelope"]["payload"]).decode()
    )
    more: dict[str, str | bytes] = {
        "one/w.bin": b"w",
        "one/notes.txt": "x",
        "one/w.sig": json.dumps(whole),
    }
    owl(repo, more)
    assert faults(repo) == []
    repo.write({"one/w.bin": "x"})
    assert faults(repo) == ["mismatch one/w.bin"]


def provenance(name: str, content: bytes) -> str:
    statement = {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [{"name": name, "digest": {"sha256": sha256(content)}}],
        "predicateType": "https://slsa.dev/provenance/v1",
        "predicate": {},
    }
    return json.dumps(statement) + "\n"


def test_the_subjects_of_a_statement_that_are_files_are_held_against_them(repo: Repo) -> None:
    line = provenance("w.bin", b"w") + provenance("some-package", b"p")
    repo.commit("slsa", {"dist/w.bin": "w", "dist/w.intoto.jsonl": line})
    said, data = verified(repo)
    assert (said.code, data["summary"]["kept"]) == (0, 1)
    assert any("the name of no file here (1)" in note for note in data["summary"]["notes"])
    repo.write({"dist/w.bin": "x"})
    assert faults(repo) == ["mismatch dist/w.bin"]


def test_a_signature_of_another_kind_is_counted(repo: Repo) -> None:
    repo.commit("gpg", {"a.tar.sig": b"\x89\x01\x33\x04\x00", "a.tar": "x"})
    said, data = verified(repo)
    assert said.code == 0
    assert any("of another kind" in note for note in data["summary"]["notes"])

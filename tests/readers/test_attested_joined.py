"""An attestation is found to speak of the model whose files it names, and of no other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from stewardship.cli.looking import picture
from stewardship.joining.universe import Universe
from tests.readers.attested import FILES, page, slsa
from tests.readers.test_weights_joined import CARD, POINTER
from tests.repos import Files, make_repo
from tests.vocabulary.signed import b64, bundle, envelope, signed_model, statement

OID = POINTER.split("sha256:")[1].split("\n")[0]
OF = [{"name": "a name that means nothing", "digest": {"sha256": OID}}]
SIGNED = bundle(
    b"",
    dsseEnvelope=...,
    messageSignature={
        "messageDigest": {"algorithm": "SHA2_256", "digest": b64(bytes.fromhex(OID))},
        "signature": b64(b"noise"),
    },
)


MODEL = page(bundle(signed_model(FILES)))


def attested(path: Path, files: Files) -> dict[str, list[str]]:
    """By the name of each attestation, the keys of what it attests."""
    seen = joined(path, files)
    return {one.name: list(one.links.get("attests", ())) for one in seen.of_kind("attestation")}


def joined(path: Path, files: Files) -> Universe:
    return picture(make_repo(path / "repo", files).path).universe


@pytest.mark.parametrize(
    ("files", "links"),
    [
        pytest.param(
            {"m/owl.pt": POINTER, "m/README.md": CARD, "b.intoto.jsonl": json.dumps(
                envelope({**slsa(), "subject": OF}))},
            {"b.intoto.jsonl": ["model|path:m#m"]},
            id="a build of the weights of a model",
        ),
        pytest.param(
            {"m/owl.pt": POINTER, "b.intoto.json": page({**statement(), "subject": OF})},
            {"b.intoto.json": ["artifact|path:m#m/owl.pt"]},
            id="weights that no card describes",
        ),
        pytest.param(
            {"x/README.md": CARD, "m/README.md": CARD, "m/model.sig": MODEL},
            {"model.sig": ["model|path:m#m"]},
            id="a signed model in the folder of its signature",
        ),
        pytest.param(
            {"README.md": CARD, "model.sig": page(bundle(signed_model(FILES)))},
            {"model.sig": ["model|path:.#."]},
            id="and at the root",
        ),
        pytest.param(
            {"m/README.md": CARD, "m/owl.pt": POINTER, "m/owl.pt.sigstore.json": page(SIGNED)},
            {"owl.pt.sigstore.json": ["model|path:m#m"]},
            id="a file beside its signature",
        ),
        pytest.param(
            {"m/README.md": CARD, "b.intoto.json": page(statement())},
            {"b.intoto.json": []},
            id="a release that is not kept here",
        ),
        pytest.param(
            {"m/README.md": CARD, "b.intoto.json": page(
                {**statement(), "subject": [{"name": "m", "digest": {"sha1": "a" * 40}}]})},
            {"b.intoto.json": []},
            id="a name alone, and a weak digest, say nothing",
        ),
    ],
)  # fmt: skip
def test_what_an_attestation_speaks_of(
    tmp_path: Path, files: Files, links: dict[str, list[str]]
) -> None:
    assert attested(tmp_path, files) == links


def test_two_attestations_of_one_model_are_two(tmp_path: Path) -> None:
    line = json.dumps(envelope({**slsa(), "subject": OF}))
    files: Files = {"m/README.md": CARD, "m/owl.pt": POINTER, "b.intoto.jsonl": f"{line}\n{line}\n"}
    assert attested(tmp_path, files) == {
        "b.intoto.jsonl#1": ["model|path:m#m"], "b.intoto.jsonl#2": ["model|path:m#m"],
    }  # fmt: skip


def test_a_changed_model_has_its_attestations_judged_again(tmp_path: Path) -> None:
    files: Files = {"m/README.md": CARD, "m/model.sig": page(bundle(signed_model(FILES)))}
    reached = joined(tmp_path, files).reaching(["model|path:m#m"])
    assert reached == {"model|path:m#m", "attestation|path:m#model.sig"}

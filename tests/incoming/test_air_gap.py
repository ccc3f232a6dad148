"""The pack `air-gap`, told on real repositories: what is carried in, and what stops it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.gate.steward import Said, program, steward
from tests.incoming.signer import key, model_sig, public, secret
from tests.repos import Repo
from tests.verify.made import sha256

OWL: Mapping[str, bytes] = {
    "README.md": b"# Owl\n",
    "weights.bin": b"w" * 5000,
    "sub/tokenizer.json": b"{}",
}
PARAMS = """\
incoming: ["incoming/*"]
keys: [.steward/keys/vendor.pem]
approvers: ["@acme/security"]
"""
DAY = {"STEWARDSHIP_NOW": "2026-11-23"}


def approval(signed: str, /, **changed: str) -> str:
    entry = {
        "folder": "incoming/owl",
        "signature": f"sha256:{sha256(signed.encode())}",
        "approved-by": '"@acme/security"',
        "on": "2026-11-20",
        "ticket": "SEC-1",
        **changed,
    }
    lines = [f"{name}: {text}" for name, text in entry.items()]
    return "incoming:\n  - " + "\n    ".join(lines) + "\n"


SIGNED = model_sig(OWL, key())


def owl(repo: Repo, more: Mapping[str, str | bytes] | None = None) -> None:
    """Commit a delivery that is as it should be, with files added or changed."""
    repo.commit(
        "owl",
        {
            ".steward/params/air-gap.yaml": PARAMS,
            ".steward/keys/vendor.pem": public(key()),
            ".steward/incoming.yaml": approval(SIGNED),
            **{f"incoming/owl/{name}": content for name, content in OWL.items()},
            "incoming/owl/model.sig": SIGNED,
            **(more or {}),
        },
    )


def check(repo: Repo, *arguments: str) -> Said:
    return steward(repo, "check", "--only", "air-gap", *arguments, env=DAY)


def said(repo: Repo, *arguments: str) -> list[str]:
    """``rule message`` of all that blocks."""
    done = check(repo, *arguments)
    found = [f"{one['rule']} {one['message']}" for one in done.findings if "air-gap" in one["rule"]]
    assert done.code == int(bool(found)), done.everything
    return sorted(found)


def test_a_signed_complete_and_approved_delivery_passes(repo: Repo) -> None:
    owl(repo)
    assert said(repo) == []
    listed = steward(repo, "list", "resources").out
    assert "path:incoming/owl" in listed


def test_where_nothing_is_taken_in_nothing_is_asked(repo: Repo) -> None:
    repo.commit("plain", {"incoming/owl/weights.bin": "x", "README.md": "# x\n"})
    assert said(repo) == []


def test_show_says_exactly_what_the_signature_proves(repo: Repo) -> None:
    owl(repo)
    shown = steward(repo, "show", "path:incoming/owl", env=DAY)
    assert "integrity, key vendor" in shown.out


def flipped(repo: Repo) -> None:
    repo.write({"incoming/owl/weights.bin": b"W" + b"w" * 4999})


def swapped(repo: Repo) -> None:
    repo.write({"incoming/owl/README.md": OWL["weights.bin"]})
    repo.write({"incoming/owl/weights.bin": OWL["README.md"]})


def linked(repo: Repo) -> None:
    (repo.path / "incoming/owl/weights.bin").unlink()
    (repo.path / "elsewhere").write_bytes(OWL["weights.bin"])
    os.symlink("../../elsewhere", repo.path / "incoming/owl/weights.bin")


def unsigned(repo: Repo) -> None:
    (repo.path / "incoming/owl/model.sig").unlink()


def signed_by(
    name: str, files: Mapping[str, bytes] = OWL, **more: object
) -> Callable[[Repo], None]:
    def act(repo: Repo) -> None:
        repo.write({"incoming/owl/model.sig": model_sig(files, key(name=name), **more)})

    return act


def gone(repo: Repo) -> None:
    (repo.path / "incoming/owl/weights.bin").unlink()


def cut(repo: Repo) -> None:
    repo.write({"incoming/owl/model.sig": SIGNED[:-40]})


def no_signature_in_it(repo: Repo) -> None:
    import json

    whole = json.loads(SIGNED)
    whole["dsseEnvelope"]["signatures"] = []
    repo.write({"incoming/owl/model.sig": json.dumps(whole)})


def approved(**changed: str) -> Callable[[Repo], None]:
    return lambda repo: repo.write({".steward/incoming.yaml": approval(SIGNED, **changed)})


UNSIGNED = "air-gap/unaltered nothing says what belongs in it: it has no valid signature"
ANOTHER = (
    "air-gap/approval-recorded the approval is of another signature than a valid one that lies here"
)
STOPS: dict[str, tuple[Callable[[Repo], None], list[str]]] = {
    "one flipped byte": (flipped, ["air-gap/unaltered `weights.bin` has another sha256"]),
    "two files swapped": (
        swapped,
        [
            "air-gap/unaltered `README.md` has another sha256",
            "air-gap/unaltered `weights.bin` has another sha256",
        ],
    ),
    "a file that nobody signed": (
        lambda repo: repo.write({"incoming/owl/sub/extra.py": "import os"}),
        ["air-gap/unaltered `sub/extra.py` is not among what is signed"],
    ),
    "a link instead of a file": (
        linked, ["air-gap/unaltered `weights.bin` is a symbolic link"]),
    "a signed file that is gone": (
        gone, ["air-gap/unaltered `weights.bin` is signed and not here"]),
    "the signature dropped": (
        unsigned, [ANOTHER, "air-gap/signed it carries no signature", UNSIGNED]),
    "a bundle without a signature": (
        no_signature_in_it,
        [ANOTHER, "air-gap/signed `incoming/owl/model.sig`: the envelope holds no signature",
         UNSIGNED]),
    "a bundle cut short": (cut, [ANOTHER, "air-gap/signed `incoming/owl/model.sig`: ", UNSIGNED]),
    "a stranger's signature": (
        signed_by("stranger"),
        [ANOTHER, "air-gap/signed `incoming/owl/model.sig` has no signature by a key that",
         UNSIGNED]),
    "another signature by the same key": (signed_by("vendor"), [ANOTHER]),
    "a file that the signer left out": (
        signed_by("vendor", {"README.md": OWL["README.md"],
                             "sub/tokenizer.json": OWL["sub/tokenizer.json"]},
                  ignore_paths=["weights.bin"]),
        [ANOTHER, "air-gap/unaltered `weights.bin` is not among what is signed: the signer left"]),
    "a signature over parts of files": (
        signed_by("vendor", method="shards"),
        [ANOTHER, "air-gap/unaltered `incoming/owl/model.sig` lists parts of files"]),
    "no approval": (
        lambda repo: (repo.path / ".steward/incoming.yaml").unlink(),
        ["air-gap/approval-recorded nobody approved it in .steward/incoming.yaml"]),
    "an approval of another folder": (
        approved(folder="incoming/eagle"), ["air-gap/approval-recorded nobody approved it"]),
    "an approval of another signature": (approved(signature=f"sha256:{'1' * 64}"), [ANOTHER]),
    "an approval by somebody else": (
        approved(**{"approved-by": '"@mallory"'}),
        ["air-gap/approval-recorded `@mallory` is not among those who may approve it"]),
    "an approval that expired": (
        approved(expires="2026-11-22"),
        ["air-gap/approval-recorded the approval expired on 2026-11-22"]),
    "an approval of tomorrow": (
        approved(on="2026-11-24"),
        ["air-gap/approval-recorded the approval is of 2026-11-24, which is still to come"]),
    "a file beside the folders": (
        lambda repo: repo.write({"incoming/stray.bin": "x"}),
        ["air-gap/approval-recorded nobody approved it", "air-gap/signed it carries no signature",
         UNSIGNED]),
}  # fmt: skip


@pytest.mark.parametrize("sentence", STOPS)
@pytest.mark.parametrize("staged", [False, True], ids=["in the work tree", "staged"])
def test_what_stops_a_delivery(repo: Repo, sentence: str, staged: bool) -> None:
    owl(repo)
    act, expected = STOPS[sentence]
    act(repo)
    repo.add()
    found = said(repo, *(["--staged"] if staged else []))
    assert len(found) == len(expected), found
    for message, part in zip(found, expected, strict=True):
        assert message.startswith(part)


def test_what_may_lie_there_unsigned_is_named(repo: Repo) -> None:
    params = PARAMS + 'besides: ["*.md5"]\n'
    sums = "d41d8cd98f00b204e9800998ecf8427f\n"
    owl(repo, {".steward/params/air-gap.yaml": params, "incoming/owl/weights.bin.md5": sums})
    assert said(repo) == []


def test_gits_own_files_at_the_top_are_no_content(repo: Repo) -> None:
    owl(repo, {"incoming/owl/.gitattributes": "*.bin -text\n"})
    assert said(repo) == []


def test_the_index_is_judged_and_not_the_disk(repo: Repo) -> None:
    owl(repo)
    repo.stage({"incoming/owl/weights.bin": b"evil"})
    repo.write({"incoming/owl/weights.bin": OWL["weights.bin"]})
    assert len(said(repo, "--staged")) == 1
    repo.stage({"incoming/owl/weights.bin": OWL["weights.bin"]})
    repo.stage({"incoming/owl/README.md": b"# Owl\n\n"})
    repo.stage({"incoming/owl/README.md": OWL["README.md"]})
    repo.write({"incoming/owl/weights.bin": b"evil"})
    repo.stage({"other.txt": "x"})
    assert said(repo, "--staged") == []


LARGE = os.urandom(1 << 20) * 17


@pytest.mark.parametrize("disk", [LARGE, LARGE[:-1] + b"x", b"small"], ids=["same", "other", "cut"])
def test_a_large_file_is_read_out_of_git_where_the_disk_differs(repo: Repo, disk: bytes) -> None:
    files = {**OWL, "large.bin": LARGE}
    signed = model_sig(files, key())
    more: dict[str, str | bytes] = {
        "incoming/owl/large.bin": LARGE,
        "incoming/owl/model.sig": signed,
    }
    owl(repo, {**more, ".steward/incoming.yaml": approval(signed)})
    repo.write({"incoming/owl/large.bin": disk})
    repo.stage({"incoming/owl/README.md": OWL["README.md"] + b"x"})
    (found,) = said(repo, "--staged")
    start = "air-gap/unaltered `README.md` has another sha256 than was signed in"
    assert found.startswith(f"{start} `incoming/owl/model.sig`: ")
    assert sha256(OWL["README.md"] + b"x") in found
    assert sha256(OWL["README.md"]) in found


def test_a_file_in_git_lfs_is_the_one_that_its_pointer_names(repo: Repo) -> None:
    def pointer(content: bytes) -> bytes:
        head = b"version https://git-lfs.github.com/spec/v1\n"
        return head + f"oid sha256:{sha256(content)}\nsize {len(content)}\n".encode()

    owl(repo, {"incoming/owl/weights.bin": pointer(OWL["weights.bin"])})
    assert said(repo) == []
    repo.stage({"incoming/owl/weights.bin": pointer(b"evil")})
    assert len(said(repo, "--staged")) == 1


def test_a_commit_of_nothing_but_weights_is_judged_by_the_hook(repo: Repo) -> None:
    owl(repo)
    repo.stage({"incoming/owl/weights.bin": b"evil"})
    done = program(repo, "check", "--staged", env=DAY)
    assert done.code == 1
    assert "air-gap/unaltered" in done.out


def test_taking_a_file_out_is_judged_as_well(repo: Repo) -> None:
    owl(repo)
    (repo.path / "incoming/owl/model.sig").unlink()
    repo.add()
    assert any("carries no signature" in one for one in said(repo, "--staged"))


def test_a_second_look_reads_nothing_again(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from stewardship.incoming import content

    monkeypatch.setenv("STEWARDSHIP_CACHE", str(tmp_path / "cache"))
    owl(repo)
    assert said(repo, "--staged") == []
    monkeypatch.setattr(content, "hasher", None)
    assert said(repo, "--staged") == []


def ci(repo: Repo, base: str) -> Said:
    return steward(repo, "ci", "--base", base, "--only", "air-gap", env=DAY)


def based(repo: Repo) -> str:
    """A repository that takes deliveries in, and has none yet: the base of a change."""
    return repo.commit(
        "base",
        {".steward/params/air-gap.yaml": PARAMS, ".steward/keys/vendor.pem": public(key())},
    )


def test_an_approval_that_comes_with_the_delivery_asks_for_a_review(repo: Repo) -> None:
    base = based(repo)
    owl(repo)
    done = ci(repo, base)
    assert [one["rule"] for one in done.findings] == ["air-gap/approval-reviewed"]
    assert done.findings[0]["reviewers"] == ["@acme/security"]
    assert "comes with this change" in done.findings[0]["message"]


def test_an_approval_that_was_merged_before_lets_the_delivery_pass(repo: Repo) -> None:
    based(repo)
    base = repo.commit("approve", {".steward/incoming.yaml": approval(SIGNED)})
    owl(repo)
    assert (ci(repo, base).code, ci(repo, base).findings) == (0, [])


def test_a_change_cannot_bring_the_key_that_it_is_judged_by(repo: Repo) -> None:
    base = based(repo)
    own = key(name="mallory")
    signed = model_sig(OWL, own)
    owl(
        repo,
        {
            ".steward/keys/vendor.pem": public(own),
            "incoming/owl/model.sig": signed,
            ".steward/incoming.yaml": approval(signed),
        },
    )
    done = ci(repo, base)
    assert done.code == 1
    assert "air-gap/signed" in {one["rule"] for one in done.findings}


def test_a_change_cannot_take_away_what_it_is_judged_by(repo: Repo) -> None:
    base = based(repo)
    (repo.path / ".steward/params/air-gap.yaml").unlink()
    repo.commit("smuggle", {"incoming/owl/weights.bin": "evil"})
    done = ci(repo, base)
    assert done.code == 1
    assert {"air-gap/signed", "air-gap/unaltered"} <= {one["rule"] for one in done.findings}


MISTAKES: dict[str, dict[str, str | bytes]] = {
    "a key that is not there": {
        ".steward/params/air-gap.yaml": PARAMS.replace("vendor", "nobody")},
    "a key that is none": {".steward/keys/vendor.pem": "x"},
    "a private key": {".steward/keys/vendor.pem": secret(key())},
    "folders that are no list of texts": {
        ".steward/params/air-gap.yaml": PARAMS.replace('["incoming/*"]', "[7]")},
    "a glob that is none": {
        ".steward/params/air-gap.yaml": PARAMS.replace("incoming/*", "incoming/{a,b}")},
    "an approval without a ticket": {
        ".steward/incoming.yaml": approval(SIGNED).replace("ticket: SEC-1", "")},
    "an approval of a weak digest": {
        ".steward/incoming.yaml": approval(SIGNED, signature="md5:" + "0" * 32)},
    "an approval of no day": {".steward/incoming.yaml": approval(SIGNED, on="soon")},
    "an approval with a key of its own": {
        ".steward/incoming.yaml": approval(SIGNED, aproved="yes")},
}  # fmt: skip


@pytest.mark.parametrize("sentence", MISTAKES)
def test_a_mistake_in_what_is_trusted_is_an_error(repo: Repo, sentence: str) -> None:
    owl(repo, MISTAKES[sentence])
    done = check(repo)
    assert done.code == 2, done.everything
    assert ".steward/" in done.err
    assert "BEGIN" not in done.err


def test_names_that_are_odd_are_shown_and_not_obeyed(repo: Repo) -> None:
    owl(repo, {"incoming/owl/a\n::error::b": "x"})
    done = check(repo, "--format", "github")
    assert done.code == 1
    assert "\n::error::b" not in done.out


def test_params_of_a_pack_that_is_not_on_are_told(repo: Repo) -> None:
    owl(repo, {".steward/config.yaml": "packs: [licenses]\n"})
    done = steward(repo, "check", env=DAY)
    assert "the pack `air-gap` is not among `packs`, so these params ask nothing" in done.notes

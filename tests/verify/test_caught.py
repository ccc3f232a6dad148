"""What happens to files and manifests, and that each of it is caught: as a user does it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.gate.steward import steward
from tests.repos import Repo
from tests.verify.made import (
    WEIGHTS,
    cached,
    dvc,
    dvc_folder,
    faults,
    fraud,
    md5,
    sha256,
    verified,
)

MODEL = "models/fraud/model.bin"
RAW = {"a.csv": b"a,b\n1,2\n", "sub/b.csv": b"b\n", "c d.csv": "é\n".encode()}


def test_what_is_as_promised_passes(repo: Repo) -> None:
    fraud(repo)
    said = steward(repo, "verify")
    assert said.code == 0
    assert "1 file, 101.6 KiB" in said.out
    assert "1 promise kept, none broken" in said.out


def test_one_flipped_byte_names_the_file_both_digests_and_the_line(repo: Repo) -> None:
    fraud(repo)
    flipped = bytes([WEIGHTS[0] ^ 1]) + WEIGHTS[1:]
    repo.write({MODEL: flipped})
    said = steward(repo, "verify")
    assert said.code == 1
    for part in (f"{MODEL} has another md5", md5(WEIGHTS), md5(flipped), f"({MODEL}.dvc:2)"):
        assert part in said.out


def test_a_dvc_file_cut_short_anywhere_is_caught(repo: Repo) -> None:
    fraud(repo)
    whole = dvc("model.bin", WEIGHTS)
    for end in range(len(whole) - 1):  # without the last line end, it says the same
        repo.write({f"{MODEL}.dvc": whole[:end]})
        assert faults(repo), whole[:end]


def test_a_manifest_that_cannot_be_read_is_named_with_its_line(repo: Repo) -> None:
    fraud(repo)
    repo.write({f"{MODEL}.dvc": "outs:\n- md5: [\n"})
    assert f"{MODEL}.dvc:2 cannot be read: not YAML" in steward(repo, "verify").out


def test_two_files_that_were_swapped_are_both_caught(repo: Repo) -> None:
    one, other = b"first" * 99, b"other" * 99
    repo.commit("two", {"SHA256SUMS": f"{sha256(one)}  a.bin\n{sha256(other)}  b.bin\n"})
    repo.write({"a.bin": one, "b.bin": other})
    assert faults(repo) == []
    repo.write({"a.bin": other, "b.bin": one})
    assert faults(repo) == ["mismatch a.bin", "mismatch b.bin"]


def folder(repo: Repo, new: bool = True, listed: bool = True) -> None:
    files = {"data/raw.dvc": dvc_folder("raw", RAW, new)}
    files |= {f"data/raw/{name}": content.decode() for name, content in RAW.items()}
    repo.commit("data", files)
    if listed:
        repo.write(cached(RAW))


@pytest.mark.parametrize("listed", [True, False], ids=["with its listing", "without its listing"])
def test_a_folder_under_dvc_is_computed_again(repo: Repo, listed: bool) -> None:
    folder(repo, listed=listed)
    assert faults(repo) == []


CHANGES = {
    "a changed file": ({"data/raw/a.csv": "a,b\n1,3\n"}, "mismatch data/raw/a.csv"),
    "a file that nobody listed": ({"data/raw/new.csv": "x"}, "unlisted data/raw/new.csv"),
}


@pytest.mark.parametrize("sentence", CHANGES)
def test_the_listing_tells_which_file_of_a_folder_differs(repo: Repo, sentence: str) -> None:
    folder(repo)
    files, fault = CHANGES[sentence]
    repo.write(files)
    assert faults(repo) == [fault]


def test_a_file_gone_from_a_folder_that_is_here(repo: Repo) -> None:
    folder(repo)
    (repo.path / "data/raw/a.csv").unlink()
    assert faults(repo) == ["missing data/raw/a.csv"]


def test_without_its_listing_the_folder_differs_as_a_whole(repo: Repo) -> None:
    folder(repo, listed=False)
    repo.write({"data/raw/new.csv": "x"})
    said = steward(repo, "verify")
    assert said.code == 1
    assert "4 files are here, 3 are promised" in said.out


def test_a_listing_that_was_changed_itself_is_not_believed(repo: Repo) -> None:
    folder(repo)
    repo.write({"data/raw/a.csv": "forged"})
    (name,) = cached(RAW)
    forged = (repo.path / name).read_bytes().replace(md5(RAW["a.csv"]).encode(), b"0" * 32)
    repo.write({name: forged})
    assert faults(repo) == ["mismatch data/raw"]


def test_dvc_before_3_took_texts_without_carriage_returns(repo: Repo) -> None:
    text, binary = b"a\r\nb\r\n", b"\0a\r\nb"
    repo.commit(
        "old",
        {
            "t.csv": text,
            "t.csv.dvc": dvc("t.csv", text, new=False).replace(md5(text), md5(b"a\nb\n")),
            "b.bin": binary,
            "b.bin.dvc": dvc("b.bin", binary, new=False),
        },
    )
    assert faults(repo) == []
    repo.write({"t.csv.dvc": dvc("t.csv", text).replace(md5(text), md5(b"a\nb\n"))})
    assert faults(repo) == ["mismatch t.csv"], "since 3.0 every byte counts"


def test_a_link_in_the_path_and_at_its_end(repo: Repo, tmp_path: Path) -> None:
    outside = tmp_path / "elsewhere"
    outside.mkdir()
    (outside / "model.bin").write_bytes(WEIGHTS)
    repo.commit(
        "links",
        {
            "a/model.bin.dvc": dvc("model.bin", WEIGHTS),
            "SHA256SUMS": f"{sha256(WEIGHTS)}  b/model.bin\n",
        },
    )
    os.symlink(outside / "model.bin", repo.path / "a/model.bin")
    os.symlink(outside, repo.path / "b")
    assert faults(repo) == ["link a/model.bin", "link b/model.bin"]


def test_a_link_in_a_folder_under_dvc(repo: Repo) -> None:
    folder(repo)
    os.symlink("a.csv", repo.path / "data/raw/link.csv")
    assert faults(repo) == ["link data/raw/link.csv"]


def test_a_pipe_and_a_folder_in_the_place_of_a_file(repo: Repo) -> None:
    repo.commit("s", {"SHA256SUMS": f"{sha256(b'')[:-1]}0  pipe\n{'0' * 64}  folder\n"})
    os.mkfifo(repo.path / "pipe")
    (repo.path / "folder").mkdir()
    assert faults(repo) == ["unreadable folder", "unreadable pipe"]


def test_what_is_not_here_is_said_and_fails_only_when_asked(repo: Repo) -> None:
    fraud(repo)
    (repo.path / MODEL).unlink()
    said = steward(repo, "verify")
    assert said.code == 0
    assert f"not here: 1 (dvc pull): {MODEL}" in said.out
    assert faults(repo, "--require-all") == [f"missing {MODEL}"]


def test_a_pointer_of_git_lfs_is_not_the_file(repo: Repo) -> None:
    pointer = (
        "version https://git-lfs.github.com/spec/v1\n"
        f"oid sha256:{sha256(WEIGHTS)}\nsize {len(WEIGHTS)}\n"
    )
    repo.commit("lfs", {"SHA256SUMS": f"{sha256(WEIGHTS)}  w.bin\n", "w.bin": pointer})
    said, data = verified(repo)
    assert said.code == 0
    assert "w.bin" in [one["path"] for one in data["not-here"]]
    assert "w.bin" in [fault.partition(" ")[2] for fault in faults(repo, "--require-all")]


def test_a_size_that_differs_is_told_without_reading(repo: Repo) -> None:
    repo.commit("huge", {"huge.bin.dvc": dvc("huge.bin", b"small")})
    with (repo.path / "huge.bin").open("wb") as file:
        file.truncate(1 << 40)  # a sparse TiB: to read it would take minutes
    said = steward(repo, "verify")
    assert said.code == 1
    assert "has 1,099,511,627,776 bytes, and 5 are promised" in said.out


ODD = ["with\nline end", "back\\slash", "tab\t", "-rf", "é", os.fsdecode(b"\xff\xfe"), " lead"]


def test_files_of_any_name(repo: Repo) -> None:
    from stewardship.integrity import sums

    lines = sums.write((sha256(name.encode("utf-8", "surrogateescape")), name) for name in ODD)
    repo.write({name: name.encode("utf-8", "surrogateescape") for name in ODD})
    repo.write({"SHA256SUMS": lines})
    assert faults(repo) == []
    repo.write(dict.fromkeys(ODD, "x"))
    assert len(faults(repo)) == len(ODD)
    assert "\nline end" not in steward(repo, "verify").out


def test_what_a_manifest_says_that_is_no_digest(repo: Repo) -> None:
    repo.commit("bad", {"m.bin.dvc": "outs:\n- md5: abc\n  path: m.bin\n", "m.bin": "x"})
    assert faults(repo) == ["malformed m.bin"]


def test_what_cannot_be_held_against_bytes_is_said(repo: Repo) -> None:
    out = "outs:\n- etag: '\"abc\"'\n  path: s3.bin\n"
    repo.commit("etag", {"s3.bin.dvc": out, "s3.bin": "x"})
    said, data = verified(repo)
    assert said.code == 0
    assert any("no digest of the bytes (1)" in note for note in data["summary"]["notes"])


def test_paths_narrow_what_is_verified(repo: Repo) -> None:
    fraud(repo)
    repo.commit("more", {"other/SHA256SUMS": f"{'0' * 64}  x.bin\n", "other/x.bin": "x"})
    assert faults(repo, "models") == []
    assert faults(repo, "other") == ["mismatch other/x.bin"]
    assert faults(repo, "other/SHA256SUMS") == ["mismatch other/x.bin"]


def test_a_path_that_nothing_is_promised_of_is_no_success(repo: Repo) -> None:
    fraud(repo)
    repo.write({"free.bin": "x"})
    assert faults(repo, "free.bin") == ["unlisted free.bin"]


def test_a_path_that_is_not_there_is_a_mistake(repo: Repo) -> None:
    fraud(repo)
    said = steward(repo, "verify", "nope")
    assert (said.code, "there is no `nope` here" in said.err) == (2, True)
    (repo.path / MODEL).unlink()
    assert steward(repo, "verify", MODEL).code == 0, "promised, if not here"


def test_a_repository_that_promises_nothing_says_so(repo: Repo) -> None:
    repo.commit("nothing", {"a.txt": "x"})
    said = steward(repo, "verify")
    assert (said.code, "no manifest here states a hash" in said.out) == (0, True)


def test_an_algorithm_that_is_not_here_is_no_match(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    repo.commit("b3", {"B3SUMS": f"{'a' * 64}  x.bin\n", "x.bin": "x"})
    assert faults(repo) in (["mismatch x.bin"], ["unchecked x.bin"])
    monkeypatch.setitem(sys.modules, "blake3", None)
    assert faults(repo) == ["unchecked x.bin"]
    assert "pip install 'stewardship[blake3]'" in steward(repo, "verify").out

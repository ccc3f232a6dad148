"""Digests: which texts are well-formed, of which algorithm, and what they cannot prove."""

from __future__ import annotations

import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stewardship.vocabulary.digests import LENGTHS, algorithm, is_empty_file, parse

MD5, SHA1, SHA256 = "1" * 31 + "a", "2" * 39 + "b", "3" * 63 + "c"
SRI = "sha256-" + base64.b64encode(bytes.fromhex(SHA256)).decode()

READ = [
    ("a bare MD5 by its length", MD5, None, f"md5:{MD5}"),
    ("a bare SHA-1 by its length", SHA1, None, f"sha1:{SHA1}"),
    ("a bare SHA-256 by its length", SHA256, None, f"sha256:{SHA256}"),
    ("with its algorithm and a colon", f"sha256:{SHA256}", None, f"sha256:{SHA256}"),
    ("as YAML writes it", f"md5: {MD5}", None, f"md5:{MD5}"),
    ("with a dash", f"sha256-{SHA256}", None, f"sha256:{SHA256}"),
    ("as Subresource Integrity writes it", SRI, None, f"sha256:{SHA256}"),
    ("with an equals sign, as pip writes it", f"sha256={SHA256}", None, f"sha256:{SHA256}"),
    ("as CycloneDX names the algorithm", f"SHA-256:{SHA256}", None, f"sha256:{SHA256}"),
    ("as SPDX names it, beside the digest", SHA256, "SHA256", f"sha256:{SHA256}"),
    ("capital digits", SHA256.upper(), None, f"sha256:{SHA256}"),
    ("a folder of DVC", f"{MD5}.dir", None, f"md5:{MD5}.dir"),
    ("a folder of DVC with the algorithm beside", f"{MD5}.dir", "md5", f"md5:{MD5}.dir"),
    ("BLAKE3 where it is said", SHA256, "blake3", f"blake3:{SHA256}"),
    ("SHA3 where it is said", f"sha3-256:{SHA256}", None, f"sha3-256:{SHA256}"),
    ("said twice alike", f"sha256:{SHA256}", "SHA-256", f"sha256:{SHA256}"),
    ("blanks around", f"  {MD5}\n", None, f"md5:{MD5}"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "alg", "wanted"), [row[1:] for row in READ], ids=[row[0] for row in READ]
)
def test_a_digest_is_read_in_the_spelling_of_its_format(
    text: str, alg: str | None, wanted: str
) -> None:
    assert str(parse(text, alg)) == wanted
    assert str(parse(wanted)) == wanted


REFUSED = [
    ("nothing", "", None),
    ("one digit too few", SHA256[:-1], None),
    ("one digit too many", SHA256 + "0", None),
    ("a letter that is no digit", "g" + SHA256[1:], None),
    ("the length of another algorithm", f"sha256:{MD5}", None),
    ("the length of another algorithm than stated beside", MD5, "sha256"),
    ("two algorithms at odds", f"md5:{MD5}", "sha1"),
    ("an algorithm that nobody knows", f"crc32:{MD5}", None),
    ("an algorithm beside that nobody knows", MD5, "crc32"),
    ("a folder with another algorithm", f"{SHA256}.dir", None),
    ("an algorithm and nothing more", "sha256:", None),
    ("digits that only look like digits", "\u0661" * 32, None),
    ("a whole file of digits", "0" * 100_000, None),
    ("base64 that is none", "sha256-not*base64", None),
]


@pytest.mark.parametrize(
    ("text", "alg"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_what_is_not_a_digest_is_refused(text: str, alg: str | None) -> None:
    assert parse(text, alg) is None


@pytest.mark.parametrize("alg", [name for name in LENGTHS if name != "blake3"])
def test_lengths_and_the_empty_file_are_those_of_the_algorithm(alg: str) -> None:
    name, _, bits = alg.partition("-")
    size = {"digest_size": int(bits) // 8} if name == "blake2b" else {}
    maker = getattr(hashlib, alg.replace("-", "_") if name == "sha3" else name)
    empty, other = maker(b"", **size).hexdigest(), maker(b"x", **size).hexdigest()
    digest = parse(empty, alg)
    assert digest is not None
    assert digest.empty
    assert is_empty_file(str(digest))
    assert not is_empty_file(f"{alg}:{other}")


def test_the_empty_folder_of_dvc_is_empty_too() -> None:
    empty_list = hashlib.md5(b"[]").hexdigest()
    assert is_empty_file(f"{empty_list}.dir")
    assert not is_empty_file(empty_list), "a file that holds [] is not empty"


def test_only_md5_and_sha1_are_weak() -> None:
    found = {alg: parse("0" * length, alg) for alg, length in LENGTHS.items()}
    assert {alg for alg, digest in found.items() if digest and digest.weak} == {"md5", "sha1"}


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("SHA-256", "sha256"), ("SHA256", "sha256"), ("sha2-256", "sha256"), ("Sha_512", "sha512"),
        ("MD-5", "md5"), ("BLAKE2b-256", "blake2b-256"), ("SHA3-512", "sha3-512"),
        ("SHA-3-512", "sha3-512"), ("sha", None), ("", None),
    ],
)  # fmt: skip
def test_an_algorithm_has_one_name(name: str, wanted: str | None) -> None:
    assert algorithm(name) == wanted


@given(st.sampled_from(sorted(LENGTHS)), st.data())
def test_a_digest_survives_print_and_parse(alg: str, data: st.DataObject) -> None:
    length = LENGTHS[alg]
    text = data.draw(st.text("0123456789abcdef", min_size=length, max_size=length))
    digest = parse(text, alg)
    assert digest is not None
    assert parse(str(digest)) == digest


@given(st.text(max_size=120), st.none() | st.sampled_from(sorted(LENGTHS)))
def test_any_text_is_a_digest_or_is_not(text: str, alg: str | None) -> None:
    digest = parse(text, alg)
    assert digest is None or len(digest.hex) == LENGTHS[digest.alg]

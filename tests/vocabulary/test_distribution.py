"""What an address says of a distribution, and that no secret in it is passed on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stewardship.vocabulary.distribution import (
    Distribution,
    describe,
    github_id,
    is_reference,
    locked_repository,
    repository_name,
)

COMMIT = "dcba3cb2e2827b402d2701e7e1c7d9fed8a20ef1"

ADDRESSES = [
    (
        "git+https://github.com/openai/CLIP.git",
        Distribution("vcs", "https://github.com/openai/CLIP.git"),
    ),
    (
        f"git+https://github.com/openai/CLIP@{COMMIT}#egg=clip&subdirectory=src",
        Distribution("vcs", "https://github.com/openai/CLIP", "clip", "", COMMIT),
    ),
    (
        "git+ssh://git@git.acme.example/ml/train.git@feature/a@b",
        Distribution("vcs", "ssh://git.acme.example/ml/train.git", revision="feature/a@b"),
    ),
    (
        "git+https://user:secret@git.acme.example/x.git",
        Distribution("vcs", "https://git.acme.example/x.git"),
    ),
    (
        "https://a.example/torch-2.1.0%2Bcu118-cp311-cp311-linux_x86_64.whl?token=secret",
        Distribution(
            "url",
            "https://a.example/torch-2.1.0%2Bcu118-cp311-cp311-linux_x86_64.whl",
            "torch",
            "2.1.0+cu118",
        ),
    ),
    (
        "./vendor/colbert-ai-0.2.tar.gz",
        Distribution("path", "./vendor/colbert-ai-0.2.tar.gz", "colbert-ai", "0.2"),
    ),
    ("https://a.example/main.zip", Distribution("url", "https://a.example/main.zip")),
    ("./libs/loader", Distribution("path", "./libs/loader")),
    ("file:///opt/x", Distribution("path", "file:///opt/x")),
    ("not-a-wheel.whl", Distribution("path", "not-a-wheel.whl")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ADDRESSES, ids=[text for text, _ in ADDRESSES])
def test_an_address_says(text: str, expected: Distribution) -> None:
    assert describe(text) == expected
    assert is_reference(text)


@pytest.mark.parametrize("text", ["numpy", "numpy>=1.2", "uvicorn[standard]==0.35.0"])
def test_a_requirement_is_no_address(text: str) -> None:
    assert not is_reference(text)


def test_uv_writes_the_commit_behind_the_hash_sign() -> None:
    found = locked_repository(f"https://t:x@github.com/openai/CLIP.git?rev=main#{COMMIT}")
    assert found == Distribution("vcs", "https://github.com/openai/CLIP.git", revision=COMMIT)


@pytest.mark.parametrize(
    ("url", "revision", "identity"),
    [
        ("https://github.com/OpenAI/CLIP.git", COMMIT, f"pkg:github/openai/clip@{COMMIT}"),
        ("https://github.com/openai/CLIP/", "", "pkg:github/openai/clip"),
        ("https://gitlab.com/openai/CLIP", "", ""),
        ("https://github.com/openai", "", ""),
        ("https://github.com/a/b/c", "", ""),
        ("https://github.com/a b/c", "", ""),
        ("", "", ""),
    ],
)
def test_only_a_repository_on_github_has_its_id(url: str, revision: str, identity: str) -> None:
    assert github_id(url, revision) == identity


def test_a_repository_is_called_by_its_last_word() -> None:
    assert repository_name("https://github.com/openai/CLIP.git/") == "CLIP"


@given(st.text(max_size=60), st.sampled_from(["", "git+", "https://", "git+https://u:p@h/"]))
def test_any_text_can_be_described(text: str, head: str) -> None:
    found = describe(head + text)
    assert "u:p@" not in found.url
    assert found.way in ("vcs", "url", "path")

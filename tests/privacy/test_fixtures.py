"""Personal data in the fixtures of tests is told by kind and place, and its value never printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.gate.steward import steward
from tests.repos import Repo

CARD = "4539578763621486"
WHO = "mia.wong@acme-bank.com"
FILES = {
    ".steward/config.yaml": "packs: [privacy, images]\n",
    "data/claims/README.md": "---\nlicense: mit\nsize_categories: [n<1K]\n---\n# claims\n",
    "data/claims/tests/rows.csv": f"id,card\n1,{CARD}\n",
}


@pytest.fixture
def acme(repo: Repo) -> Repo:
    repo.commit(files=FILES)
    return repo


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github", "markdown", "junit", "gitlab"])
def test_no_report_prints_it(acme: Repo, form: str) -> None:
    said = steward(acme, "check", "--format", form)
    assert said.code == 1
    assert "payment card" in said.out
    assert CARD not in said.out + said.err


def test_a_secret_of_an_image_is_printed_nowhere_either(acme: Repo) -> None:
    acme.write({"Dockerfile": "FROM scratch\nENV API_KEY=hush-hush\nUSER 1\n"})
    said = steward(acme, "check", "--format", "text")
    assert "images/secrets-absent" in said.out
    assert "hush-hush" not in said.out


def test_data_that_says_how_it_was_made_up_may_look_like_people(acme: Repo) -> None:
    assert steward(acme, "check").found() == ["privacy/fixtures-made-up data/claims/tests/rows.csv"]
    marked = FILES["data/claims/README.md"].replace(
        "---\n# claims", "stewardship: {privacy-technique: synthetic}\n---\n# claims"
    )
    acme.write({"data/claims/tests/README.md": marked})
    assert steward(acme, "check").found() == []


def test_neither_a_log_of_reviews_nor_the_cache_keeps_whom_it_is_about(
    acme: Repo, tmp_path: Path
) -> None:
    """By columns that slipped, or labels that are free text, a person may stand anywhere in it."""
    card = (
        "---\nlicense: mit\npipeline_tag: text-classification\n"
        "stewardship: {sector: credit, oversight: {log: reviews.csv}}\n---\n# m\n"
    )
    header = "item,answer,reviewer,decision,time,segment\n"
    rows = f"1,ok,{WHO},call {WHO},2026-11-01,{WHO}x\n2,ok,{WHO},ok,2026-11-01,cards\n"
    acme.write({
        ".steward/config.yaml": "packs: [privacy, manifests]\n",
        "models/m/README.md": card,
        "models/m/reviews.csv": header + rows,
        "old/reviews.csv": f"{header}1,ok,{WHO},ok,{WHO},cards\n",
    })  # fmt: skip
    env = {"STEWARDSHIP_NOW": "2026-11-26", "STEWARDSHIP_CACHE": str(tmp_path / "kept")}
    asked = (("check", "--format", "json"), ("oversight",), ("why", "old/reviews.csv"))
    said = [steward(acme, *words, env=env) for words in asked]
    assert "(personal data)" in said[1].out
    assert "no time that can be read" in said[0].out
    kept = b"".join(one.read_bytes() for one in (tmp_path / "kept").rglob("*") if one.is_file())
    assert b"reviews.csv" in kept
    assert WHO.encode() not in kept
    assert CARD.encode() not in kept
    assert all(WHO not in one.out + one.err for one in said)

"""Personal data in the fixtures of tests is told by kind and place, and its value never printed."""

from __future__ import annotations

import pytest

from tests.gate.steward import steward
from tests.repos import Repo

CARD = "4539578763621486"
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
